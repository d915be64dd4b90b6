"""The leader closes the discussion: first the statement as it would stand, then the signature. And opens it again.

What is signed is what was shown: a preview carries the digest of its words, and if anybody has said anything since, it
is shown anew and nothing is signed.
"""

from flask import Response, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from engine.access import log
from migrations_gen.board.rights import Deed
from migrations_gen.board.statement import NO_QUORUM
from migrations_gen.ledger.records import Reopening, Statement
from migrations_gen.proposals.records import Proposal, Stage
from migrations_gen.proposals.store import set_stage
from renderers.statement import fragment
from renderers.web.board.blueprint import CLOSING, REOPENING, Refused, bp
from renderers.web.board.case import Case, at_stage, case_of
from renderers.web.board.sealing import sealed
from renderers.web.board.writing import statement_of, written
from renderers.web.context import language, now, registry
from renderers.web.respond import page


@bp.get("/saker/<int:number>/avslutt")
def preview(number: int) -> Response:
    """The statement as it would stand, and what is lacking."""
    with case_of(number, Deed.CLOSE, CLOSING) as found:
        case = at_stage(found, Stage.OPEN)
        return _preview(case, statement_of(case))


@bp.post("/saker/<int:number>/avslutt")
def close(number: int) -> BaseResponse:
    """Close: the statement is signed and added to the ledger, and the case is at rest."""
    with case_of(number, Deed.CLOSE, CLOSING) as found:
        case = at_stage(found, Stage.OPEN)
        made = statement_of(case)
        if request.form.get("_shown") != shown(made):
            return _preview(case, made, 409, is_changed=True)
        if (made.warnings or not made.has_quorum) and "_aware" not in request.form:
            return _preview(case, made, 422, is_unaware=True)
        sealed(case.work, made)
        moved(case, Stage.CLOSED)
        log(case.work, "finalise", case.work.tables.governance.proposal, [case.proposal.id])
    return redirect(url_for("board.statements", number=number), code=303)


@bp.post("/saker/<int:number>/gjenapne")
def reopen(number: int) -> BaseResponse:
    """Open a closed case again. The statement counts no longer, and stays to be seen."""
    reason = request.form.get("_reason", "").strip()
    with case_of(number, Deed.REOPEN, REOPENING) as found:
        case = at_stage(found, Stage.CLOSED)
        if case.standing is None:
            raise Refused("no-statement")
        if not reason:
            return redirect(url_for("board.statements", number=number, grunn="mangler"), code=303)
        sealed(case.work, Reopening(proposal=case.proposal.id, statement=case.standing.number, reason=reason))
        moved(case, Stage.OPEN)
        log(case.work, "reopen", case.work.tables.governance.proposal, [case.proposal.id])
    return redirect(url_for("board.statements", number=number), code=303)


def moved(case: Case, stage: Stage) -> Proposal:
    """The case at another stage, if nobody was there first."""
    done = set_stage(case.work.connection, case.proposal.id, case.proposal.revision, stage, case.work.actor.name, now())
    if not isinstance(done, Proposal):
        raise Refused("stale")
    return done


def shown(made: Statement) -> str:
    """What tells one statement's words from another's, in every language."""
    return " ".join(made.text.values())


def _preview(
    case: Case, made: Statement, status: int = 200, *, is_changed: bool = False, is_unaware: bool = False
) -> Response:
    text = written(made, case, language().code)
    return page(
        "board/closing.html",
        status,
        case=case,
        made=made,
        statement=Markup(fragment(text.document, language())),
        warnings=text.document.warnings,
        without_quorum=sum(slug == NO_QUORUM for slug, _ in made.warnings),
        shown=shown(made),
        has_seal=registry().settings.seal is not None,
        is_changed=is_changed,
        is_unaware=is_unaware,
    )
