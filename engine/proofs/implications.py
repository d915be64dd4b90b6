"""Is every answer that was valid under one version of a form valid under another? Proved, refuted by a record, or
undecided, demand by demand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from catalogue.model import Catalogue, CodeValue, Form
from engine.proofs.building import world_of
from engine.proofs.earlier import surround
from engine.proofs.eyes import Eyes, Seen, Version
from engine.proofs.later import world_after
from engine.proofs.nearby import Nearby
from engine.proofs.passages import Passage, unchanged
from engine.proofs.reach import changed_behind, direct_reads
from engine.proofs.records import Replayed
from engine.proofs.sameness import Owner, sameness
from engine.proofs.sampling import samples
from engine.proofs.solving import Solving, Verdict
from engine.proofs.truth import FALSE, either
from engine.proofs.world import Demand

WISHES = 16
"""How many demands a counterexample is wished to break, so that fewer need be looked for."""


class Grade(StrEnum):
    """What is known of one demand of the new version."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Implication:
    """One demand of the new version that is not as it was: its name, whose it is, of what kind, and about which code.

    `reads` are the names it looks at by itself, `rests_on` those of all behind them that are not read as they were.
    `counterexample` was valid before and breaks it, as the engine agrees. A proof that is not `exact` rests on the
    arithmetic of numbers that are not whole, which the runtimes do in binary64 and the prover exactly. `sampled` is
    how many made-up answers were looked at in vain where the prover could not decide.
    """

    demand: str
    owner: str
    kind: str
    grade: Grade
    exact: bool
    code: CodeValue | None = None
    reads: tuple[str, ...] = ()
    rests_on: frozenset[str] = frozenset()
    counterexample: Seen | None = None
    sampled: int = 0


def implies(old: Version, new: Version, passage: Passage | None = None) -> tuple[Implication, ...]:
    """Every demand of the new version that is not word for word an old one, held against all final answers of the old
    one as the passage carries them; without one, every answer is that of the same name.
    """
    (catalogue, form), (after, changed) = old, new
    passage = passage or unchanged(form, changed)
    same = sameness(form, changed, passage, frozenset(_renumbered(catalogue, after)))
    if _owners(changed, passage) <= same.owners:
        return ()
    before = world_of(catalogue, form)
    surround(before, passage)
    later = world_after(after, changed, before, passage, same)
    if not later.demands:
        return ()
    solving = Solving(catalogue, before)
    solving.solver.add(later.own_facts)  # words and calendar are the earlier world's, and were added with it
    eyes = Eyes(new, passage)
    held = {FALSE.get_id(), *(demand.broken.get_id() for demand in before.demands)}
    known = {demand.name for demand in later.demands if demand.broken.get_id() in held}
    waiting = [demand for demand in later.demands if demand.name not in known]
    refuted = dict(_refuted(solving, waiting, eyes))
    judged = [(demand, refuted.get(demand.name, (Grade.PROVED, None))) for demand in later.demands]
    sampled = list(samples(catalogue, before)) if any(grade is Grade.UNDECIDED for _, (grade, _) in judged) else []
    return tuple(
        replace(
            _settled(demand, *verdict, sampled, eyes, demand.name in known),
            reads=direct_reads(changed, demand),
            rests_on=changed_behind(changed, direct_reads(changed, demand), same),
        )
        for demand, verdict in judged
    )


def _renumbered(before: Catalogue, after: Catalogue) -> Iterator[str]:
    return (name for name, table in after.value_sets.items() if before.value_sets.get(name) != table)


def _owners(form: Form, passage: Passage) -> frozenset[Owner]:
    """Whoever may demand something of a row: not a question that was not there, and not what may be confirmed."""
    there = (variable.name for variable in form.variables if variable.is_calculated or variable.name in passage.answers)
    return frozenset(
        (
            *(("variable", name) for name in there),
            *(("group", name) for name in form.groups),
            *(("rule", rule.name) for rule in form.rules if rule.retired is None and rule.severity == "hard"),
        )
    )


Judgement = tuple[Grade, Seen | None]


def _refuted(solving: Solving, waiting: list[Demand], eyes: Eyes) -> Iterator[tuple[str, Judgement]]:
    """The demands that are not proved. All at once first; then, while any can be broken, one by one."""
    while waiting:
        wishes = [demand.broken for demand in waiting[:WISHES]]
        some = solving.ask(either(demand.broken for demand in waiting), lambda witness: witness.is_final, (), wishes)
        if some.verdict is Verdict.IMPOSSIBLE:
            return
        broken = {
            demand.name: seen for demand in waiting if some.witness and (seen := eyes.breaks(some.witness, demand))
        }
        if not broken:
            yield from _one_by_one(solving, waiting, eyes)
            return
        yield from ((name, (Grade.REFUTED, seen)) for name, seen in broken.items())
        waiting = [demand for demand in waiting if demand.name not in broken]


def _one_by_one(solving: Solving, waiting: list[Demand], eyes: Eyes) -> Iterator[tuple[str, Judgement]]:
    nearby = Nearby(solving.world.all_facts)
    for demand in waiting:
        if nearby.is_impossible(demand.broken):
            continue

        def agrees(witness: Replayed, demand: Demand = demand) -> bool:
            return witness.is_final and eyes.breaks(witness, demand) is not None

        reply = solving.ask(demand.broken, agrees)
        if reply.witness is not None:
            yield demand.name, (Grade.REFUTED, eyes.breaks(reply.witness, demand))
        elif reply.verdict is not Verdict.IMPOSSIBLE:
            yield demand.name, (Grade.UNDECIDED, None)


def _settled(
    demand: Demand, grade: Grade, seen: Seen | None, sampled: list[Replayed], eyes: Eyes, is_known: bool
) -> Implication:
    """An undecided demand after the samples have had their say."""
    count = 0
    if grade is Grade.UNDECIDED:
        looks = (eyes.breaks(witness, demand) for witness in sampled if witness.is_final)
        seen, count = next(filter(None, looks), None), len(sampled)
        grade = Grade.REFUTED if seen else Grade.UNDECIDED
    exact = is_known or demand.exact
    return Implication(
        demand.name, demand.owner, demand.kind, grade, exact, demand.code, counterexample=seen, sampled=count
    )
