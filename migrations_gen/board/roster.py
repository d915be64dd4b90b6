"""Who sits where on a day, and what is amiss with it by the board's own rules. Pure.

A term counts from its first day to its last, both included. Nobody speaks from two seats, and no seat with two voices:
where two sit in one, the one who has sat longest speaks for it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from migrations_gen.board.records import Board, Holder, Roster

VACANT, EXPIRED, SHORT, LONG = "vacant-seat", "expired-term", "short-term", "long-term"
SHARED, UNKNOWN, TWO_SEATS = "shared-seat", "unknown-seat", "two-seats"


def roster(board: Board, holders: Iterable[Holder], on: date) -> Roster:
    """The board on this day; its warnings stand in the order of the seats."""
    every = sorted(holders, key=_seniority)
    sitting = [holder for holder in every if holder.valid_from <= on <= holder.valid_to]
    speaking: dict[str, Holder] = {}
    for holder in sitting:
        if holder.seat in board.seats:
            speaking.setdefault(holder.seat, holder)
    held = {seat: speaking[seat] for seat in board.seats if seat in speaking}
    return Roster(on, held, tuple(_warnings(board, every, sitting, held, on)))


def seat_of(known: Roster, account: str) -> str | None:
    """The seat this account speaks from; the first on the board's list if it has been given several."""
    return next((seat for seat, holder in known.holders.items() if holder.account == account), None)


def _warnings(
    board: Board, every: list[Holder], sitting: list[Holder], held: dict[str, Holder], on: date
) -> Iterator[tuple[str, str]]:
    for seat in board.seats:
        inside = [holder for holder in sitting if holder.seat == seat]
        if not inside:
            ended = any(holder.seat == seat and holder.valid_to < on for holder in every)
            yield (EXPIRED if ended else VACANT), seat
        if len(inside) > 1:
            yield SHARED, seat
        if inside:
            yield from _terms(board, held[seat])
    yield from ((UNKNOWN, holder.seat) for holder in sitting if holder.seat not in board.seats)
    accounts = [holder.account for holder in held.values()]
    yield from ((TWO_SEATS, account) for account in dict.fromkeys(accounts) if accounts.count(account) > 1)


def _terms(board: Board, holder: Holder) -> Iterator[tuple[str, str]]:
    if holder.valid_to < term_end(holder.valid_from, board.shortest):
        yield SHORT, holder.seat
    if holder.valid_to > term_end(holder.valid_from, board.longest):
        yield LONG, holder.seat


def term_end(first: date, years: int) -> date:
    """The last day of a term of so many years."""
    leap_day = (first.month, first.day) == (2, 29)
    start = first.replace(day=28) if leap_day else first
    return start.replace(year=first.year + years) - timedelta(days=0 if leap_day else 1)


def _seniority(holder: Holder) -> tuple[date, str]:
    return holder.valid_from, holder.id
