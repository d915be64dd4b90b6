"""A variable's name ends in `_missing`.

That is the name of the column which holds why another variable has no answer. Choose another name.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.checks.name_too_long import named
from catalogue.checks.reserved_name import IN_RULES

ENDING = "_missing"


def check(examined: Examined) -> Iterator[Remark]:
    """Every variable and group with the ending."""
    for name, kind, at in named(examined.catalogue):
        if kind in IN_RULES and name.endswith(ENDING):
            message = (
                f"'{name}' ends in '{ENDING}', as the column with the reason why '{name.removesuffix(ENDING)}' is"
                " missing does. Choose another name."
            )
            yield Remark(at, message)
