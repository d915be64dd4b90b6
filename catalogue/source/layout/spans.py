"""A YAML file as parts of its own text: nothing is lost, so that what nobody touches is given back byte for byte.

The lines above an entry and the comment beside it belong to it; comments that end a block, indented as deep as it, to
the block. The text has been read by `documents.py` before, so it is known to be sound and not too deep.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import yaml


class Unmergeable(Exception):
    """The file is sound, but written in a way that cannot be taken apart; the message says which."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar or alias: as written, and what it says."""

    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """One pair of a mapping or one entry of a sequence (without key).

    `above` are the whole lines above it (inside brackets: what stands before it), `head` is what stands between key
    and value, `beside` the rest of its line (inside brackets: its comma too). `name` is what the key says.
    """

    above: str
    key: str
    name: str
    head: str
    value: "Node"
    beside: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping or sequence. `opening` stands before its first part, `closing` after its last.

    In a block, `column` is where its parts begin, and `inline` tells that the first stands on the line of its dash.
    """

    is_mapping: bool
    is_flow: bool
    opening: str
    parts: tuple[Part, ...]
    closing: str
    column: int = 0
    inline: bool = False


Node = Leaf | Branch


@dataclass(frozen=True, slots=True)
class Spans:
    """A whole file: its root, and what stands before and after it."""

    before: str
    root: Node
    after: str


def read_spans(text: str) -> Spans:
    """Take a file apart."""
    try:
        found = _Reader(text).read()
    except yaml.YAMLError:
        raise Unmergeable("it is not valid YAML") from None
    if text_of(found) != text:
        raise Unmergeable("it is not given back as it was")
    return found


def text_of(spans: Spans) -> str:
    """The file's text."""
    pieces = [spans.before]
    _write(spans.root, pieces)
    pieces.append(spans.after)
    return "".join(pieces)


def node_text(node: Node) -> str:
    """A value's text."""
    pieces: list[str] = []
    _write(node, pieces)
    return "".join(pieces)


def part_text(part: Part, column: int | None) -> str:
    """A part's text, indented when it is a line of a block (`column`)."""
    pieces: list[str] = []
    _write_part(part, "" if column is None else " " * column, pieces)
    return "".join(pieces)


def shifted(part: Part, columns: int) -> Part:
    """The part so many columns further to the right."""
    return _changed(part, lambda text: _indented(text, columns), columns)


def _write(node: Node, pieces: list[str]) -> None:
    if isinstance(node, Leaf):
        pieces.append(node.text)
        return
    pieces.append(node.opening)
    indent = "" if node.is_flow else " " * node.column
    for number, part in enumerate(node.parts):
        _write_part(part, "" if node.inline and number == 0 else indent, pieces)
    pieces.append(node.closing)


def _write_part(part: Part, indent: str, pieces: list[str]) -> None:
    pieces += (part.above, indent, part.key, part.head)
    _write(part.value, pieces)
    pieces.append(part.beside)


def _changed(part: Part, change: Callable[[str], str], columns: int) -> Part:
    return replace(
        part,
        above=_lines_changed(part.above, change),
        head=change(part.head),
        value=_changed_node(part.value, change, columns),
        beside=change(part.beside),
    )


def _lines_changed(lines: str, change: Callable[[str], str]) -> str:
    """Whole lines: the first is indented like the others."""
    return change("\n" + lines)[1:] if lines else lines


def _changed_node(node: Node, change: Callable[[str], str], columns: int) -> Node:
    if isinstance(node, Leaf):
        return replace(node, text=change(node.text))
    return replace(
        node,
        opening=change(node.opening),
        parts=tuple(_changed(part, change, columns) for part in node.parts),
        closing=change(node.closing) if node.is_flow else _lines_changed(node.closing, change),
        column=node.column + columns,
    )


def _indented(text: str, columns: int) -> str:
    """The text with every further line moved; a line of nothing stays."""
    first, *others = text.split("\n")
    return "\n".join([first, *(_moved(line, columns) for line in others)])


