"""A YAML file as it stands on the page: its nodes with the comments and blank lines around them.

Every comment is kept exactly once: above an entry, beside it, or at the end of the block it is indented with.
The text has been read by `documents.py` before, so it is known to be sound and not too deep.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from typing import Literal as OneOf

import yaml


@dataclass(slots=True)
class Node:
    """A value or key: how it was written, and what is in it. `tail` are comments after the last entry.

    A large page has a hundred thousand of these, so what is empty is no list of its own.
    """

    kind: OneOf["scalar", "mapping", "sequence", "alias"]
    text: str = ""
    flow: bool = False
    anchor: str = ""
    entries: Sequence["Entry"] = ()
    tail: Sequence[str] = ()
    column: int = 0

    @property
    def has_comments(self) -> bool:
        """Whether a comment stands anywhere inside."""
        return bool(self.tail) or any(entry.has_comments for entry in self.entries)


@dataclass(slots=True)
class Entry:
    """One pair of a mapping or one part of a sequence (without key), with the lines above it and the comment beside
    it.
    """

    key: Node | None
    value: Node
    above: Sequence[str] = ()
    beside: str = ""
    beside_column: int = 0

    @property
    def has_comments(self) -> bool:
        """Whether a comment stands at or inside it."""
        return bool(self.beside or any(self.above) or self.value.has_comments)


@dataclass(frozen=True, slots=True)
class _Margin:
    """A line that holds a comment or nothing."""

    line: int
    column: int
    text: str


def read_page(text: str) -> Node:
    """The file's root with all its comments."""
    return _Reader(text).root()


class _Reader:
    """Builds the tree from the parser's events, and hands out comments as it passes them."""

    def __init__(self, text: str) -> None:
        self.events: list[Any] = [event for event in yaml.parse(text, Loader=yaml.CLoader) if _is_content(event)]
        self.place = 0
        lines = text.split("\n")
        covered = _covered(self.events)
        self.margins = list(_margins(lines, covered))
        self.last_on_line: dict[int, Entry] = {}
        self.beside = list(_beside(lines, covered))

    def root(self) -> Node:
        node = self._node(None)
        node.tail = [*node.tail, *(margin.text for margin in self.margins)]
        for line, column, comment in self.beside:
            self._attach(line, column, comment, node)
        return node

    def _attach(self, line: int, column: int, comment: str, root: Node) -> None:
        owner = self.last_on_line.get(line)
        if owner is None:
            root.tail = [*root.tail, comment]
        elif owner.beside:
            owner.above = [*owner.above, comment]
        else:
            owner.beside, owner.beside_column = comment, column

    def _node(self, owner: Entry | None) -> Node:
        event = self.events[self.place]
        self.place += 1
        start, end = event.start_mark, event.end_mark
        anchor = event.anchor or ""
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._touch(start.line, owner)
            return self._collection(event, owner)
        node = (
            Node("alias", anchor) if isinstance(event, yaml.AliasEvent) else Node("scalar", event.value, anchor=anchor)
        )
        node.column = start.column
        self._touch(start.line, owner)
        if getattr(event, "style", None) not in {"|", ">"}:
            self._touch(end.line, owner)
        return node

    def _collection(self, start: Any, owner: Entry | None) -> Node:
        is_mapping = isinstance(start, yaml.MappingStartEvent)
        node = Node("mapping" if is_mapping else "sequence", flow=start.flow_style, anchor=start.anchor or "")
        node.column = start.start_mark.column
        node.entries = entries = []
        while not isinstance(self.events[self.place], yaml.MappingEndEvent | yaml.SequenceEndEvent):
            entries.append(self._entry(is_mapping))
        end = self.events[self.place].end_mark
        self.place += 1
        if node.flow:
            self._touch(end.line, owner)
        node.tail = self._tail(end.line, 0 if node.flow else node.column)
        return node

    def _entry(self, is_mapping: bool) -> Entry:
        line = self.events[self.place].start_mark.line
        entry = Entry(None, Node("scalar"), above=self._above(line))
        if is_mapping:
            entry.key = self._node(entry)
        entry.value = self._node(entry)
        return entry

    def _touch(self, line: int, owner: Entry | None) -> None:
        if owner is not None:
            self.last_on_line[line] = owner

    def _above(self, line: int) -> list[str]:
        """The comments and blank lines not handed out yet that stand before this line."""
        taken = 0
        while taken < len(self.margins) and self.margins[taken].line < line:
            taken += 1
        above, self.margins = self.margins[:taken], self.margins[taken:]
        return [margin.text for margin in above]

    def _tail(self, line: int, column: int) -> list[str]:
        """The comments before this line that are indented as deep as the block that ends here."""
        taken = 0
        for index, margin in enumerate(self.margins):
            if margin.line >= line or (margin.text and margin.column < column):
                break
            taken = index + 1 if margin.text else taken
        tail, self.margins = self.margins[:taken], self.margins[taken:]
        return [margin.text for margin in tail]


def _is_content(event: Any) -> bool:
    return isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent)


def _covered(events: Iterable[Any]) -> dict[int, list[tuple[int, int]]]:
    """For each line the columns that scalars cover: no comment begins in them."""
    covered: dict[int, list[tuple[int, int]]] = {}
    for event in events:
        if getattr(event, "value", None) is None:
            continue
        start, end = event.start_mark, event.end_mark
        is_block = event.style in {"|", ">"}
        for line in range(start.line + is_block, end.line + 1):
            first = start.column if line == start.line else 0
            last = end.column if line == end.line else 1_000_000_000
            if last > first:
                covered.setdefault(line, []).append((first, last))
    return covered


def _margins(lines: list[str], covered: dict[int, list[tuple[int, int]]]) -> Iterator[_Margin]:
    """The lines that hold nothing but a comment, and one of each run of blank lines."""
    was_blank = True
    for number, line in enumerate(lines):
        stripped = line.strip()
        is_blank = not stripped and number not in covered
        if is_blank and not was_blank:
            yield _Margin(number, 0, "")
        if stripped.startswith("#") and number not in covered:
            yield _Margin(number, len(line) - len(line.lstrip()), stripped)
        was_blank = is_blank


def _beside(lines: list[str], covered: dict[int, list[tuple[int, int]]]) -> Iterator[tuple[int, int, str]]:
    """The comments that stand after something on their line."""
    for number, line in enumerate(lines):
        if "#" not in line or (line.lstrip().startswith("#") and number not in covered):
            continue
        for found in re.finditer(r"(?<=\s)#", line):
            if not any(first <= found.start() < last for first, last in covered.get(number, ())):
                yield number, found.start(), line[found.start() :].strip()
                break
