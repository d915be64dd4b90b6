"""A page of an earlier release's form that is sent after the upgrade: what was typed is kept, and shown in today's.

It is first saved where it belongs, in the form it was typed in, so that what has no place today is in the history too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.access import Access
from engine.coercion import Style
from engine.constraints import without_refused
from engine.store import Saved, release_of, save_draft
from renderers.html.submission import Typed, typed_answers
from renderers.web.answering import Attempt, Sent, fields_of, is_field, revision_in, sort_sent
from renderers.web.context import language, registry
from renderers.web.desk import Desk, Then, desk_then, form_then, open_desk


@dataclass(frozen=True, slots=True)
class Received:
    """The row in today's form, what was sent as fields of that, and whether it is saved."""

    desk: Desk
    sent: Sent
    is_saved: bool


def is_outlived(work: Access, address: str, row_id: str, written_in: int) -> bool:
    """Whether a page shows the form of an earlier release that the row is not opened in any more."""
    if not registry().past.is_before(written_in):
        return False
    number, was_final = release_of(work, address, row_id)
    return number != written_in or not was_final


def received(work: Access, address: str, row_id: str, written_in: int, fields: Iterable[tuple[str, str]]) -> Received:
    """Save what was sent, and take the row over to today's form. One that has gone over already, or that somebody else
    has written on, is left to be saved there.
    """
    then = form_then(work, address, written_in)
    sent = sort_sent(then.asked, fields)
    number, was_final = release_of(work, address, row_id)
    before = desk_then(work, address, row_id, then)
    tried, is_saved = before.attempt(sent.typed), False
    if number == written_in and not was_final:
        accepted = without_refused(tried.answers, tried.issues)
        is_saved = isinstance(save_draft(before.access, then.form.address, row_id, sent.revision, accepted), Saved)
    desk, typed, revision = _in_todays(work, (address, row_id), then, tried, sent.revision)
    if is_saved:
        typed = {**desk.stored_fields(), **_unread(then, desk, tried)}
    return Received(desk, Sent(typed, {**sent.control, "_revision": str(revision)}, {}), is_saved)


def outlived(work: Access, address: str, row_id: str, written_in: int, fields: Typed) -> tuple[Desk, Typed, int]:
    """The row in today's form, what was typed as fields of that, and the revision its writer has seen; nothing of it is
    saved.
    """
    then = form_then(work, address, written_in)
    tried = desk_then(work, address, row_id, then).attempt(
        {name: text for name, text in fields.items() if is_field(then.asked, name)}
    )
    return _in_todays(work, (address, row_id), then, tried, revision_in(fields))


def _in_todays(
    work: Access, row: tuple[str, str], then: Then, tried: Attempt, revision: int
) -> tuple[Desk, Typed, int]:
    desk = open_desk(work, *row)
    carried = then.carrier.answers(tried.answers, desk.found.timepoint)
    typed = typed_answers(desk.asked, carried, Style(language().decimal_mark)) | _unread(then, desk, tried)
    if desk.come is None:
        return desk, typed, revision
    # That the row has gone over is no change the writer must be asked about.
    seen = desk.found.revision if revision == desk.found.revision - 1 else revision
    return replace(desk, come=replace(desk.come, answers=tried.answers)), typed, seen


def _unread(then: Then, desk: Desk, tried: Attempt) -> dict[str, str]:
    """What could not be saved, as it was typed, where today's form has the same fields."""
    known = desk.asked.fields & tried.typed.keys()
    questions = (then.asked.home[issue.variable] for issue in tried.refused if issue.variable in then.asked.home)
    return {name: tried.typed[name] for question in questions for name in fields_of(question) if name in known}
