"""The world of a form: its answers unknown, or those that another version of the form left.

What is outside the form (other forms, the person, today, the anchor date) is unknown within its own bounds.
"""

from collections.abc import Iterator
from itertools import pairwise

import z3

from catalogue.dependencies import evaluation_order
from catalogue.expressions.lowering import lower
from catalogue.expressions.nodes import Node, references
from catalogue.expressions.scope import binding, scope_of
from catalogue.model import Catalogue, Form, Variable
from engine.constraints import tick_groups
from engine.proofs.demands import add_demands
from engine.proofs.terms import Prover
from engine.proofs.truth import FALSE, NOTHING, TRUE, UNKNOWN, Quantity, Term, Truth, both, either
from engine.proofs.values import DAY, allowed, outside_term, unknown_answer, within
from engine.proofs.world import Demand, World, collected


def world_of(catalogue: Catalogue, form: Form) -> World:
    """The world of a form whose answers are unknown."""
    world = _empty(catalogue, form, Prover(value_sets=catalogue.value_sets))
    for variable in form.variables:
        if not variable.is_calculated:
            world.answers[variable.name] = unknown_answer(variable, world)
    _tie_ticks(world)
    _evaluate(world)
    add_demands(world)
    return world


def world_after(catalogue: Catalogue, form: Form, before: World) -> World:
    """The world of another version of a form, which looks at the final answers of `before`.

    What the other version did not have is unanswered; that an answer may not be stored any more, or would not be
    asked for, is a demand here.
    """
    prover = Prover(
        value_sets=catalogue.value_sets,
        today=before.prover.today,
        words=before.prover.words,
        calendar=before.prover.calendar,
    )
    world = _empty(catalogue, form, prover)
    for variable in form.variables:
        if not variable.is_calculated:
            _take_over(variable, before, world)
    _evaluate(world)
    add_demands(world)
    for name, answer in world.answers.items():
        lost = both((answer.known, z3.Not(_same(answer, prover.names[name]))))
        exact = name not in prover.inexact_names
        world.demands.append(Demand(f"{name} enable_when", name, "enable_when", lost, exact))
    return world


def _take_over(variable: Variable, before: World, world: World) -> None:
    """The answer of the row, and the demand that it may still be stored; one of another type may not."""
    name, earlier = variable.name, before.form.variable.get(variable.name)
    stored = before.prover.names[name] if earlier is not None else NOTHING
    nothing: Term = UNKNOWN if variable.type == "boolean" else NOTHING
    if earlier is None or binding(earlier).type != binding(variable).type:
        world.answers[name], fits = nothing, FALSE
    else:
        world.answers[name] = stored
        fits = allowed(variable, stored, world.prover) if isinstance(stored, Quantity) else TRUE
    world.demands.append(Demand(f"{name} value", name, "value", both((stored.known, z3.Not(fits)))))


def _same(one: Term, other: Term) -> z3.BoolRef:
    """Both have the same value, where the first has one."""
    if isinstance(one, Truth) and isinstance(other, Truth):
        return both((z3.Implies(one.true, other.true), z3.Implies(one.false, other.false)))
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return both((other.known, one.value == other.value))
    return FALSE


def _empty(catalogue: Catalogue, form: Form, prover: Prover) -> World:
    anchor, scope = z3.Int("anchor"), scope_of(catalogue, form)
    world = World(form, prover, anchor, scope)
    world.facts += [within(prover.today, DAY), within(anchor, DAY)]
    for name in sorted({name for node in _nodes(form) for name in references(node)} - set(form.variable)):
        world.outside[name] = prover.names[name] = outside_term(name, scope[name], world)
    return world


def _nodes(form: Form) -> Iterator[Node]:
    return (lower(use.expression.node) for use in form.uses)


def _tie_ticks(world: World) -> None:
    """With one tick set the rest are FALSE, so all are there or none."""
    for names in tick_groups(world.form):
        answers = [world.answers[name] for name in names if not world.form.variable[name].retired]
        world.facts += [first.known == other.known for first, other in pairwise(answers)]


def _evaluate(world: World) -> None:
    prover = world.prover
    for variable in evaluation_order(world.form):
        prover.exact = True
        prover.names[variable.name] = _calculated(variable, world) if variable.is_calculated else _read(variable, world)
        prover.reasons[variable.name] = _reason(variable, world)
        if not prover.exact:
            prover.inexact_names.add(variable.name)


def _read(variable: Variable, world: World) -> Term:
    """The answer as expressions see it: only when collected and asked, else nothing or its `otherwise`."""
    answer, prover = world.answers[variable.name], world.prover
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
    if z3.is_false(instead) or variable.otherwise is None:
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
    prover = world.prover
    said = z3.Int(f"{variable.reason_name} reason")
    reasons = [prover.words.number(reason) for reason in (*variable.offered_reasons, "not_answered")]
    world.facts.append(z3.Or([said == reason for reason in reasons]))
    is_collected = FALSE if variable.retired else collected(variable.collected, world)
    reason = z3.If(world.asked[variable.name], said, prover.number("not_asked"))
    value = z3.If(is_collected, reason, prover.number("not_collected"))
    return Quantity(value, z3.Not(prover.names[variable.name].known))
