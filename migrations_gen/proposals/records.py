"""A proposal and what is said of it, as the database keeps them. Pure records."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Stage(StrEnum):
    """How far a proposal has come; the words are also the database's (`engine/tables/governance.py`)."""

    DRAFT = "draft"
    """The secretariat is writing it; nobody else sees it."""
    OPEN = "open"
    """On the board's table: members say what they think."""
    CLOSED = "closed"
    """The leader has closed it, and the statement stands in the ledger."""
    DECIDED = "decided"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the secretariat writes of a proposal: the two states by their digests, and why the one should become the
    other.
    """

    title: str
    reason: str
    before: str
    after: str
    requested_by: str = ""
    recommendation: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Another state of the catalogue, and why. `number` is what people call it by (sak 3).

    `before` and `after` are digests of the two states; `before` is the release it starts from. `recommendation` is the
    secretariat's own. `due` is the day by which members should have answered.
    """

    id: str
    number: int
    title: str
    reason: str
    requested_by: str
    recommendation: str
    before: str
    after: str
    stage: Stage
    due: date | None
    revision: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something said in the discussion of a change, or of the whole when `change` is empty."""

    id: str
    proposal_id: str
    change: str
    seat: str | None
    account: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """What a seat says of a change; its last word counts."""

    id: str
    proposal_id: str
    change: str
    seat: str
    account: str
    view: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredInterest:
    """A member's conflict of interest, in one change or (`change` empty) in the whole."""

    id: str
    proposal_id: str
    change: str
    seat: str
    account: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """That somebody was reminded, when and by whom."""

    id: str
    proposal_id: str
    account: str
    at: datetime
    sent_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPack:
    """What the board was shown in one language, whole, and the digest it is known by."""

    digest: str
    proposal_id: str
    after: str
    language: str
    content: str
    made_at: datetime


# ---- what is refused ----


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody wrote first, and nothing was written: the proposal as it is."""

    theirs: Proposal


@dataclass(frozen=True, slots=True)
class WrongStage:
    """The proposal has come too far, or not far enough, and nothing was written."""

    proposal: Proposal


@dataclass(frozen=True, slots=True)
class NoText:
    """What was said says nothing without a text, and nothing was written."""
