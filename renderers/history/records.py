"""The history as outsiders are told it. Pure values; what is in words is in one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from migrations_gen.ledger.records import Office
from migrations_gen.lineage import Lineage
from renderers.comparison.records import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What one seat said of one change, where it was not plainly for it."""

    seat: str
    change: str
    view: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The board's statement on the changes of a release: `seats` are those that were for every one of them.

    `case` is the number that people call the proposal by.
    """

    case: int
    on: date
    seats: tuple[str, ...]
    others: tuple[Spoken, ...]
    has_quorum: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurry:
    """Why a release could not wait for the board, until when it could run without, and whether the board came after."""

    reason: str
    until: date
    confirmed: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What the ledger says of a release: as what it was decided, and when, and what it rests on."""

    offices: tuple[Office, ...]
    decided: date | None
    advice: Advice | None
    hurry: Hurry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One release: `before` is the digest of the one before it here, empty for the first. `changed` is when something
    was last said of it.
    """

    version: str
    digest: str
    before: str
    at: datetime
    changed: datetime
    approval: Approval | None


# ---- what a release holds ----


@dataclass(frozen=True, slots=True)
class Coded:
    """One code, in words; `note` is that it stands for a missing answer, or is no longer offered."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """One thing as a release has it: a variable, a codelist or a coding system.

    `place` is where it lies, `listed` the codelist a variable takes its codes from when others do too, `users` who take
    theirs from it. `retired` is why it is no longer asked.
    """

    label: str
    place: str = ""
    group: str = ""
    listed: str = ""
    codes: tuple[Coded, ...] = ()
    collected: str = ""
    retired: str = ""
    users: tuple[str, ...] = ()


Roll = Mapping[str, Mapping[str, Known]]
"""What one release holds, by kind and address."""


# ---- from one release to the next ----


@dataclass(frozen=True, slots=True)
class Event:
    """One change, told."""

    sentence: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Everything between two releases. `events` are by kind and address of what they are about, as it is called
    afterwards, or was when it is gone; `sentences` by the changes' own names.
    """

    report: Report
    lineage: Lineage
    events: Mapping[tuple[str, str], tuple[Event, ...]] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to one thing in one release."""

    publication: Publication
    events: tuple[Event, ...]
    comes: bool = False
    goes: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """One thing from when it came to what it is now, or last was. `steps` are newest first.

    `is_oldest` is that it was there in the first release that is kept; `names` what it has been called, newest first.
    """

    kind: str
    address: str
    then: Known
    now: Known
    steps: tuple[Step, ...]
    names: tuple[str, ...]
    is_oldest: bool
    is_gone: bool
