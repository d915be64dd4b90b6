"""Whether the lines of a ledger are all there, each once, in their order, and linked. Pure.

A line's place is told by its number, and its link by the line with the number before, wherever that stands; so a line
that was moved is one flaw, and not one for each line after it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from migrations_gen.ledger.flaws import Flaw
from migrations_gen.ledger.lines import digest_of
from migrations_gen.ledger.records import NOTHING_BEFORE, Entry


@dataclass(frozen=True, slots=True)
class Placed:
    """A line, the number it has or should have where it stands, and the entry it is; `own` is what is wrong with the
    line alone, whatever the others are.
    """

    line: str
    number: int
    entry: Entry | None = None
    own: Flaw | None = None


def misplaced(placed: Sequence[Placed]) -> Iterator[Flaw]:
    """Lines that are missing, there twice, put in, or out of their order."""
    yield from _missing({each.number for each in placed})
    seen: dict[int, Placed] = {}
    highest = 0
    for place, each in enumerate(placed, start=1):
        number = each.number
        if number in seen:
            yield from _again(each, place, seen[number])
        elif number < highest:
            yield Flaw("reordered", number, f"Entry {number} stands on line {place}, after entry {highest}.")
        seen.setdefault(number, each)
        highest = max(highest, number)


def unlinked(placed: Sequence[Placed]) -> Iterator[Flaw]:
    """Entries that were signed after another line than the one before them here."""
    numbered = _by_number(placed)
    for each in placed:
        before = numbered.get(each.number - 1, [])
        if each.own or each.entry is None or any(other.own for other in before):
            continue
        if not before and each.number != 1:
            continue
        if each.entry.previous not in ({digest_of(other.line) for other in before} or {NOTHING_BEFORE}):
            after = f"another entry {each.number - 1} than the one that is here" if before else "an entry before it"
            yield Flaw("broken-link", each.number, f"Entry {each.number} was signed after {after}.")


def _missing(numbers: Collection[int]) -> Iterator[Flaw]:
    for before, after in pairwise(sorted({0, *numbers})):
        if after - before == 2:
            yield Flaw("removed", before + 1, f"Entry {before + 1} is missing.")
        elif after - before > 2:
            yield Flaw("removed", before + 1, f"Entries {before + 1} to {after - 1} are missing.")


def _again(each: Placed, place: int, other: Placed) -> Iterator[Flaw]:
    number = each.number
    if each.line == other.line:
        yield Flaw("duplicated", number, f"Entry {number} stands once more on line {place}.")
    elif each.entry and other.entry:
        yield Flaw("inserted", number, f"Line {place} is another entry {number}; one of the two was put in.")


def _by_number(placed: Sequence[Placed]) -> Mapping[int, list[Placed]]:
    found: dict[int, list[Placed]] = defaultdict(list)
    for each in placed:
        found[each.number].append(each)
    return found
