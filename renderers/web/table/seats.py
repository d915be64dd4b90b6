"""Where somebody sits on the board today, and what the seats are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.access import Access
from migrations_gen.board.holders import holders
from migrations_gen.board.records import Board
from migrations_gen.board.rights import Deed, may
from migrations_gen.board.roster import roster, seat_of
from renderers.web.context import language, today
from renderers.web.table.permitting import NO_SEAT, OTHER_SEAT, TERM_ENDED, Refused


@dataclass(frozen=True, slots=True)
class Place:
    """The seat somebody speaks from today; None for who has none, with the last day when they had one."""

    seat: str | None = None
    ended: date | None = None
    titles: Mapping[str, str] = field(default_factory=dict)

    def title(self, seat: str) -> str:
        """What a seat is called; one that the board no longer has is called by its name."""
        return self.titles.get(seat, seat)


def place_of(work: Access, board: Board | None) -> Place:
    """Where the one who is logged in sits."""
    if board is None:
        return Place()
    titles = {name: seat.titles.get(language().code, seat.title) for name, seat in board.seats.items()}
    if not may(work.actor.role, Deed.SAY):
        return Place(titles=titles)
    known = holders(work.connection)
    own = [holder.valid_to for holder in known if holder.account == work.actor.name and holder.valid_to < today()]
    seat = seat_of(roster(board, known, today()), work.actor.name)
    return Place(seat, max(own, default=None) if seat is None else None, titles)


def own_seat(work: Access, board: Board | None, written_as: str) -> str:
    """The seat of the one who speaks, which must be the one the page was written for; raises `Refused`."""
    place = place_of(work, board)
    if place.seat is None:
        raise Refused(TERM_ENDED if place.ended else NO_SEAT)
    if written_as != place.seat:
        raise Refused(OTHER_SEAT)
    return place.seat
