"""The forms as the catalogue's files now say, with the findings beside them: what one looks at while editing.

Nothing is stored. A catalogue with errors leaves the last good form standing under its findings.
"""

from flask import Blueprint, Response, request, url_for

from catalogue.model import Form
from engine.access import NotFound
from engine.answers import Answers, Context
from engine.coercion import Style
from engine.evaluation import prefilled
from renderers.html.forms import Filling
from renderers.html.submission import typed_answers
from renderers.web.answering import attempt
from renderers.web.context import language, registry, today, token
from renderers.web.desk import for_browser
from renderers.web.editions import Edition
from renderers.web.entry_pages import form_in_page
from renderers.web.respond import page

bp = Blueprint("watch", __name__, url_prefix="/preview")


@bp.get("/")
def forms() -> Response:
    """The forms there are."""
    return page("previews.html", forms=_latest().catalogue.forms)


@bp.route("/<address>", methods=["GET", "POST"])
def preview(address: str) -> Response:
    """One form to try; sending it shows what would be said."""
    edition = _latest()
    form = edition.catalogue.form.get(address)
    if form is None:
        raise NotFound(f"there is no form {address}")
    asked, context = edition.questionnaire(form), _context(form)
    typed = dict(request.form.items())
    if request.method == "GET":
        typed = typed_answers(asked, prefilled(form, context), Style(language().decimal_mark))
    tried = attempt(asked, edition.evaluator(form), typed, Answers(), context)
    filling = Filling(
        typed=typed,
        outcome=tried.outcome,
        issues=tried.issues if "_final" in request.form else tried.draft_issues,
        summary="_final" in request.form,
        token=token(),
        action=url_for("watch.preview", address=address),
        rules=url_for("assets.rules", digest=edition.digest, address=address),
        context=for_browser(context),
    )
    return form_in_page(form, edition.template(form, language()).fill(filling))


@bp.get("/state")
def state() -> Response:
    """Says whether there is something new to look at."""
    registry().library.follow()
    return Response(registry().library.state, mimetype="text/plain", headers={"Cache-Control": "no-store"})


def _latest() -> Edition:
    registry().library.follow()
    return registry().library.edition


def _context(form: Form) -> Context:
    return Context(today(), form.timepoints[0] if form.timepoints else "", today())
