"""A variable has an attribute that its type cannot have: a unit on a date, decimals on a whole number.

It would be read by people and ignored by the program. Remove the attribute, or correct the type.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, subject
from catalogue.value_types import VALUE_TYPES

ATTRIBUTES = frozenset().union(*(row.attributes for row in VALUE_TYPES.values()))


def check(examined: Examined) -> Iterator[Remark]:
    """Every attribute outside the type's row in the table of value types."""
    for _, group, variable in examined.variables:
        written = examined.written(variable.at)
        kind = VALUE_TYPES.get(str(written.get("type", "")).strip())
        for key in ATTRIBUTES & written.keys() if kind else ():
            if kind and key not in kind.attributes:
                types = ", ".join(row.name for row in VALUE_TYPES.values() if key in row.attributes)
                message = (
                    f"'{key}' makes no sense for '{subject(variable, group)}', whose type is {kind.name} ({kind.doc})."
                    f" Remove it, or choose another type; '{key}' is for: {types}."
                )
                yield Remark(examined.place(key, variable.at), message)
