"""What the state of two versions cannot tell: what was meant. One frozen record per kind of intent.

All intents of one version happen at once: targets have their new names, `as:` and `map:` see the old row. Pure records;
`reading.py` makes them, `lineage.py` and `carrying/` understand them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from catalogue.findings import NOWHERE, Location
from catalogue.model import Expression

BLANK = "blank"
"""The side of a map that is neither a value nor a reason."""


class Comparable(StrEnum):
    """How answers before and after a change compare in a series."""

    EXACT = "exact"
    COARSER = "coarser"
    """The new answers say less than the old ones did."""
    FINER = "finer"
    """The new answers say more: old ones fit, new ones must be made coarser before they are compared."""
    NONE = "none"
    """The two cannot be compared: the series is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What every intent has: whom it is about, as the author wrote it, why, and where it stands."""

    target: str
    reason: str = ""
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Intent):
    """The same thing gets another name: `target` is its old address, `to` its new name or address."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Intent):
    """The same variable in another form: `target` is its old address, `to` its new one."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recode(Intent):
    """Old answers get other codes. `target` is a variable or codelist under its new name.

    Both sides of `codes` and `back` are as written: a code, a missing reason, or `blank`.
    """

    codes: tuple[tuple[str, str], ...]
    back: tuple[tuple[str, str], ...] = ()
    comparable: Comparable = Comparable.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Derive(Intent):
    """A variable's value for old rows is an expression over the old row. `back` has expressions over the new row for
    variables of the old one.

    `missing` is the reason of those that get no value, an expression too; left out, it is that of the variables read.
    """

    expression: Expression
    missing: Expression | None = None
    back: Mapping[str, Expression] = field(default_factory=dict)
    comparable: Comparable = Comparable.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace(Intent):
    """An instrument is replaced by another one, and answers to the two are not compared unless said so."""

    by: str
    comparable: Comparable = Comparable.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge(Intent):
    """A variable's answers are erased, on purpose and for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded(Intent):
    """Other words, the same meaning: of a code (`arbeidsstatus.7`), or of a question, rule, form or section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About(Intent):
    """Why something was changed that the comparison sees by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesFile:
    """What was meant by one version: who asked for it, since when it has been in use if that is said, its intents."""

    version: str
    requested_by: str = ""
    in_use_from: date | None = None
    intents: tuple[Intent, ...] = ()
    at: Location = field(default=NOWHERE, compare=False)
