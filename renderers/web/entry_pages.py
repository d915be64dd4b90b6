"""What is shown of a row: the form to fill in, its answers to read, or two versions side by side."""

from flask import Response, url_for
from markupsafe import Markup

from catalogue.model import Form
from engine.store import Conflict
from engine.tables import FINAL
from renderers.html.changed_form import ChangedForm, Version, changed_form
from renderers.html.forms import Filling, explains
from renderers.html.pages import macros
from renderers.html.questions import Question
from renderers.html.reading import line, passages
from renderers.web.answering import Attempt, Sent
from renderers.web.context import edition, language, local, now, token, wording
from renderers.web.desk import Come, Desk, for_browser
from renderers.web.respond import page


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
    template = desk.edition.template(desk.form, language())
    said = macros("form/notices.html", wording())
    notices = said["notice"](notice, local(now()))
    if desk.come is not None:
        notices += said["changed"](_changed(desk, desk.come, tried))
    filling = Filling(
        typed=tried.typed,
        outcome=tried.outcome,
        issues=tried.issues if everything else tried.draft_issues,
        summary=summary,
        token=token(),
        revision=desk.found.revision if revision is None else revision,
        release=desk.access.tables.release,
        action=desk.action,
        rules=url_for("assets.rules", digest=desk.edition.digest, address=desk.form.address),
        context=for_browser(desk.context),
        notices=notices,
    )
    return form_in_page(desk.form, template.fill(filling), status)


def _changed(desk: Desk, come: Come, tried: Attempt) -> ChangedForm:
    """What has become of the form since its reader began."""
    then = Version(come.then.asked, come.then.earlier.edition.wording(language()), come.answers)
    return changed_form(then, Version(desk.asked, desk.wording, tried.answers), come.then.carrier)


def form_in_page(form: Form, html: str, status: int = 200) -> Response:
    """A filled form with what stands around it; health personnel's are dense, patients' have large text."""
    return page("entry.html", status, form=form, html=Markup(html), form_id="form", dense=explains(form))


def final_page(desk: Desk, *, lacks_reason: bool = False) -> Response:
    """The answers in the form they were given in; or, when that is an earlier one, as they are in today's."""
    is_carried = desk.then is not None and desk.edition is edition()
    return page(
        "final.html",
        422 if lacks_reason else 200,
        form=desk.form,
        passages=passages(desk.asked, desk.found.answers, desk.wording),
        at=local(desk.found.completed_at) if desk.found.completed_at else None,
        by=desk.found.completed_by if desk.access.actor.person_id is None else "",
        revision=desk.found.revision,
        reopen=url_for("entry.correct", address=desk.address, row_id=desk.found.id),
        may_reopen=desk.access.actor.person_id is None and not is_carried,
        lacks_reason=lacks_reason,
        version=desk.then.earlier.version if desk.then else "",
        today=edition().catalogue.version,
        is_carried=is_carried,
        action=desk.action,
    )


def differing_questions(desk: Desk, conflict: Conflict) -> tuple[Question, ...]:
    """The questions that the two have answered differently; what is calculated follows from the answers."""
    names = {desk.asked.home[name].name for name in conflict.differing if name in desk.asked.home}
    questions = desk.asked.questions.values()
    return tuple(question for question in questions if question.name in names and question.kind != "calculated")


def conflict_page(desk: Desk, sent: Sent, conflict: Conflict) -> Response:
    rows = [
        (
            question,
            line(question, conflict.yours, desk.wording),
            line(question, conflict.theirs.answers, desk.wording),
        )
        for question in differing_questions(desk, conflict)
    ]
    return page(
        "conflict.html",
        409,
        form=desk.form,
        rows=rows,
        typed=sorted(sent.typed.items()),
        release=desk.access.tables.release,
        theirs=conflict.theirs,
        at=local(conflict.theirs.changed_at or conflict.theirs.created_at),
        is_final=conflict.theirs.status == FINAL,
        action=desk.action,
    )
