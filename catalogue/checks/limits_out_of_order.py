"""The limits of a variable are not in order: min ≤ soft_min ≤ soft_max ≤ max.

Every answer would be refused, or every answer questioned. Exchange the two, or correct the wrong one.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from catalogue.checks.examined import Examined, Remark, subject
from catalogue.model import Expression, Limit

ORDER = ("min", "soft_min", "soft_max", "max")


def check(examined: Examined) -> Iterator[Remark]:
    """Every pair of constant limits of which the lower is above the higher."""
    for _, group, variable in examined.variables:
        limits = ((key, getattr(variable.limits, key)) for key in ORDER)
        constant = [(key, value) for key, value in limits if value is not None and not isinstance(value, Expression)]
        for (low_key, low), (high_key, high) in pairwise(constant):
            if low > high:
                message = (
                    f"'{subject(variable, group)}' has {low_key} {_shown(low)} above {high_key} {_shown(high)}."
                    " The order is min ≤ soft_min ≤ soft_max ≤ max."
                )
                yield Remark(examined.place(low_key, variable.at), message)


def _shown(limit: Limit) -> str:
    return limit.isoformat() if isinstance(limit, date) else f"{limit:g}"
