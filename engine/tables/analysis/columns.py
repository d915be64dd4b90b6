"""The columns of a module's views: each name once, with everything that is shown under it.

A retired variable may share the name of the one that replaced it: the column shows whichever has a value, the current
one first. Two that are both collected today never share one; the later gets a name of our own. What stands beside a
column is called after it, and gives way to every other name.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from catalogue.model import Catalogue, Module
from engine.tables.analysis.series import NO_SERIES, Series
from engine.tables.analysis.sources import Empty, Named, Part, Source, parts
from engine.tables.names import LONGEST, shortened


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


def chapters(catalogue: Catalogue, module: Module, series: Series = NO_SERIES) -> Iterator[Chapter]:
    """The module's columns in order; one that several sources share stands where the first of them does."""
    listed = tuple(parts(catalogue, module, series))
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
    everything = [(place, named) for place, part in enumerate(listed) for named in part.named]
    names = _names([named for _, named in everything if not named.ending])
    given_names = [(place, named, "" if named.ending else next(names)) for place, named in everything]
    known = {name.casefold() for _, named, given in given_names for name in (named.name, given)}
    called = {(named.name, named.own_name): given for _, named, given in given_names if given}
    for place, named, given in given_names:
        name = given or _free(_beside(called.get((named.name, named.own_name), named.name), named.ending), known)
        known.add(name.casefold())
        yield place, name, named


def _names(everything: list[Named]) -> Iterator[str]:
    """The name of each column that stands on its own."""
    known = {named.name.casefold() for named in everything}
    taken: set[str] = set()
    for named in everything:
        name = named.name
        if named.is_current:
            name = _free(named.own_name, known) if name in taken else name
            taken.add(name)
        yield name


def _beside(column: str, ending: str) -> str:
    return shortened(column, LONGEST - len(ending)) + ending


def _free(name: str, known: Set[str]) -> str:
    while name.casefold() in known:
        name += "_"
    return name


def _sources(shared: list[Named]) -> tuple[Source, ...]:
    """What is collected today first; what is empty only when there is nothing else."""
    ordered = sorted(shared, key=lambda named: not named.is_current)
    sources = tuple(named.source for named in ordered)
    return tuple(source for source in sources if not isinstance(source, Empty)) or sources[:1]
