"""Filling in a form: open it, save a draft, make it final, read it, correct it; and what to do when two have written.

A request either does all it was asked for or shows the form again with every field as it was typed.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from flask import Blueprint, Response, abort, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from catalogue.model import Form
from engine.access import Access, NotAllowed, NotFound
from engine.answers import AnswerValue, Context
from engine.coercion import Style
from engine.compilers.javascript import constant
from engine.constraints import without_refused
from engine.episodes import Window, due_forms, episode_of
from engine.evaluation import final_answers, prefilled
from engine.occasions import Occasion
from engine.others import context_of, others_for
from engine.store import Conflict, NotFinal, Saved, create, fetch, finalise, reopen, save_draft
from engine.tables import FINAL, MODES
from renderers.html.forms import Filling
from renderers.html.pages import macros
from renderers.html.questions import Questionnaire
from renderers.html.reading import line, passages
from renderers.html.submission import Typed, typed_answers
from renderers.web.answering import (
    Attempt,
    ForgedField,
    Sent,
    answered_unasked,
    attempt,
    confirmations,
    revision_in,
    sort_sent,
)
from renderers.web.context import access, edition, language, local, now, registry, today, token, wording
from renderers.web.respond import page

bp = Blueprint("entry", __name__)

Reply = Callable[[], BaseResponse]
"""What to answer, made when the transaction has ended: a page must not keep others from writing."""

FILLING_IN, READING = "utfylling", "lesing"
"""Why a row is opened, as the access log says it."""
CONFIRMED = "bekreftet uten begrunnelse"
"""A patient need not explain an unusual answer; health personnel must."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a request about one row works with."""

    access: Access
    form: Form
    asked: Questionnaire
    found: Occasion
    context: Context

    @property
    def action(self) -> str:
        """Where the row's form is sent."""
        return url_for("entry.answer", address=self.found.form, row_id=self.found.id)

    def attempt(self, typed: Typed) -> Attempt:
        """What these fields come to."""
        return attempt(self.asked, edition().evaluator(self.form), typed, self.found.answers, self.context)

    def stored_fields(self) -> dict[str, str]:
        """What the fields show of the row as it is."""
        return typed_answers(self.asked, self.found.answers, Style(language().decimal_mark))


# ---- routes ----


@bp.post("/episode/<episode_id>/<address>/<timepoint>")
def start(episode_id: str, address: str, timepoint: str) -> BaseResponse:
    """Begin a form, or go on with the one that is begun."""
    with access(FILLING_IN) as work:
        form = _form(address)
        must_be_open(work, episode_id, form, timepoint)
        mode = request.form.get("_mode", MODES[0])
        if mode not in MODES:
            abort(400)
        episode = episode_of(work, episode_id)
        others = others_for(work, work.tables.forms[address], episode_id, episode.person_id)
        context = Context(today(), timepoint, episode.anchor_date or today(), others)
        row = create(
            work,
            address,
            episode_id,
            timepoint,
            mode=mode,
            release=registry().settings.release,
            answers=prefilled(form, context),
        )
    return redirect(url_for("entry.show", address=address, row_id=row.id), code=303)


@bp.get("/form/<address>/<row_id>")
def show(address: str, row_id: str) -> Response:
    """The form to fill in; a final one to read."""
    with access(FILLING_IN) as work:
        desk = _desk(work, address, row_id)
        if desk.found.status != FINAL:
            must_be_open(work, desk.found.episode_id, desk.form, desk.found.timepoint)
    if desk.found.status == FINAL:
        return _final_page(desk)
    notice = "saved" if "saved" in request.args else ""
    return form_page(desk, desk.attempt(desk.stored_fields()), notice=notice)


@bp.post("/form/<address>/<row_id>")
def answer(address: str, row_id: str) -> BaseResponse:
    """Save what was typed, or make the form final."""
    with access(FILLING_IN) as work:
        desk = _desk(work, address, row_id)
        try:
            sent = sort_sent(desk.asked, request.form.items(multi=True))
        except ForgedField:
            abort(400)
        reply = _act(desk, sent)
    return reply()


