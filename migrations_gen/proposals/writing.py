"""Proposals in the database: add, change while a draft, find, list, take from one stage to the next.

A proposal carries a revision: who writes on top of one they have not seen is told so, and nothing is written. Each
function runs inside the caller's transaction.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from engine.access import NotFound, new_key
from migrations_gen.proposals.records import Draft, Proposal, Stage, Stale, WrongStage
from migrations_gen.proposals.tables import TABLES

PROPOSAL = TABLES.proposal
ATTEMPTS = 20
"""How often a number is asked for again when somebody else was given it."""
LARGEST = 2**31 - 1
"""No proposal has a larger number: the column has no room for it."""

NEXT: Mapping[Stage, frozenset[Stage]] = MappingProxyType(
    {
        Stage.DRAFT: frozenset({Stage.OPEN, Stage.WITHDRAWN}),
        Stage.OPEN: frozenset({Stage.CLOSED, Stage.DECIDED, Stage.WITHDRAWN}),
        Stage.CLOSED: frozenset({Stage.OPEN, Stage.DECIDED}),
        Stage.DECIDED: frozenset({Stage.OPEN, Stage.RELEASED}),
        Stage.RELEASED: frozenset(),
        Stage.WITHDRAWN: frozenset(),
    }
)
"""Where a proposal can go from each stage. An open one is decided at once where policy asks for no board; a closed or
decided one is opened again by a reopening, or with what was postponed."""


def add_proposal(connection: Connection, draft: Draft, who: str, now: datetime) -> Proposal:
    """A new draft, under the next number. Its two states must be kept (`states.py`)."""
    for _ in range(ATTEMPTS):
        number = 1 + (connection.scalar(select(func.max(PROPOSAL.c.number))) or 0)
        new = _new(number, draft, who, now)
        try:
            with connection.begin_nested():
                connection.execute(PROPOSAL.insert(), _row(new))
        except IntegrityError:
            if _numbered(connection, number) is None:
                raise
        else:
            return new
    raise RuntimeError("no number was free for a new proposal")


def change_proposal(
    connection: Connection, proposal_id: str, revision: int, draft: Draft, who: str, now: datetime
) -> Proposal | Stale | WrongStage:
    """Write a draft anew; whatever has been put on the table stays as it is."""
    theirs = locked(connection, proposal_id)
    if theirs.stage is not Stage.DRAFT:
        return WrongStage(theirs)
    if theirs.revision != revision:
        return Stale(theirs)
    return _write(connection, replace(theirs, **asdict(draft)), who, now)


def set_stage(
    connection: Connection, proposal_id: str, revision: int, stage: Stage, who: str, now: datetime
) -> Proposal | Stale | WrongStage:
    """Take a proposal to another stage, if it can go there."""
    theirs = locked(connection, proposal_id)
    if stage not in NEXT[theirs.stage]:
        return WrongStage(theirs)
    if theirs.revision != revision:
        return Stale(theirs)
    return _write(connection, replace(theirs, stage=stage), who, now)


def rebase_proposal(
    connection: Connection, proposal_id: str, revision: int, before: str, after: str, who: str, now: datetime
) -> Proposal | Stale | WrongStage:
    """Put what is left of a proposal on top of another state: it is open again, whatever has been said of it stays."""
    theirs = locked(connection, proposal_id)
    if Stage.OPEN not in NEXT[theirs.stage] | {theirs.stage}:
        return WrongStage(theirs)
    if theirs.revision != revision:
        return Stale(theirs)
    stage = theirs.stage if theirs.stage is Stage.DRAFT else Stage.OPEN
    return _write(connection, replace(theirs, before=before, after=after, stage=stage), who, now)


def find_proposal(connection: Connection, number: int) -> Proposal | None:
    """The proposal that people call by this number."""
    return _numbered(connection, number) if 0 < number <= LARGEST else None


def list_proposals(connection: Connection, stages: Collection[Stage] = frozenset(Stage)) -> tuple[Proposal, ...]:
    """The proposals that have come just so far, in the order of their numbers."""
    chosen = (
        PROPOSAL.select()
        .where(PROPOSAL.c.stage.in_(sorted(stage.value for stage in stages)))
        .order_by(PROPOSAL.c.number)
    )
    return tuple(_proposal(row) for row in connection.execute(chosen).mappings())


def locked(connection: Connection, proposal_id: str) -> Proposal:
    """The proposal as it is, and as it stays until the transaction ends; raises `NotFound`."""
    chosen = PROPOSAL.select().where(PROPOSAL.c.id == proposal_id).with_for_update()
    row = connection.execute(chosen).mappings().first()
    if row is None:
        raise NotFound(f"there is no proposal {proposal_id}")
    return _proposal(row)


def _new(number: int, draft: Draft, who: str, now: datetime) -> Proposal:
    return Proposal(
        id=new_key(),
        number=number,
        stage=Stage.DRAFT,
        revision=1,
        created_at=now,
        created_by=who,
        changed_at=now,
        changed_by=who,
        **asdict(draft),
    )


def _write(connection: Connection, changed: Proposal, who: str, now: datetime) -> Proposal:
    written = replace(changed, revision=changed.revision + 1, changed_at=now, changed_by=who)
    connection.execute(PROPOSAL.update().where(PROPOSAL.c.id == written.id), _row(written))
    return written


def _numbered(connection: Connection, number: int) -> Proposal | None:
    row = connection.execute(PROPOSAL.select().where(PROPOSAL.c.number == number)).mappings().first()
    return _proposal(row) if row else None


def _row(proposal: Proposal) -> dict[str, Any]:
    return {**asdict(proposal), "stage": proposal.stage.value}


def _proposal(row: Any) -> Proposal:
    return Proposal(**{**row, "stage": Stage(row["stage"])})
