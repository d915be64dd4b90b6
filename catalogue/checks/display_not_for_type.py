"""A variable is to be displayed in a way that its type cannot be.

A scale needs a whole number between two limits; radio buttons and lists need something to choose from; only what is
calculated can be hidden. Remove `display`, or correct the type or the limits.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from catalogue.checks.examined import Examined, Remark
from catalogue.model import Expression, Variable

TYPES: Mapping[str, frozenset[str]] = MappingProxyType(
    {"radio": frozenset({"code", "boolean"}), "select": frozenset({"code", "boolean"}), "scale": frozenset({"integer"})}
)
"""By way of display, the types it is for."""
LONGEST_SCALE = 20


def check(examined: Examined) -> Iterator[Remark]:
    """Every display that does not fit its variable, and ends without a scale."""
    for _, _, variable in examined.variables:
        types = TYPES.get(variable.display or "")
        if types is not None and variable.type not in types:
            message = (
                f"'{variable.name}' is a {variable.type} and cannot be displayed as {variable.display}, which is for:"
                f" {', '.join(sorted(types))}."
            )
            yield Remark(examined.place("display", variable.at), message)
        elif variable.display == "hidden" and not variable.is_calculated:
            message = f"'{variable.name}' is asked, so it cannot be hidden. Only what is calculated may be."
            yield Remark(examined.place("display", variable.at), message)
        elif variable.display == "scale" and not _is_short(variable):
            message = (
                f"'{variable.name}' is displayed as a scale, which needs a min and a max that are numbers, at most"
                f" {LONGEST_SCALE} apart."
            )
            yield Remark(examined.place("display", variable.at), message)
        elif variable.ends and variable.display != "scale":
            message = (
                f"The 'ends' of '{variable.name}' are only shown on a scale. Write 'display: scale', or remove them."
            )
            yield Remark(examined.place("ends", variable.at), message)


def _is_short(variable: Variable) -> bool:
    low, high = variable.limits.min, variable.limits.max
    if isinstance(low, Expression) or isinstance(high, Expression):
        return False
    return isinstance(low, float) and isinstance(high, float) and high - low <= LONGEST_SCALE
