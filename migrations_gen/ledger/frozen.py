"""The files of releases, held against what the ledger says was released. Reads files; changes none.

`<version>.json` is the state, byte for byte what its digest is over; `<version>.decided.json` tells in words what was
decided, and is held to the ledger as far as they say the same.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import file_digest
from pathlib import Path

from migrations_gen.ledger.flaws import Flaw
from migrations_gen.ledger.records import Entry, Released
from migrations_gen.ledger.standing import releases_in
from migrations_gen.states import RELEASES

STATE, DECIDED = ".json", ".decided.json"


def frozen_flaws(folder: Path, entries: Sequence[Entry]) -> tuple[Flaw, ...]:
    """Files of releases that were changed, that are missing, and that no entry names."""
    released = {act.version: (entry.number, act) for entry, act in releases_in(entries)}
    place = folder / RELEASES
    return (
        *(flaw for number, act in released.values() for flaw in _flaws(place, number, act)),
        *_unnamed(place, {f"{version}{ending}" for version in released for ending in (STATE, DECIDED)}),
    )


def _flaws(place: Path, number: int, act: Released) -> Iterator[Flaw]:
    state, decided = place / f"{act.version}{STATE}", place / f"{act.version}{DECIDED}"
    name = f"{RELEASES}/{state.name}"
    if not state.is_file():
        yield Flaw("release-missing", number, f"{name}, which entry {number} releases, is missing.")
    elif (found := _digest(state)) != act.digest:
        message = f"{name} is not what entry {number} releases: its digest is {found}, not {act.digest}."
        yield Flaw("release-changed", number, message)
    if decided.is_file():
        yield from _other_words(decided, number, act)


def _other_words(decided: Path, number: int, act: Released) -> Iterator[Flaw]:
    name = f"{RELEASES}/{decided.name}"
    try:
        content = json.loads(decided.read_bytes())
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        yield Flaw("decided-changed", number, f"{name} is not the JSON that was written.")
        return
    for field, right in _said(act).items():
        there = content.get(field, right)
        if _is_plain(there) and there != right:
            message = f"{name} has {there!a:.80} as '{field}', and entry {number} has {right!a:.80}."
            yield Flaw("decided-changed", number, message)


def _said(act: Released) -> Mapping[str, object]:
    """What both say."""
    return {
        "digest": act.digest,
        "changes": act.changes,
        "statement": act.statement,
        "decisions": list(act.decisions),
    }


def _is_plain(value: object) -> bool:
    """Whether this is a digest or the numbers of entries, and not what they say told at length."""
    if isinstance(value, list):
        return all(isinstance(each, int) for each in value)
    return not isinstance(value, dict)


def _unnamed(place: Path, named: Collection[str]) -> Iterator[Flaw]:
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if path.is_file() and name not in named and not path.name.startswith("."):
            yield Flaw("release-unnamed", 0, f"{RELEASES}/{name} is of no release that the ledger names.")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
