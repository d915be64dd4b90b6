"""A variable has both a codelist and codes of its own.

Only one of them can be what is answered. Keep the codelist, or the codes.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, subject


def check(examined: Examined) -> Iterator[Remark]:
    """Every declaration with both."""
    for _, group, variable in examined.variables:
        if {"codelist", "codes"} <= examined.written(variable.at).keys():
            message = f"'{subject(variable, group)}' has both 'codelist' and 'codes'. Keep one of them."
            yield Remark(examined.place("codes", variable.at), message)
