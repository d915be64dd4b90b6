"""Cases in which somebody has been reminded and has still not answered: a word where they begin."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.access import Access
from migrations_gen.board.holders import holders
from migrations_gen.board.rights import Deed, may
from migrations_gen.board.roster import roster, seat_of
from migrations_gen.proposals.records import Proposal, Stage
from migrations_gen.proposals.store import interests_on, list_proposals, reminders_on, views_on
from migrations_gen.releasing.demands import needs_of
from renderers.web.context import access, today
from renderers.web.table.comparing import compared
from renderers.web.table.showing import board_for


@dataclass(frozen=True, slots=True)
class Notice:
    """A case to answer in."""

    number: int
    title: str
    due: date | None


def notices() -> list[Notice]:
    """For the one who is logged in. What differs in a case is found out when no transaction is open."""
    with access("purring") as work:
        waiting = list(_reminded(work))
    asked = {proposal.id: set(needs_of(compared(proposal.before, proposal.after))) for proposal in waiting}
    with access("purring") as work:
        return [
            Notice(proposal.number, proposal.title, proposal.due)
            for proposal in waiting
            if _is_silent(work, proposal, asked[proposal.id])
        ]


def _reminded(work: Access) -> Iterator[Proposal]:
    if not may(work.actor.role, Deed.SAY):
        return
    for proposal in list_proposals(work.connection, {Stage.OPEN}):
        if any(reminder.account == work.actor.name for reminder in reminders_on(work.connection, proposal.id)):
            yield proposal


def _is_silent(work: Access, proposal: Proposal, asked: set[str]) -> bool:
    """Whether the account's seat has left something unanswered. An interest in a change is an answer."""
    board = board_for(proposal)
    seat = seat_of(roster(board, holders(work.connection), today()), work.actor.name) if board else None
    if seat is None:
        return False
    apart = {each.change for each in interests_on(work.connection, proposal.id) if each.seat == seat}
    said = {view.change for view in views_on(work.connection, proposal.id) if view.seat == seat}
    return "" not in apart and not asked <= said | apart
