"""The table `seat_holder`: who sits where, from and to. A term is begun and ended; nothing is deleted.

A seat gives its holder a voice, as a role does: beginning and ending a term leave a line in the access log, with what
else is done about the account.
"""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, MetaData

from catalogue.texts import translatable
from engine.access import AtWork, new_key
from engine.account_keeping import log_about
from engine.tables.governance import governance_tables
from migrations_gen.board.records import Board, Holder

TABLE = governance_tables(MetaData()).seat_holder


class SeatRefused(Exception):
    """Nobody can sit like that; the problem says why, with `values` filled in. Nothing was written."""

    def __init__(self, problem: str, **values: object) -> None:
        super().__init__(problem.format(**values))
        self.problem = problem
        self.values = values


def add_holder(work: AtWork, board: Board, *, seat: str, account: str, valid_from: date, valid_to: date) -> Holder:
    """Begin a term. Refused while somebody else sits there, or the same account elsewhere, on any of its days."""
    if seat not in board.seats:
        raise SeatRefused(
            translatable("There is no seat '{seat}'. Seats: {seats}."), seat=seat, seats=", ".join(board.seats)
        )
    if not account.strip():
        raise SeatRefused(translatable("A seat is held by an account. Give its login name."))
    if valid_to < valid_from:
        problem = translatable("The term would end ({last}) before it begins ({first}).")
        raise SeatRefused(problem, last=valid_to, first=valid_from)
    new = Holder(id=new_key(), seat=seat, account=account, valid_from=valid_from, valid_to=valid_to)
    for other in holders(work.connection):
        _refuse_meeting(new, other)
    values = {name: getattr(new, name) for name in Holder.__dataclass_fields__}
    work.connection.execute(TABLE.insert(), values)
    log_about(work, "seat", account, _told(new))
    return new


def end_term(work: AtWork, key: str, last: date) -> Holder:
    """Let a term end earlier than it was to. Refused when the term is unknown, or would not become shorter."""
    found = next((holder for holder in holders(work.connection) if holder.id == key), None)
    if found is None:
        raise SeatRefused(translatable("There is no such term. It may have been written in another registry."))
    if not found.valid_from <= last < found.valid_to:
        problem = translatable("This term lasts from {first} to {last}, and can only end before its last day.")
        raise SeatRefused(problem, first=found.valid_from, last=found.valid_to)
    work.connection.execute(TABLE.update().where(TABLE.c.id == key).values(valid_to=last))
    ended = replace(found, valid_to=last)
    log_about(work, "seat-end", found.account, _told(ended))
    return ended


def holders(connection: Connection) -> tuple[Holder, ...]:
    """Everybody who sits, has sat or will sit, in the order of their terms."""
    rows = connection.execute(TABLE.select().order_by(TABLE.c.valid_from, TABLE.c.seat, TABLE.c.id))
    return tuple(Holder(**row) for row in rows.mappings())


def _told(term: Holder) -> str:
    return f"{term.seat} from {term.valid_from} to {term.valid_to}"


def _refuse_meeting(new: Holder, other: Holder) -> None:
    if new.valid_to < other.valid_from or other.valid_to < new.valid_from:
        return
    values = {"account": other.account, "seat": other.seat, "first": other.valid_from, "last": other.valid_to}
    if new.seat == other.seat:
        problem = translatable("'{account}' holds the seat '{seat}' from {first} to {last}. End that term first.")
        raise SeatRefused(problem, **values)
    if new.account == other.account:
        problem = translatable("'{account}' holds the seat '{seat}' from {first} to {last}, and nobody holds two.")
        raise SeatRefused(problem, **values)
