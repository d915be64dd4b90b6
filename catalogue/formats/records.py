"""What every format gives and takes: files and findings in, bytes and findings out. Pure; no files, no network.

Reading gives a catalogue as files in our own language, because that is what a person edits from there. What a format
cannot carry is a finding with place and reason, never dropped in silence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from catalogue.findings import Finding, Location, Severity
from catalogue.model import Catalogue
from catalogue.texts import Translations


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`file` is how findings call what is read; the other two name the catalogue that comes out, and its module."""

    file: str = ""
    name: str = "register"
    title: str = "Register"


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """`forms` are the addresses of the forms to write, none meaning all; `translations` are by language."""

    forms: tuple[str, ...] = ()
    translations: Mapping[str, Translations] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """The files by path, the first page among them; none when an error stood in the way."""

    files: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The file in the other format, and what it does not say."""

    content: bytes
    findings: tuple[Finding, ...]


class How(StrEnum):
    """What becomes of a construct on its way out and in again."""

    CARRIED = "carried"
    CHANGED = "carried with a change"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one construct in one format, and in which words."""

    how: How
    note: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """One format, both ways. `fates` has a row for every construct of the language (`constructs.py`)."""

    name: str
    title: str
    suffix: str
    read: Callable[[bytes, ReadOptions], Read]
    write: Callable[[Catalogue, WriteOptions], Written]
    fates: Mapping[str, Fate]


def note(at: Location, slug: str, message: str) -> Finding:
    """Something to know or to do, which does not stand in the way."""
    return Finding(at, slug, message, Severity.WARNING)
