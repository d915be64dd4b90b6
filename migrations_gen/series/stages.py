"""The releases a registry has been through, from its folder or from its database, each with the day it came into use.

The day is the database's own when there is one, else the `in_use_from` of the version's changes file.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from catalogue.source.loader import read_sources
from engine.releases import Release
from engine.tables.analysis import NO_SERIES, Series
from migrations_gen.series.chain import Stage, chain_of
from migrations_gen.series.originals import series_of
from migrations_gen.states import RELEASES, State, open_state, released_state
from migrations_gen.versions import version_key


def stages_in(root: Path) -> tuple[Stage, ...]:
    """The releases beside a first page, in the order of their versions; and last what lies there now, when a changes
    file says since when it is in use or when there is no release at all."""
    here = open_state(str(root), root)
    folder = read_sources(root).folder / RELEASES
    versions = sorted((file.stem for file in folder.glob("*.json")), key=version_key)
    states = [open_state(version, root) for version in versions]
    days = {file.version: file.in_use_from for state in (*states, here) for file in state.intents if file.in_use_from}
    if not versions or (here.version not in versions and here.version in days):
        states = sorted((*states, here), key=lambda state: version_key(state.version))
    return tuple(Stage(number, state, days.get(state.version)) for number, state in enumerate(states, 1))


def stages_of(releases: Iterable[Release]) -> tuple[Stage, ...]:
    """The releases that a database has been through, each in use since the day it was applied; those of which it does
    not have the catalogue are passed over."""
    return tuple(
        Stage(release.number, _named(release), release.applied_at.date()) for release in releases if release.snapshot
    )


def _named(release: Release) -> State:
    return replace(released_state(release.snapshot), name=release.version)


def series_in(releases: Iterable[Release]) -> Series:
    """What the views of the last of these releases are made with; they are those a database stands at, in order."""
    known = tuple(releases)
    return series_of(chain_of(stages_of(known)), known[-1].storage) if known else NO_SERIES
