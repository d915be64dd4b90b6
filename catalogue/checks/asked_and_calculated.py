"""A calculated variable has what only a question can have: it is required, filled in beforehand or has missing reasons.

A calculated variable is never asked; it is NULL when it cannot be computed. Remove the attribute, or the calculation.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark

ONLY_ASKED = ("required", "required_when", "prefill", "otherwise", "missing", "ends")


def check(examined: Examined) -> Iterator[Remark]:
    """Every attribute of a question on a calculated variable."""
    for _, _, variable in examined.variables:
        written = examined.written(variable.at) if variable.is_calculated and not variable.group else {}
        for key in ONLY_ASKED:
            if key in written:
                message = f"'{variable.name}' is calculated, never asked. Remove '{key}', or 'calculate'."
                yield Remark(examined.place(key, variable.at), message)
