"""Two things of one form have the same name in an outside system.

An import would not know where to put the value, an export would write one over the other. Correct one of them.
"""

from collections.abc import Iterator

from catalogue.checks.alias_case import aliases_of
from catalogue.checks.examined import Examined, Remark
from catalogue.model import Alias


def check(examined: Examined) -> Iterator[Remark]:
    """Every outside name that a form gives twice."""
    for form in examined.catalogue.forms:
        seen: dict[tuple[str, str], Alias] = {}
        for alias in aliases_of(form):
            first = seen.setdefault((alias.system, alias.name), alias)
            if first is not alias:
                message = (
                    f"'{alias.name}' in {alias.system} is already the name of something in line {first.at.line}."
                    " Correct one of them."
                )
                yield Remark(alias.at, message)
