"""Rules about releases: each is told what is wrong with an entry, or nothing."""

from collections.abc import Iterator

from migrations_gen.ledger.records import Decision, Entry, Office, Released
from migrations_gen.ledger.rules.before import Before


def undecided(entry: Entry, act: Released, before: Before) -> str | None:
    """Nothing is put in use without a decision, but what a registry's ledger starts from."""
    if act.decisions or not (act.before or before.versions):
        return None
    return f"releases version {act.version} and names no decision"


def unknown_decision(entry: Entry, act: Released, before: Before) -> str | None:
    """A release rests on decisions on its own proposal."""
    for number in act.decisions:
        decision = before.act(Decision, number)
        if decision is None and not before.is_missing(number):
            return f"rests on the decision of entry {number}, which is none before it"
        if decision is not None and decision.proposal != act.proposal:
            return f"rests on the decision of entry {number}, which is on another proposal ({decision.number})"
    return None


def withdrawn_decision(entry: Entry, act: Released, before: Before) -> str | None:
    """What was decided on a statement that was then reopened is decided no longer."""
    for number, decision in _decisions(act, before):
        reopened = before.reopened.get(decision.statement) if decision.statement is not None else None
        if reopened:
            return (
                f"rests on the decision of entry {number}, whose statement (entry {decision.statement})"
                f" entry {reopened} reopened"
            )
    return None


def other_digest(entry: Entry, act: Released, before: Before) -> str | None:
    """What was decided is what runs: the last decision is on the whole that is released."""
    decided = list(_decisions(act, before))
    if not decided or decided[-1][1].digest == act.digest:
        return None
    number, decision = decided[-1]
    return f"releases {act.digest}, and entry {number} has decided on {decision.digest}"


def from_nowhere(entry: Entry, act: Released, before: Before) -> str | None:
    """A release follows a release; only the first follows none."""
    if not act.before:
        return f"releases version {act.version} as if it were the registry's first" if before.versions else None
    if act.before in before.digests or not before.versions or before.has_gaps:
        return None
    return f"releases version {act.version} after {act.before}, which was never released"


def version_twice(entry: Entry, act: Released, before: Before) -> str | None:
    """A version is one state for ever. What was released in an emergency may be confirmed as it is."""
    earlier = before.versions.get(act.version)
    if earlier is None or not isinstance(earlier.act, Released):
        return None
    confirms = earlier.act.emergency and act.emergency is None and earlier.act.digest == act.digest
    return None if confirms else f"releases version {act.version}, as entry {earlier.number} has done"


def emergency_without_controller(entry: Entry, act: Released, before: Before) -> str | None:
    """What cannot wait for the board is the controller's own responsibility."""
    if act.emergency is None or any(each.office is Office.CONTROLLER for _, each in _decisions(act, before)):
        return None
    return f"releases version {act.version} in an emergency, without a decision of the controller"


def _decisions(act: Released, before: Before) -> Iterator[tuple[int, Decision]]:
    for number in sorted(act.decisions):
        decision = before.act(Decision, number)
        if decision is not None:
            yield number, decision
