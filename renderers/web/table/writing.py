"""Writing a case: what it is called, why, who asked for it, and what the secretariat recommends; withdrawing it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engine.access import Access
from engine.releases import current_release
from migrations_gen.board.rights import Deed
from migrations_gen.proposals import store
from migrations_gen.proposals.files import bumped, version_of
from migrations_gen.proposals.records import Draft, Proposal, Stage, Stale, WrongStage
from migrations_gen.states import files_of, snapshot, snapshot_of_files
from renderers.web.context import registry
from renderers.web.table.pages import day_of, table_page
from renderers.web.table.permitting import NOT_A_DRAFT, permitted, the_proposal, wrong_stage

bp = Blueprint("table_writing", __name__)

WRITING, WITHDRAWING = "ny sak", "trekke sak"
LONGEST_TITLE = 200
NOTHING = Draft(title="", reason="", before="", after="")


@dataclass(frozen=True, slots=True)
class Written:
    """What was typed, and what is wrong with it: `no-title`, `no-reason`, `long-title`, `no-day`."""

    draft: Draft
    due: str
    wrong: tuple[str, ...]


@bp.get("/saker/ny")
def new() -> Response:
    """An empty case."""
    with permitted(Deed.PROPOSE, WRITING):
        return _form(Written(NOTHING, "", ()))


@bp.post("/saker/ny")
def add() -> BaseResponse:
    """A new case, which starts from the release the database is at."""
    written = _written(NOTHING)
    if written.wrong:
        with permitted(Deed.PROPOSE, WRITING):
            return _form(written, status=422)
    with permitted(Deed.PROPOSE, WRITING) as work:
        released = _released(work)
        begun = _begun(released)
        before, after = (store.keep_state(work.connection, text) for text in (released, begun))
        draft = replace(written.draft, before=before, after=after)
        number = store.add_proposal(work.connection, draft, work.actor.name, work.now).number
    return redirect(url_for("table_editing.files_of_case", number=number), code=303)


@bp.get("/saker/<int:number>/tekst")
def words(number: int) -> BaseResponse:
    """What a draft says of itself."""
    with permitted(Deed.PROPOSE, WRITING) as work:
        found = the_proposal(work, number)
    if found.stage is not Stage.DRAFT:
        return wrong_stage(NOT_A_DRAFT)
    return _form(Written(draft_of(found), found.due.isoformat() if found.due else "", ()), found)


@bp.post("/saker/<int:number>/tekst")
def change(number: int) -> BaseResponse:
    """Other words."""
    with permitted(Deed.PROPOSE, WRITING) as work:
        found = the_proposal(work, number)
        written = _written(draft_of(found))
        if written.wrong:
            return _form(written, found, status=422)
        done = store.change_proposal(
            work.connection, found.id, revision_sent(), written.draft, work.actor.name, work.now
        )
    match done:
        case WrongStage():
            return wrong_stage(NOT_A_DRAFT)
        case Stale(theirs):
            return _form(written, theirs, status=409)
    return redirect(url_for("table_showing.case", number=number), code=303)


@bp.post("/saker/<int:number>/trekk")
def withdraw(number: int) -> BaseResponse:
    """Take a case off the table for good. What was said of it stays to be read."""
    with permitted(Deed.PROPOSE, WITHDRAWING) as work:
        found = the_proposal(work, number)
        done = store.set_stage(work.connection, found.id, revision_sent(), Stage.WITHDRAWN, work.actor.name, work.now)
    notice = None if isinstance(done, Proposal) else "moved"
    return redirect(url_for("table_showing.case", number=number, melding=notice), code=303)


def draft_of(proposal: Proposal) -> Draft:
    """What the secretariat has written of a case."""
    return Draft(**{name: getattr(proposal, name) for name in Draft.__slots__})


def revision_sent() -> int:
    """The revision that the page was made from; -1, which none has, when none was sent."""
    sent = request.form.get("_revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _written(earlier: Draft) -> Written:
    title, reason, due = (request.form.get(name, "").strip() for name in ("title", "reason", "due"))
    draft = replace(
        earlier,
        title=" ".join(title.split()),
        reason=reason,
        requested_by=request.form.get("requested_by", "").strip(),
        recommendation=request.form.get("recommendation", "").strip(),
        due=day_of(due),
    )
    return Written(draft, due, tuple(_wrong(draft, due)))


def _wrong(draft: Draft, due: str) -> Iterable[str]:
    if not draft.title:
        yield "no-title"
    if len(draft.title) > LONGEST_TITLE:
        yield "long-title"
    if not draft.reason:
        yield "no-reason"
    if due and draft.due is None:
        yield "no-day"


def _form(written: Written, proposal: Proposal | None = None, *, status: int = 200) -> Response:
    is_stale = status == 409
    return table_page("words.html", status, written=written, proposal=proposal, is_stale=is_stale)


def _released(work: Access) -> str:
    """The release the database is at; a database that has none is at the catalogue it is served with."""
    release = current_release(work.connection)
    return release.snapshot if release else snapshot(registry().settings.catalogue)


def _begun(released: str) -> str:
    """Where a new case begins: the same files, under the next version."""
    files = files_of(released, "released")
    return snapshot_of_files(bumped(files, version_of(files)))
