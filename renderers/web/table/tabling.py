"""A draft put on the board's table: refused while anything stands in the way; what is shown is made once, and kept."""

from dataclasses import replace

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from migrations_gen.board.rights import Deed
from migrations_gen.comparison import Comparison
from migrations_gen.proposals import store
from migrations_gen.proposals.records import Proposal, Stage, Stale, WrongStage
from migrations_gen.proposals.tabling import obstacles
from renderers.proposing import Case, counts, packs, proved
from renderers.web.context import now, registry
from renderers.web.table.checking import comparison_of
from renderers.web.table.editing import opened_draft
from renderers.web.table.looking import checked
from renderers.web.table.permitting import NOT_A_DRAFT, permitted, wrong_stage
from renderers.web.table.writing import draft_of, revision_sent

bp = Blueprint("table_tabling", __name__)

TABLING = "legge fram sak"


@bp.post("/saker/<int:number>/legg-fram")
def put_on_the_table(number: int) -> BaseResponse:
    """Show it to the board."""
    draft = opened_draft(number)
    if isinstance(draft, Response):
        return draft
    proposal = draft.proposal
    found, comparison = checked(proposal.after), comparison_of(proposal)
    if comparison is None or obstacles(proposal.title, proposal.reason, found, comparison):
        return redirect(url_for("table_showing.case", number=number, melding="not-ready"), code=303)
    done = _opened(proposal, found.snapshot, comparison)
    if isinstance(done, WrongStage):
        return wrong_stage(NOT_A_DRAFT)
    notice = "moved" if isinstance(done, Stale) else "opened"
    return redirect(url_for("table_showing.case", number=number, melding=notice), code=303)


def _opened(proposal: Proposal, snapshot: str, comparison: Comparison) -> Proposal | Stale | WrongStage:
    """Prove, count and write the packs, which takes its time; then keep all of it at once."""
    comparison = proved(comparison)
    counted = counts(comparison, proposal.before, registry().settings.database_url)
    shown = packs(Case(proposal.number, draft_of(proposal), now()), comparison, counted)
    with permitted(Deed.PROPOSE, TABLING) as work:
        final = replace(draft_of(proposal), after=store.keep_state(work.connection, snapshot))
        done = store.change_proposal(work.connection, proposal.id, revision_sent(), final, work.actor.name, work.now)
        if isinstance(done, Proposal):
            done = store.set_stage(work.connection, done.id, done.revision, Stage.OPEN, work.actor.name, work.now)
        if isinstance(done, Proposal):
            for code, content in shown.items():
                store.keep_pack(work.connection, done, code, content, work.now)
        return done
