"""Is every answer that was valid under one version of a form valid under another? Proved, refuted by a record, or
undecided, demand by demand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from catalogue.model import Catalogue, Form
from engine.answers import Answers, IssueSeverity
from engine.evaluation import evaluator
from engine.proofs.building import world_after, world_of
from engine.proofs.nearby import Nearby
from engine.proofs.records import Replayed
from engine.proofs.sampling import samples
from engine.proofs.solving import Solving, Verdict
from engine.proofs.truth import either
from engine.proofs.world import Demand


class Grade(StrEnum):
    """What is known of one demand of the new version."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Implication:
    """One demand of the new version: its name, whose it is, and of what kind.

    `counterexample` was valid before and breaks it, as the engine agrees. A proof that is not `exact` rests on the
    arithmetic of numbers that are not whole, which the runtimes do in binary64 and the prover exactly. `sampled` is
    how many made-up answers were looked at in vain where the prover could not decide.
    """

    demand: str
    owner: str
    kind: str
    grade: Grade
    exact: bool
    counterexample: Replayed | None = None
    sampled: int = 0


def implies(old: tuple[Catalogue, Form], new: tuple[Catalogue, Form]) -> tuple[Implication, ...]:
    """Every demand of the new version, in its order, held against all final answers of the old one."""
    (catalogue, form), (after, changed) = old, new
    before = world_of(catalogue, form)
    later = world_after(after, changed, before)
    solving = Solving(catalogue, before)
    solving.solver.add(later.all_facts)
    held = [demand.broken for demand in before.demands]
    nearby = Nearby([*before.all_facts, *later.all_facts])
    open_demands = [
        demand
        for demand in later.demands
        if not any(demand.broken.eq(broken) for broken in held) and not nearby.is_impossible(demand.broken)
    ]
    refuted = dict(_refuted(solving, open_demands, (after, changed)))
    judged = [(demand, refuted.get(demand.name, (Grade.PROVED, None))) for demand in later.demands]
    sampled = list(samples(catalogue, before)) if any(grade is Grade.UNDECIDED for _, (grade, _) in judged) else []
    return tuple(
        _settled(
            Implication(demand.name, demand.owner, demand.kind, grade, demand.exact, witness), demand, sampled, new
        )
        for demand, (grade, witness) in judged
    )


Judgement = tuple[Grade, Replayed | None]


def _refuted(solving: Solving, waiting: list[Demand], new: tuple[Catalogue, Form]) -> Iterator[tuple[str, Judgement]]:
    """The demands that are not proved. All at once first; then, while any can be broken, one by one."""
    while waiting:
        some = solving.ask(either(demand.broken for demand in waiting), lambda witness: witness.is_final)
        if some.verdict is Verdict.IMPOSSIBLE:
            return
        broken = [demand for demand in waiting if some.witness and breaks(some.witness, demand, new)]
        if not broken:
            yield from _one_by_one(solving, waiting, new)
            return
        yield from ((demand.name, (Grade.REFUTED, some.witness)) for demand in broken)
        waiting = [demand for demand in waiting if demand not in broken]


def _one_by_one(
    solving: Solving, waiting: list[Demand], new: tuple[Catalogue, Form]
) -> Iterator[tuple[str, Judgement]]:
    for demand in waiting:

        def agrees(witness: Replayed, demand: Demand = demand) -> bool:
            return witness.is_final and breaks(witness, demand, new)

        reply = solving.ask(demand.broken, agrees)
        if reply.verdict is not Verdict.IMPOSSIBLE:
            yield demand.name, (Grade.REFUTED if reply.witness else Grade.UNDECIDED, reply.witness)


def _settled(found: Implication, demand: Demand, sampled: list[Replayed], new: tuple[Catalogue, Form]) -> Implication:
    """An undecided demand after the samples have had their say."""
    if found.grade is not Grade.UNDECIDED:
        return found
    example = next((witness for witness in sampled if witness.is_final and breaks(witness, demand, new)), None)
    grade = Grade.REFUTED if example else Grade.UNDECIDED
    return Implication(found.demand, found.owner, found.kind, grade, found.exact, example, len(sampled))


def breaks(witness: Replayed, demand: Demand, new: tuple[Catalogue, Form]) -> bool:
    """Whether a record's final answers, looked at by the new version, break the demand."""
    catalogue, form = new
    known = {name: value for name, value in witness.final.values.items() if name in form.variable and value is not None}
    asked = {name: value for name, value in known.items() if not form.variable[name].is_calculated}
    reasons = {name: reason for name, reason in witness.final.reasons.items() if name in form.reason_names}
    outcome = evaluator(catalogue, form).evaluate(Answers(asked, reasons), witness.record.context)
    if demand.kind == "enable_when":
        return demand.owner in asked and outcome.not_asked.get(demand.owner, asked[demand.owner]) != asked[demand.owner]
    found = [issue for issue in outcome.issues if issue.severity is not IssueSeverity.SOFT]
    if demand.kind == "value":
        return any(issue.variable == demand.owner and issue.severity is IssueSeverity.REFUSED for issue in found)
    if demand.kind == "rule":
        return any(issue.rule == demand.owner for issue in found)
    slugs = {demand.kind, "code-replaced"} if demand.kind == "code-not-valid" else {demand.kind}
    return any(issue.rule in slugs and issue.variable == demand.owner for issue in found)
