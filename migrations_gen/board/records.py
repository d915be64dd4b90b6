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
    """One place at the table, and who appoints to it."""

    name: str
    title: str
    appointed_by: str
    represents: str = ""


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
    `long-term`) with the seat they are about.
    """

    on: date
    holders: Mapping[str, Holder] = field(default_factory=dict)
    warnings: tuple[tuple[str, str], ...] = ()
