"""What must hold before a form is final, and what is only remarked on: requirements, limits, groups and rules."""

from collections.abc import Container

import z3

from catalogue.expressions.lowering import lower
from catalogue.model import Expression, Group, Limit, Rule, Variable
from engine.answers import IssueSeverity
from engine.constraints import has_ticks, later_limits, validity
from engine.proofs.sameness import Owner
from engine.proofs.truth import NOTHING, TRUE, Quantity, Truth, both, either
from engine.proofs.world import Demand, World, collected, within_era


def add_demands(world: World, but_of: Container[Owner] = ()) -> None:
    """Every demand and remark of the form, in its order, but those of some; the world's answers must be there."""
    for variable in world.form.variables:
        if ("variable", variable.name) not in but_of:
            _demand_answer(variable, world)
            _demand_limits(variable, world)
            _demand_validity(variable, world)
    for group in world.form.groups.values():
        if ("group", group.name) not in but_of:
            _demand_of_group(group, world)
    for rule in world.form.rules:
        if rule.retired is None and ("rule", rule.name) not in but_of:
            _demand_of_rule(rule, world)


def _demand_answer(variable: Variable, world: World) -> None:
    if variable.is_calculated or variable.retired or not (variable.required or variable.required_when):
        return
    world.prover.exact = variable.name not in world.prover.inexact_names
    needed = TRUE
    if not variable.required and variable.required_when is not None:
        needed = world.prover.truth(lower(variable.required_when.node)).true
    lacking = both(
        (world.asked[variable.name], needed, z3.Not(world.answers[variable.name].known), _unsaid(variable, world))
    )
    world.demands.append(Demand(f"{variable.name} required", variable.name, "required", lacking, world.prover.exact))


def _unsaid(variable: Variable, world: World) -> z3.BoolRef:
    """No reason has been given that may stand instead of an answer."""
    said = world.said[variable.reason_name]
    offered = either(said.value == world.prover.number(reason) for reason in variable.offered_reasons)
    return z3.Not(both((said.known, offered)))


def _demand_limits(variable: Variable, world: World) -> None:
    for rule, severity, limit in later_limits(variable):
        world.prover.exact = variable.name not in world.prover.inexact_names
        value = world.prover.names[variable.name]
        bound = _limit(limit, world)
        assert isinstance(value, Quantity)
        beyond = value.value < bound.value if rule.endswith("min") else value.value > bound.value
        broken = both((value.known, bound.known, beyond))
        demands = world.demands if severity is IssueSeverity.HARD else world.remarks
        demands.append(Demand(f"{variable.name} {rule}", variable.name, rule, broken, world.prover.exact))


def _demand_validity(variable: Variable, world: World) -> None:
    """A code of a system must be valid on the variable's day."""
    known = validity(variable, ())
    if known is None:
        return
    prover, code = world.prover, world.prover.names[variable.name]
    assert isinstance(code, Quantity)
    day = Quantity(world.anchor, TRUE)
    if variable.valid_on is not None:
        day = prover.quantity(lower(variable.valid_on.node))
    late = either(
        z3.And(code.value == prover.number(value), z3.Not(within_era(era, day.value)))
        for value, era in known.eras.items()
    )
    broken = both((code.known, day.known, late))
    world.demands.append(Demand(f"{variable.name} validity", variable.name, "code-not-valid", broken))


def _limit(limit: Limit | Expression, world: World) -> Quantity:
    if isinstance(limit, Expression):
        return world.prover.quantity(lower(limit.node))
    return Quantity(world.prover.number(limit), TRUE)


def _demand_of_group(group: Group, world: World) -> None:
    asked = [part for part in group.variables if not part.is_calculated and part.retired is None]
    if group.required and group.shares_reason and asked:
        unanswered = both(z3.Not(world.answers[part.name].known) for part in asked)
        lacking = both((world.asked[asked[0].name], unanswered, _unsaid(asked[0], world)))
        world.demands.append(Demand(f"{group.name} required", group.name, "required", lacking))
    if has_ticks(group) and asked:
        shown = [world.prover.names[part.name] for part in asked]
        ticked = [tick.true for tick in shown if isinstance(tick, Truth)]
        given = either(tick.false for tick in shown if isinstance(tick, Truth))
        broken = both((world.asked[asked[0].name], given, z3.Not(either(ticked))))
        world.demands.append(Demand(f"{group.name} ticks", group.name, "nothing-ticked", broken))
    if group.none is not None:
        ticks = {part.name: world.prover.names[part.name] for part in asked}
        none = ticks.pop(group.none, NOTHING)
        others = either(tick.true for tick in ticks.values() if isinstance(tick, Truth))
        if isinstance(none, Truth):
            broken = both((none.true, others))
            world.demands.append(Demand(f"{group.name} none", group.name, "none-excludes-others", broken))


def _demand_of_rule(rule: Rule, world: World) -> None:
    prover = world.prover
    prover.exact = True
    applies, holds = collected(rule.collected, world), prover.truth(lower(rule.require.node))
    broken, met = both((applies, holds.false)), both((applies, holds.true))
    demands = world.demands if rule.severity == "hard" else world.remarks
    demands.append(Demand(rule.name, rule.name, "rule", broken, prover.exact, met))
