"""The life of one variable, codelist or coding system over all releases, whatever it was called meanwhile. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from renderers.history.records import Event, Known, Life, Passage, Publication, Roll, Step
from renderers.history.rolls import CODELIST, SYSTEM, VARIABLE


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Every release, oldest first: when it came, what it holds, and how it came of the one before. There is a passage
    less than there are releases.
    """

    publications: tuple[Publication, ...]
    rolls: tuple[Roll, ...]
    passages: tuple[Passage, ...]

    def holds(self, kind: str, number: int, address: str | None) -> bool:
        """Whether a release has something of this address."""
        return address is not None and address in self.rolls[number][kind]


def life_of(kind: str, address: str, known: Chronicle) -> Life | None:
    """The life of whatever last had this address; None when nothing ever had."""
    last = next((number for number in reversed(range(len(known.rolls))) if known.holds(kind, number, address)), None)
    if last is None:
        return None
    names = _names(kind, address, last, known)
    first, end = min(names), max(names)
    steps = tuple(_steps(kind, names, known))
    return Life(
        kind=kind,
        address=names[end],
        then=known.rolls[first][kind][names[first]],
        now=known.rolls[end][kind][names[end]],
        steps=tuple(reversed(steps)),
        names=tuple(dict.fromkeys(names[number] for number in sorted(names, reverse=True))),
        is_oldest=first == 0,
        is_gone=end < len(known.rolls) - 1,
    )


def _names(kind: str, address: str, at: int, known: Chronicle) -> dict[int, str]:
    """What it was called in each release that has it."""
    names = {at: address}
    for number in range(at + 1, len(known.rolls)):
        name = known.passages[number - 1].lineage.after(kind, names[number - 1])
        if name is None or not known.holds(kind, number, name):
            break
        names[number] = name
    for number in range(at - 1, -1, -1):
        name = known.passages[number].lineage.before(kind, names[number + 1])
        if name is None or not known.holds(kind, number, name):
            break
        names[number] = name
    return names


def _steps(kind: str, names: dict[int, str], known: Chronicle) -> Iterator[Step]:
    first, end = min(names), max(names)
    for number in range(first, min(end + 2, len(known.rolls))):
        there = min(number, end)
        thing = known.rolls[there][kind][names[there]]
        events = tuple(_events(kind, names[there], thing, known.passages[number - 1])) if number else ()
        if events or number == first or number > end:
            yield Step(known.publications[number], events, comes=number == first, goes=number > end)


def _events(kind: str, name: str, thing: Known, passage: Passage) -> Iterator[Event]:
    """What happened to it, and to what it lies in or takes its codes from."""
    keys = [(kind, name)]
    if kind == VARIABLE:
        keys += [("group", thing.group), (CODELIST, thing.listed), (SYSTEM, thing.listed)]
    for key in keys:
        yield from passage.events.get(key, ())
