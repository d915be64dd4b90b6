"""A limit can never be reached by the variable's type: a half for a whole number, a third decimal where there are two.

A reader of the form would be told a limit that is not one. Write a limit the variable can have, or another type.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, subject
from catalogue.checks.limits_out_of_order import ORDER
from catalogue.model import Expression, Limit, Variable
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND


def check(examined: Examined) -> Iterator[Remark]:
    """Every constant limit outside its type, or finer than its decimals."""
    for _, group, variable in examined.variables:
        for key in ORDER:
            limit = getattr(variable.limits, key)
            if limit is None or isinstance(limit, Expression):
                continue
            remedy = _misfit(variable, limit)
            if remedy:
                at = examined.place(key, variable.at)
                yield Remark(at, f"The {key} of '{subject(variable, group)}' {remedy}")


def _misfit(variable: Variable, limit: Limit) -> str:
    if not isinstance(limit, float | int):
        return "" if EARLIEST <= limit <= LATEST else f"must lie between {EARLIEST} and {LATEST}, as all dates do."
    if abs(limit) > NUMBER_BOUND:
        return "is too large: every number lies within ±1000000000000."
    if variable.type == "integer" and limit != int(limit):
        return f"is {limit:g}, but the variable is a whole number. Write a whole number, or type: decimal."
    if variable.decimals is not None and round(limit, variable.decimals) != limit:
        return f"is {limit:g}, which has more decimals than the variable ({variable.decimals})."
    return ""
