"""Filling in a form: open it, save a draft, make it final, read it, correct it; and what to do when two have written.

A request either does all it was asked for or shows the form again with every field as it was typed.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engine.access import Access, NotAllowed, NotFound
from engine.answers import Context
from engine.constraints import without_refused
from engine.evaluation import final_answers, prefilled
from engine.others import others_for
from engine.store import Conflict, NotFinal, Saved, create, finalise, reopen, save_draft
from engine.tables import FINAL, MODES
from renderers.html.forms import explains
from renderers.html.submission import Typed
from renderers.web.answering import (
    Attempt,
    ForgedField,
    Sent,
    answered_unasked,
    confirmations,
    is_confirmed,
    is_field,
    release_in,
    revision_in,
    sort_sent,
)
from renderers.web.context import access, local, today
from renderers.web.desk import Desk, at_work, known_form, must_be_open, open_desk
from renderers.web.entry_pages import conflict_page, differing_questions, final_page, form_page
from renderers.web.outlived import Received, is_outlived, outlived, received
from renderers.web.respond import page

bp = Blueprint("entry", __name__)

Reply = Callable[[], BaseResponse]
"""What to answer, made when the transaction has ended: a page must not keep others from writing."""

FILLING_IN, READING = "utfylling", "lesing"
"""Why a row is opened, as the access log says it."""
AS_TODAY = "today"
"""The parameter that asks for an earlier release's answers as they are in today's form."""
CONFIRMED = "bekreftet uten begrunnelse"
"""The reason that is kept when somebody need not give one."""


@bp.post("/episode/<episode_id>/<address>/<timepoint>")
def start(episode_id: str, address: str, timepoint: str) -> BaseResponse:
    """Begin a form, or go on with the one that is begun."""
    with access(FILLING_IN) as work:
        form = known_form(address)
        episode = must_be_open(work, episode_id, form, timepoint)
        mode = request.form.get("_mode", MODES[0])
        if mode not in MODES:
            abort(400)
        others = others_for(work, work.tables.forms[address], episode_id, episode.person_id)
        context = Context(today(), timepoint, episode.anchor_date or today(), others)
        row = create(
            work,
            address,
            episode_id,
            timepoint,
            mode=mode,
            answers=prefilled(form, context),
        )
    return redirect(url_for("entry.show", address=address, row_id=row.id), code=303)


@bp.get("/form/<address>/<row_id>")
def show(address: str, row_id: str) -> Response:
    """The form to fill in; a final one to read."""
    with at_work(FILLING_IN, address, row_id) as work:
        desk = open_desk(work, address, row_id, as_today=AS_TODAY in request.args)
        if desk.found.status != FINAL:
            must_be_open(desk.access, desk.found.episode_id, desk.form, desk.found.timepoint)
    if desk.found.status == FINAL:
        return final_page(desk)
    notice = "saved" if "saved" in request.args else ""
    return form_page(desk, desk.attempt(desk.stored_fields()), notice=notice)


@bp.post("/form/<address>/<row_id>")
def answer(address: str, row_id: str) -> BaseResponse:
    """Save what was typed, or make the form final."""
    written_in = release_in(request.form)
    with at_work(FILLING_IN, address, row_id, written_in) as work:
        try:
            reply = _answer(work, address, row_id, written_in)
        except ForgedField:
            abort(400)
    return reply()


@bp.post("/form/<address>/<row_id>/reopen")
def correct(address: str, row_id: str) -> BaseResponse:
    """Open a final form again; the log keeps the reason."""
    why = request.form.get("_why", "").strip()[:500]
    with at_work(f"retting: {why}", address, row_id) as work:
        desk = open_desk(work, address, row_id)
        if work.actor.person_id is not None:
            raise NotAllowed("patients do not open final forms")
        if why and desk.found.status == FINAL:
            reopen(desk.access, desk.found.form, row_id, revision_in(request.form))
    return redirect(desk.action, code=303) if why else final_page(desk, lacks_reason=True)


@bp.get("/form/<address>/<row_id>/receipt")
def receipt(address: str, row_id: str) -> Response:
    """That the form has come."""
    with at_work(READING, address, row_id) as work:
        desk = open_desk(work, address, row_id)
    if desk.found.status != FINAL or desk.found.completed_at is None:
        raise NotFound("the form is not final")
    return page("receipt.html", form=desk.form, at=local(desk.found.completed_at), back=desk.action)


def _answer(work: Access, address: str, row_id: str, written_in: int) -> Reply:
    fields = request.form.items(multi=True)
    if is_outlived(work, address, row_id, written_in):
        return _taken_over(received(work, address, row_id, written_in, fields))
    desk = open_desk(work, address, row_id)
    return _act(desk, sort_sent(desk.asked, fields))


def _taken_over(came: Received) -> Reply:
    """What was sent from an earlier release's form is kept, and shown in today's: nothing is sent in unseen."""
    desk, sent = came.desk, came.sent
    if desk.found.status == FINAL:
        return _already_final(desk, sent)
    must_be_open(desk.access, desk.found.episode_id, desk.form, desk.found.timepoint)
    tried = desk.attempt(sent.typed)
    if came.is_saved:
        return partial(form_page, desk, tried)
    return _keep(desk, sent, tried, lambda now: form_page(replace(now, come=desk.come), tried))


def _act(desk: Desk, sent: Sent) -> Reply:
    if desk.found.status == FINAL:
        return _already_final(desk, sent)
    must_be_open(desk.access, desk.found.episode_id, desk.form, desk.found.timepoint)
    if sent.keep:
        sent = sent.with_kept(desk.asked, desk.stored_fields())
    cleared = desk.asked.questions.get(sent.control.get("_clear", ""))
    if cleared is not None:
        sent = sent.without(cleared)
    return _finish(desk, sent) if "_final" in sent.control else _save(desk, sent)


def _save(desk: Desk, sent: Sent) -> Reply:
    tried = desk.attempt(sent.typed)
    if not tried.refused:
        return _keep(desk, sent, tried, lambda _: redirect(_next_place(desk, sent), code=303))
    again = partial(form_page, tried=tried, notice="rest-saved", summary=True, status=422)
    return _keep(desk, sent, tried, again)


def _finish(desk: Desk, sent: Sent) -> Reply:
    tried = desk.attempt(sent.typed)
    confirmed = confirmations(sent.typed, "" if explains(desk.form) else CONFIRMED)
    unasked = answered_unasked(desk.asked, tried, sent.seen_hidden)
    open_issues = tuple(issue for issue in tried.issues if not is_confirmed(issue, confirmed))
    told = Attempt(tried.typed, tried.answers, tried.outcome, (*unasked, *open_issues))
    again = partial(form_page, tried=told, summary=True, status=422, everything=True)
    if unasked or open_issues:
        return _keep(desk, sent, tried, partial(again, notice="not-sent"))
    answers = final_answers(desk.form, tried.answers, tried.outcome)
    result = finalise(desk.access, desk.found.form, desk.found.id, sent.revision, answers, tried.issues, confirmed)
    match result:
        case Saved():
            return _receipt(desk)
        case Conflict():
            return partial(conflict_page, desk, sent, result)
        case NotFinal():
            return _keep(desk, sent, tried, partial(again, notice="no-consent", summary=False))


def _keep(desk: Desk, sent: Sent, tried: Attempt, then: Callable[[Desk], BaseResponse]) -> Reply:
    """Save a draft and go on with the row as it then is; one that is already just so is as good as saved."""
    answers = without_refused(tried.answers, tried.issues)
    result = save_draft(desk.access, desk.found.form, desk.found.id, sent.revision, answers)
    if isinstance(result, Conflict) and differing_questions(desk, result):
        return partial(conflict_page, desk, sent, result)
    occasion = result.theirs if isinstance(result, Conflict) else result.occasion
    return partial(then, replace(desk, found=occasion, come=None))


def _already_final(desk: Desk, sent: Sent) -> Reply:
    """Somebody has finished the form meanwhile; a second press of the button is no conflict."""
    tried = desk.attempt(sent.typed)
    answers = final_answers(desk.form, tried.answers, tried.outcome)
    conflict = Conflict(desk.found, answers)
    return partial(conflict_page, desk, sent, conflict) if differing_questions(desk, conflict) else _receipt(desk)


def _receipt(desk: Desk) -> Reply:
    return partial(redirect, url_for("entry.receipt", address=desk.address, row_id=desk.found.id), code=303)


def _next_place(desk: Desk, sent: Sent) -> str:
    """Where the writer goes on: the next part, the question they came from, or the top with a word that it is saved."""
    part = sent.control.get("_save", "")
    question = sent.control.get("_update") or sent.control.get("_clear") or ""
    if any(part == known.name for known in desk.asked.parts):
        return f"{desk.action}#h-{part}"
    if question in desk.asked.questions:
        return f"{desk.action}#q-{question}"
    return f"{desk.action}?saved=1"


def continued(address: str, row_id: str, fields: Typed, notice: str, status: int) -> Response:
    """The form with what was typed before something came between; nothing is saved yet."""
    written_in = release_in(fields)
    with at_work(FILLING_IN, address, row_id, written_in) as work:
        if is_outlived(work, address, row_id, written_in):
            desk, typed, revision = outlived(work, address, row_id, written_in, fields)
        else:
            desk, typed, revision = open_desk(work, address, row_id), fields, revision_in(fields)
    known = {name: text for name, text in typed.items() if is_field(desk.asked, name)}
    return form_page(desk, desk.attempt(known), notice=notice, status=status, revision=revision)
