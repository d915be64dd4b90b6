"""The statements of a case, the last first: to be read, printed and kept. One that was reopened stays, and says so."""

from dataclasses import dataclass

from flask import Response, make_response, request
from markupsafe import Markup

from engine.access import NotFound
from migrations_gen.board.rights import Deed, may
from migrations_gen.ledger.records import Entry, Statement
from migrations_gen.proposals.records import Stage
from renderers import statement as writing
from renderers.printing import PdfUnavailable, printed
from renderers.statement import fragment
from renderers.web.board.blueprint import STATEMENT, bp
from renderers.web.board.case import Case, case_of
from renderers.web.board.writing import Written, spoken_languages, written
from renderers.web.context import language, local
from renderers.web.respond import page


@dataclass(frozen=True, slots=True)
class Shown:
    """One statement on the page; `reopened` is the entry that opened the case again."""

    entry: Entry
    html: Markup
    is_as_signed: bool
    reopened: Entry | None


@bp.get("/saker/<int:number>/uttalelse")
def statements(number: int) -> Response:
    """Every statement of the case."""
    with case_of(number, Deed.READ, STATEMENT) as case:
        role = case.work.actor.role
        return page(
            "board/statements.html",
            case=case,
            local=local,
            every=[_shown(case, *found) for found in case.statements],
            languages=spoken_languages().values(),
            may_reopen=may(role, Deed.REOPEN) and case.proposal.stage is Stage.CLOSED,
            may_decide=may(role, Deed.DECIDE) and case.proposal.stage in (Stage.OPEN, Stage.CLOSED),
            lacks_reason="grunn" in request.args,
        )


@bp.get("/saker/<int:number>/uttalelse/<int:entry>.<code>.html")
def as_page(number: int, entry: int, code: str) -> Response:
    """One statement as a page that needs nothing else."""
    found = _find(number, entry, code)
    response = _file(writing.page(found.document, spoken_languages()[code]), "text/html; charset=utf-8")
    # A file of its own, to be kept: its style is in it, which no page of this application may have.
    response.headers["Content-Disposition"] = f"attachment; filename=uttalelse-{number}-{entry}.{code}.html"
    return response


@bp.get("/saker/<int:number>/uttalelse/<int:entry>.<code>.txt")
def as_text(number: int, entry: int, code: str) -> Response:
    """One statement as plain text: what the ledger has the digest of."""
    found = _find(number, entry, code)
    return _file(writing.text(found.document, spoken_languages()[code]), "text/plain; charset=utf-8")


@bp.get("/saker/<int:number>/uttalelse/<int:entry>.<code>.pdf")
def as_pdf(number: int, entry: int, code: str) -> Response:
    """One statement for paper; where this machine cannot make a PDF, how to get that."""
    found = _find(number, entry, code)
    spoken = spoken_languages()[code]
    made = printed(writing.page(found.document, spoken), spoken)
    if isinstance(made, PdfUnavailable):
        return page("error.html", 501, sentence=made.sentence)
    return _file(made, "application/pdf")


def _shown(case: Case, entry: Entry, made: Statement, reopened: Entry | None) -> Shown:
    text = written(made, case, language().code if language().code in made.text else next(iter(made.text)))
    spoken = spoken_languages()[text.document.language]
    return Shown(entry, Markup(fragment(text.document, spoken)), text.is_as_signed, reopened)


def _find(number: int, entry: int, code: str) -> Written:
    with case_of(number, Deed.READ, STATEMENT) as case:
        for known, made, _ in case.statements:
            if known.number == entry and code in spoken_languages():
                return written(made, case, code)
    raise NotFound(f"case {number} has no statement {entry}")


def _file(content: str | bytes, kind: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = "no-store"
    return response
