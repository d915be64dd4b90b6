"""Which variables of a form must be known before which: what decides whether one is asked, and what one is computed from."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from catalogue.expressions.nodes import references
from catalogue.model import Form, Variable


def dependencies(form: Form) -> Mapping[str, tuple[str, ...]]:
    """For each variable the variables of the same form it waits for, in reading order."""
    return {variable.name: _waits_for(variable, form) for variable in form.variables}


def evaluation_order(form: Form) -> tuple[Variable, ...]:
    """The variables so that each comes after those it depends on; the order of the form where it is free to choose.

    The form must have no cycle (`dependency_cycle` is None), as a checked catalogue has not.
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


def _waits_for(variable: Variable, form: Form) -> tuple[str, ...]:
    expressions = (variable.enable_when, variable.calculate)
    names = (name for written in expressions if written for name in references(written.node))
    return tuple(dict.fromkeys(name for name in names if name in form.variable))
