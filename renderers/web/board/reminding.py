"""Who has not answered yet, and a word to remind them: a notice where they log in, and a text to copy."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from catalogue.texts import translatable
from migrations_gen.board.rights import Deed, may
from migrations_gen.proposals.records import Stage, WrongStage
from migrations_gen.proposals.store import remind, reminders_on
from renderers.web.board.blueprint import REMINDING, Refused, bp
from renderers.web.board.case import Case, at_stage, case_of
from renderers.web.context import language, local, now
from renderers.web.respond import page

LETTER = translatable(
    "The seat {seat} has not answered everything in case {number}, «{title}». Log in, open the case, and say what you"
    " think of each change."
)
LETTER_BY = translatable(
    "The seat {seat} has not answered everything in case {number}, «{title}». Log in, open the case, and say what you"
    " think of each change, by {day}."
)


@dataclass(frozen=True, slots=True)
class Silent:
    """A seat that has not answered everything: how much is left, and when its holder was last reminded."""

    seat: str
    title: str
    left: int
    is_vacant: bool
    reminded: datetime | None
    letter: str


@bp.get("/saker/<int:number>/svar")
def answers(number: int) -> Response:
    """Who has not answered."""
    with case_of(number, Deed.READ, REMINDING) as case:
        return page(
            "board/answers.html",
            case=case,
            silent=[_silent(case, seat) for seat in case.unanswered()],
            may_remind=may(case.work.actor.role, Deed.REMIND) and case.proposal.stage is Stage.OPEN,
        )


@bp.post("/saker/<int:number>/svar")
def send(number: int) -> BaseResponse:
    """Remind the one who holds a seat."""
    seat = request.form.get("_seat", "")
    with case_of(number, Deed.REMIND, REMINDING) as found:
        case = at_stage(found, Stage.OPEN)
        if seat not in case.unanswered() or seat not in case.roster.holders:
            raise Refused("not-reminded")
        account = case.roster.holders[seat].account
        done = remind(case.work.connection, case.proposal.id, account=account, sent_by=case.work.actor.name, now=now())
        if isinstance(done, WrongStage):
            raise Refused("wrong-stage")
    return redirect(url_for("board.answers", number=number), code=303)


def _silent(case: Case, seat: str) -> Silent:
    spoken, holder = language(), case.roster.holders.get(seat)
    name = case.board.seats[seat].title_in(spoken.code)
    sent = [
        reminder.at
        for reminder in reminders_on(case.work.connection, case.proposal.id)
        if holder is not None and reminder.account == holder.account
    ]
    proposal = case.proposal
    letter = spoken.gettext(
        LETTER_BY if proposal.due else LETTER,
        seat=name,
        number=str(proposal.number),
        title=proposal.title,
        day=proposal.due,
    )
    return Silent(
        seat=seat,
        title=name,
        left=sum(seat in case.votes(change).silent for change in case.change),
        is_vacant=holder is None,
        reminded=local(max(sent)) if sent else None,
        letter=letter,
    )
