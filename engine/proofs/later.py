"""The world of another version of a form, which looks at the final answers that an earlier version left.

What is the same by its own words is the earlier version's term itself; only the rest is built, and only owners whose
demands are not the same have any. What was not asked for before is unanswered, and an answer to it is not demanded.
"""

from collections.abc import Iterator

import z3

from catalogue.dependencies import evaluation_order
from catalogue.model import Catalogue, Form, Variable
from engine.constraints import SYSTEM_REASONS, tick_groups
from engine.proofs.building import empty_world, evaluate
from engine.proofs.demands import add_demands
from engine.proofs.earlier import EarlierRow
from engine.proofs.passages import Carried, Passage, outside_names
from engine.proofs.sameness import Sameness
from engine.proofs.terms import Prover
from engine.proofs.truth import FALSE, NOTHING, UNKNOWN, Quantity, Term, Truth, both, chosen, either, is_false, is_true
from engine.proofs.world import Demand, World, collected


def world_after(catalogue: Catalogue, form: Form, before: World, passage: Passage, same: Sameness) -> World:
    """The later version's names as terms over the earlier version's world, and what it demands of them."""
    earlier = before.prover
    prover = Prover(
        value_sets=catalogue.value_sets,
        today=earlier.today,
        words=earlier.words,
        calendar=earlier.calendar,
        lookups=earlier.lookups,
        renumbered=same.renumbered,
    )
    world = empty_world(catalogue, form, prover)
    row = EarlierRow(before, passage)
    for name in outside_names(form):
        nothing: Term = UNKNOWN if world.scope[name].type == "boolean" else NOTHING
        prover.names[name] = row.term(passage.outside[name]) if name in passage.outside else nothing
    _take_over(world, row, same)
    add_demands(world, same.owners)
    world.demands = [
        demand for demand in world.demands if demand.kind != "required" or _was_there(demand, form, passage)
    ]
    world.demands += _demands_of_row(world, row, same)
    return world


def _was_there(demand: Demand, form: Form, passage: Passage) -> bool:
    group = form.groups.get(demand.owner)
    names = [part.name for part in group.variables] if group is not None else [demand.owner]
    return any(name in passage.answers for name in names)


def _take_over(world: World, row: EarlierRow, same: Sameness) -> None:
    """Every answer and reason of the row, and what expressions read of them."""
    form, prover, earlier = world.form, world.prover, row.before.prover
    world.stored |= {name: _stored(form.variable[name], row, world, same) for name in row.passage.answers}
    for variable in form.variables:
        if not variable.is_calculated:
            nothing: Term = UNKNOWN if variable.type == "boolean" else NOTHING
            world.answers[variable.name] = world.stored.get(variable.name, nothing)
    for unit, variables in form.reason_names.items():
        world.said[unit] = _said([row.passage.answers.get(variable.name) for variable in variables], row)
    _fill_ticks(world)
    for variable in evaluation_order(form):
        name = same.names.get(variable.name)
        if name is None:
            evaluate(variable, world, _readable(variable, world, row))
            continue
        prover.names[variable.name], prover.reasons[variable.name] = earlier.names[name], earlier.reasons[name]
        if name in row.before.asked:
            world.asked[variable.name] = row.before.asked[name]
        if name in earlier.inexact_names:
            prover.inexact_names.add(variable.name)


def _stored(variable: Variable, row: EarlierRow, world: World, same: Sameness) -> Term:
    """What is in the later row; of another type than the variable's it is only known whether there is anything."""
    if variable.name in same.names:
        return row.before.prover.names[same.names[variable.name]]
    term = row.term(row.passage.answers[variable.name].value)
    if not row.is_exact:
        world.prover.inexact_names.add(variable.name)
    return term


def _said(parts: list[Carried | None], row: EarlierRow) -> Quantity:
    """The reason that a row keeps: the first that there is."""
    found = NOTHING
    for carried in reversed([part for part in parts if part is not None]):
        reason = row.reason(carried)
        found = chosen(reason.known, reason, found)
    return found


def _fill_ticks(world: World) -> None:
    """With one tick answered those that are not are FALSE."""
    for names in tick_groups(world.form):
        given = either(world.answers[name].known for name in names)
        for name in names:
            tick = world.answers[name]
            if isinstance(tick, Truth) and not is_true(tick.known):
                world.answers[name] = Truth(tick.true, either((tick.false, both((given, z3.Not(tick.known))))))


def _readable(variable: Variable, world: World, row: EarlierRow) -> Term:
    """The answer as far as it can be stored: what is refused reads as nothing."""
    if variable.is_calculated or variable.name not in world.stored:
        return world.answers.get(variable.name, NOTHING)
    refused = row.refused(variable, world)
    answer, fits = world.answers[variable.name], z3.Not(refused)
    nothing: Term = UNKNOWN if variable.type == "boolean" else NOTHING
    if isinstance(answer, Truth) != (variable.type == "boolean") or not row.is_of_type(variable):
        return nothing
    if is_false(refused):
        return answer
    if isinstance(answer, Truth):
        return Truth(both((answer.true, fits)), both((answer.false, fits)))
    return Quantity(answer.value, both((answer.known, fits)))


def _demands_of_row(world: World, row: EarlierRow, same: Sameness) -> Iterator[Demand]:
    """That what the row has may be stored, would be asked for, and that its reasons may be given."""
    for name, stored in world.stored.items():
        variable = world.form.variable[name]
        if ("variable", name) in same.owners:
            continue
        yield from row.storing(variable, world)
        if name not in same.names and variable.enable_when is not None:
            lost = both((stored.known, _is_lost(variable, stored, world, row)))
            yield Demand(f"{name} enable_when", name, "enable_when", lost, name not in world.prover.inexact_names)
    for unit, variables in world.form.reason_names.items():
        carried = [variable.name for variable in variables if variable.name in world.stored]
        if any(("variable", name) not in same.owners for name in carried):
            yield _demand_of_reason(unit, variables, world)


def _is_lost(variable: Variable, stored: Term, world: World, row: EarlierRow) -> z3.BoolRef:
    """It could be stored, and is not read as it is."""
    refused = row.refused(variable, world)
    is_collected = FALSE if variable.retired else collected(variable.collected, world)
    return both((is_collected, z3.Not(refused), z3.Not(_same(stored, world.prover.names[variable.name]))))


def _same(one: Term, other: Term) -> z3.BoolRef:
    """Both have the same value, where the first has one."""
    if isinstance(one, Truth) and isinstance(other, Truth):
        return both((z3.Implies(one.true, other.true), z3.Implies(one.false, other.false)))
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return both((other.known, one.value == other.value))
    return FALSE


def _demand_of_reason(unit: str, variables: tuple[Variable, ...], world: World) -> Demand:
    said, offered = world.said[unit], (*variables[0].offered_reasons, *sorted(SYSTEM_REASONS))
    known = either(said.value == world.prover.number(reason) for reason in offered)
    unanswered = (z3.Not(world.answers[variable.name].known) for variable in variables)
    broken = both((said.known, *unanswered, z3.Not(known)))
    return Demand(f"{unit} unknown-reason", unit, "unknown-reason", broken, refuses=True)
