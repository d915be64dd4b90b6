"""Two columns of a module's analysis view would have the same name.

The view has a column for every variable and timepoint under the analysts' names, and one of the two would be lost. In a
repeated form a name needs a `*` for the timepoint, or one name per timepoint. Only a retired variable may share its
name, with the one that replaced it.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.model import Alias
from catalogue.outside_names import analysis_names


def check(examined: Examined) -> Iterator[Remark]:
    """Every name that an analysis view would have twice, across forms and timepoints; each alias is told of once."""
    for module in examined.catalogue.modules.values():
        seen: dict[tuple[str, bool], Alias] = {}
        told: set[Alias] = set()
        for name, alias, retired in analysis_names(examined.catalogue, module):
            first = seen.get((name, retired))
            if first is not None and alias not in told:
                told.add(alias)
                yield Remark(alias.at, _message(name, first, alias))
            seen.setdefault((name, retired), alias)


def _message(name: str, first: Alias, alias: Alias) -> str:
    if first is alias:
        return f"'{name}' would be the column of two timepoints. Write a * for the timepoint, or one name for each."
    return (
        f"'{name}' is already a column of this module's analysis view, by {first.at.path} line {first.at.line}."
        " Correct one of them."
    )
