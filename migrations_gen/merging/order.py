"""The order of three lists in one: what moved moves, what came comes after what it stood after. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from migrations_gen.diff.order import stay_in_order


@dataclass(frozen=True, slots=True)
class Ordered:
    """The names in their order, and whether the two sides could not be agreed."""

    names: tuple[str, ...]
    is_disputed: bool = False


def merged_order(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], kept: Iterable[str]) -> Ordered:
    """The order of those that are kept."""
    wanted = set(kept)
    everywhere = wanted & set(base) & set(ours) & set(theirs)
    shared, mine, yours = ([name for name in side if name in everywhere] for side in (base, ours, theirs))
    row, is_disputed = _shared(shared, mine, yours)
    runs = [*_runs(ours, everywhere, wanted), *_runs(theirs, everywhere, wanted)]
    for after, run in sorted(runs, key=lambda found: (found[0], *map(_in_words, found[1])), reverse=True):
        fresh = [name for name in run if name not in row]
        place = row.index(after) + 1 if after in row else 0
        row[place:place] = fresh
    rest = [name for name in wanted if name not in row]
    return Ordered((*row, *sorted(rest)), is_disputed)


def _shared(base: list[str], ours: list[str], theirs: list[str]) -> tuple[list[str], bool]:
    """What all three have."""
    if ours in (base, theirs):
        return list(theirs), False
    if theirs == base:
        return list(ours), False
    moved = [
        set(side) - stay_in_order(side, {name: place for place, name in enumerate(base)}) for side in (ours, theirs)
    ]
    before = {name: theirs[place - 1] if place else "" for place, name in enumerate(theirs)}
    if moved[0] & moved[1] or any(before[name] in moved[0] for name in moved[1]):
        return list(ours), True
    row = [name for name in ours if name not in moved[1]]
    for name in theirs:
        if name in moved[1]:
            row.insert(row.index(before[name]) + 1 if before[name] else 0, name)
    return row, False


def _runs(side: Sequence[str], known: set[str], wanted: set[str]) -> Iterable[tuple[str, list[str]]]:
    """What came on a side, in runs, each with what it stands after."""
    after, run = "", list[str]()
    for name in side:
        if name in known:
            if run:
                yield after, run
            after, run = name, []
        elif name in wanted:
            run.append(name)
    if run:
        yield after, run


def _in_words(name: str) -> tuple[int, int, str]:
    """Numbers by size, then words."""
    return (0, int(name), "") if name.isdigit() else (1, 0, name)
