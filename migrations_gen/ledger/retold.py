"""What the file `<version>.decided.json` tells of a release, held against the entries it tells of. Pure.

The file is made to be read, and says in its own form much of what the ledger says. Where both have the same field in
the same form they must agree; the changes must be those whose digest was released. What only the file has is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from migrations_gen.change_sets import digest_of
from migrations_gen.ledger.codec import plain
from migrations_gen.ledger.records import Entry, Released


def otherwise(content: Mapping[str, Any], act: Released, entries: Sequence[Entry]) -> Iterator[str]:
    """The places in the file that say something else than the ledger, as `told.statement.text`."""
    yield from _differing(content, plain(act), "")
    told = content.get("told")
    if isinstance(told, dict):
        yield from _differing_at_length(told, act, {entry.number: entry for entry in entries})


def _differing_at_length(told: Mapping[str, Any], act: Released, entries: Mapping[int, Entry]) -> Iterator[str]:
    if not _are_released(told.get("changes"), act):
        yield "told.changes"
    yield from _record(told.get("statement"), _said(entries, act.statement), "told.statement")
    decisions, numbers = told.get("decisions"), act.decisions
    if not isinstance(decisions, list) or len(decisions) != len(numbers):
        yield "told.decisions"
        return
    for index, (decision, number) in enumerate(zip(decisions, numbers, strict=True)):
        yield from _record(decision, _said(entries, number), f"told.decisions[{index}]")


def _are_released(changes: Any, act: Released) -> bool:
    """A change is called by what it is, and the release names the digest of all their names."""
    if not isinstance(changes, list):
        return False
    names = [str(change.get("name")) for change in changes if isinstance(change, dict)]
    return len(names) == len(changes) and digest_of(names) == act.changes


def _said(entries: Mapping[int, Entry], number: int | None) -> dict[str, Any] | None:
    entry = entries.get(number) if number is not None else None
    return None if entry is None else {**plain(entry.act), "entry": entry.number}


def _record(told: Any, said: dict[str, Any] | None, place: str) -> Iterator[str]:
    if isinstance(told, dict) and said is not None:
        yield from _differing(told, said, place)
    elif told is not None or said is not None:
        yield place


def _differing(told: Mapping[str, Any], said: Mapping[str, Any], place: str) -> Iterator[str]:
    for field in sorted(told.keys() & said.keys()):
        if not _agree(told[field], said[field]):
            yield f"{place}.{field}" if place else field


def _agree(told: Any, said: Any) -> bool:
    """Whether two say the same; what is told in another form, as an entry's number told at length, is left."""
    if told is None or said is None:
        return told is said
    if isinstance(told, list) and isinstance(said, list):
        return len(told) == len(said) and all(map(_items_agree, told, said))
    return type(told) is not type(said) or bool(told == said)


def _items_agree(told: Any, said: Any) -> bool:
    if isinstance(told, dict) and isinstance(said, dict):
        return not any(_differing(told, said, ""))
    return _agree(told, said)
