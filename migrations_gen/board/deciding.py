"""Who may decide what of a proposal, and what stands in the way of a decision before it is signed. Pure.

What must be there in the end is for `migrations_gen/releasing/demands.py` to say, of the ledger as it would be with
this decision in it. What only waits for somebody else's word stands in nobody's way.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from migrations_gen.board.statement import advises
from migrations_gen.ledger.records import Decision, Entry, Office, Statement, Verdict
from migrations_gen.policy import Role
from migrations_gen.releasing.demands import DECIDERS, Acts, Needs, lacking
from migrations_gen.releasing.lacks import UNDECIDED, Lack

NOTHING, UNSAID, NOT_YOURS = "nothing-decided", "not-chosen", "not-yours"
NO_REASON, TWO_OFFICES = "no-reason", "same-person"
WAITING = frozenset({*UNDECIDED.values(), Verdict.POSTPONED.value, Verdict.REJECTED.value, "other-state"})
"""What is lacking only because somebody else has not decided yet, or has decided otherwise before."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why something cannot be decided so: a slug, and the change it is about."""

    slug: str
    change: str = ""


def may_settle(office: Office, roles: Collection[Role]) -> bool:
    """Whether this office has a say in a change that needs these."""
    return any(office in DECIDERS[role] for role in roles)


def obstacles(needs: Needs, acts: Acts, entry: Entry, decision: Decision) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of this decision; `entry` is who decides, and as what."""
    found = [*_unsaid(needs, decision.verdicts), *_not_theirs(needs, decision)]
    found += (
        Obstacle(lack.slug, lack.change)
        for lack in still_lacking(needs, acts, entry, decision)
        if lack.slug not in WAITING
    )
    if not decision.text.strip():
        found += (Obstacle(NO_REASON, change) for change in against_advice(acts, decision.verdicts))
    if acted_otherwise(acts, entry):
        found.append(Obstacle(TWO_OFFICES))
    return tuple(dict.fromkeys(found))


def still_lacking(needs: Needs, acts: Acts, entry: Entry, decision: Decision) -> tuple[Lack, ...]:
    """What is lacking for what is accepted, once this decision stands in the ledger."""
    accepted = {change: roles for change, roles in needs.items() if decision.verdicts.get(change) is Verdict.ACCEPTED}
    then = replace(acts, decisions=(*acts.decisions, (entry, decision)))
    return lacking(accepted, then, decision.digest)


def against_advice(acts: Acts, verdicts: Mapping[str, Verdict]) -> tuple[str, ...]:
    """The changes that are accepted though the board does not recommend them, or rejected though it does."""
    if acts.statement is None:
        return ()
    _, made = acts.statement
    return tuple(change for change, verdict in verdicts.items() if _is_against(made, change, verdict))


def acted_otherwise(acts: Acts, entry: Entry) -> bool:
    """Whether the account has already acted in another office on this case: nobody approves twice."""
    before = [known for known, _ in acts.decisions]
    before += [acts.statement[0]] if acts.statement else []
    return any(known.by == entry.by and known.office is not entry.office for known in before)


def _is_against(made: Statement, change: str, verdict: Verdict) -> bool:
    if change not in made.outcomes:
        return False
    return verdict is (Verdict.REJECTED if advises(made, change) else Verdict.ACCEPTED)


def _unsaid(needs: Needs, verdicts: Mapping[str, Verdict]) -> Iterator[Obstacle]:
    yield from (Obstacle(UNSAID, change) for change in needs if change not in verdicts)
    if verdicts and all(verdict is Verdict.POSTPONED for verdict in verdicts.values()):
        yield Obstacle(NOTHING)


def _not_theirs(needs: Needs, decision: Decision) -> Iterator[Obstacle]:
    for change, verdict in decision.verdicts.items():
        settled = verdict is not Verdict.POSTPONED and change in needs
        if settled and not may_settle(decision.office, needs[change]):
            yield Obstacle(NOT_YOURS, change)
