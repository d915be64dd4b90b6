"""A case as the board sees it: what was shown when it was put on the table, and what has been said of each part since.

What was shown is read from where it is kept, and never made anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import Blueprint, Response, request, url_for

from engine.access import Access, NotFound
from migrations_gen.board.records import NEEDS_TEXT, Board
from migrations_gen.board.rights import Deed, may
from migrations_gen.proposals import store
from migrations_gen.proposals.records import DeclaredInterest, MemberView, Note, Proposal, Stage
from renderers.i18n import languages
from renderers.review import Pack, PdfUnavailable, page, pdf
from renderers.review.records import Block
from renderers.web.context import actor, language
from renderers.web.table import voices
from renderers.web.table.checking import seen
from renderers.web.table.looking import board_in
from renderers.web.table.pages import table_page
from renderers.web.table.permitting import permitted, the_proposal
from renderers.web.table.seats import Place, place_of
from renderers.web.table.shown import shown_pack

bp = Blueprint("table_showing", __name__)

SHOWING = "sak"


@dataclass(frozen=True, slots=True)
class Room:
    """A case as one account sees it, with all that was said."""

    proposal: Proposal
    pack: Pack | None
    board: Board | None
    place: Place
    views: tuple[MemberView, ...]
    notes: tuple[Note, ...]
    interests: tuple[DeclaredInterest, ...]

    @property
    def is_open(self) -> bool:
        """Whether anything can be said."""
        return self.proposal.stage is Stage.OPEN

    @property
    def left(self) -> tuple[Block, ...]:
        """The parts that the reader's own seat has not answered."""
        if self.pack is None or self.place.seat is None or not self.is_open:
            return ()
        return voices.unanswered(self.pack, self.place.seat, self.views)

    def block(self, number: int) -> Block:
        """The part of this number; raises `NotFound`."""
        found = next((block for block in self.pack.blocks if block.number == number), None) if self.pack else None
        if found is None:
            raise NotFound(f"case {self.proposal.number} has no part {number}")
        return found


def board_for(proposal: Proposal) -> Board | None:
    """The board of the earlier state; a case that brings the first one is judged by that."""
    return board_in(proposal.before) or board_in(proposal.after)


def room(work: Access, number: int) -> Room:
    """The case of this number, with all that was said of it."""
    proposal = the_proposal(work, number)
    board = board_for(proposal)
    return Room(
        proposal,
        shown_pack(work, proposal, language().code),
        board,
        place_of(work, board),
        store.views_on(work.connection, proposal.id),
        store.notes_on(work.connection, proposal.id),
        store.interests_on(work.connection, proposal.id),
    )


@bp.get("/saker/<int:number>")
def case(number: int) -> Response:
    """The case: a draft with what is still to be done, any other as the board sees it."""
    with permitted(Deed.READ, SHOWING) as work:
        found = room(work, number)
    notice = request.args.get("melding", "")
    if found.proposal.stage is Stage.DRAFT:
        return table_page("draft.html", proposal=found.proposal, seen=seen(found.proposal), notice=notice)
    return case_page(found, notice=notice)


def case_page(found: Room, *, notice: str = "", typed: Mapping[str, str] | None = None, status: int = 200) -> Response:
    """The case, with what was typed when it could not be saved."""
    return table_page(
        "case.html",
        status,
        **_around(found),
        left=found.left,
        first=voices.next_after(found.left, 0),
        counted=lambda block: list(voices.counted(block, found.views)),
        own=lambda block: voices.own_view(block, found.place.seat, found.views),
        notice=notice,
        typed=typed or {},
    )


@bp.get("/saker/<int:number>/endring/<int:part>")
def part(number: int, part: int) -> Response:
    """One part of the case, with what was said of it and a place to say more."""
    with permitted(Deed.READ, SHOWING) as work:
        found = room(work, number)
    return part_page(found, found.block(part), notice=request.args.get("melding", ""))


def part_page(
    found: Room, block: Block, *, notice: str = "", typed: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """One part, with what was typed when it could not be saved."""
    assert found.pack is not None
    numbers = [each.number for each in found.pack.blocks]
    place = numbers.index(block.number)
    return table_page(
        "part.html",
        status,
        **_around(found),
        block=block,
        of=len(numbers),
        place=place + 1,
        earlier=numbers[place - 1] if place else None,
        later=numbers[place + 1] if place + 1 < len(numbers) else None,
        said=voices.voices(block, found.views),
        own=voices.own_view(block, found.place.seat, found.views),
        singly={word.change: word for word in found.views if word.seat == found.place.seat},
        said_notes=voices.about(block, found.notes),
        declared=voices.about(block, found.interests),
        choices=voices.CHOICES,
        needs_text=NEEDS_TEXT,
        next=voices.next_after(found.left, block.number),
        notice=notice,
        typed=typed or {},
    )


def _around(found: Room) -> dict[str, object]:
    """What both pages show around."""
    who = actor()
    role = who.role if who else ""
    return {
        "room": found,
        "proposal": found.proposal,
        "pack": found.pack,
        "may": {deed.value: may(role, deed) for deed in Deed},
        "account": who.name if who else "",
        "views_said": voices.VIEWS,
    }


# ---- on paper ----


@dataclass(frozen=True, slots=True)
class Paper:
    """One way to take the case home: the kind of file, and what makes it."""

    kind: str
    made: Callable[[Pack], bytes | PdfUnavailable]


def _as_html(pack: Pack) -> bytes:
    return page(pack, languages()[pack.language]).encode()


def _as_pdf(pack: Pack) -> bytes | PdfUnavailable:
    return pdf(pack, languages()[pack.language])


PAPERS: Mapping[str, Paper] = MappingProxyType(
    {"html": Paper("text/html; charset=utf-8", _as_html), "pdf": Paper("application/pdf", _as_pdf)}
)


@bp.get("/saker/<int:number>/sakspapir.<any(html, pdf):ending>")
def paper(number: int, ending: str) -> Response:
    """The case on paper, as it was shown."""
    with permitted(Deed.READ, SHOWING) as work:
        pack = room(work, number).pack
    if pack is None:
        raise NotFound(f"case {number} has not been on the table")
    made = PAPERS[ending].made(pack)
    if isinstance(made, PdfUnavailable):
        back = url_for("table_showing.case", number=number)
        return table_page("no_pdf.html", 503, reason=made.sentence, back=back, number=number)
    headers = {"Content-Disposition": f'attachment; filename="sak-{number}.{ending}"', "Cache-Control": "no-store"}
    return Response(made, mimetype=None, content_type=PAPERS[ending].kind, headers=headers)
