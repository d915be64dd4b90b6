"""What is said of an open proposal: notes, views, interests, and who was reminded.

Nothing is taken back or written over: who says something else says it after, and the last word of a seat on a change
counts. Each function runs inside the caller's transaction, and keeps the proposal at its stage until that ends, so
that nothing is said of one that is being closed.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, func, select

from engine.access import new_key
from migrations_gen.board.records import NEEDS_TEXT, View
from migrations_gen.ledger.records import Interest, Said
from migrations_gen.proposals.records import (
    DeclaredInterest,
    MemberView,
    Note,
    NoText,
    Reminder,
    Stage,
    WrongStage,
)
from migrations_gen.proposals.tables import TABLES
from migrations_gen.proposals.writing import locked

Spoken = TypeVar("Spoken", Note, MemberView, DeclaredInterest, Reminder)
LATER = timedelta(microseconds=1)
"""Between two sayings of one moment, so that their order is kept."""


def add_note(
    connection: Connection, proposal_id: str, *, change: str, seat: str | None, account: str, text: str, now: datetime
) -> Note | WrongStage | NoText:
    """Say something in the discussion of a change, or of the whole when `change` is empty."""
    proposal = locked(connection, proposal_id)
    if proposal.stage is not Stage.OPEN:
        return WrongStage(proposal)
    if not text.strip():
        return NoText()
    at = _moment(connection, TABLES.proposal_note, proposal_id, now)
    note = Note(
        id=new_key(), proposal_id=proposal_id, change=change, seat=seat, account=account, text=text.strip(), at=at
    )
    return _kept(connection, TABLES.proposal_note, note)


def notes_on(connection: Connection, proposal_id: str) -> tuple[Note, ...]:
    """The whole discussion, in the order it was said."""
    return tuple(_read(connection, TABLES.proposal_note, Note, proposal_id))


def say(connection: Connection, proposal_id: str, word: Said, now: datetime) -> MemberView | WrongStage | NoText:
    """Say what a seat thinks of a change. That the account holds the seat is for the caller to know."""
    proposal = locked(connection, proposal_id)
    if proposal.stage is not Stage.OPEN:
        return WrongStage(proposal)
    if View(word.view) in NEEDS_TEXT and not word.text.strip():
        return NoText()
    at = _moment(connection, TABLES.proposal_view, proposal_id, now)
    return _kept(connection, TABLES.proposal_view, MemberView(**_spoken(word), proposal_id=proposal_id, at=at))


def views_on(connection: Connection, proposal_id: str) -> tuple[MemberView, ...]:
    """The last word of each seat on each change, in the order they were said."""
    return _last(_read(connection, TABLES.proposal_view, MemberView, proposal_id))


def every_view_on(connection: Connection, proposal_id: str) -> tuple[MemberView, ...]:
    """All that was said, also what somebody has said otherwise since."""
    return tuple(_read(connection, TABLES.proposal_view, MemberView, proposal_id))


def declare_interest(
    connection: Connection, proposal_id: str, interest: Interest, now: datetime
) -> DeclaredInterest | WrongStage | NoText:
    """Declare a seat's conflict of interest in a change, or in the whole when `change` is empty."""
    proposal = locked(connection, proposal_id)
    if proposal.stage is not Stage.OPEN:
        return WrongStage(proposal)
    if not interest.text.strip():
        return NoText()
    table = TABLES.proposal_interest
    at = _moment(connection, table, proposal_id, now)
    return _kept(connection, table, DeclaredInterest(**_spoken(interest), proposal_id=proposal_id, at=at))


def interests_on(connection: Connection, proposal_id: str) -> tuple[DeclaredInterest, ...]:
    """Each seat's declaration for each change, as it was last written."""
    return _last(_read(connection, TABLES.proposal_interest, DeclaredInterest, proposal_id))


def remind(
    connection: Connection, proposal_id: str, *, account: str, sent_by: str, now: datetime
) -> Reminder | WrongStage:
    """Write down that somebody was reminded."""
    proposal = locked(connection, proposal_id)
    if proposal.stage is not Stage.OPEN:
        return WrongStage(proposal)
    at = _moment(connection, TABLES.reminder, proposal_id, now)
    reminder = Reminder(id=new_key(), proposal_id=proposal_id, account=account, at=at, sent_by=sent_by)
    return _kept(connection, TABLES.reminder, reminder)


def reminders_on(connection: Connection, proposal_id: str) -> tuple[Reminder, ...]:
    """Who was reminded, in the order it was done."""
    return tuple(_read(connection, TABLES.reminder, Reminder, proposal_id))


def _spoken(word: Said | Interest) -> dict[str, Any]:
    """What was said, as a row of its own; what stands around the words is left out."""
    return {**asdict(word), "id": new_key(), "text": word.text.strip()}


def _moment(connection: Connection, table: Table, proposal_id: str, now: datetime) -> datetime:
    """Now, but always after what was said before, whatever a clock shows."""
    last: datetime | None = connection.scalar(select(func.max(table.c.at)).where(table.c.proposal_id == proposal_id))
    return now if last is None else max(now, last + LATER)


def _kept(connection: Connection, table: Table, said: Spoken) -> Spoken:
    connection.execute(table.insert(), asdict(said))
    return said


def _read(connection: Connection, table: Table, record: type[Spoken], proposal_id: str) -> Iterable[Spoken]:
    chosen = table.select().where(table.c.proposal_id == proposal_id).order_by(table.c.at)
    for row in connection.execute(chosen).mappings():
        yield record(**row)


Last = TypeVar("Last", MemberView, DeclaredInterest)


def _last(said: Iterable[Last]) -> tuple[Last, ...]:
    words: dict[tuple[str, str], Last] = {}
    for word in said:
        words.pop((word.seat, word.change), None)
        words[word.seat, word.change] = word
    return tuple(words.values())
