"""The meeting on one screen: one change at a time, what each seat has said of it, and whether enough have answered."""

from dataclasses import dataclass

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from migrations_gen.board.records import View
from migrations_gen.board.rights import Deed, may
from migrations_gen.board.roster import seat_of
from migrations_gen.board.votes import Votes, has_quorum, lacking
from migrations_gen.changes.sentences import sides, title
from migrations_gen.ledger.records import Said
from migrations_gen.naming import naming
from migrations_gen.proposals.records import Note, NoText, Stage, WrongStage
from migrations_gen.proposals.store import add_note, notes_on, say
from renderers.comparison.page import side_by_side
from renderers.i18n import NAMES
from renderers.statement.words import OUTCOMES, VIEWS
from renderers.web.board.blueprint import MEETING, Refused, bp
from renderers.web.board.case import Case, at_stage, case_of
from renderers.web.context import language, now
from renderers.web.respond import page
from renderers.web.table.shown import shown_pack


@dataclass(frozen=True, slots=True)
class Place:
    """One seat on the strip: what it is called, what it says of the change, and why. `kind` is a view, or `interested`,
    `silent` or `vacant`.
    """

    title: str
    kind: str
    reason: str = ""
    is_own: bool = False


@bp.get("/saker/<int:number>/mote")
def meeting(number: int) -> Response:
    """One change at a time."""
    with case_of(number, Deed.READ, MEETING) as case:
        return _page(case, request.args.get("endring", ""))


@bp.post("/saker/<int:number>/mote")
def speak(number: int) -> BaseResponse:
    """Say what one's own seat thinks, or write a note from the meeting."""
    is_note = "_note" in request.form
    with case_of(number, Deed.CLOSE if is_note else Deed.SAY, MEETING) as found:
        case = at_stage(found, Stage.OPEN)
        change = request.form.get("_change", "")
        if change not in case.change:
            abort(400)
        written = _note(case, change) if is_note else _say(case, change)
        if isinstance(written, WrongStage):
            raise Refused("wrong-stage")
        if isinstance(written, NoText):
            return _page(case, change, 422, lacks_text=True)
    return redirect(url_for("board.meeting", number=number, endring=change), code=303)


def _note(case: Case, change: str) -> object:
    return add_note(
        case.work.connection,
        case.proposal.id,
        change=change,
        seat=seat_of(case.roster, case.work.actor.name),
        account=case.work.actor.name,
        text=request.form.get("_text", ""),
        now=now(),
    )


def _say(case: Case, change: str) -> object:
    """A view is of the seat the page was opened from: on a shared screen somebody else may have logged in since."""
    if case.seat is None:
        raise Refused("no-seat")
    if request.form.get("_seat") != case.seat:
        raise Refused("other-seat")
    view = request.form.get("_say", "")
    if view not in set(View):
        abort(400)
    word = Said(
        change=change,
        seat=case.seat,
        account=case.work.actor.name,
        view=view,
        text=request.form.get("_text", ""),
    )
    return say(case.work.connection, case.proposal.id, word, now())


def _page(case: Case, wanted: str, status: int = 200, *, lacks_text: bool = False) -> Response:
    names = list(case.change)
    if not names:
        raise Refused("wrong-stage")
    shown = wanted if wanted in case.change else names[0]
    place = names.index(shown)
    votes = case.votes(shown)
    change, difference = case.change[shown], case.comparison.difference
    named = naming(difference.before, difference.after, language().code, NAMES)
    before, after = side_by_side(*sides(change, language(), named))
    role, is_open = case.work.actor.role, case.proposal.stage is Stage.OPEN
    return page(
        "board/meeting.html",
        status,
        wide=True,
        case=case,
        change=shown,
        number=place + 1,
        total=len(names),
        previous=names[place - 1] if place else "",
        following=names[place + 1] if place + 1 < len(names) else "",
        title=title(change, language()),
        sentence=case.told.sentences[shown],
        before=before,
        after=after,
        reason=difference.reason_of(change),
        part=_part(case, shown),
        places=_strip(case, votes),
        outcome=OUTCOMES[votes.outcome],
        votes=votes,
        has_quorum=has_quorum(votes, case.board),
        lacking=[case.board.seats[seat].title_in(language().code) for seat in lacking(votes, case.board)],
        views=VIEWS,
        own=_own(case, votes),
        notes=_notes(case, shown),
        may_say=is_open and case.seat is not None and may(role, Deed.SAY),
        may_note=is_open and may(role, Deed.CLOSE),
        may_close=is_open and may(role, Deed.CLOSE),
        lacks_text=lacks_text,
        typed=request.form.get("_text", "") if lacks_text else "",
    )


def _part(case: Case, change: str) -> int | None:
    """The part of the papers that shows this change as the form looks."""
    pack = shown_pack(case.work, case.proposal, language().code)
    blocks = pack.blocks if pack else ()
    return next((block.number for block in blocks if any(entry.name == change for entry in block.entries)), None)


def _strip(case: Case, votes: Votes) -> list[Place]:
    said = {word.seat: word for word in votes.counted}
    found = []
    for name, seat in case.board.seats.items():
        word = said.get(name)
        if name in votes.interested:
            kind = "interested"
        elif word is not None:
            kind = word.view
        else:
            kind = "silent" if name in case.roster.holders else "vacant"
        found.append(Place(seat.title_in(language().code), kind, word.text if word else "", name == case.seat))
    return found


def _own(case: Case, votes: Votes) -> Said | None:
    return next((word for word in votes.counted if word.seat == case.seat), None)


def _notes(case: Case, change: str) -> list[Note]:
    return [note for note in notes_on(case.work.connection, case.proposal.id) if note.change == change]
