"""A variable's name ends in `_missing` or `_edition`.

Those are the names of the columns which hold why another variable has no answer, and which edition of its coding system
it was taken from. Choose another name.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.checks.name_too_long import named
from catalogue.checks.reserved_name import IN_RULES

ENDINGS = {
    "_missing": "with the reason why '{owner}' is missing",
    "_edition": "with the edition of the coding system that '{owner}' was taken from",
}


def check(examined: Examined) -> Iterator[Remark]:
    """Every variable and group with one of the endings."""
    for name, kind, at in named(examined.catalogue):
        for ending, holds in ENDINGS.items():
            if kind in IN_RULES and name.endswith(ending):
                column = holds.format(owner=name.removesuffix(ending))
                message = f"'{name}' ends in '{ending}', as the column {column} does. Choose another name."
                yield Remark(at, message)
