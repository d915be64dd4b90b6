"""How alike two variables, or two checklists, are, and why: evidence that a person can weigh. Pure.

No pair of the same kind is compared with every other: only those that share a name, a word, an outside name or their
codes, so that cost grows with the number of variables.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from catalogue.model import Group, Variable

EVIDENCE: Mapping[str, float] = {
    "same-outside-name": 0.6,
    "same-label": 0.5,
    "same-name": 0.4,
    "like-label": 0.35,
    "like-name": 0.3,
    "same-ticks": 0.35,
    "same-codes": 0.25,
    "same-unit-and-limits": 0.15,
    "same-type": 0.1,
}
"""What speaks for two variables being one, and how loudly."""

ENOUGH = 0.6
"""From here on somebody must say whether they are the same."""

CROWDED = 40
"""A word that more variables share than this says nothing."""

LIKE = 0.8
"""How alike two texts must be, of 1, to be called alike."""

MOST = 0.6
"""So many ticks of the longer of two checklists stand in both, of 1, when they are called the same."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells that two things are one. `folded` are the words without case and signs; `codes` are values with words;
    `ticks` are a checklist's words. `place` is the checklist that a tick belongs to; only an outside name tells that
    something of another place is the same.
    """

    name: str
    words: str
    folded: str
    type: str
    codes: tuple[tuple[str, str], ...] = ()
    outside_names: frozenset[str] = frozenset()
    unit: str | None = None
    limits: tuple[object, ...] = ()
    ticks: tuple[str, ...] = ()
    place: str = ""


def traits_of(variable: Variable, place: str = "") -> Traits:
    """Of a question, or of a tick."""
    words = variable.label.source
    return Traits(
        variable.name,
        words,
        folded(words),
        variable.type,
        tuple((str(code.value), code.label.source.casefold()) for code in variable.codes),
        frozenset(outside_names(variable)),
        variable.unit.source if variable.unit else None,
        (variable.limits.min, variable.limits.max),
        place=place,
    )


def traits_of_checklist(group: Group) -> Traits:
    """Of a checklist, by its ticks."""
    ticks = tuple(tick.label.source for tick in group.variables)
    return Traits(group.name, group.label.source, folded(group.label.source), group.kind, ticks=ticks)


@dataclass(frozen=True, slots=True)
class Likeness:
    """An earlier and a later address, how alike they are, and the evidence with what it is about."""

    earlier: str
    later: str
    score: float
    evidence: tuple[tuple[str, str], ...]


def likenesses(before: Mapping[str, Traits], after: Mapping[str, Traits]) -> tuple[Likeness, ...]:
    """The best partner of each that has one, each once, the most alike first."""
    found = [
        likeness
        for earlier, later in _candidates(before, after)
        if (likeness := _likeness(earlier, before[earlier], later, after[later])).score >= ENOUGH
    ]
    found.sort(key=lambda likeness: (-likeness.score, likeness.earlier, likeness.later))
    taken: set[tuple[str, str]] = set()
    chosen = []
    for likeness in found:
        ends = {("earlier", likeness.earlier), ("later", likeness.later)}
        if not ends & taken:
            taken |= ends
            chosen.append(likeness)
    return tuple(chosen)


def _candidates(before: Mapping[str, Traits], after: Mapping[str, Traits]) -> Iterator[tuple[str, str]]:
    marked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for address, traits in after.items():
        for mark in _marks(traits):
            marked[mark].append(address)
    for address, traits in before.items():
        shared = (marked.get(mark, ()) for mark in _marks(traits))
        near = (later for some in shared if len(some) <= CROWDED for later in some)
        yield from ((address, later) for later in dict.fromkeys(near))


def _marks(traits: Traits) -> Iterator[tuple[str, str]]:
    """What two that are one would share at least one of, in the same place or, an outside name, anywhere."""
    own = [f"name {traits.name}", f"start {traits.name[:4]}", f"end {traits.name[-4:]}", f"label {traits.folded}"]
    own += [f"part {part}" for part in traits.name.split("_") if len(part) > 2]
    own += [f"word {word}" for word in traits.folded.split() if len(word) > 3]
    yield from ((traits.place, mark) for mark in own)
    yield from (("", f"alias {name}") for name in traits.outside_names)


def _likeness(earlier: str, before: Traits, later: str, after: Traits) -> Likeness:
    evidence = tuple(_evidence(before, after))
    tells = {kind for kind, _ in evidence}
    is_about_words = tells & {"same-outside-name", "same-label", "same-name", "like-label", "like-name"}
    score = sum(EVIDENCE[kind] for kind, _ in evidence) if is_about_words else 0.0
    return Likeness(earlier, later, score, evidence)


def _evidence(before: Traits, after: Traits) -> Iterator[tuple[str, str]]:
    shared = sorted(before.outside_names & after.outside_names)
    if shared:
        yield "same-outside-name", shared[0]
    if before.folded == after.folded and before.folded:
        yield "same-label", before.words
    elif _ratio(before.folded, after.folded) >= LIKE:
        yield "like-label", after.words
    if before.name == after.name:
        yield "same-name", before.name
    elif _ratio(before.name, after.name) >= LIKE or _is_other_spelling(before.name, after.name):
        yield "like-name", after.name
    if before.type == after.type and not before.ticks:
        yield "same-type", before.type
    ticks = [tick for tick in before.ticks if tick in after.ticks]
    if ticks and len(ticks) >= MOST * max(len(before.ticks), len(after.ticks)):
        yield "same-ticks", ", ".join(ticks)
    if before.codes and set(before.codes) == set(after.codes):
        yield "same-codes", ", ".join(value for value, _ in before.codes)
    if before.unit is not None and (before.unit, before.limits) == (after.unit, after.limits):
        yield "same-unit-and-limits", before.unit


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if one and other and matcher.real_quick_ratio() >= LIKE else 0.0


def _is_other_spelling(one: str, other: str) -> bool:
    """The same letters, or one the beginning of the other."""
    plain = one.replace("_", ""), other.replace("_", "")
    short, long = sorted(plain, key=len)
    return plain[0] == plain[1] or (len(short) > 3 and long.startswith(short))


def folded(words: str) -> str:
    """Words without case and signs."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def outside_names(variable: Variable) -> set[str]:
    """What it is called elsewhere, each name with the system that has it."""
    return {f"{alias.system}:{alias.name}" for alias in variable.aliases}
