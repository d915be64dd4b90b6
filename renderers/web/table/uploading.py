"""A draft's files taken out and put in as a whole: a zip of them, or a snapshot."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from catalogue.source.loader import ROOT_NAME
from catalogue.zips import BROKEN
from migrations_gen.board.rights import Deed
from migrations_gen.proposals.files import Files, path_problem
from migrations_gen.proposals.records import Stale, WrongStage
from migrations_gen.states import KEPT, StateRefused, files_of
from renderers.web.table.editing import opened_draft, write_files
from renderers.web.table.looking import files
from renderers.web.table.permitting import NOT_A_DRAFT, permitted, the_proposal, wrong_stage

bp = Blueprint("table_uploading", __name__)

FETCHING = "filer"
LARGEST, MOST = 20_000_000, 2_000
"""How much a zip may hold when it is unpacked, and how many files."""
MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip, so that the same files are the same zip."""


class UploadRefused(Exception):
    """What was sent is no catalogue; the slug says why."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


@bp.get("/saker/<int:number>/filer.zip")
def download(number: int) -> Response:
    """The files of a case's state."""
    with permitted(Deed.READ, FETCHING) as work:
        found = the_proposal(work, number)
    content = zipped(files(found.after))
    headers = {"Content-Disposition": f'attachment; filename="sak-{number}.zip"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/zip", headers=headers)


@bp.post("/saker/<int:number>/filer/opplasting")
def upload(number: int) -> BaseResponse:
    """Other files in place of all a draft has."""
    draft = opened_draft(number)
    if isinstance(draft, Response):
        return draft
    sent = request.files.get("_file")
    try:
        uploaded = files_in(sent.read() if sent else b"")
    except UploadRefused as refused:
        target = url_for("table_editing.files_of_case", number=number, melding=refused.slug)
        return redirect(target, code=303)
    done = write_files(draft, uploaded)
    if isinstance(done, WrongStage):
        return wrong_stage(NOT_A_DRAFT)
    notice = "stale" if isinstance(done, Stale) else "uploaded"
    return redirect(url_for("table_editing.files_of_case", number=number, melding=notice, sjekk=1), code=303)


def zipped(known: Files) -> bytes:
    """The files as a zip."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in known.items():
            archive.writestr(zipfile.ZipInfo(path, MIDNIGHT), text, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def files_in(content: bytes) -> Files:
    """The files of a zip or a snapshot; raises `UploadRefused`."""
    if not content:
        raise UploadRefused("no-upload")
    is_zip = zipfile.is_zipfile(io.BytesIO(content))
    found = dict(_within(dict(_unzipped(content)) if is_zip else _snapshot(content)))
    if ROOT_NAME not in found:
        raise UploadRefused("no-first-page")
    kept: dict[str, str] = {}
    for path, text in sorted(found.items()):
        if path_problem(path, kept) or "\0" in text:
            raise UploadRefused("strange-file")
        kept[path] = text.replace("\r\n", "\n")
    return kept


def _snapshot(content: bytes) -> Files:
    try:
        return files_of(content.decode("utf-8-sig"), "upload")
    except (UnicodeDecodeError, StateRefused):
        raise UploadRefused("not-a-catalogue") from None


def _unzipped(content: bytes) -> Iterator[tuple[str, str]]:
    """What a catalogue is read from; the rest of a zip is passed over."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            wanted = [part for part in archive.infolist() if part.filename.endswith(KEPT) and not part.is_dir()]
            if len(wanted) > MOST or sum(part.file_size for part in wanted) > LARGEST:
                raise UploadRefused("too-much")
            for part in wanted:
                with archive.open(part) as opened:
                    yield part.filename, opened.read(part.file_size + 1).decode("utf-8-sig")
    except BROKEN:
        raise UploadRefused("not-a-catalogue") from None


def _within(found: Files) -> Iterator[tuple[str, str]]:
    """The files counted from the folder that the first page lies in, as a zip of a folder begins with the folder."""
    first = min((path for path in found if PurePosixPath(path).name == ROOT_NAME), key=len, default=ROOT_NAME)
    above = first.removesuffix(ROOT_NAME)
    for path, text in found.items():
        if path.startswith(above):
            yield path.removeprefix(above), text
