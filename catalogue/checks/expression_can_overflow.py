"""An expression can become larger than a number can be, or leave the calendar, with answers within their limits.

PostgreSQL would refuse the row, a browser would store infinity. Give the variables closer limits, or compute it in
another order.
"""

from collections.abc import Iterator, Mapping

from catalogue.checks.examined import Examined, Remark, place_in
from catalogue.dependencies import dependency_cycle, evaluation_order
from catalogue.expressions.intervals import overflow, with_calculations
from catalogue.expressions.nodes import Node, references
from catalogue.expressions.scope import Binding, Scope
from catalogue.findings import Location
from catalogue.model import Form, Use


def check(examined: Examined) -> Iterator[Remark]:
    """Every expression that has no other problem and can overflow."""
    unsound = frozenset(expression.at for expression, _ in examined.problems)
    value_sets = examined.catalogue.value_sets
    alone = {form.address: _bounded(examined, form, unsound, {}) for form in examined.catalogue.forms}
    for form in examined.catalogue.forms:
        others = _of_others(examined, form, alone)
        scope = _bounded(examined, form, unsound, others) if others else alone[form.address]
        for use in form.uses:
            problem = None if use.expression.at in unsound else overflow(_evaluated(form, use), scope, value_sets)
            if problem is not None:
                yield Remark(place_in(use.expression, problem.at), problem.message)


def _bounded(examined: Examined, form: Form, unsound: frozenset[Location], others: Mapping[str, Binding]) -> Scope:
    """The form's names, its calculated variables with the bounds of what they are computed from."""
    scope = {**examined.scopes[form.address], **others}
    if dependency_cycle(form) is not None:
        return scope
    calculations = (
        (variable.name, variable.calculate.node)
        for variable in evaluation_order(form)
        if variable.calculate and variable.calculate.at not in unsound
    )
    return with_calculations(scope, calculations, examined.catalogue.value_sets)


def _of_others(examined: Examined, form: Form, alone: Mapping[str, Scope]) -> dict[str, Binding]:
    """The calculated variables of other forms that this form reads, by the names it gives them."""
    read = {name for use in form.uses for name in references(use.expression.node) if "." in name}
    return {
        f"{occasion}.{variable.name}": alone[other.address][variable.name]
        for other in examined.others(form)
        for occasion in other.occasion_names()
        for variable in other.variables
        if variable.is_calculated and f"{occasion}.{variable.name}" in read
    }


def _evaluated(form: Form, use: Use) -> Node:
    """The expression as it is evaluated: a calculation is rounded."""
    calculated = form.variable[use.owner].calculate if use.key == "calculate" and use.owner in form.variable else None
    return calculated.node if calculated else use.expression.node
