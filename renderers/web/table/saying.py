"""What the board says of an open case: notes by all who take part, views and interests of those who hold a seat.

A form tells which seat it was written for, and whoever holds another one is refused. What was typed is never lost: what
cannot be saved is shown again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engine.access import Access, NotFound
from migrations_gen.board.records import View
from migrations_gen.board.rights import Deed
from migrations_gen.ledger.records import Interest, Said
from migrations_gen.proposals import store
from migrations_gen.proposals.records import DeclaredInterest, MemberView, Note, NoText, WrongStage
from renderers.review.records import Block
from renderers.web.table import voices
from renderers.web.table.permitting import NOT_OPEN, permitted, wrong_stage
from renderers.web.table.seats import own_seat
from renderers.web.table.showing import Room, case_page, part_page, room

bp = Blueprint("table_saying", __name__)

SAYING, NOTING, DECLARING = "gi syn", "merknad", "habilitet"
LONGEST = 20_000
ALL, HARMLESS = "all", "safe"
"""Which of the parts one has not answered are recommended at once."""

Kept = MemberView | Note | DeclaredInterest | WrongStage | NoText


@bp.post("/saker/<int:number>/endring/<int:part>/syn")
def view(number: int, part: int) -> BaseResponse:
    """What one's own seat thinks of a part, or of one change in it."""
    with permitted(Deed.SAY, SAYING) as work:
        found = room(work, number)
        block, seat = found.block(part), own_seat(work, found.board, request.form.get("_seat", ""))
        chosen, text = request.form.get("_view", ""), request.form.get("_text", "")
        names = _chosen(block, request.form.get("_change", ""))
        problem = _problem(chosen, text)
        word = Said(change="", seat=seat, account=work.actor.name, view=chosen, text=text)
        done = [] if problem else [_say(work, found, replace(word, change=name)) for name in names]
        after = room(work, number)
    if problem:
        return part_page(found, block, notice=problem, typed=request.form, status=422)
    return _lost(done) or _onwards(after, block)


@bp.post("/saker/<int:number>/resten")
def rest(number: int) -> BaseResponse:
    """Recommend every part one has not answered, or the harmless ones of them, when one says that one means it."""
    with permitted(Deed.SAY, SAYING) as work:
        found = room(work, number)
        seat = own_seat(work, found.board, request.form.get("_seat", ""))
        which = request.form.get("_which", "")
        if which not in (ALL, HARMLESS):
            raise NotFound("there are no such parts")
        if not request.form.get("_sure"):
            return case_page(found, notice="not-sure", status=422)
        meant = [block for block in found.left if which == ALL or block.grade == HARMLESS]
        word = Said(change="", seat=seat, account=work.actor.name, view=View.RECOMMEND.value)
        names = [name for block in meant for name in _unsaid(found, block, seat)]
        done = [_say(work, found, replace(word, change=name)) for name in names]
    lost = _lost(done) if found.is_open else wrong_stage(NOT_OPEN)
    return lost or redirect(url_for("table_showing.case", number=number, melding="rest"), code=303)


@bp.post("/saker/<int:number>/notat")
def note(number: int) -> BaseResponse:
    """Something said of the case as a whole."""
    return _noted(number, None)


@bp.post("/saker/<int:number>/endring/<int:part>/notat")
def note_on(number: int, part: int) -> BaseResponse:
    """Something said of a part."""
    return _noted(number, part)


@bp.post("/saker/<int:number>/habilitet")
def interest(number: int) -> BaseResponse:
    """A conflict of interest in the case as a whole."""
    return _declared(number, None)


@bp.post("/saker/<int:number>/endring/<int:part>/habilitet")
def interest_in(number: int, part: int) -> BaseResponse:
    """A conflict of interest in a part."""
    return _declared(number, part)


def _noted(number: int, part: int | None) -> BaseResponse:
    text = request.form.get("_text", "")
    with permitted(Deed.DISCUSS, NOTING) as work:
        found = room(work, number)
        block = found.block(part) if part else None
        if len(text) <= LONGEST:
            done = store.add_note(
                work.connection,
                found.proposal.id,
                change=voices.names_of(block)[0] if block else "",
                seat=found.place.seat,
                account=work.actor.name,
                text=text,
                now=work.now,
            )
            return _said(found, block, [done], "noted")
    return _again(found, block, "too-long")


def _declared(number: int, part: int | None) -> BaseResponse:
    text = request.form.get("_text", "")
    with permitted(Deed.SAY, DECLARING) as work:
        found = room(work, number)
        block, seat = found.block(part) if part else None, own_seat(work, found.board, request.form.get("_seat", ""))
        if len(text) <= LONGEST:
            word = Interest(change="", seat=seat, account=work.actor.name, text=text)
            names = voices.names_of(block) if block else ("",)
            done = [
                store.declare_interest(work.connection, found.proposal.id, replace(word, change=name), work.now)
                for name in names
            ]
            return _said(found, block, done, "declared")
    return _again(found, block, "too-long")


def _said(found: Room, block: Block | None, done: Sequence[Kept], notice: str) -> BaseResponse:
    """Back to where it was said; what says nothing is shown again."""
    if any(isinstance(result, NoText) for result in done):
        return _again(found, block, f"nothing-{notice}")
    return _lost(done) or redirect(_address(found, block, notice), code=303)


def _again(found: Room, block: Block | None, notice: str) -> Response:
    """The page it was written on, with what was typed."""
    if block is None:
        return case_page(found, notice=notice, typed=request.form, status=422)
    return part_page(found, block, notice=notice, typed=request.form, status=422)


def _address(found: Room, block: Block | None, notice: str) -> str:
    number = found.proposal.number
    if block is None:
        return url_for("table_showing.case", number=number, melding=notice)
    return url_for("table_showing.part", number=number, part=block.number, melding=notice)


def _onwards(found: Room, block: Block) -> BaseResponse:
    """To the next part that is not answered; to the case itself when all are."""
    following = voices.next_after(found.left, block.number)
    return redirect(_address(found, following, "said" if following else "all-said"), code=303)


def _lost(done: Iterable[Kept]) -> Response | None:
    return wrong_stage(NOT_OPEN) if any(isinstance(result, WrongStage) for result in done) else None


def _say(work: Access, found: Room, word: Said) -> Kept:
    return store.say(work.connection, found.proposal.id, word, work.now)


def _unsaid(found: Room, block: Block, seat: str) -> list[str]:
    answered = {word.change for word in found.views if word.seat == seat}
    return [name for name in voices.names_of(block) if name not in answered]


def _chosen(block: Block, change: str) -> tuple[str, ...]:
    names = voices.names_of(block)
    if change and change not in names:
        raise NotFound(f"part {block.number} has no change {change}")
    return (change,) if change else names


def _problem(chosen: str, text: str) -> str:
    """Why a view cannot be saved; empty when it can."""
    if chosen not in set(View):
        return "no-view"
    if len(text) > LONGEST:
        return "too-long"
    return "no-text" if voices.needs_reason(chosen) and not text.strip() else ""
