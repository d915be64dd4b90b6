"""The order of things: which keep theirs, and what stands before each. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping


def stay_in_order(items: list[str], place: Mapping[str, int]) -> frozenset[str]:
    """The most items that stand in the order of their places; of several such sets the one that is also found from
    the other side, so that what moved there moved back here.
    """
    upto = _lengths(place[item] for item in items)
    onward = _lengths(-place[item] for item in reversed(items))[::-1]
    longest = max(upto, default=0)
    levels: dict[int, list[int]] = defaultdict(list)
    for number, (before, after) in enumerate(zip(upto, onward, strict=True)):
        if before + after == longest + 1:
            levels[before].append(number)
    found: list[int] = []
    for level in sorted(levels):
        fitting = (number for number in levels[level] if not found or _follows(number, found[-1], items, place))
        found.append(min(fitting, key=lambda number: items[number]))
    return frozenset(items[number] for number in found)


def _follows(number: int, other: int, items: list[str], place: Mapping[str, int]) -> bool:
    return number > other and place[items[number]] > place[items[other]]


def _lengths(places: Iterable[int]) -> list[int]:
    """How long the longest rising row is that ends in each, by patience."""
    tails: list[int] = []
    lengths = []
    for place in places:
        pile = bisect_left(tails, place)
        tails[pile : pile + 1] = [place]
        lengths.append(pile + 1)
    return lengths


def previous(item: str, items: list[str]) -> str:
    """What stands before it; nothing before the first."""
    place = items.index(item)
    return items[place - 1] if place else ""
