"""How alike two variables are, and why: evidence that a person can weigh. Pure.

No pair of the same kind is compared with every other: only those that share a name, a word, an outside name or their
codes, so that cost grows with the number of variables.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from catalogue.model import Variable

EVIDENCE: Mapping[str, float] = {
    "same-outside-name": 0.6,
    "same-label": 0.5,
    "same-name": 0.4,
    "like-label": 0.35,
    "like-name": 0.3,
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


@dataclass(frozen=True, slots=True)
class Likeness:
    """An earlier and a later address, how alike they are, and the evidence with what it is about."""

    earlier: str
    later: str
    score: float
    evidence: tuple[tuple[str, str], ...]


def likenesses(before: Mapping[str, Variable], after: Mapping[str, Variable]) -> tuple[Likeness, ...]:
    """The best partner of each variable that has one, each variable once, the most alike first."""
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


def _candidates(before: Mapping[str, Variable], after: Mapping[str, Variable]) -> Iterator[tuple[str, str]]:
    marked: dict[str, list[str]] = defaultdict(list)
    for address, variable in after.items():
        for mark in _marks(address, variable):
            marked[mark].append(address)
    for address, variable in before.items():
        near = (later for mark in _marks(address, variable) if len(marked[mark]) <= CROWDED for later in marked[mark])
        yield from ((address, later) for later in dict.fromkeys(near))


def _marks(address: str, variable: Variable) -> Iterator[str]:
    """What two variables that are one would share at least one of."""
    yield f"name {variable.name}"
    yield from (f"part {part}" for part in variable.name.split("_") if len(part) > 2)
    yield from (f"start {variable.name[:4]}", f"end {variable.name[-4:]}")
    words = _words(variable)
    yield f"label {' '.join(words)}"
    yield from (f"word {word}" for word in words if len(word) > 3)
    yield from (f"alias {name}" for name in outside_names(variable))


def _likeness(earlier: str, before: Variable, later: str, after: Variable) -> Likeness:
    evidence = tuple(_evidence(before, after))
    tells = {kind for kind, _ in evidence}
    is_about_words = tells & {"same-outside-name", "same-label", "same-name", "like-label", "like-name"}
    score = sum(EVIDENCE[kind] for kind, _ in evidence) if is_about_words else 0.0
    return Likeness(earlier, later, score, evidence)


def _evidence(before: Variable, after: Variable) -> Iterator[tuple[str, str]]:
    shared = sorted(outside_names(before) & outside_names(after))
    if shared:
        yield "same-outside-name", shared[0]
    old, new = (" ".join(_words(variable)) for variable in (before, after))
    if old == new and old:
        yield "same-label", before.label.source
    elif _ratio(old, new) >= LIKE:
        yield "like-label", after.label.source
    if before.name == after.name:
        yield "same-name", before.name
    elif _ratio(before.name, after.name) >= LIKE or _is_other_spelling(before.name, after.name):
        yield "like-name", after.name
    if before.type == after.type:
        yield "same-type", before.type
    if before.codes and _codes(before) == _codes(after):
        yield "same-codes", ", ".join(str(code.value) for code in before.codes)
    if before.unit is not None and _measure(before) == _measure(after):
        yield "same-unit-and-limits", before.unit.source


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if one and other and matcher.real_quick_ratio() >= LIKE else 0.0


def _is_other_spelling(one: str, other: str) -> bool:
    """The same letters, or one the beginning of the other."""
    plain = one.replace("_", ""), other.replace("_", "")
    short, long = sorted(plain, key=len)
    return plain[0] == plain[1] or (len(short) > 3 and long.startswith(short))


def _words(variable: Variable) -> list[str]:
    return re.findall(r"\w+", variable.label.source.casefold())


def outside_names(variable: Variable) -> set[str]:
    """What it is called elsewhere, each name with the system that has it."""
    return {f"{alias.system}:{alias.name}" for alias in variable.aliases}


def _codes(variable: Variable) -> list[tuple[object, str]]:
    return sorted(((code.value, code.label.source.casefold()) for code in variable.codes), key=str)


def _measure(variable: Variable) -> tuple[object, ...]:
    return (variable.unit.source if variable.unit else None), variable.limits.min, variable.limits.max
