"""A board as `board.yaml` declares it, and those who sit in it. Pure records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class View(StrEnum):
    """What a member says of a change; the words are also the database's (`engine/tables/governance.py`)."""

    RECOMMEND = "recommend"
    REMARK = "remark"
    """Recommended, with a remark."""
    AGAINST = "against"
    ABSTAIN = "abstain"
    """Says nothing of it, with the reason."""


NEEDS_TEXT = frozenset({View.REMARK, View.AGAINST, View.ABSTAIN})
"""The views that say nothing without their reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One place at the table, and who appoints to it. `titles` are what it is called in further languages; `source`
    is `proposed` where no public material confirms the seat.
    """

    name: str
    title: str
    appointed_by: str
    represents: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    def title_in(self, language: str) -> str:
        """What it is called in a language, else in the registry's own."""
        return self.titles.get(language, self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """How many seats must have answered, and which of them always; a seat that abstains has answered."""

    at_least: int
    always: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The board's seats and rules. A term lasts from `shortest` to `longest` years, both included."""

    name: str
    title: str
    statutes: str
    seats: Mapping[str, Seat]
    quorum: Quorum
    shortest: int
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a seat, from and to, both included. `id` is the database's."""

    id: str
    seat: str
    account: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Roster:
    """The board on one day: who sits where, and what is amiss, as slugs (`vacant-seat`, `expired-term`, `short-term`,
    `long-term`, `shared-seat`, `unknown-seat`, `two-seats`) with what they are about: a seat, or an account.
    """

    on: date
    holders: Mapping[str, Holder] = field(default_factory=dict)
    warnings: tuple[tuple[str, str], ...] = ()
