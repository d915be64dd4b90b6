"""The table `seat_holder`: who sits where, from and to. A term is begun and ended; nothing is deleted."""

from datetime import date

from sqlalchemy import Connection, MetaData

from engine.access import new_key
from engine.tables.governance import governance_tables
from migrations_gen.board.records import Board, Holder

TABLE = governance_tables(MetaData()).seat_holder


class SeatRefused(Exception):
    """Nobody can sit like that; the message says why. Nothing was written."""


def add_holder(
    connection: Connection, board: Board, *, seat: str, account: str, valid_from: date, valid_to: date
) -> Holder:
    """Begin a term. Refused while somebody else sits there, or the same account elsewhere, on any of its days."""
    if seat not in board.seats:
        raise SeatRefused(f"There is no seat '{seat}'. Seats: {', '.join(board.seats)}.")
    if not account.strip():
        raise SeatRefused("A seat is held by an account. Give its login name.")
    if valid_to < valid_from:
        raise SeatRefused(f"The term would end ({valid_to}) before it begins ({valid_from}).")
    new = Holder(id=new_key(), seat=seat, account=account, valid_from=valid_from, valid_to=valid_to)
    for other in holders(connection):
        _refuse_meeting(new, other)
    values = {name: getattr(new, name) for name in Holder.__dataclass_fields__}
    connection.execute(TABLE.insert(), values)
    return new


def end_term(connection: Connection, key: str, last: date) -> Holder:
    """Let a term end earlier than it was to. Refused when the term is unknown, or would not become shorter."""
    found = next((holder for holder in holders(connection) if holder.id == key), None)
    if found is None:
        raise SeatRefused("There is no such term. It may have been written in another registry.")
    if not found.valid_from <= last < found.valid_to:
        raise SeatRefused(
            f"This term lasts from {found.valid_from} to {found.valid_to}, and can only end before its last day."
        )
    connection.execute(TABLE.update().where(TABLE.c.id == key).values(valid_to=last))
    return Holder(id=key, seat=found.seat, account=found.account, valid_from=found.valid_from, valid_to=last)


def holders(connection: Connection) -> tuple[Holder, ...]:
    """Everybody who sits, has sat or will sit, in the order of their terms."""
    rows = connection.execute(TABLE.select().order_by(TABLE.c.valid_from, TABLE.c.seat, TABLE.c.id))
    return tuple(Holder(**row) for row in rows.mappings())


def _refuse_meeting(new: Holder, other: Holder) -> None:
    if new.valid_to < other.valid_from or other.valid_to < new.valid_from:
        return
    while_there = f"from {other.valid_from} to {other.valid_to}"
    if new.seat == other.seat:
        raise SeatRefused(f"'{other.account}' holds the seat '{new.seat}' {while_there}. End that term first.")
    if new.account == other.account:
        raise SeatRefused(f"'{new.account}' holds the seat '{other.seat}' {while_there}, and nobody holds two.")
