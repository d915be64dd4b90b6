"""The translations a draft lacks, text by text: those that are new, and those whose source text is another."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from catalogue.source.po_file import Entry, PoFile, parse_po, po_text
from catalogue.source.translations import translation_file
from migrations_gen.proposals.files import Files, with_file
from migrations_gen.proposals.records import Stale, WrongStage
from renderers.i18n import NAMES
from renderers.web.table.editing import Editable, opened_draft, write_files
from renderers.web.table.looking import checked
from renderers.web.table.pages import table_page
from renderers.web.table.permitting import NOT_A_DRAFT, wrong_stage

bp = Blueprint("table_wording", __name__)

AT_A_TIME = 40
"""So many texts are asked for on one page."""
FIELD = "text:"


@dataclass(frozen=True, slots=True)
class Lacking:
    """A text that a language lacks; `earlier` is a translation of what the text was before."""

    language: str
    path: str
    address: str
    source: str
    earlier: str

    @property
    def field(self) -> str:
        """What its field is called."""
        return f"{FIELD}{self.language}:{self.address}"


@bp.get("/saker/<int:number>/oversettelse")
def texts(number: int) -> BaseResponse:
    """The texts that are still to be translated."""
    draft = opened_draft(number)
    if isinstance(draft, Response):
        return draft
    lacking = list(_lacking(draft))
    return table_page(
        "translations.html",
        proposal=draft.proposal,
        lacking=lacking[:AT_A_TIME],
        left=len(lacking),
        names=NAMES,
        notice=request.args.get("melding", ""),
    )


@bp.post("/saker/<int:number>/oversettelse")
def translate(number: int) -> BaseResponse:
    """Save what was translated; what was left empty still lacks."""
    draft = opened_draft(number)
    if isinstance(draft, Response):
        return draft
    done = write_files(draft, translated(draft.files, list(_lacking(draft)), dict(request.form)))
    if isinstance(done, WrongStage):
        return wrong_stage(NOT_A_DRAFT)
    notice = "stale" if isinstance(done, Stale) else "saved"
    return redirect(url_for("table_wording.texts", number=number, melding=notice), code=303)


def translated(files: Files, lacking: list[Lacking], sent: dict[str, str]) -> Files:
    """The files with what was translated in them."""
    given = {(one.path, one.address): text for one in lacking if (text := sent.get(one.field, "").strip())}
    for path in sorted({path for path, _ in given}):
        read, _ = parse_po(files[path], path)
        entries = [_with(entry, given.get((path, entry.address))) for entry in read.entries]
        files = with_file(files, path, po_text(read.header, entries, read.obsolete.values()))
    return files


def _with(entry: Entry, text: str | None) -> Entry:
    return entry if text is None else replace(entry, text=text, fuzzy=False, earlier="")


def _lacking(draft: Editable) -> Iterator[Lacking]:
    """What the files of the required languages lack; their entries must be there (`editing.follow`)."""
    found = checked(draft.proposal.after)
    for language in found.lacking:
        path = translation_file(Path(found.folder), language).as_posix()
        read, findings = parse_po(draft.files.get(path, ""), path)
        yield from () if findings else _in(read, language, path)


def _in(read: PoFile, language: str, path: str) -> Iterator[Lacking]:
    for entry in read.entries:
        if entry.fuzzy or not entry.text:
            yield Lacking(language, path, entry.address, entry.source, entry.text)
