"""YAML text → plain data that remembers file, line and column of every key and value.

Every scalar is kept as written (its key decides its type), duplicate keys are refused, and nothing in a file can make
the reader use much time or memory: size, nesting and what aliases multiply to are bounded. Mistakes are findings.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from catalogue.findings import Finding, Location

MAX_BYTES = 5_000_000
MAX_DEPTH = 30
MAX_NODES = 500_000
"""Per file, with aliases counted as often as they are used."""


class Scalar(str):
    """A value or key as written, with its place; `body` is the place of its first character that is no space, after
    quote or `|`.
    """

    __slots__ = ("at", "body")
    at: Location
    body: Location

    def place_of(self, offset: int) -> Location:
        """The place of a character of this text, trimmed, for the column of a mistake in an expression."""
        return self.body.after(self.strip()[:offset])


class Mapping(dict[str, Any]):
    """A mapping with its place; its keys are scalars that know theirs."""

    __slots__ = ("at", "keys_at", "size")
    at: Location
    keys_at: dict[str, Location]
    size: int

    def key_at(self, key: str) -> Location:
        """The place of a key, or of the mapping when it is not there."""
        return self.keys_at.get(key, self.at)


class Sequence(list[Any]):
    """A list with its place."""

    __slots__ = ("at", "size")
    at: Location
    size: int


Data = Scalar | Mapping | Sequence


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read; `data` is None when it could not be."""

    path: Path
    name: str
    data: Data | None
    findings: tuple[Finding, ...] = ()


def read_document(path: Path, name: str) -> Document:
    """Read one file. `name` is how findings call it."""
    try:
        if os.path.getsize(path) > MAX_BYTES:
            return _unreadable(path, name, "file-too-large", f"The file is larger than {MAX_BYTES:,} bytes. Split it.")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"Byte {error.start} is not UTF-8. Save the file as UTF-8."
        return _unreadable(path, name, "not-utf8", message)
    except OSError as error:
        return _unreadable(path, name, "unreadable-file", f"The file cannot be read: {error.strerror}.")
    return parse_document(text, path, name)


def parse_document(text: str, path: Path, name: str) -> Document:
    """Read the text of one file."""
    composer = _Composer(text, name)
    try:
        data = composer.compose()
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark if _is_unclosed(error) else error.problem_mark or error.context_mark
        at = Location(name, mark.line + 1, mark.column + 1) if mark else Location(name, 1, 1)
        message = _syntax_message(error, composer.lines[at.line - 1 : at.line])
        return Document(path, name, None, (*composer.findings, Finding(at, "yaml-syntax", message)))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"The file contains a character that is not allowed here ({error.reason})."
        return Document(path, name, None, (Finding(Location(name, line, 1), "yaml-syntax", message),))
    except _Stopped:
        return Document(path, name, None, tuple(composer.findings))
    return Document(path, name, data, tuple(composer.findings))


class _Stopped(Exception):
    """The file breaks a bound; the finding is already noted."""


