"""Rules about statements and decisions: each is told what is wrong with an entry, or nothing."""

from collections.abc import Mapping
from types import MappingProxyType

from migrations_gen.board.rights import ALLOWED, OFFICES, Deed
from migrations_gen.ledger.records import Act, Decision, Entry, Released, Reopening, Statement
from migrations_gen.ledger.rules.before import Before

DEEDS: Mapping[type[Act], Deed] = MappingProxyType(
    {Statement: Deed.CLOSE, Reopening: Deed.REOPEN, Decision: Deed.DECIDE, Released: Deed.RELEASE}
)
"""What is done by an act, for those that not everybody may do."""


def time_backwards(entry: Entry, before: Before) -> str | None:
    """What is written later happened later."""
    if before.last is None or entry.at >= before.last.at:
        return None
    return f"is from {entry.at.isoformat()}, before entry {before.last.number} ({before.last.at.isoformat()})"


def wrong_office(entry: Entry, before: Before) -> str | None:
    """Each act belongs to an office."""
    deed = DEEDS.get(type(entry.act))
    allowed = [OFFICES[role] for role in OFFICES if deed and role in ALLOWED[deed]]
    if deed is None or entry.office in allowed:
        return None
    return f"is signed as {entry.office}; that is for {' or '.join(sorted(allowed))}"


def statement_stands(entry: Entry, act: Statement, before: Before) -> str | None:
    """A closed statement is changed by nothing but a reopening."""
    number = before.standing.get(act.proposal)
    earlier = before.act(Statement, number)
    if earlier is None or earlier.before != act.before or before.has_gaps:
        return None
    return f"is a statement on proposal {act.number}, where that of entry {number} stands and was not reopened"


def unknown_statement(entry: Entry, act: Reopening, before: Before) -> str | None:
    """Only what was closed is reopened."""
    return _not_on(act.proposal, act.statement, before, "reopens")


def reopened_twice(entry: Entry, act: Reopening, before: Before) -> str | None:
    """Only what stands is reopened."""
    number = before.reopened.get(act.statement)
    return f"reopens the statement of entry {act.statement}, as entry {number} has done" if number else None


def rests_on_nothing(entry: Entry, act: Decision | Released, before: Before) -> str | None:
    """The board is heard on this proposal, not on another."""
    return None if act.statement is None else _not_on(act.proposal, act.statement, before, "rests on")


def rests_on_reopened(entry: Entry, act: Decision | Released, before: Before) -> str | None:
    """What the board has taken back carries nothing."""
    number = before.reopened.get(act.statement) if act.statement is not None else None
    return f"rests on the statement of entry {act.statement}, which entry {number} reopened" if number else None


def other_office(entry: Entry, act: Decision, before: Before) -> str | None:
    """As whom somebody decides is as whom they sign."""
    return None if act.office is entry.office else f"decides as {act.office}, and is signed as {entry.office}"


def two_offices(entry: Entry, act: Decision, before: Before) -> str | None:
    """No one approves alone what is given to two."""
    others = [before.entries[number] for number in (act.statement,) if before.act(Statement, number) and number]
    for other in (*others, *before.decisions.get(act.proposal, ())):
        if other.by == entry.by and other.office is not entry.office:
            return f"is {entry.by}'s as {entry.office}, who signed entry {other.number} on it as {other.office}"
    return None


def _not_on(proposal: str, number: int, before: Before, does: str) -> str | None:
    statement = before.act(Statement, number)
    if before.is_missing(number):
        return None
    if statement is None:
        return f"{does} the statement of entry {number}, which is none before it"
    if statement.proposal != proposal:
        return f"{does} the statement of entry {number}, which is on another proposal ({statement.number})"
    return None
