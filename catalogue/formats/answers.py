"""Answers as other systems keep them: the rows of one form in, bytes out, and back. Pure; no files, no network."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from catalogue.findings import Finding
from catalogue.model import Catalogue, Form

Value = bool | int | float | str | date | time | datetime


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One occasion: whose it is, and what was answered.

    `episode`, `person` and `centre` are keys as the file or the database has them; `values` are by our names (also of
    ticks, cells and items), `reasons` are missing reasons by the name of the variable or of the checklist or matrix.
    """

    episode: str
    timepoint: str
    values: Mapping[str, Value]
    reasons: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    centre: str = ""
    is_final: bool = True
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    """The rows, and what could not be read, with its place."""

    rows: tuple[AnswerRow, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """One format of answers, both ways. `read` takes the bytes, the form, and how findings call the file."""

    name: str
    title: str
    suffix: str
    write: Callable[[Catalogue, Form, Iterable[AnswerRow]], bytes]
    read: Callable[[bytes, Catalogue, Form, str], ReadAnswers]
