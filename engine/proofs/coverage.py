"""What random search did not reach, settled: by answers that reach it, or by the demands that make it impossible."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import z3

from catalogue.expressions.lowering import lower
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Form
from engine.answers import AnswerValue
from engine.proofs.building import world_of
from engine.proofs.records import Replayed
from engine.proofs.solving import Solving, Verdict
from engine.proofs.truth import FALSE, TRUE, Quantity, Term, Truth, both
from engine.proofs.world import World
from engine.synth.goals import LEFT_OPEN, Goal, Seen
from engine.synth.search import Found


@dataclass(frozen=True, slots=True)
class Settled:
    """A goal with answers that reach it; without any, `because` names what stands in the way, unless undecided."""

    goal: Goal
    verdict: Verdict
    found: Found | None = None
    because: tuple[str, ...] = ()


def settle(catalogue: Catalogue, form: Form, goals: Iterable[Goal], today: date) -> Iterator[Settled]:
    """Each goal that is still open, asked of the prover; the answers of one may reach others, which are then left out.

    The day is fixed, and so is the date that eras are compared with, as it is for made-up answers.
    """
    world = world_of(catalogue, form)
    solving = Solving(catalogue, world)
    solving.solver.add(world.prover.today == today.toordinal(), _anchored(catalogue, world))
    waiting = list(goals)
    while waiting:
        goal = waiting.pop(0)
        reply = solving.ask(_condition(goal, world), _agrees(goal, today))
        found = _found(reply.witness, today) if reply.witness else None
        yield Settled(goal, reply.verdict, found, tuple(demand.name for demand in reply.because))
        if found is not None:
            reached = [other for other in waiting if other.reached(found.seen)]
            yield from (Settled(other, Verdict.POSSIBLE, found) for other in reached)
            waiting = [other for other in waiting if other not in reached]


def _anchored(catalogue: Catalogue, world: World) -> z3.BoolRef:
    """Eras are compared with the anchor date of the form that has it when it is known, else with today."""
    module = catalogue.modules.get(world.form.module)
    known = world.outside.get(module.episode.anchor) if module else None
    if not isinstance(known, Quantity):
        return world.anchor == world.prover.today
    return world.anchor == z3.If(known.known, known.value, world.prover.today)


def _condition(goal: Goal, world: World) -> z3.BoolRef:
    """What must hold for the goal to be reached, as far as the prover can say; the goal itself has the last word."""
    conditions = []
    if goal.wish is not None:
        name, value = goal.wish
        conditions.append(_equals(world.prover.names[name], value, world))
    if goal.reason is not None:
        conditions.append(_given(goal, world))
    if goal.holds is not None and goal.wish is None:
        node, truth = goal.holds
        term = world.prover.truth(lower(node))
        conditions.append(term.true if truth else term.false)
    return both(conditions)


def _equals(term: Term, value: AnswerValue, world: World) -> z3.BoolRef:
    if isinstance(term, Truth):
        return term.true if value is True else term.false
    return FALSE if value is None else both((term.known, term.value == world.prover.number(value)))


def _given(goal: Goal, world: World) -> z3.BoolRef:
    """The reason stands instead of an answer."""
    variables = world.form.reason_names[goal.unit]
    said = z3.Int(f"{goal.unit} reason") == world.prover.number(goal.reason or LEFT_OPEN)
    unanswered = both(z3.Not(world.answers[variable.name].known) for variable in variables)
    return both((world.asked.get(variables[0].name, TRUE), unanswered, said))


def _agrees(goal: Goal, today: date) -> Callable[[Replayed], bool]:
    return lambda witness: witness.is_final and goal.reached(_found(witness, today).seen)


def _found(witness: Replayed, today: date) -> Found:
    """The witness as made-up answers."""
    context = witness.record.context
    outside = {**context.others, TIMEPOINT: context.timepoint}
    seen = Seen({**outside, **witness.final.values}, witness.final.reasons, today)
    return Found(witness.final, outside, seen)
