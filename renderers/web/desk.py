"""One row of a form on somebody's desk: what is stored, what its rules see around it, and whether it is open now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from catalogue.model import Form
from engine.access import Access, NotAllowed, NotFound, permit
from engine.answers import AnswerValue, Context
from engine.coercion import Style
from engine.compilers.javascript import constant
from engine.episodes import Window, due_forms, episode_of
from engine.occasions import Occasion
from engine.others import context_of
from engine.store import fetch
from renderers.html.questions import Questionnaire
from renderers.html.submission import Typed, typed_answers
from renderers.web.answering import Attempt, attempt
from renderers.web.context import edition, language, today


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


def open_desk(work: Access, address: str, row_id: str) -> Desk:
    """Fetch the row, which is logged as read."""
    form = known_form(address)
    found = fetch(work, address, row_id)
    return Desk(work, form, edition().questionnaire(form), found, context_of(work, found, today()))


def known_form(address: str) -> Form:
    """The form at this address; one about the person is not filled in here."""
    form = edition().catalogue.form.get(address)
    if form is None or not form.module:
        raise NotFound(f"there is no form {address}")
    return form


def must_be_open(work: Access, episode_id: str, form: Form, timepoint: str) -> None:
    """A form is filled in within its time; health personnel may also come late."""
    permit(work, episode_id, form)
    episode = episode_of(work, episode_id)
    for due in due_forms(work, [episode], today())[episode_id]:
        if due.form == form.address and due.timepoint.name == timepoint:
            late = due.window is Window.CLOSED and work.actor.person_id is not None
            if late or due.window is Window.LATER:
                raise NotAllowed("the form is not open now")
            return
    raise NotFound(f"{form.address} is not filled in at {timepoint} of this episode")


def for_browser(context: Context) -> str:
    """What the browser evaluates with beside the answers, as its runtime keeps values."""
    others = {name: _constant(value) for name, value in context.others.items()}
    values = {"today": context.today, "anchor": context.anchor}
    known: Mapping[str, object] = {name: _constant(value) for name, value in values.items()}
    return json.dumps({**known, "timepoint": context.timepoint, "others": others}, sort_keys=True)


def _constant(value: AnswerValue) -> object:
    found: object = json.loads(constant(value))
    return found
