"""Which variables of a form must be known before which: what decides if one is asked, what one is computed from."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from catalogue.expressions.nodes import Node, references
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Expression, Form, Variable


def dependencies(form: Form) -> Mapping[str, tuple[str, ...]]:
    """For each variable the variables of the same form it waits for, in reading order."""
    return {variable.name: _waits_for(variable, form) for variable in form.variables}


def evaluation_order(form: Form) -> tuple[Variable, ...]:
    """The variables so that each comes after those it depends on; the order of the form where it is free to choose.

    The form must have no cycle, as a checked catalogue has none (`dependency_cycle`).
    """
    order = TopologicalSorter(dependencies(form)).static_order()
    return tuple(form.variable[name] for name in order)


def dependency_cycle(form: Form) -> tuple[str, ...] | None:
    """A chain of variables that ends where it began, each depending on the next; None when there is none."""
    try:
        TopologicalSorter(dependencies(form)).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return None


def evaluated(form: Form) -> Iterator[Node]:
    """Every expression that a row of the form is judged or filled by: conditions whole, as their variables have them,
    calculations, limits, days of validity and rules. What only fills a new row (`prefill`) is none of them.
    """
    for variable in form.variables:
        bounds = variable.limits
        conditions = variable.enable_when, variable.required_when, variable.calculate, variable.valid_on
        limits = bounds.min, bounds.soft_min, bounds.soft_max, bounds.max
        yield from (part.node for part in (*conditions, *limits) if isinstance(part, Expression))
    yield from (rule.require.node for rule in form.rules)


def asked_behind(form: Form, names: Iterable[str]) -> tuple[str, ...]:
    """The questions that these names rest on, in form order; calculated ones are followed to their own."""
    found: set[str] = set()
    waiting = [name for name in names if name in form.variable]
    while waiting:
        variable = form.variable[waiting.pop()]
        if variable.name in found:
            continue
        found.add(variable.name)
        if variable.calculate is not None:
            waiting += [name for name in references(variable.calculate.node) if name in form.variable]
    return tuple(part.name for part in form.variables if part.name in found and not part.is_calculated)


def _waits_for(variable: Variable, form: Form) -> tuple[str, ...]:
    expressions = (variable.enable_when, variable.calculate)
    names = (name for written in expressions if written for name in references(written.node))
    return tuple(dict.fromkeys(name for name in names if name in form.variable))


def stored_variables(form: Form) -> Mapping[str, Variable]:
    """What a row holds: all that is asked, and each calculation that reads nothing outside the row."""
    held = dict(form.variable)
    while True:
        kept = {name: variable for name, variable in held.items() if _reads_only(variable, held)}
        if len(kept) == len(held):
            return held
        held = kept


def _reads_only(variable: Variable, held: Mapping[str, Variable]) -> bool:
    if variable.calculate is None:
        return True
    return all(name in held or name == TIMEPOINT for name in references(variable.calculate.node))