@bp.post("/form/<address>/<row_id>/reopen")
def correct(address: str, row_id: str) -> BaseResponse:
    """Open a final form again; the log keeps the reason."""
    why = request.form.get("_why", "").strip()[:500]
    with access(f"retting: {why}") as work:
        desk = _desk(work, address, row_id)
        if work.actor.person_id is not None:
            raise NotAllowed("patients do not open final forms")
        if why:
            reopen(work, address, row_id, revision_in(request.form))
    return redirect(desk.action, code=303) if why else _final_page(desk, lacks_reason=True)


@bp.get("/form/<address>/<row_id>/receipt")
def receipt(address: str, row_id: str) -> Response:
    """That the form has come."""
    with access(READING) as work:
        desk = _desk(work, address, row_id)
    if desk.found.status != FINAL or desk.found.completed_at is None:
        raise NotFound("the form is not final")
    return page("receipt.html", form=desk.form, at=local(desk.found.completed_at), back=desk.action)


# ---- what is done ----


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
    confirmed = confirmations(sent.typed, CONFIRMED if desk.form.respondent == "patient" else "")
    unasked = answered_unasked(desk.asked, tried, sent.seen_hidden)
    open_issues = tuple(issue for issue in tried.issues if not confirmed.get((issue.variable, issue.rule)))
    told = Attempt(tried.typed, tried.answers, tried.outcome, (*unasked, *open_issues))
    again = partial(form_page, tried=told, summary=True, status=422, everything=True)
    if unasked or open_issues:
        return _keep(desk, sent, tried, partial(again, notice="not-sent"))
    answers = final_answers(desk.form, tried.answers, tried.outcome)
    result = finalise(desk.access, desk.found.form, desk.found.id, sent.revision, answers, tried.issues, confirmed)
    match result:
        case Saved():
            return lambda: redirect(url_for("entry.receipt", address=desk.found.form, row_id=desk.found.id), code=303)
        case Conflict():
            return partial(_conflict_page, desk, sent, result)
        case NotFinal():
            return _keep(desk, sent, tried, partial(again, notice="no-consent", summary=False))


def _keep(desk: Desk, sent: Sent, tried: Attempt, then: Callable[[Desk], BaseResponse]) -> Reply:
    """Save a draft and go on with the row as it then is; one that is already just so is as good as saved."""
    answers = without_refused(tried.answers, tried.issues)
    result = save_draft(desk.access, desk.found.form, desk.found.id, sent.revision, answers)
    if isinstance(result, Conflict) and result.differing:
        return partial(_conflict_page, desk, sent, result)
    occasion = result.theirs if isinstance(result, Conflict) else result.occasion
    return partial(then, replace(desk, found=occasion))


def _next_place(desk: Desk, sent: Sent) -> str:
    """Where the writer goes on: the next part, the question they came from, or the top with a word that it is saved."""
    part = sent.control.get("_save", "")
    question = sent.control.get("_update") or sent.control.get("_clear") or ""
    if any(part == known.name for known in desk.asked.parts):
        return f"{desk.action}#h-{part}"
    if question in desk.asked.questions:
        return f"{desk.action}#q-{question}"
    return f"{desk.action}?saved=1"


# ---- what is shown ----


def form_page(
    desk: Desk,
    tried: Attempt,
    *,
    notice: str = "",
    summary: bool = False,
    status: int = 200,
    everything: bool = False,
    revision: int | None = None,
) -> Response:
    """The form with these fields. Only one who has tried to finish is told `everything` that is missing."""
    template = edition().template(desk.form, language())
    notices = macros("form/notices.html", wording())["notice"](notice, local(now()))
    filling = Filling(
        typed=tried.typed,
        outcome=tried.outcome,
        issues=tried.issues if everything else tried.draft_issues,
        summary=summary,
        token=token(),
        revision=desk.found.revision if revision is None else revision,
        action=desk.action,
        rules=url_for("assets.rules", digest=edition().digest, address=desk.found.form),
        context=for_browser(desk.context),
        notices=notices,
    )
    return page("entry.html", status, form=desk.form, html=Markup(template.fill(filling)), form_id="form")


