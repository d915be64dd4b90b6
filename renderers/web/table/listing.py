"""All cases: those on the table first, with what one has not answered yet."""

from dataclasses import dataclass

from flask import Blueprint, Response

from engine.access import Access
from migrations_gen.board.records import Board
from migrations_gen.board.rights import Deed, may
from migrations_gen.proposals import store
from migrations_gen.proposals.records import Proposal, Stage
from renderers.web.context import language
from renderers.web.table.looking import board_in
from renderers.web.table.pages import table_page
from renderers.web.table.permitting import permitted
from renderers.web.table.seats import place_of
from renderers.web.table.shown import shown_pack
from renderers.web.table.voices import unanswered

bp = Blueprint("table_listing", __name__)

LISTING = "saker"
"""What the log of refusals says about this page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in the list. `left` is how many parts one's own seat has not answered; None when it is not asked."""

    proposal: Proposal
    left: int | None = None


@bp.get("/saker")
def cases() -> Response:
    """The list."""
    with permitted(Deed.READ, LISTING) as work:
        may_write = may(work.actor.role, Deed.PROPOSE)
        seen = [found for found in store.list_proposals(work.connection) if may_write or found.stage is not Stage.DRAFT]
    boards = {found.before: board_in(found.before) for found in seen if found.stage is Stage.OPEN}
    with permitted(Deed.READ, LISTING) as work:
        listed = [_listed(work, found, boards.get(found.before)) for found in seen]
    open_ones = sorted((one for one in listed if one.proposal.stage is Stage.OPEN), key=_urgency)
    return table_page(
        "cases.html",
        open_cases=open_ones,
        drafts=[one for one in listed if one.proposal.stage is Stage.DRAFT],
        others=[one for one in reversed(listed) if one.proposal.stage not in (Stage.OPEN, Stage.DRAFT)],
        may_write=may_write,
    )


def _listed(work: Access, proposal: Proposal, board: Board | None) -> Listed:
    if proposal.stage is not Stage.OPEN:
        return Listed(proposal)
    seat = place_of(work, board).seat
    pack = shown_pack(work, proposal, language().code)
    if seat is None or pack is None:
        return Listed(proposal)
    return Listed(proposal, len(unanswered(pack, seat, store.views_on(work.connection, proposal.id))))


def _urgency(one: Listed) -> tuple[bool, str, int]:
    """What is to be answered first, then what is due first."""
    due = one.proposal.due
    return not one.left, due.isoformat() if due else "9999", one.proposal.number
