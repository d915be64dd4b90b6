"""Two things of one form have the same name in an outside system, on the same occasion.

An import would not know where to put the value, an export would write one over the other. Correct one of them. Only a
retired variable may share its name, with the one that replaced it.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.model import Alias
from catalogue.outside_names import aliases_of


def check(examined: Examined) -> Iterator[Remark]:
    """Every outside name that a form gives twice."""
    for form in examined.catalogue.forms:
        seen: dict[tuple[str, str, bool], list[Alias]] = {}
        for alias, retired in aliases_of(form):
            earlier = seen.setdefault((alias.system, alias.name, retired), [])
            first = next((other for other in earlier if _meet(alias, other)), None)
            if first is not None:
                message = (
                    f"'{alias.name}' in {alias.system} is already the name of something in line {first.at.line}."
                    " Correct one of them."
                )
                yield Remark(alias.at, message)
            earlier.append(alias)


def _meet(one: Alias, other: Alias) -> bool:
    return one.occasion == other.occasion or "" in (one.occasion, other.occasion)