def _moved(line: str, columns: int) -> str:
    if not line.strip():
        return line
    if columns >= 0:
        return " " * columns + line
    return line[min(-columns, len(line) - len(line.lstrip(" "))) :]


class _Reader:
    """Goes through the parser's events, and hands out every character once: `place` is how far it has come."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.events: list[Any] = [event for event in yaml.parse(text, Loader=yaml.CLoader) if type(event) in CONTENT]
        self.number = 0
        self.place = 0

    def read(self) -> Spans:
        """The whole file."""
        if not self.events:
            raise Unmergeable("it is empty")
        start = self.events[0]
        if _is_block(start):
            block = self._block(0)
            return Spans("", block, self.text[self.place :])
        self.place = start.start_mark.index
        before = self.text[: self.place]
        root = self._node(0)
        return Spans(before, root, self.text[self.place :])

    def _node(self, outer: int) -> Node:
        event = self.events[self.number]
        if _is_block(event):
            return self._block(outer)
        if type(event) in STARTS:
            return self._flow()
        self.number += 1
        start, self.place = event.start_mark.index, event.end_mark.index
        if getattr(event, "style", None) in {"|", ">"}:
            self._leave_blank_lines(start)
        text = self.text[start : self.place]
        return Leaf(text, f"*{event.anchor}" if isinstance(event, yaml.AliasEvent) else event.value)

    def _leave_blank_lines(self, start: int) -> None:
        """Blank lines after a text on lines of its own are the next entry's, unless they count."""
        written = self.text[start : self.place]
        if "+" not in written.split("\n", 1)[0]:
            self.place = start + len(written.rstrip()) + (1 if "\n" in written[len(written.rstrip()) :] else 0)

    # ---- blocks ----

    def _block(self, outer: int) -> Branch:
        event = self.events[self.number]
        self.number += 1
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        first, column = _start(event, self.text)
        inline = self._line_start(first) <= self.place and self.place > 0
        opening = self._opening(first, inline)
        parts: list[Part] = []
        while not self._at_end():
            parts.append(self._block_part(is_mapping, column, first if not parts else None, inline and not parts))
        self.number += 1
        closing = self._closing(column if column > outer or not parts else column + 1)
        return Branch(is_mapping, False, opening, tuple(parts), closing, column, inline)

    def _opening(self, first: int, inline: bool) -> str:
        if self.place == 0 and not inline:
            return ""
        end = first if inline else self.text.find("\n", self.place) + 1
        opening, self.place = self.text[self.place : end], end
        return opening

    def _block_part(self, is_mapping: bool, column: int, first: int | None, inline: bool) -> Part:
        event = self.events[self.number]
        start = first if first is not None else self._next_start()
        line_start = self.place if inline else self._line_start(start)
        above = self.text[self.place : line_start]
        if not inline and self.text[line_start:start].strip(" "):
            raise Unmergeable("an entry does not begin its line")
        self.place = start
        key, name = self._key() if is_mapping else ("", "")
        line = event.start_mark.line + 1
        self._pass(":" if is_mapping else "-")
        head_start = start + len(key)
        if _is_block(self.events[self.number]):
            head = self.text[head_start : self.place]
            return Part(above, key, name, head, self._block(column), "", line)
        value_start = self.events[self.number].start_mark.index
        head = self.text[head_start : max(value_start, self.place)]
        value = self._node(column)
        return Part(above, key, name, head, value, self._beside(), line)

    def _next_start(self) -> int:
        """Where the next line begins that is neither blank nor a comment."""
        place = self.place
        while True:
            end = self.text.find("\n", place)
            line = self.text[place : end if end >= 0 else len(self.text)]
            if line.strip() and not line.lstrip().startswith("#"):
                return place + len(line) - len(line.lstrip(" "))
            if end < 0:
                raise Unmergeable("a list is written in an unusual way")
            place = end + 1

    def _key(self) -> tuple[str, str]:
        event = self.events[self.number]
        self.number += 1
        if type(event) not in SCALARS or event.start_mark.index != self.place:
            raise Unmergeable("a key is written in an unusual way")
        self.place = event.end_mark.index
        return self.text[event.start_mark.index : self.place], event.value

    def _pass(self, sign: str) -> None:
        """Step over the sign that comes next."""
        place = self.place
        while self.text[place : place + 1] == " ":
            place += 1
        if self.text[place : place + 1] != sign:
            raise Unmergeable(f"a '{sign}' does not stand where it usually does")
        self.place = place + 1

    def _beside(self) -> str:
        if self.place and self.text[self.place - 1] == "\n":
            return ""
        end = self.text.find("\n", self.place) + 1 or len(self.text)
        beside, self.place = self.text[self.place : end], end
        return beside

    def _closing(self, column: int) -> str:
        """The comments that are indented at least as deep as the block that ends here."""
        place = taken = self.place
        while column and place < len(self.text):
            end = self.text.find("\n", place) + 1 or len(self.text)
            line = self.text[place:end]
            if line.strip():
                if not line.lstrip().startswith("#") or len(line) - len(line.lstrip(" ")) < column:
                    break
                taken = end
            place = end
        closing, self.place = self.text[self.place : taken], taken
        return closing

    # ---- between brackets ----

    def _flow(self) -> Branch:
        event = self.events[self.number]
        self.number += 1
        start, self.place = event.start_mark.index, event.end_mark.index
        opening = self.text[start : self.place]
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        if not opening.endswith("{" if is_mapping else "["):
            raise Unmergeable("a pair stands in a list without brackets of its own")
        parts = []
        while not self._at_end():
            parts.append(self._flow_part(is_mapping))
        end = self.events[self.number].end_mark.index
        self.number += 1
        closing, self.place = self.text[self.place : end], end
        return Branch(is_mapping, True, opening, tuple(parts), closing)

    def _flow_part(self, is_mapping: bool) -> Part:
        mark = self.events[self.number].start_mark
        start, line = mark.index, mark.line + 1
        above, self.place = self.text[self.place : start], start
        key, name = self._key() if is_mapping else ("", "")
        if is_mapping:
            self._pass(":")
        value_start = max(self.events[self.number].start_mark.index, self.place)
        head, self.place = self.text[start + len(key) : value_start], value_start
        value = self._node(0)
        return Part(above, key, name, head, value, self._comma(), line)

    def _comma(self) -> str:
        """What stands up to the comma, and a comment on its line."""
        place = self.place
        while (letter := self.text[place : place + 1]) in {" ", "\n", "#"}:
            place = self.text.find("\n", place) if letter == "#" else place + 1
        end = place + 1 if letter == "," else self.place
        line_end = self.text.find("\n", end)
        rest = self.text[end : line_end if line_end >= 0 else len(self.text)]
        if rest.strip().startswith("#"):
            end = line_end
        beside, self.place = self.text[self.place : end], end
        return beside

    # ---- where ----

    def _at_end(self) -> bool:
        return type(self.events[self.number]) in ENDS

    def _line_start(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1


STARTS = frozenset({yaml.MappingStartEvent, yaml.SequenceStartEvent})
ENDS = frozenset({yaml.MappingEndEvent, yaml.SequenceEndEvent})
SCALARS = frozenset({yaml.ScalarEvent})
CONTENT = STARTS | ENDS | {yaml.ScalarEvent, yaml.AliasEvent}


def _start(event: Any, text: str) -> tuple[int, int]:
    """Where the first part of a block begins. A list that is not indented has its first dash in the event itself."""
    mark = event.end_mark
    has_dash = mark.index > event.start_mark.index and text[mark.index - 1] == "-"
    return mark.index - has_dash, mark.column - has_dash


def _is_block(event: Any) -> bool:
    return type(event) in STARTS and not event.flow_style
