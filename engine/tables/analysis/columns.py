"""The columns of a module's views: each name once, with everything that is shown under it.

A retired variable may share the name of the one that replaced it: the column shows whichever has a value, the current
one first. Two that are both collected today never share one; the later gets a name of our own.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from catalogue.model import Catalogue, Module
from engine.tables.analysis.sources import Empty, Named, Part, Source, parts


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Of several sources the first that has a value is shown."""

    name: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Columns that stand together under a heading."""

    title: str
    columns: tuple[Column, ...]


def chapters(catalogue: Catalogue, module: Module) -> Iterator[Chapter]:
    """The module's columns in order; one that several sources share stands where the first of them does."""
    listed = tuple(parts(catalogue, module))
    shared: dict[str, list[Named]] = {}
    places: dict[int, list[str]] = {}
    for place, name, named in _told_apart(listed):
        if name not in shared:
            places.setdefault(place, []).append(name)
        shared.setdefault(name, []).append(named)
    for place, names in places.items():
        yield Chapter(listed[place].title, tuple(Column(name, _sources(shared[name])) for name in names))


def _told_apart(listed: tuple[Part, ...]) -> Iterator[tuple[int, str, Named]]:
    """Everything with the number of its part and the name it gets."""
    known = {named.name for part in listed for named in part.named}
    taken: set[str] = set()
    for place, part in enumerate(listed):
        for named in part.named:
            name = named.name
            if named.is_current:
                name = _free(named.own_name, known) if name in taken else name
                taken.add(name)
            yield place, name, named


def _free(name: str, known: Set[str]) -> str:
    while name in known:
        name += "_"
    return name


def _sources(shared: list[Named]) -> tuple[Source, ...]:
    """What is collected today first; what is empty only when there is nothing else."""
    ordered = sorted(shared, key=lambda named: not named.is_current)
    sources = tuple(named.source for named in ordered)
    return tuple(source for source in sources if not isinstance(source, Empty)) or sources[:1]
