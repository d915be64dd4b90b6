"""The files of a draft, one by one in a text field, with what is wrong and what differs so far beside them.

Whatever is written is saved, also what cannot be read as a catalogue: a draft is never lost. Who saves on top of what
somebody else has written meanwhile gets both.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from catalogue.source.loader import ROOT_NAME
from engine.access import NotFound
from migrations_gen.board.rights import Deed
from migrations_gen.proposals import store
from migrations_gen.proposals.checking import translated_anew
from migrations_gen.proposals.files import (
    Files,
    bumped,
    changes_path,
    path_problem,
    version_of,
    with_file,
    with_intents,
    without,
)
from migrations_gen.proposals.records import Proposal, Stage, Stale, WrongStage
from migrations_gen.states import files_of, snapshot_of_files
from renderers.web.table.checking import Seen, seen
from renderers.web.table.looking import checked, files
from renderers.web.table.pages import table_page
from renderers.web.table.permitting import NOT_A_DRAFT, permitted, the_proposal, wrong_stage
from renderers.web.table.writing import draft_of, revision_sent

bp = Blueprint("table_editing", __name__)

EDITING = "filer"
LONGEST_TEXT = 1_500_000


@dataclass(frozen=True, slots=True)
class Editable:
    """A draft and its files."""

    proposal: Proposal
    files: Files

    @property
    def released(self) -> str:
        """The version it starts from."""
        return version_of(files(self.proposal.before))


def opened_draft(number: int) -> Editable | Response:
    """A draft to be edited; the page that says why it cannot be."""
    with permitted(Deed.PROPOSE, EDITING) as work:
        found = the_proposal(work, number)
        if found.stage is not Stage.DRAFT:
            return wrong_stage(NOT_A_DRAFT)
        text = store.state_text(work.connection, found.after)
    return Editable(found, files_of(text, found.title))


def write_files(draft: Editable, changed: Files) -> Proposal | Stale | WrongStage:
    """Save the files of a draft, on top of the revision that was seen."""
    text = snapshot_of_files(bumped(changed, draft.released))
    with permitted(Deed.PROPOSE, EDITING) as work:
        words = replace(draft_of(draft.proposal), after=store.keep_state(work.connection, text))
        return store.change_proposal(
            work.connection, draft.proposal.id, revision_sent(), words, work.actor.name, work.now
        )


@bp.get("/saker/<int:number>/filer")
def files_of_case(number: int) -> BaseResponse:
    """The list of files, or one of them to write in."""
    draft = opened_draft(number)
    if isinstance(draft, Response):
        return draft
    path = request.args.get("fil", "")
    if path and path not in draft.files:
        raise NotFound(f"case {number} has no file {path}")
    is_asked = bool(request.args.get("sjekk"))
    return _page(draft, path, notice=request.args.get("melding", ""), look=seen(draft.proposal) if is_asked else None)


@bp.post("/saker/<int:number>/filer")
def save(number: int) -> BaseResponse:
    """Save one file."""
    draft = opened_draft(number)
    if isinstance(draft, Response):
        return draft
    path, text = request.form.get("_path", ""), request.form.get("_text", "")
    if path not in draft.files and path_problem(path, draft.files):
        raise NotFound(f"case {number} has no file {path}")
    if len(text) > LONGEST_TEXT:
        return _page(draft, path, notice="too-long", text=text, status=422)
    done = write_files(draft, with_file(draft.files, path, text))
    if isinstance(done, Stale):
        return _conflict(draft, path, text)
    return _after(done, number, path, "saved")


@bp.post("/saker/<int:number>/filer/ny")
def add(number: int) -> BaseResponse:
    """A new, empty file."""
    path = request.form.get("_path", "").strip()
    return _altered(number, path, path, lambda known: with_file(known, path, ""), wanted=path)


@bp.post("/saker/<int:number>/filer/navn")
def rename(number: int) -> BaseResponse:
    """Another name for a file."""
    path, to = request.form.get("_path", ""), request.form.get("_to", "").strip()
    return _altered(
        number, path, to, lambda known: with_file(without(known, path), to, known[path]), needs=path, wanted=to
    )


@bp.post("/saker/<int:number>/filer/fjern")
def remove(number: int) -> BaseResponse:
    """Take a file out."""
    path = request.form.get("_path", "")
    return _altered(number, path, "", lambda known: without(known, path), needs=path)


@bp.post("/saker/<int:number>/filer/mening")
def mean(number: int) -> BaseResponse:
    """Lines of a changes file that answer an open question, put where they belong."""
    draft = opened_draft(number)
    if isinstance(draft, Response):
        return draft
    lines = request.form.get("_lines", "").replace("\r\n", "\n")
    if not lines.startswith("  - ") or not lines.endswith("\n"):
        raise NotFound("these are no lines of a changes file")
    version = version_of(draft.files)
    path = changes_path(checked(draft.proposal.after).folder, version)
    asked = draft.proposal.requested_by
    return _after(write_files(draft, with_intents(draft.files, path, version, asked, lines)), number, path, "meant")


@bp.post("/saker/<int:number>/filer/oversett")
def follow(number: int) -> BaseResponse:
    """The files of translations, brought up to date with the texts."""
    draft = opened_draft(number)
    if isinstance(draft, Response):
        return draft
    changed = {**draft.files, **translated_anew(snapshot_of_files(draft.files), draft.proposal.title)}
    done = write_files(draft, changed)
    if isinstance(done, Proposal):
        return redirect(url_for("table_wording.texts", number=number), code=303)
    return _after(done, number, "", "")


def _altered(
    number: int, path: str, shown: str, alter: Callable[[Files], Files], *, needs: str = "", wanted: str = ""
) -> BaseResponse:
    """Change which files there are. `needs` must be there and be no first page, `wanted` must be free."""
    draft = opened_draft(number)
    if isinstance(draft, Response):
        return draft
    if needs and (needs not in draft.files or needs == ROOT_NAME):
        raise NotFound(f"case {number} has no file {needs} to change")
    problem = path_problem(wanted, without(draft.files, needs)) if wanted or not needs else None
    if problem:
        return _page(draft, needs if needs in draft.files else "", notice=problem, wanted=wanted, status=422)
    return _after(write_files(draft, alter(draft.files)), number, shown, "saved")


def _after(done: Proposal | Stale | WrongStage, number: int, path: str, notice: str) -> BaseResponse:
    """The page again, with what is now to be said of the files."""
    if isinstance(done, WrongStage):
        return wrong_stage(NOT_A_DRAFT)
    melding = "stale" if isinstance(done, Stale) else notice
    target = url_for("table_editing.files_of_case", number=number, fil=path or None, melding=melding, sjekk=1)
    return redirect(f"{target}#sjekk", code=303)


def _conflict(draft: Editable, path: str, text: str) -> Response:
    """What was typed, and what somebody else has saved meanwhile."""
    theirs = draft.files.get(path, "")
    return table_page(
        "file_conflict.html", 409, wide=True, proposal=draft.proposal, path=path, yours=text, theirs=theirs
    )


def _page(
    draft: Editable,
    path: str,
    *,
    notice: str = "",
    text: str | None = None,
    wanted: str = "",
    look: Seen | None = None,
    status: int = 200,
) -> Response:
    """The files; `look` is what is told of them, when somebody has asked, as it takes its time."""
    shown = draft.files.get(path, "") if text is None else text
    return table_page(
        "files.html",
        status,
        wide=True,
        proposal=draft.proposal,
        files=_folders(draft.files),
        path=path,
        text=shown,
        wanted=wanted,
        is_first=path == ROOT_NAME,
        notice=notice,
        seen=look,
        line_of=partial(_line, draft.files),
    )


def _line(known: Files, path: str, number: int) -> str:
    """A line of a file, so that a finding can be read where it is told."""
    lines = known.get(path, "").split("\n")
    return lines[number - 1].strip()[:200] if 0 < number <= len(lines) else ""


def _folders(known: Files) -> list[tuple[str, list[str]]]:
    """The paths by folder, the first page first."""
    folders: dict[str, list[str]] = {}
    for path in known:
        folders.setdefault(path.rpartition("/")[0], []).append(path)
    return sorted(folders.items())
