"""The board: its seats, who holds them and for how long, and what is amiss. The secretariat writes it down; those who
read cases can read it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from catalogue.texts import translatable
from engine.access import Actor, NotAllowed
from engine.account_keeping import Keeping, accounts
from engine.database import Connection
from migrations_gen.board import roster as amiss
from migrations_gen.board.holders import SeatRefused, add_holder, end_term, holders
from migrations_gen.board.in_force import board_in_force
from migrations_gen.board.records import Board, Holder, Seat
from migrations_gen.board.rights import Deed, may
from migrations_gen.board.roster import roster
from renderers.web.context import actor, connection, language, now, today
from renderers.web.respond import page

bp = Blueprint("seats", __name__)

AMISS: Mapping[str, str] = MappingProxyType(
    {
        amiss.VACANT: translatable("Nobody holds this seat."),
        amiss.EXPIRED: translatable("The last term has run out, and nobody has taken the seat."),
        amiss.SHORT: translatable("The term is shorter than {shortest} years."),
        amiss.LONG: translatable("The term is longer than {longest} years."),
        amiss.SHARED: translatable("Two hold this seat; the one who has sat longest speaks for it."),
        amiss.UNKNOWN: translatable("Somebody holds the seat '{about}', which this board does not have."),
        amiss.TWO_SEATS: translatable("'{about}' holds two seats, and speaks from the first only."),
    }
)
"""Each warning in words."""


@dataclass(frozen=True, slots=True)
class Place:
    """A seat as the page shows it: who holds it today, and what is amiss with it."""

    seat: Seat
    title: str
    holder: Holder | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seating:
    """Everything the page shows, and what was typed and refused."""

    board: Board | None
    places: tuple[Place, ...] = ()
    warnings: tuple[str, ...] = ()
    others: tuple[Holder, ...] = ()
    accounts: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    refused: SeatRefused | None = None


@bp.get("/styre")
def seats() -> Response:
    """Who sits where."""
    who = _permitted(Deed.READ)
    with connection() as opened:
        seating = _seating(opened)
    return _shown(seating, who)


@bp.post("/styre")
def begin() -> BaseResponse:
    """Write down that somebody holds a seat."""
    who = _permitted(Deed.SEAT)
    given = {name: request.form.get(name, "").strip() for name in ("_seat", "_account", "_from", "_to")}
    first, last = _day(given["_from"]), _day(given["_to"])
    account = given["_account"]
    with connection() as opened:
        board = board_in_force(opened)
        if board is None or account not in _who_may_sit(opened):
            abort(400)
        try:
            work = _work(opened, who)
            add_holder(work, board, seat=given["_seat"], account=account, valid_from=first, valid_to=last)
        except SeatRefused as refused:
            return _shown(_seating(opened, given, refused), who, 422)
    return redirect(url_for("seats.seats"), code=303)


@bp.post("/styre/<term>")
def end(term: str) -> BaseResponse:
    """Let a term end earlier."""
    who = _permitted(Deed.SEAT)
    last = _day(request.form.get("_last", ""))
    with connection() as opened:
        try:
            end_term(_work(opened, who), term, last)
        except SeatRefused as refused:
            return _shown(_seating(opened, refused=refused), who, 422)
    return redirect(url_for("seats.seats"), code=303)


def _permitted(deed: Deed) -> Actor:
    who = actor()
    if who is None or not may(who.role, deed):
        raise NotAllowed(f"this role may not {deed}")
    return who


def _work(opened: Connection, who: Actor) -> Keeping:
    return Keeping(opened, who, now(), "web")


def _shown(seating: Seating, who: Actor, status: int = 200) -> Response:
    return page("seats.html", status, wide=True, seating=seating, may_seat=may(who.role, Deed.SEAT), today=today())


def _seating(
    opened: Connection, typed: Mapping[str, str] = MappingProxyType({}), refused: SeatRefused | None = None
) -> Seating:
    board = board_in_force(opened)
    if board is None:
        return Seating(None)
    terms = holders(opened)
    known = roster(board, terms, today())
    about = {about for _, about in known.warnings} - board.seats.keys()
    return Seating(
        board=board,
        places=tuple(
            Place(
                seat,
                seat.title_in(language().code),
                known.holders.get(name),
                tuple(_warnings(board, known.warnings, {name})),
            )
            for name, seat in board.seats.items()
        ),
        warnings=tuple(_warnings(board, known.warnings, about)),
        others=tuple(term for term in terms if term not in known.holders.values()),
        accounts=_who_may_sit(opened),
        typed=typed,
        refused=refused,
    )


def _warnings(board: Board, warnings: tuple[tuple[str, str], ...], about: set[str]) -> Iterator[str]:
    for slug, subject in warnings:
        if subject in about:
            yield language().gettext(AMISS[slug], about=subject, shortest=board.shortest, longest=board.longest)


def _who_may_sit(opened: Connection) -> tuple[str, ...]:
    return tuple(account.actor.name for account in accounts(opened) if may(account.actor.role, Deed.SAY))


def _day(written: str) -> date:
    """A day as browsers send it; what has no such form did not come from the page."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        abort(400)
