"""What an ODM file says of its metadata, whichever version it is written in. Frozen records; no XML, nothing of ours.

Forms, sections and groups are all `Group`: version 2.0 has no more words than that, and 1.3 has two. `more` are
attributes of the standard that we have no use for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = tuple[tuple[str, str], ...]
"""The same text in several languages: (language, words); the language is empty when the file does not say."""
Aliases = tuple[tuple[str, str], ...]
"""(context, name)."""
Formal = tuple[tuple[str, str], ...]
"""Formal expressions: (context, text)."""
FORM, SECTION, CONCEPT = "Form", "Section", "Concept"
"""Kinds of group, by the words of 2.0."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A place where something is used."""

    oid: str
    mandatory: bool = False
    is_group: bool = False
    order: float | None = None
    condition: str | None = None
    method: str | None = None
    unit: str | None = None
    preset: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """A planned visit and its forms."""

    oid: str
    name: str
    kind: str = "Scheduled"
    repeating: bool = False
    description: Words = ()
    refs: tuple[Ref, ...] = ()
    aliases: Aliases = ()
    category: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A form, or a group of items."""

    oid: str
    name: str
    kind: str = SECTION
    repeating: bool = False
    description: Words = ()
    refs: tuple[Ref, ...] = ()
    aliases: Aliases = ()
    more: Mapping[str, str] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """A range check: a comparison with values, or a formal expression."""

    comparator: str | None = None
    is_soft: bool = False
    values: tuple[str, ...] = ()
    formal: Formal = ()
    message: Words = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One datum. `help` is what 2.0 calls completion instructions, and 1.3 has no other word for than a description."""

    oid: str
    name: str
    data_type: str
    length: str | None = None
    digits: str | None = None
    question: Words = ()
    description: Words = ()
    help: Words = ()
    units: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    codelist: str | None = None
    aliases: Aliases = ()
    more: Mapping[str, str] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list."""

    value: str
    decode: Words = ()
    order: float | None = None
    aliases: Aliases = ()


@dataclass(frozen=True, slots=True)
class External:
    """A list that is published elsewhere."""

    dictionary: str = ""
    version: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of values, or where one is published."""

    oid: str
    name: str
    data_type: str
    choices: tuple[Choice, ...] = ()
    external: External | None = None
    description: Words = ()
    aliases: Aliases = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Definition:
    """A condition or a method: in words, and formally. `kind` is what a method is for, `parameters` what it reads."""

    oid: str
    name: str
    description: Words = ()
    formal: Formal = ()
    kind: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    returns: str = "boolean"
    line: int = 0


@dataclass(frozen=True, slots=True)
class Timing:
    """When an event is due after another one, and how long before and after it may be; in days. Only 2.0 says it."""

    oid: str
    name: str
    predecessor: str
    successor: str
    target: int
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """One version of one study's metadata. `schedule` are the protocol's events in their order."""

    oid: str
    name: str
    protocol: str
    description: str
    version: str
    version_name: str
    schedule: tuple[Ref, ...] = ()
    timings: tuple[Timing, ...] = ()
    aliases: Aliases = ()
    units: Mapping[str, Words] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    groups: tuple[Group, ...] = ()
    items: tuple[Item, ...] = ()
    codelists: tuple[CodeList, ...] = ()
    conditions: tuple[Definition, ...] = ()
    methods: tuple[Definition, ...] = ()
    line: int = 1
