"""The releases as outsiders are told them, opened and compared once: what has a digest never changes.

Opening a release takes a second and comparing two a good deal less; what is kept is only what was said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from threading import Lock

from engine.access import NotFound
from engine.releases import headings, snapshot_with
from migrations_gen.board.reading import board_of_snapshot
from migrations_gen.comparison import compare
from migrations_gen.ledger.checking import check
from migrations_gen.ledger.kept import kept_lines, trusted
from migrations_gen.ledger.records import Entry
from migrations_gen.states import State, state_of_snapshot
from renderers.history.lives import Chronicle
from renderers.history.passages import passage_of
from renderers.history.publishing import publications
from renderers.history.records import Passage, Publication, Roll
from renderers.history.rolls import roll_of
from renderers.i18n import languages
from renderers.web.context import connection, registry

OPEN_AT_ONCE = 2
"""Two are compared; a state takes a good deal of memory."""
KEPT = 1_000
"""More than the releases of a registry in all its languages."""
_ONE_AT_A_TIME = Lock()
"""Whoever comes first opens the release; what has been told already is told to others meanwhile."""


def published() -> tuple[Publication, ...]:
    """The releases of the database, oldest first, with what a ledger that is in order says of them."""
    if not registry().has_accounts:
        return ()
    with connection() as opened:
        found, lines, keys = headings(opened), kept_lines(opened), trusted(opened)
    return publications(found, _entries(lines, keys))


def publication(version: str) -> Publication:
    """The release of this version; the last, should there be several."""
    for found in reversed(published()):
        if found.version == version:
            return found
    raise NotFound(f"there is no release {version}")


def chronicle(known: Sequence[Publication], language: str) -> Chronicle:
    """All that is told of these releases, in one language."""
    return Chronicle(
        tuple(known),
        tuple(roll(each.digest, language) for each in known),
        tuple(passage(each.before, each.digest, language) for each in known[1:]),
    )


@lru_cache(KEPT)
def roll(digest: str, language: str) -> Roll:
    """What a release holds."""
    with _ONE_AT_A_TIME:
        return roll_of(_state(digest), languages()[language])


@lru_cache(KEPT)
def passage(before: str, after: str, language: str) -> Passage:
    """What is different between two releases."""
    with _ONE_AT_A_TIME:
        return passage_of(compare(_state(before), _state(after)), languages()[language])


@lru_cache(KEPT)
def seats(digest: str, language: str) -> Mapping[str, str]:
    """What the seats of a release's board are called."""
    board = board_of_snapshot(_snapshot(digest))
    return {name: seat.title_in(language) for name, seat in board.seats.items()} if board else {}


@lru_cache(OPEN_AT_ONCE)
def _state(digest: str) -> State:
    state = state_of_snapshot(_snapshot(digest), digest)
    return replace(state, name=state.version)


@lru_cache(4)
def _entries(lines: tuple[str, ...], keys: frozenset[str]) -> tuple[Entry, ...]:
    """Nothing of a ledger with a flaw may be rested on."""
    checked = check(lines, keys or None)
    return () if checked.flaws else checked.entries


def _snapshot(digest: str) -> str:
    with connection() as opened:
        found = snapshot_with(opened, digest)
    if found is None:
        raise NotFound(f"there is no release with the digest {digest}")
    return found