class _Composer:
    """Turns the parser's events into data without recursion, counting as it goes."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.lines = text.splitlines()
        self.findings: list[Finding] = []
        self.anchors: dict[str, Data] = {}
        self.nodes = 0

    def compose(self) -> Data | None:
        stack: list[_Open] = []
        root: Data | None = None
        for event in self._events():
            finished: Data | None = None
            match event:
                case yaml.ScalarEvent():
                    finished = self._scalar(event)
                case yaml.AliasEvent():
                    finished = self._alias(event, stack)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    stack.append(self._open(event, len(stack)))
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    finished = stack.pop().close()
                case yaml.DocumentStartEvent() if root is not None:
                    self._stop(event, "several-documents", "The file holds more than one document (`---`). Split it.")
            if finished is None:
                continue
            if stack:
                stack[-1].add(finished, self)
            else:
                root = finished
        return root

    def _events(self) -> Iterator[Any]:
        loader = yaml.CLoader(self.text)
        try:
            while loader.check_event():
                yield loader.get_event()
        finally:
            loader.dispose()

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        self._count(event, 1)
        scalar = Scalar(event.value)
        scalar.at = self._at(event)
        scalar.body = self._body(event, scalar.at)
        self._anchor(event, scalar)
        return scalar

    def _body(self, event: yaml.ScalarEvent, at: Location) -> Location:
        if event.style in {"'", '"'}:
            return at.shifted(1 + len(event.value) - len(event.value.lstrip()))
        if event.style not in {"|", ">"}:
            return at
        for number, line in enumerate(self.lines[at.line :], at.line + 1):
            if line.strip():
                return Location(self.name, number, len(line) - len(line.lstrip()) + 1)
        return at

    def _open(self, event: Any, depth: int) -> "_Open":
        if depth >= MAX_DEPTH:
            self._stop(event, "nested-too-deep", f"Nested deeper than {MAX_DEPTH} levels.")
        self._count(event, 1)
        data: Mapping | Sequence = Mapping() if isinstance(event, yaml.MappingStartEvent) else Sequence()
        data.at = self._at(event)
        if isinstance(data, Mapping):
            data.keys_at = {}
        self._anchor(event, data)
        return _Open(data)

    def _alias(self, event: yaml.AliasEvent, stack: list["_Open"]) -> Data:
        target = self.anchors.get(event.anchor or "")
        if target is None:
            self._stop(event, "unknown-anchor", f"No anchor '&{event.anchor}' stands before this alias.")
        if any(entry.data is target for entry in stack):
            self._stop(event, "alias-in-itself", f"'*{event.anchor}' stands inside what it names.")
        self._count(event, _size(target))
        return target

    def _anchor(self, event: Any, data: Data) -> None:
        if event.anchor is not None:
            self.anchors[event.anchor] = data

    def _count(self, event: Any, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            message = (
                f"The file unfolds to more than {MAX_NODES:,} values; its aliases multiply. Write them out or split it."
            )
            self._stop(event, "aliases-multiply", message)

    def _stop(self, event: Any, slug: str, message: str) -> NoReturn:
        self.findings.append(Finding(self._at(event), slug, message))
        raise _Stopped

    def _at(self, event: Any) -> Location:
        mark = event.start_mark
        return Location(self.name, mark.line + 1, mark.column + 1)


class _Open:
    """A mapping or list whose end has not been read yet."""

    __slots__ = ("data", "key", "size")

    def __init__(self, data: Mapping | Sequence) -> None:
        self.data = data
        self.key: Scalar | None = None
        self.size = 1

    def add(self, value: Data, composer: _Composer) -> None:
        self.size += _size(value)
        if isinstance(self.data, Sequence):
            self.data.append(value)
        elif self.key is None:
            self._start_pair(value, composer)
        else:
            self._end_pair(self.key, value, composer)
            self.key = None

    def close(self) -> Mapping | Sequence:
        self.data.size = self.size
        return self.data

    def _start_pair(self, key: Data, composer: _Composer) -> None:
        if isinstance(key, Scalar):
            self.key = key
            return
        composer.findings.append(Finding(key.at, "key-not-text", "A key must be a plain word, not a list or mapping."))
        raise _Stopped

    def _end_pair(self, key: Scalar, value: Data, composer: _Composer) -> None:
        assert isinstance(self.data, Mapping)
        if key in self.data:
            first = self.data.keys_at[key]
            message = f"The key '{key}' stands twice here, first in line {first.line}. Remove one of them."
            composer.findings.append(Finding(key.at, "duplicate-key", message))
            return
        self.data[key] = value
        self.data.keys_at[key] = key.at


def _size(data: Data) -> int:
    return 1 if isinstance(data, Scalar) else getattr(data, "size", 1)


def _is_unclosed(error: yaml.MarkedYAMLError) -> bool:
    return error.context_mark is not None and "unexpected end of stream" in (error.problem or "")


def _syntax_message(error: yaml.MarkedYAMLError, line: list[str]) -> str:
    problem = error.problem or "the text does not follow YAML"
    if _is_unclosed(error):
        return "A quote or bracket is opened here and never closed. Close it."
    if "cannot start any token" in problem and line and "\t" in line[0]:
        return "A tab stands where only spaces may. Indent with spaces."
    if "mapping values are not allowed" in problem:
        return "A colon stands inside a text that is not quoted. Put the text in quotes, or after '|' on its own line."
    return f"Not valid YAML: {problem}. A text with a colon, comma or bracket must be quoted."


def _unreadable(path: Path, name: str, slug: str, message: str) -> Document:
    return Document(path, name, None, (Finding(Location(name, 1, 1), slug, message),))
