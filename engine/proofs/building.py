"""The world of a form whose answers are unknown.

What is outside the form (other forms, the person, today, the anchor date) is unknown within its own bounds.
"""

from collections.abc import Iterable
from itertools import pairwise

import z3

from catalogue.dependencies import evaluation_order
from catalogue.expressions.lowering import lower
from catalogue.expressions.scope import scope_of
from catalogue.model import Catalogue, Form, Variable
from engine.constraints import tick_groups
from engine.proofs.demands import add_demands
from engine.proofs.passages import outside_names
from engine.proofs.terms import Prover
from engine.proofs.truth import FALSE, NOTHING, TRUE, Quantity, Term, Truth, both, either, is_false, is_true
from engine.proofs.values import DAY, outside_term, unknown_answer, within
from engine.proofs.world import World, collected

NOT_ANSWERED = "not_answered"


def world_of(catalogue: Catalogue, form: Form) -> World:
    """The world of a form whose answers are unknown."""
    world = empty_world(catalogue, form, Prover(value_sets=catalogue.value_sets))
    for variable in form.variables:
        if not variable.is_calculated:
            world.answers[variable.name] = unknown_answer(variable, world)
    add_outside(world, outside_names(form))
    _hear_reasons(world)
    _tie_ticks(world)
    for variable in evaluation_order(form):
        evaluate(variable, world, world.answers.get(variable.name, NOTHING))
    add_demands(world)
    return world


def empty_world(catalogue: Catalogue, form: Form, prover: Prover) -> World:
    """Only what surrounds a form: its answers, and what rests on them, are still to come."""
    anchor, scope = z3.Int("anchor"), scope_of(catalogue, form)
    world = World(form, prover, anchor, scope)
    world.facts += [within(prover.today, DAY), within(anchor, DAY)]
    return world


def add_outside(world: World, names: Iterable[str]) -> None:
    """Names of other forms that are unknown within their own bounds."""
    for name in names:
        if name not in world.outside:
            world.outside[name] = world.prover.names[name] = outside_term(name, world.scope[name], world)


def _hear_reasons(world: World) -> None:
    """The reasons a respondent may have given, or none of them."""
    for name, variables in world.form.reason_names.items():
        said = z3.Int(f"{name} reason")
        reasons = (*variables[0].offered_reasons, NOT_ANSWERED)
        world.facts.append(z3.Or([said == world.prover.number(reason) for reason in reasons]))
        world.said[name] = Quantity(said, TRUE)


def _tie_ticks(world: World) -> None:
    """With one tick set the rest are FALSE, so all are there or none."""
    for names in tick_groups(world.form):
        answers = [world.answers[name] for name in names if not world.form.variable[name].retired]
        world.facts += [first.known == other.known for first, other in pairwise(answers)]


def evaluate(variable: Variable, world: World, answer: Term = NOTHING) -> None:
    """What expressions read under one name, and its missing reason; all that it rests on must be there."""
    prover = world.prover
    prover.exact = variable.name not in prover.inexact_names
    term = _calculated(variable, world) if variable.is_calculated else _read(variable, world, answer)
    prover.names[variable.name] = term
    prover.reasons[variable.name] = _reason(variable, world)
    if not prover.exact:
        prover.inexact_names.add(variable.name)


def _read(variable: Variable, world: World, answer: Term) -> Term:
    """The answer as expressions see it: only when collected and asked, else nothing or its `otherwise`."""
    prover = world.prover
    is_collected = FALSE if variable.retired else collected(variable.collected, world)
    condition = prover.truth(lower(variable.enable_when.node)) if variable.enable_when else Truth(TRUE, FALSE)
    asked = both((is_collected, condition.true))
    world.asked[variable.name] = asked
    instead = both((is_collected, condition.false)) if variable.otherwise is not None else FALSE
    if isinstance(answer, Truth):
        put = bool(variable.otherwise)
        true = either((both((asked, answer.true)), instead if put else FALSE))
        false = either((both((asked, answer.false)), FALSE if put else instead))
        return Truth(true, false)
    if is_false(instead) or variable.otherwise is None:
        return Quantity(answer.value, both((asked, answer.known)))
    other = prover.number(variable.otherwise)
    return Quantity(z3.If(asked, answer.value, other), either((both((asked, answer.known)), instead)))


def _calculated(variable: Variable, world: World) -> Term:
    assert variable.calculate is not None
    term = world.prover.term(lower(variable.calculate.node))
    if variable.type == "boolean" and not isinstance(term, Truth):
        term = Truth(FALSE, FALSE)
    if variable.enable_when is None:
        return term
    asked = world.prover.truth(lower(variable.enable_when.node)).true
    if isinstance(term, Truth):
        return Truth(both((asked, term.true)), both((asked, term.false)))
    return Quantity(term.value, both((asked, term.known)))


def _reason(variable: Variable, world: World) -> Quantity:
    """Why there is no value: not collected, not asked, one the respondent may give, or nothing said."""
    if variable.is_calculated:
        return NOTHING
    prover, said = world.prover, world.said[variable.reason_name]
    is_collected = FALSE if variable.retired else collected(variable.collected, world)
    given = said.value if is_true(said.known) else z3.If(said.known, said.value, prover.number(NOT_ANSWERED))
    reason = z3.If(world.asked[variable.name], given, prover.number("not_asked"))
    value = z3.If(is_collected, reason, prover.number("not_collected"))
    return Quantity(value, z3.Not(prover.names[variable.name].known))
