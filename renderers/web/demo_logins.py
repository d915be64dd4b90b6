"""The logins of a demo: one per role; where the registry has a board, one for each of its seats but the last, which is
vacant, as it happens.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.texts import translatable
from migrations_gen.board.records import Board


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """An account anybody may use in a demo, and what one sees with it; a member's has a seat with a title."""

    name: str
    role: str
    what: str
    seat: str = ""
    seat_title: str = ""


FOR_MEMBERS = translatable("Read the cases, and say what you think of each change")
FOR_LEADER = translatable("Say what you think of each change, and close the discussion")

DEMO_LOGINS = (
    DemoLogin("pasient", "patient", translatable("Fill in the form before your operation")),
    DemoLogin("kirurg", "surgeon", translatable("See your department's patients")),
    DemoLogin("sykepleier", "staff", translatable("Register patients and help them fill in forms")),
    DemoLogin("registeret", "registry", translatable("See all departments, and prepare changes of the catalogue")),
    DemoLogin("leder", "leader", FOR_LEADER),
    DemoLogin("medlem", "member", FOR_MEMBERS),
    DemoLogin("dataansvarlig", "controller", translatable("Decide on what the board has given its statement on")),
    DemoLogin("leser", "reader", translatable("Read cases and the catalogue; no patients")),
)


BOARD_ROLES = ("leader", "member")


def logins_with(board: Board | None) -> tuple[DemoLogin, ...]:
    """The logins of a demo whose registry has this board; the leader has its first seat."""
    if board is None:
        return DEMO_LOGINS
    others = tuple(login for login in DEMO_LOGINS if login.role not in BOARD_ROLES)
    taken = {login.name for login in others}
    return (*others, *(login for login in _seated(board) if login.name not in taken))


def _seated(board: Board) -> Iterator[DemoLogin]:
    for seat in tuple(board.seats.values())[:-1]:
        if seat == next(iter(board.seats.values())):
            yield DemoLogin("leder", "leader", FOR_LEADER, seat.name, seat.title)
        else:
            yield DemoLogin(seat.name, "member", FOR_MEMBERS, seat.name, seat.title)
