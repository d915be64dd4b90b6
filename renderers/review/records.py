"""The review pack as plain values: words and finished fragments of HTML, nothing that has to be worked out again.

A pack is kept whole, under its digest, and shown later exactly as it was. What is HTML says so (`Html`): it is made by
this program from escaped words, and is put on a page as it is.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from hashlib import sha256
from types import GenericAlias
from typing import Any, TypeVar, get_args, get_type_hints

FORMAT = 1
"""Counted up when a field gets another meaning."""

Html = str
"""A fragment of HTML: escaped already, with no script, style, link or field in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is said of the proposal as a whole, by those who made it; `number` is its case number, 0 for none."""

    number: int = 0
    title: str = ""
    reason: str = ""
    requested_by: str = ""
    recommendation: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """Something said of a change besides. `kind` is `why`, `meaning`, `example`, `data`, `proof`, `series`, `reach` or
    `needs`; `tone` is `good`, `bad` or nothing in particular; `drawing` shows the same without words.
    """

    kind: str
    title: str
    text: str
    items: tuple[str, ...] = ()
    tone: str = ""
    drawing: Html = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """How something looks, before and after. A side is empty where there was or is nothing; `is_same` says that the two
    are alike, and one is enough.
    """

    title: str
    before: Html
    after: Html
    is_same: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. `name` is its own (`change_sets.name_of`): what discussion, views and decisions hang on. `place` is
    its form where its block is about several.
    """

    name: str
    grade: str
    grade_title: str
    title: str
    sentence: str
    before: Html
    after: Html
    points: tuple[Point, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Changes to one thing, or that come or go together, under one heading.

    `grade` is that of the gravest, `needs` are the roles that must say yes, and `points` what is said of all of them.
    """

    number: int
    anchor: str
    heading: str
    place: str
    grade: str
    grade_title: str
    entries: tuple[Entry, ...]
    pictures: tuple[Picture, ...] = ()
    points: tuple[Point, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[Point, ...]:
        """Everything said of it and of its changes."""
        return (*self.points, *(point for entry in self.entries for point in entry.points))


@dataclass(frozen=True, slots=True)
class Chapter:
    """All blocks of one grade."""

    grade: str
    title: str
    meaning: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many changes there are of a grade."""

    grade: str
    title: str
    meaning: str
    number: int


@dataclass(frozen=True, slots=True)
class Load:
    """What one form asks of those who fill it in, before and after, and the difference; all in words."""

    form: str
    respondent: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who must say yes, and to what: numbers of blocks, or words for all."""

    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Stop:
    """What must be done first. A finding's text is English, and it has a slug."""

    text: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The first page."""

    headline: str
    counts: tuple[Count, ...]
    breaks: tuple[str, ...]
    loads: tuple[Load, ...]
    needs: tuple[Who, ...]
    stops: tuple[Stop, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything the board is shown of one proposal, in one language. `made_at` is a time as ISO 8601 writes it.

    `changes` is the digest of all changes (`change_sets.digest_of`).
    """

    format: int
    language: str
    registry: str
    controller: str
    before: str
    after: str
    about: About
    changes: str
    made_at: str
    made: str
    summary: Summary
    chapters: tuple[Chapter, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block, in the order of the pack."""
        return tuple(block for chapter in self.chapters for block in chapter.blocks)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every change, in the order of the pack."""
        return tuple(entry for block in self.blocks for entry in block.entries)

    def entry(self, name: str) -> Entry | None:
        """The change of this name."""
        return next((entry for entry in self.entries if entry.name == name), None)


class PackRefused(Exception):
    """A text is no review pack; the message says what is wrong with it."""


def pack_json(pack: Pack) -> str:
    """The pack as one text; the same pack is always the same text."""
    return json.dumps(asdict(pack), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def pack_from(text: str) -> Pack:
    """The pack that a text holds."""
    try:
        content = json.loads(text)
    except ValueError:
        raise PackRefused("This is not a review pack: it is not JSON.") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise PackRefused(f"This is not a review pack of format {FORMAT}. 'skjemaverk review' writes one.")
    return _record(Pack, content, "pack")


def digest_of(pack: Pack) -> str:
    """The digest a pack is known by: SHA-256 over its text."""
    return sha256(pack_json(pack).encode()).hexdigest()


Record = TypeVar("Record")


def _record(kind: type[Record], content: object, place: str) -> Record:
    """A record from what JSON holds of it; every field must be there and nothing else."""
    assert is_dataclass(kind)
    names = {field.name for field in fields(kind)}
    if not isinstance(content, Mapping) or set(content) != names:
        raise PackRefused(f"This is not a review pack: {place} must have just these: {', '.join(sorted(names))}.")
    hints = get_type_hints(kind)
    return kind(**{name: _value(hints[name], content[name], f"{place}.{name}") for name in names})


def _value(hint: Any, content: object, place: str) -> object:
    if isinstance(hint, GenericAlias):
        if not isinstance(content, list):
            raise PackRefused(f"This is not a review pack: {place} must be a list.")
        (item, _) = get_args(hint)
        return tuple(_value(item, part, f"{place}[{number}]") for number, part in enumerate(content))
    if isinstance(hint, type) and is_dataclass(hint):
        return _record(hint, content, place)
    if type(content) is not hint:
        raise PackRefused(f"This is not a review pack: {place} must be {hint.__name__}.")
    return content
