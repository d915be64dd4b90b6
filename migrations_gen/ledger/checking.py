"""Everything that is wrong with a ledger, each with the entry it is wrong with. Pure.

Four passes: each line for itself (can it be read, is it what was signed), the order of the lines, their links, and the
rules that an entry keeps given those before it. A flaw is told once, where it is, and what follows from it is not told
again. One flaw, and nothing that the ledger says may be rested on.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from migrations_gen.ledger.flaws import Flaw
from migrations_gen.ledger.lines import LineRefused, entry_of, signed_part
from migrations_gen.ledger.order import Placed, misplaced, unlinked
from migrations_gen.ledger.records import Entry, KeyAdded
from migrations_gen.ledger.rules import broken_rules
from migrations_gen.ledger.rules.before import Before
from migrations_gen.ledger.signing import KeyRefused, fingerprint_of, is_signature, is_signed


@dataclass(frozen=True, slots=True)
class Checked:
    """The entries that could be read, by number, and what is wrong."""

    entries: tuple[Entry, ...]
    flaws: tuple[Flaw, ...]


def check(lines: Sequence[str], trusted: Collection[str] | None = None) -> Checked:
    """A ledger's lines, checked. With `trusted`, the first key must be one of these fingerprints; without, whose ledger
    it is remains unsaid.
    """
    if not lines:
        message = "The ledger is empty; it should begin with a key that is trusted here."
        return Checked((), () if trusted is None else (Flaw("empty", 0, message),))
    placed = _placed(lines)
    distinct = {each.line: each for each in placed if each.entry}
    ordered = sorted(distinct.values(), key=lambda each: each.number)
    flaws = (
        *(each.own for each in placed if each.own),
        *misplaced(placed),
        *unlinked(placed),
        *_broken(ordered, trusted),
    )
    return Checked(
        tuple(each.entry for each in ordered if each.entry), tuple(sorted(flaws, key=lambda flaw: flaw.number))
    )


# ---- each line for itself ----


def _placed(lines: Sequence[str]) -> tuple[Placed, ...]:
    read = [_read(line, is_last=index == len(lines)) for index, line in enumerate(lines, start=1)]
    keys = dict(_keys(entry for entry in read if isinstance(entry, Entry)))
    placed: list[Placed] = []
    highest = 0
    for place, (line, entry) in enumerate(zip(lines, read, strict=True), start=1):
        if isinstance(entry, Entry):
            placed.append(_judged(line, entry, highest + 1, keys))
        else:
            flaw = Flaw(entry.slug, highest + 1, f"Line {place} is no entry: {entry}.")
            placed.append(Placed(line, highest + 1, own=flaw))
        highest = max(highest, placed[-1].number)
    return tuple(placed)


def _read(line: str, *, is_last: bool) -> Entry | LineRefused:
    try:
        return entry_of(line)
    except LineRefused as refused:
        if is_last and refused.slug == "not-json" and line.startswith("{") and not line.endswith("}"):
            return LineRefused("cut-off", "it is the last one, and breaks off in the middle")
        return refused


def _keys(entries: Iterator[Entry]) -> Iterator[tuple[str, str]]:
    """By fingerprint, each key that is what it is called."""
    for entry in entries:
        act = entry.act
        if isinstance(act, KeyAdded) and _is_called_right(act):
            yield act.fingerprint, act.public


def _is_called_right(act: KeyAdded) -> bool:
    try:
        return fingerprint_of(act.public) == act.fingerprint
    except KeyRefused:
        return False


def _judged(line: str, entry: Entry, expected: int, keys: Mapping[str, str]) -> Placed:
    """An entry in its place. What it says of its own place is only taken from one that was signed."""
    told = _wrong_signature(line, entry, keys)
    if told is None:
        return Placed(line, entry.number, entry)
    slug, message = told
    flaw = Flaw(slug, expected, f"Entry {expected} {message}.")
    return Placed(line, expected, replace(entry, number=expected), flaw)


def _wrong_signature(line: str, entry: Entry, keys: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with a signature. Whether its key counts at all is for the rules."""
    if not is_signature(entry.signature):
        return "malformed-signature", "has a signature that is not the Base64 of 64 bytes"
    public = keys.get(entry.key)
    if public is None or is_signed(public, signed_part(line), entry.signature):
        return None
    return "wrong-signature", f"is not what the key {entry.key} has signed: it was edited, or forged"


# ---- each entry in the light of those before it ----


def _broken(placed: Sequence[Placed], trusted: Collection[str] | None) -> Iterator[Flaw]:
    numbers = frozenset(each.number for each in placed)
    before = Before(trusted, numbers, max(numbers, default=0))
    for each in placed:
        if each.entry is not None:
            if each.own is None:
                yield from broken_rules(each.entry, before)
            before.learn(each.entry)
