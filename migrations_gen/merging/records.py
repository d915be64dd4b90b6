"""What a merge takes and gives: files by path, conflicts with their places, and which side wins where somebody said so.
Plain values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from catalogue.findings import Location

Kind = TypeVar("Kind")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Three(Generic[Kind]):
    """The same thing on all three sides."""

    base: Kind
    ours: Kind
    theirs: Kind

    def map(self, change: Callable[[Kind], Other]) -> "Three[Other]":
        """The same for each side."""
        return Three(change(self.base), change(self.ours), change(self.theirs))

    @property
    def all(self) -> tuple[Kind, Kind, Kind]:
        """Base, ours, theirs."""
        return self.base, self.ours, self.theirs


Files = Mapping[str, str]
"""A catalogue as texts by path: what a snapshot holds."""


class Side(StrEnum):
    """Whose value stands where both changed the same."""

    OURS = "ours"
    THEIRS = "theirs"


Resolutions = Mapping[str, Side]
"""Which side wins, by a conflict's `key` or by the address alone; `*` is everything else."""

EVERYTHING = "*"


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """Something that only a person can decide. `slug` is a key of `sentences.CONFLICTS`.

    `at` is its place in ours, `theirs_at` in theirs. The three values are as written, None where there is nothing.
    """

    at: Location
    theirs_at: Location = field(compare=False)
    slug: str
    address: str
    attribute: str
    base: str | None = field(compare=False)
    ours: str | None = field(compare=False)
    theirs: str | None = field(compare=False)

    @property
    def key(self) -> str:
        """What it is called when somebody says who wins: `rygg.pasient.hoyde:max`."""
        return f"{self.address}:{self.attribute}" if self.attribute else self.address


@dataclass(frozen=True, slots=True)
class Disputes:
    """What was found to be in dispute, and who wins where somebody said so beforehand."""

    resolutions: Resolutions
    found: list[Conflict] = field(default_factory=list)

    def said(self, conflict: Conflict) -> Side | None:
        """Who wins, if that was said."""
        names = (conflict.key, conflict.address, EVERYTHING)
        return next((self.resolutions[name] for name in names if name in self.resolutions), None)

    def settled(self, conflict: Conflict) -> Side:
        """Who wins: as was said, else ours, and the conflict is told."""
        side = self.said(conflict)
        if side is None:
            self.found.append(conflict)
        return side or Side.OURS


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it. Where there is a conflict, `files` have ours."""

    files: Files
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that can be taken over or left by itself: an attribute of an object, or (`attribute` empty) the object.

    `kind` and `address` are the object's, under its earlier name; `act` is what is done (`add remove set move order
    rename comment`). `new` is what is written.
    """

    path: str
    kind: str
    address: str
    attribute: str
    act: str
    new: str = field(default="", compare=False)