def for_browser(context: Context) -> str:
    """What the browser evaluates with beside the answers, as its runtime keeps values."""
    others = {name: _constant(value) for name, value in context.others.items()}
    values = {"today": context.today, "anchor": context.anchor}
    known: Mapping[str, object] = {name: _constant(value) for name, value in values.items()}
    return json.dumps({**known, "timepoint": context.timepoint, "others": others}, sort_keys=True)


def _constant(value: AnswerValue) -> object:
    found: object = json.loads(constant(value))
    return found


def _final_page(desk: Desk, *, lacks_reason: bool = False) -> Response:
    return page(
        "final.html",
        422 if lacks_reason else 200,
        form=desk.form,
        passages=passages(desk.asked, desk.found.answers, wording()),
        at=local(desk.found.completed_at) if desk.found.completed_at else None,
        by=desk.found.completed_by if desk.access.actor.person_id is None else "",
        revision=desk.found.revision,
        reopen=url_for("entry.correct", address=desk.found.form, row_id=desk.found.id),
        may_reopen=desk.access.actor.person_id is None,
        lacks_reason=lacks_reason,
    )


def _already_final(desk: Desk, sent: Sent) -> Reply:
    """Somebody has finished the form meanwhile; a second press of the button is no conflict."""
    tried = desk.attempt(sent.typed)
    answers = final_answers(desk.form, tried.answers, tried.outcome)
    if answers == desk.found.answers:
        return lambda: redirect(url_for("entry.receipt", address=desk.found.form, row_id=desk.found.id), code=303)
    return partial(_conflict_page, desk, sent, Conflict(desk.found, answers))


def _conflict_page(desk: Desk, sent: Sent, conflict: Conflict) -> Response:
    differing = dict.fromkeys(desk.asked.home[name] for name in conflict.differing if name in desk.asked.home)
    rows = [
        (question, line(question, conflict.yours, wording()), line(question, conflict.theirs.answers, wording()))
        for question in differing
        if question.kind != "calculated"
    ]
    return page(
        "conflict.html",
        409,
        form=desk.form,
        rows=rows,
        typed=sorted(sent.typed.items()),
        theirs=conflict.theirs,
        at=local(conflict.theirs.changed_at or conflict.theirs.created_at),
        is_final=conflict.theirs.status == FINAL,
        action=desk.action,
    )


# ---- what it rests on ----


def _form(address: str) -> Form:
    form = edition().catalogue.form.get(address)
    if form is None or not form.module:
        raise NotFound(f"there is no form {address}")
    return form


def _desk(work: Access, address: str, row_id: str) -> Desk:
    form = _form(address)
    found = fetch(work, address, row_id)
    return Desk(work, form, edition().questionnaire(form), found, context_of(work, found, today()))


def must_be_open(work: Access, episode_id: str, form: Form, timepoint: str) -> None:
    """A form is filled in within its time; health personnel may also come late."""
    episode = episode_of(work, episode_id)
    for due in due_forms(work, [episode], today())[episode_id]:
        if due.form == form.address and due.timepoint.name == timepoint:
            late = due.window is Window.CLOSED and work.actor.person_id is not None
            if late or due.window is Window.LATER:
                raise NotAllowed("the form is not open now")
            return
    raise NotFound(f"{form.address} is not filled in at {timepoint} of this episode")


def continued(address: str, row_id: str, typed: Typed, revision: int, notice: str, status: int) -> Response:
    """The form with what was typed before something came between; nothing is saved yet."""
    with access(FILLING_IN) as work:
        desk = _desk(work, address, row_id)
    known = {name: text for name, text in typed.items() if name in desk.asked.fields}
    return form_page(desk, desk.attempt(known), notice=notice, status=status, revision=revision)
