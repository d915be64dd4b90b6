"""The files of releases, held against what the ledger says was released. Reads files; changes none.

`<version>.json` is the state, byte for byte what its digest is over; `<version>.decided.json` tells in words what was
decided, and is held to the ledger as far as both say the same (`retold.py`).
"""

import json
from collections.abc import Collection, Iterator, Sequence
from hashlib import file_digest
from pathlib import Path

from migrations_gen.ledger.flaws import Flaw
from migrations_gen.ledger.records import Entry, Released
from migrations_gen.ledger.retold import otherwise
from migrations_gen.ledger.standing import releases_in
from migrations_gen.states import DECIDED as BESIDE
from migrations_gen.states import RELEASES

STATE = ".json"
DECIDED = f"{BESIDE}{STATE}"


def frozen_flaws(folder: Path, entries: Sequence[Entry]) -> tuple[Flaw, ...]:
    """Files of releases that were changed, that are missing, and that no entry names."""
    place = folder / RELEASES
    released = {act.version: (entry.number, act) for entry, act in releases_in(entries)}
    return (
        *(flaw for number, act in released.values() for flaw in _state(place / f"{act.version}{STATE}", number, act)),
        *(
            flaw
            for number, act in released.values()
            for flaw in _decided(place / f"{act.version}{DECIDED}", number, act, entries)
        ),
        *_unnamed(place, {f"{version}{ending}" for version in released for ending in (STATE, DECIDED)}),
    )


def _state(file: Path, number: int, act: Released) -> Iterator[Flaw]:
    if not file.is_file():
        yield _missing(file, number)
    elif (found := _digest(file)) != act.digest:
        message = f"{_name(file)} is not what entry {number} releases: its digest is {found}, not {act.digest}."
        yield Flaw("release-changed", number, message)


def _decided(file: Path, number: int, act: Released, entries: Sequence[Entry]) -> Iterator[Flaw]:
    if not file.is_file():
        yield _missing(file, number)
        return
    try:
        content = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        yield Flaw("decided-changed", number, f"{_name(file)} is not the JSON that was written.")
        return
    for place in otherwise(content, act, entries):
        message = f"{_name(file)} says something else in '{place}' than what was released by entry {number}."
        yield Flaw("decided-changed", number, message)


def _missing(file: Path, number: int) -> Flaw:
    return Flaw("release-missing", number, f"{_name(file)}, which entry {number} releases, is missing.")


def _unnamed(place: Path, named: Collection[str]) -> Iterator[Flaw]:
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if path.is_file() and name not in named and not path.name.startswith("."):
            yield Flaw("release-unnamed", 0, f"{RELEASES}/{name} is of no release that the ledger names.")


def _name(file: Path) -> str:
    return f"{RELEASES}/{file.name}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
