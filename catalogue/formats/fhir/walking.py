"""A tree of items as sections of questions, in the order in which people meet them. Pure.

Groups in groups become sections of their own that are asked when all around them are; what goes on after an inner group
is a section with the outer one's title. A question below a question comes after it, in the same section.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from catalogue.formats.fhir.own import Json, extensions_of, value_of, words
from catalogue.formats.fhir.urls import ITEM_CONTROL

DEEPEST = 60
BESIDE = frozenset({"help", "flyover", "lower", "upper"})
"""Texts that belong to the question above them."""


@dataclass(slots=True)
class Placed:
    """A question, the items without an answer before it, and the link of the question it stood below."""

    item: Json
    before: list[Json] = field(default_factory=list)
    parent: str = ""


@dataclass(slots=True)
class Part:
    """A section to be: the groups around it, outermost first, and its questions; `continued` when they go on."""

    around: tuple[Json, ...]
    placed: list[Placed] = field(default_factory=list)
    continued: bool = False


@dataclass(slots=True)
class Walk:
    """The parts of a questionnaire; `waiting` are items without an answer that no question has come after yet.

    `is_one` tells of a group that it is one thing, such as a matrix; `answers` of an item that it can be answered.
    """

    is_one: Callable[[Json], bool]
    answers: Callable[[Json], bool]
    parts: list[Part] = field(default_factory=list)
    waiting: list[Json] = field(default_factory=list)
    too_deep: bool = False

    def items(self, items: Any, around: tuple[Json, ...], parent: str = "", depth: int = 0) -> None:
        """Walk these items inside these groups."""
        if depth > DEEPEST:
            self.too_deep = True
            return
        for item in items_of(items):
            if item.get("type") == "group" and not self.is_one(item):
                self.items(item.get("item"), (*around, item), "", depth + 1)
            elif item.get("type") == "group":
                self._place(item, around, parent)
            elif not self.answers(item):
                if control_of(item) not in BESIDE:
                    self.waiting.append({key: value for key, value in item.items() if key != "item"})
                self.items(item.get("item"), around, parent, depth + 1)
            else:
                self._place(item, around, parent)
                self.items(item.get("item"), around, words(item.get("linkId")), depth + 1)

    def _place(self, item: Json, around: tuple[Json, ...], parent: str) -> None:
        if not self.parts or not _same(self.parts[-1].around, around):
            seen = any(_same(part.around, around) for part in self.parts)
            self.parts.append(Part(around, continued=seen))
        self.parts[-1].placed.append(Placed(item, self.waiting, parent))
        self.waiting = []


def items_of(items: Any) -> Iterator[Json]:
    """The items of a list; what is none is left out."""
    yield from (item for item in items if isinstance(item, dict)) if isinstance(items, list) else ()


def control_of(element: Json) -> str:
    """How an item is to look."""
    for url, extension in extensions_of(element):
        concept = value_of(extension)
        codings = concept.get("coding") if url == ITEM_CONTROL and isinstance(concept, dict) else None
        for coding in items_of(codings):
            return words(coding.get("code"))
    return ""


def below_of(item: Json, control: str) -> Json | None:
    """The text below an item that looks like this."""
    return next(
        (each for each in items_of(item.get("item")) if each.get("type") == "display" and control_of(each) == control),
        None,
    )


def _same(one: tuple[Json, ...], other: tuple[Json, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
