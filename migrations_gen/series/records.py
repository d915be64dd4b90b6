"""What a comparison of two dates gives: for each variable what changed, and when it was not collected. Pure values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalogue.model import CodeValue, Form, Variable
from catalogue.texts import Text
from migrations_gen.intents.records import Comparable
from migrations_gen.series.chain import Stage
from migrations_gen.series.passages import Cause


class Standing(StrEnum):
    """What an analyst may do with a variable over the whole period, best first."""

    EXACT = "exact"
    FINER = "finer"
    COARSER = "coarser"
    NONE = "none"
    ABSENT = "absent"
    """It was not collected on any day of the period."""


class Why(StrEnum):
    """Why something was not collected for a time."""

    INTRODUCED = "introduced"
    RETIRED = "retired"
    REMOVED = "removed"
    PURGED = "purged"
    NOT_YET = "not-yet"
    """Its era had not begun."""
    NO_LONGER = "no-longer"
    """Its era had ended."""
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Absence:
    """Days of the period, both included, on which a variable was not collected; `start` is None when nobody says since
    when."""

    why: Why
    start: date | None
    end: date
    version: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a map, as written, and the words of the code if it is one."""

    written: str
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A step after which a variable is not simply what it was. `address` is the variable that changed, when it is one
    that this one is worked out from.

    `joined` are the codes that became one, `expression` is what a value is worked out by.
    """

    version: str
    since: date | None
    address: str
    cause: Cause
    comparable: Comparable
    joined: tuple[tuple[tuple[Side, ...], Side], ...] = ()
    expression: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A code that came or went, so that the others' shares do not mean just the same."""

    value: CodeValue
    label: Text
    is_new: bool
    version: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One variable over the period. `goes_on` are the addresses of those that one which is gone was made into."""

    form: Form
    variable: Variable
    comparable: Comparable
    changes: tuple[Change, ...]
    absences: tuple[Absence, ...]
    offers: tuple[Offer, ...]
    goes_on: tuple[str, ...]
    standing: Standing

    @property
    def address(self) -> str:
        """The variable's address."""
        return f"{self.form.address}.{self.variable.name}"

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to tell."""
        return self.standing is Standing.EXACT and not (self.changes or self.absences or self.offers)


@dataclass(frozen=True, slots=True, eq=False)
class Comparability:
    """All that there is to know of a period: its releases, and a line for each variable."""

    start: date
    end: date
    stages: tuple[Stage, ...]
    lines: tuple[Line, ...]
