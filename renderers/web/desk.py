"""One row of a form on somebody's desk: what is stored, what its rules see around it, and whether it is open now.

A row that has once been final is opened in the form it was answered in; a draft goes over to today's form, and what it
was before is remembered for as long as its reader has not written on.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from flask import url_for

from catalogue.model import Form
from engine.access import Access, NotAllowed, NotFound
from engine.answers import Answers, AnswerValue, Context
from engine.coercion import Style
from engine.compilers.javascript import constant
from engine.constraints import SYSTEM_REASONS, without_refused
from engine.episodes import Episode, Window, due_forms, episode_of
from engine.occasions import Occasion
from engine.others import context_of
from engine.releases import release_numbered
from engine.store import Saved, answers_before, carried_from, carry_over, fetch, release_of
from engine.tables import FINAL, FIRST
from engine.tables.carried import Carrier, carrier
from engine.tables.earlier import address_then
from renderers.html.questions import Questionnaire
from renderers.html.submission import Typed, typed_answers
from renderers.html.wording import Wording
from renderers.web.answering import Attempt, attempt
from renderers.web.context import access, edition, language, registry, today
from renderers.web.editions import Edition
from renderers.web.past import Earlier, Find


@dataclass(frozen=True, slots=True)
class Then:
    """The form of an earlier release that a row was answered in, and how its answers are carried to today's."""

    earlier: Earlier
    form: Form
    carrier: Carrier

    @property
    def asked(self) -> Questionnaire:
        """The form as its reader met it."""
        return self.earlier.edition.questionnaire(self.form)


@dataclass(frozen=True, slots=True)
class Come:
    """Where a draft has come from: the form it was begun in, and what was answered there."""

    then: Then
    answers: Answers


@dataclass(frozen=True, slots=True)
class Desk:
    """What a request about one row works with. `address` is what the form is called today.

    `then` is the earlier release it was answered under, whose form `edition` shows unless it is shown as it is today.
    `come` is there for a draft that has gone over to today's form, and on which nothing has been written since.
    """

    access: Access
    address: str
    edition: Edition
    form: Form
    asked: Questionnaire
    found: Occasion
    context: Context
    then: Then | None = None
    come: Come | None = None

    @property
    def action(self) -> str:
        """Where the row's form is sent."""
        return url_for("entry.answer", address=self.address, row_id=self.found.id)

    @property
    def wording(self) -> Wording:
        """The words of the form's own edition, in the reader's language."""
        return self.edition.wording(language())

    def attempt(self, typed: Typed) -> Attempt:
        """What these fields come to."""
        return attempt(self.asked, self.edition.evaluator(self.form), typed, self.found.answers, self.context)

    def stored_fields(self) -> dict[str, str]:
        """What the fields show of the row as it is."""
        return typed_answers(self.asked, self.found.answers, Style(language().decimal_mark))


@contextmanager
def at_work(why: str, address: str, row_id: str, release: int = 0) -> Iterator[Access]:
    """A transaction about one row. The earlier form it needs, or the page's, is read before it begins."""
    past = registry().past
    if registry().tables.release != FIRST:
        with access(why) as work:
            numbers = {release, release_of(work, address, row_id)[0]}
            unread = [past.unread(_finder(work), number) for number in numbers if past.is_before(number)]
        for found in unread:
            past.read(found)
    with access(why) as work:
        yield work


def open_desk(work: Access, address: str, row_id: str, *, as_today: bool = False) -> Desk:
    """Fetch the row, which is logged as read, in the form it is opened in."""
    known_form(address)
    if work.tables.release == FIRST:
        return _desk(work, address, row_id)
    number, was_final = release_of(work, address, row_id)
    if not registry().past.is_before(number):
        return _with_origin(_desk(work, address, row_id))
    then = form_then(work, address, number)
    if not was_final:
        return _with_origin(_gone_over(_desk(work, address, row_id)))
    return replace(_desk(work, address, row_id), then=then) if as_today else desk_then(work, address, row_id, then)


def desk_then(work: Access, address: str, row_id: str, then: Then) -> Desk:
    """The row in its earlier form."""
    past = replace(work, tables=then.earlier.tables)
    found = fetch(past, then.form.address, row_id)
    context = context_of(past, found, today())
    return Desk(past, address, then.earlier.edition, then.form, then.asked, found, context, then)


def form_then(work: Access, address: str, number: int) -> Then:
    """What a form of today's was in an earlier release."""
    earlier, now = registry().past.of(_finder(work), number), work.tables.forms[address]
    known = address_then(earlier.tables, now.table.name)
    if known is None:
        raise NotFound(f"there was no form {address} in release {number}")
    then = earlier.tables.forms[known]
    return Then(earlier, then.form, carrier((address, now.row), (known, then.row), earlier.carry))


def _finder(work: Access) -> Find:
    return partial(release_numbered, work.connection)


def _desk(work: Access, address: str, row_id: str) -> Desk:
    form, found = known_form(address), fetch(work, address, row_id)
    asked = edition().questionnaire(form)
    return Desk(work, address, edition(), form, asked, found, context_of(work, found, today()))


def _gone_over(desk: Desk) -> Desk:
    """A draft of an earlier release, now one of today's: with what today's form accepts of what the maps make of it.

    Another request may have brought it over between the question which release it is of and now.
    """
    if desk.found.release == desk.access.tables.release:
        return desk
    given = desk.found.answers
    reasons = {name: reason for name, reason in given.reasons.items() if reason not in SYSTEM_REASONS}
    carried = Answers(given.values, reasons)
    outcome = desk.edition.evaluator(desk.form).evaluate(carried, desk.context)
    accepted = without_refused(carried, outcome.issues)
    result = carry_over(desk.access, desk.address, desk.found.id, desk.found.revision, accepted)
    return replace(desk, found=result.occasion if isinstance(result, Saved) else result.theirs)


def _with_origin(desk: Desk) -> Desk:
    """With where the draft has come from, if nothing has been written on it since."""
    number = None if desk.found.status == FINAL else carried_from(desk.access, desk.address, desk.found)
    if number is None:
        return desk
    then = form_then(desk.access, desk.address, number)
    past = replace(desk.access, tables=then.earlier.tables)
    return replace(desk, come=Come(then, answers_before(past, then.form.address, desk.found)))


def known_form(address: str) -> Form:
    """The form at this address; one about the person is not filled in here."""
    form = edition().catalogue.form.get(address)
    if form is None or not form.module:
        raise NotFound(f"there is no form {address}")
    return form


def must_be_open(work: Access, episode_id: str, form: Form, timepoint: str) -> Episode:
    """A form is filled in within its time; health personnel may also come late. The episode it is of."""
    episode = episode_of(work, episode_id, form)
    for due in due_forms(work, [episode], today())[episode_id]:
        if due.form == form.address and due.timepoint.name == timepoint:
            late = due.window is Window.CLOSED and work.actor.person_id is not None
            if late or due.window is Window.LATER:
                raise NotAllowed("the form is not open now")
            return episode
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
