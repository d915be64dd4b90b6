"""Who may decide what of a proposal, what it takes before a change is decided, and what stands in the way. Pure.

Policy says whom a change needs. The secretariat and the leader decide alone on what policy gives to them; what needs the
board needs a statement that covers it, and the data controller; what needs two needs two accounts.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from migrations_gen import change_sets
from migrations_gen.board.statement import advises, lacks_quorum
from migrations_gen.ledger.records import Decision, Entry, Office, Statement, Verdict
from migrations_gen.policy import Role

NOTHING, UNSAID = "nothing-decided", "not-chosen"
NOT_YOURS, NO_STATEMENT, NO_QUORUM = "not-yours", "no-statement", "no-quorum"
TWO_OFFICES, REASON = "two-offices", "no-reason"

ALONE: Mapping[Office, frozenset[Role]] = {
    Office.SECRETARIAT: frozenset({Role.SECRETARIAT}),
    Office.LEADER: frozenset({Role.SECRETARIAT, Role.LEADER}),
    Office.CONTROLLER: frozenset(Role),
}
"""For whom each office can speak."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a decision rests on: whom each change needs by its name, and the entry with the standing statement, if it
    is on just these changes.
    """

    needs: Mapping[str, tuple[Role, ...]]
    entry: Entry | None = None

    @property
    def statement(self) -> Statement | None:
        """The board's statement."""
        act = self.entry.act if self.entry else None
        return act if isinstance(act, Statement) and act.changes == change_sets.digest_of(self.needs) else None

    def is_covered(self, change: str) -> bool:
        """Whether the board has validly spoken of this change."""
        made = self.statement
        return made is not None and change in made.outcomes and not lacks_quorum(made, change)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why something cannot be decided so: a slug, and the change it is about."""

    slug: str
    change: str = ""


def may_settle(office: Office, roles: Collection[Role]) -> bool:
    """Whether this office has a say in a change that needs these."""
    return office is Office.CONTROLLER or bool(ALONE.get(office, frozenset()) & set(roles))


def lacking(ground: Ground, change: str, offices: Collection[Office]) -> tuple[Role, ...]:
    """Whose agreement to a change is still lacking when these offices have given theirs."""
    return tuple(role for role in ground.needs[change] if not _agrees(role, ground, change, offices))


def obstacles(
    ground: Ground,
    verdicts: Mapping[str, Verdict],
    text: str,
    *,
    account: str,
    office: Office,
    earlier: Iterable[tuple[Entry, Decision]] = (),
) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of this decision by this account."""
    found = [*_unsaid(ground, verdicts)]
    for change, verdict in verdicts.items():
        found += _of_change(ground, change, verdict, office)
    if acted_otherwise(ground, account, office, earlier):
        found.append(Obstacle(TWO_OFFICES))
    if not text.strip():
        found += (Obstacle(REASON, change) for change in against_advice(ground, verdicts))
    return tuple(found)


def against_advice(ground: Ground, verdicts: Mapping[str, Verdict]) -> tuple[str, ...]:
    """The changes that are accepted though the board does not recommend them, or rejected though it does."""
    made = ground.statement
    if made is None:
        return ()
    otherwise = {True: Verdict.REJECTED, False: Verdict.ACCEPTED}
    return tuple(
        change
        for change, verdict in verdicts.items()
        if ground.is_covered(change) and verdict is otherwise[advises(made, change)]
    )


def acted_otherwise(
    ground: Ground, account: str, office: Office, earlier: Iterable[tuple[Entry, Decision]] = ()
) -> bool:
    """Whether the account has already acted in another office on this case: nobody approves twice."""
    acts = [*([(ground.entry.by, ground.entry.office)] if ground.entry else [])]
    acts += [(entry.by, entry.office) for entry, _ in earlier]
    return any(by == account and other is not office for by, other in acts)


def is_complete(ground: Ground, verdicts: Mapping[str, Verdict], offices: Collection[Office]) -> bool:
    """Whether nothing is lacking for what is accepted."""
    accepted = (change for change, verdict in verdicts.items() if verdict is Verdict.ACCEPTED)
    return not any(lacking(ground, change, offices) for change in accepted)


def _agrees(role: Role, ground: Ground, change: str, offices: Collection[Office]) -> bool:
    if role is Role.CONTROLLER:
        return Office.CONTROLLER in offices
    if role is Role.BOARD:
        return ground.is_covered(change) and Office.CONTROLLER in offices
    if ground.is_covered(change):
        return True
    is_only = len(ground.needs[change]) == 1
    return any(role in ALONE.get(office, ()) and (office is not Office.CONTROLLER or is_only) for office in offices)


def _unsaid(ground: Ground, verdicts: Mapping[str, Verdict]) -> Iterator[Obstacle]:
    yield from (Obstacle(UNSAID, change) for change in ground.needs if change not in verdicts)
    if verdicts and all(verdict is Verdict.POSTPONED for verdict in verdicts.values()):
        yield Obstacle(NOTHING)


def _of_change(ground: Ground, change: str, verdict: Verdict, office: Office) -> Iterator[Obstacle]:
    roles = ground.needs[change]
    if verdict is Verdict.POSTPONED:
        return
    if not may_settle(office, roles):
        yield Obstacle(NOT_YOURS, change)
    elif verdict is Verdict.ACCEPTED and Role.BOARD in roles and not ground.is_covered(change):
        yield Obstacle(NO_QUORUM if ground.statement else NO_STATEMENT, change)
