"""A project between its XML and our catalogue: the rows of the dictionary, and what a dictionary does not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.formats.tables import Row


@dataclass(frozen=True, slots=True)
class Event:
    """One planned event: its unique name, the forms of it, and its further words (`EventName`, `DayOffset` …)."""

    name: str
    forms: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    """All that is read or written.

    `titles` are the forms' by name; `missing` are the missing data codes with their labels, `rules` the data quality
    rules; `settings` are plain words, `parts` those with elements in them, as XML; `others` are attributes of fields
    that no column is for, and `also` is what our own writer has said of them beside.
    """

    title: str
    rows: tuple[Row, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    rules: tuple[Mapping[str, str], ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
