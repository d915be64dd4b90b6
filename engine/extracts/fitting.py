"""Names and labels as far as a statistics program takes them. What does not fit is cut in a stable way, and told.

A name that does not fit becomes its beginning and a digest of the whole: the same name in every file of the same kind,
whatever stands beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from catalogue.findings import Finding
from catalogue.formats.records import note
from engine.extracts.records import Column

CUT = "…"
DIGEST = 8


@dataclass(frozen=True, slots=True)
class Room:
    """What one program takes: characters of a name, of a column's label and of a value's label, and the words that are
    no names. SPSS counts bytes."""

    program: str
    name: int
    label: int
    value_label: int
    words: frozenset[str]
    in_bytes: bool


STATA = Room(
    "Stata",
    name=32,
    label=80,
    value_label=32_000,
    words=frozenset(
        {
            *("_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_pi"),
            *("_pred", "_rc", "_skip", "strl", "using", "with"),
        }
    ),
    in_bytes=False,
)
SPSS = Room(
    "SPSS",
    name=64,
    label=255,
    value_label=120,
    words=frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}),
    in_bytes=True,
)


@dataclass(slots=True)
class Fitting:
    """Fits the names and labels of one file, and gathers what had to be changed."""

    room: Room
    findings: list[Finding] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def name(self, column: Column) -> str:
        """The column's name in the file."""
        name = column.name if self._fits(column.name) else self._other(column.name)
        self._taken.add(name.casefold())
        if name != column.name:
            self._tell(column, "name-changed", f"'{column.name}' is called '{name}' in {self.room.program}.")
        return name

    def label(self, column: Column) -> str:
        """Its label."""
        label = cut(column.label, self.room.label, in_bytes=self.room.in_bytes)
        if label != column.label:
            self._tell(
                column,
                "label-cut",
                f"'{column.name}': the label is longer than the {self.room.label} that {self.room.program} takes;"
                " all of it stands in the notes.",
            )
        return label

    def value_label(self, column: Column, label: str) -> str:
        """The label of one of its values."""
        fitted = cut(label, self.room.value_label, in_bytes=self.room.in_bytes)
        if fitted != label:
            self._tell(
                column,
                "value-label-cut",
                f"'{column.name}': '{fitted}' is longer than the {self.room.value_label} that {self.room.program}"
                " takes.",
            )
        return fitted

    def tell(self, column: Column, slug: str, message: str) -> None:
        """Something else that is not as it was."""
        self._tell(column, slug, message)

    def _fits(self, name: str) -> bool:
        return (
            self._length(name) <= self.room.name
            and name.isidentifier()
            and name.casefold() not in self.room.words
            and name.casefold() not in self._taken
            and not re.fullmatch(r"str[0-9]+", name)
        )

    def _other(self, name: str) -> str:
        digest = sha256(name.encode()).hexdigest()[:DIGEST]
        plain = "".join(sign if f"a{sign}".isidentifier() else "_" for sign in name)
        if not plain.isidentifier():
            plain = f"v{plain}"
        return f"{_within(plain, self.room.name - DIGEST - 1, in_bytes=self.room.in_bytes)}_{digest}"

    def _length(self, text: str) -> int:
        return len(text.encode()) if self.room.in_bytes else len(text)

    def _tell(self, column: Column, slug: str, message: str) -> None:
        self.findings.append(note(column.at, slug, message))


def cut(text: str, room: int, *, in_bytes: bool) -> str:
    """The text, or its beginning with a mark that there is more."""
    length = len(text.encode()) if in_bytes else len(text)
    if length <= room:
        return text
    return _within(text, room - (len(CUT.encode()) if in_bytes else 1), in_bytes=in_bytes).rstrip() + CUT


def _within(text: str, room: int, *, in_bytes: bool) -> str:
    return text.encode()[:room].decode(errors="ignore") if in_bytes else text[:room]


def lines_of(text: str, room: int) -> Iterator[str]:
    """The text in lines of at most so many bytes, broken between words where that can be."""
    line = ""
    for part in (part for word in text.split() for part in _parts(word, room)):
        longer = f"{line} {part}" if line else part
        if len(longer.encode()) > room:
            yield line
            longer = part
        line = longer
    if line:
        yield line


def _parts(word: str, room: int) -> Iterator[str]:
    while word:
        part = _within(word, room, in_bytes=True)
        yield part
        word = word[len(part) :]
