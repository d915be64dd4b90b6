"""Answers from where they are into sheets, and sheets into files, all or none of which come to be.

Rows lie in a folder that only its owner may read, beside where the files go, and are gone when the verb ends. Nothing
is where it was asked for before the log says that it has left.
"""

import getpass
import tempfile
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.findings import Finding
from renderers.cli.common import BROKEN, now, today, watched
from renderers.cli.databases import opened

if TYPE_CHECKING:
    from catalogue.model import Catalogue, Form
    from engine.bulk.pieces import Opened
    from engine.database import Connection
    from engine.extracts.records import Frame, Heading, Sheet, Words
    from engine.installation import Database
    from engine.tables.analysis import Series
    from renderers.extracts.kinds import Kind

ROLE = "analyst"
"""As whom an extract is logged."""
TIMEOUT = 3_600
"""Seconds that PostgreSQL may work on one batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for."""

    kind: str
    out: Path
    url: str | None
    reason: str
    answers: Path | None
    forms: tuple[str, ...]
    module: str | None
    timepoint: str | None
    drafts: bool
    identifying: frozenset[str]
    overwrite: bool


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was made: the files, each table with its rows and columns, how many rows were left out, which variables stay
    and which are calculated in the analysis view only, and what did not fit."""

    files: tuple[Path, ...]
    tables: tuple[tuple[str, int, int], ...]
    left_out: int
    withheld: tuple[str, ...]
    elsewhere: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """One sheet, which form it is of, and where its rows are from: the table's or view's name, and the column with the
    key there."""

    sheet: "Sheet"
    form: "Form | None"
    table: str = ""
    key: str = ""
    withheld: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    left_out: int = 0


def extracted(catalogue: "Catalogue", words: "Words", request: Request) -> Extracted:
    """Do what is asked for."""
    from renderers.cli.placing import places, put
    from renderers.extracts.kinds import KINDS, Part

    kind = KINDS[request.kind]
    names = _names(catalogue, request, kind)
    where = places(request.out, kind, names, overwrite=request.overwrite)
    with tempfile.TemporaryDirectory(dir=where.beside, prefix=".skjemaverk-") as hidden:
        rows, files = Path(hidden) / "rows", Path(hidden) / "files"
        rows.mkdir()
        files.mkdir()
        gather = _from_database if request.url is not None else _from_file
        with gather(catalogue, words, request, names, rows) as gathered:
            parts = [Part(one.sheet, one.form, where.stem(one.sheet.heading.name)) for one in gathered]
            findings = tuple(kind.write(catalogue, parts, files))
        made = put(files, where, overwrite=request.overwrite)
    return Extracted(
        made,
        tuple((one.sheet.heading.name, one.sheet.rows, len(one.sheet.heading.columns)) for one in gathered),
        sum(one.left_out for one in gathered),
        tuple(name for one in gathered for name in one.withheld),
        tuple(name for one in gathered for name in one.elsewhere),
        findings,
    )


def _names(catalogue: "Catalogue", request: Request, kind: "Kind") -> tuple[str, ...]:
    """What is taken out: a module's view, or forms; without a choice every form with rows of its own."""
    from catalogue.reserved import PERSON

    if request.module is not None:
        return (request.module,)
    if PERSON in request.forms and PERSON not in {name.partition(".")[0] for name in request.identifying}:
        raise click.UsageError("The people's table leaves only when it is asked for by name: --identifying person")
    return request.forms or tuple(form.address for form in catalogue.forms if form.address != PERSON)


# ---- from a database ----


@contextmanager
def _from_database(
    catalogue: "Catalogue", words: "Words", request: Request, names: tuple[str, ...], folder: Path
) -> "Iterator[list[Gathered]]":
    """The sheets; when whoever uses them has done so without an error, it is logged that they leave."""
    from engine.extracts.stored import at_one_moment

    assert request.url is not None
    with opened(request.url, catalogue, TIMEOUT) as database:
        with at_one_moment(database.engine) as connection:
            take = _view if request.module is not None else _table
            gathered = [take(database, connection, words, request, name, folder) for name in names]
        yield gathered
        _log(request, database, gathered)


def _table(
    database: "Database",
    connection: "Connection",
    words: "Words",
    request: Request,
    address: str,
    folder: Path,
) -> Gathered:
    """A form's rows, or the people's."""
    from catalogue.reserved import PERSON
    from engine.extracts import stored
    from engine.extracts.describing import heading_of
    from engine.extracts.leaving import Leaving

    tables = database.tables
    form = tables.catalogue.form[address]
    is_person = address == PERSON
    held = tables.person if is_person else tables.forms[address].row
    withheld = Leaving(request.identifying).left_out(form)
    elsewhere = form.variable.keys() - held.variables.keys() - withheld
    row = stored.PERSON_ROW if is_person else stored.ROW
    kept = tuple(name for name in row if request.drafts or name != "status")
    heading = heading_of(tables.catalogue, form, words, kept, withheld | elsewhere)
    if is_person:
        batches = stored.people_batches(connection, tables, heading)
    else:
        begins = _begins(connection, form)
        table = tables.forms[address]
        batches = stored.form_batches(connection, tables, table, heading, drafts=request.drafts, begins=begins)
    sheet = _spooled(heading, words, batches, folder)
    source, key = (tables.fixed.person, "person_id") if is_person else (tables.forms[address].table, "id")
    return Gathered(sheet, form, source.name, key, _named(form, withheld), _named(form, elsewhere))


def _view(
    database: "Database",
    connection: "Connection",
    words: "Words",
    request: Request,
    name: str,
    folder: Path,
) -> Gathered:
    """A module's analysis view."""
    from engine.extracts.leaving import Leaving
    from engine.extracts.viewed import view_batches, view_of

    catalogue = database.tables.catalogue
    leaving = Leaving(request.identifying)
    view = view_of(catalogue, catalogue.modules[name], words, leaving, _series(connection))
    sheet = _spooled(view.heading, words, view_batches(connection, database.tables, view), folder)
    return Gathered(sheet, None, view.names[0], view.episode, view.withheld)


def _series(connection: "Connection") -> "Series":
    """What the database's releases before this one mean for its columns."""
    from engine.releases import releases
    from migrations_gen.series.stages import series_in

    return series_in(release for release in releases(connection) if release.withdrawn_at is None)


def _begins(connection: "Connection", form: "Form") -> "Mapping[str, int]":
    """By variable, the first release that has it, where that is not the first of all."""
    from engine.tables.analysis.series import FIRST

    series = _series(connection)
    found = {variable.name: series.history(form, variable).begins for variable in form.variables}
    return {name: release for name, release in found.items() if release > FIRST}


def _log(request: Request, database: "Database", gathered: list[Gathered]) -> None:
    from engine.access import Access, Actor
    from engine.database import connect
    from engine.extracts.logged import log_sheet

    engine = connect(database.engine.url)
    try:
        with engine.begin() as connection:
            actor = Actor(getpass.getuser(), ROLE)
            access = Access(connection, database.tables, actor, now(), request.reason)
            for one in gathered:
                log_sheet(access, one.sheet, one.table, one.key)
    finally:
        engine.dispose()


# ---- from a file ----


@contextmanager
def _from_file(
    catalogue: "Catalogue", words: "Words", request: Request, names: tuple[str, ...], folder: Path
) -> "Iterator[list[Gathered]]":
    """The one sheet of a file of answers."""
    from engine.bulk.files import open_answers
    from engine.bulk.pieces import NotAnAnswerFile

    assert request.answers is not None
    try:
        with open_answers(request.answers) as answers:
            gathered = _answered(catalogue, words, request, answers, folder)
    except NotAnAnswerFile as problem:
        raise NotUsable(f"{request.answers}: {problem}") from None
    yield [gathered]


class NotUsable(click.ClickException):
    """The file is not one of answers to this form."""

    exit_code = BROKEN


def _answered(catalogue: "Catalogue", words: "Words", request: Request, answers: "Opened", folder: Path) -> Gathered:
    from engine.answer_columns import own_columns, with_anchor
    from engine.bulk.checking import checking
    from engine.bulk.header import wrong_columns
    from engine.extracts.answered import Answered, row_columns
    from engine.extracts.describing import heading_of
    from engine.extracts.leaving import Leaving
    from renderers.cli.validate import timepoint_of_rows

    form = catalogue.form[request.forms[0]]
    columns = with_anchor(own_columns(catalogue, form), catalogue, form, answers.header)
    wrong = wrong_columns(answers, form, columns)
    if wrong:
        raise NotUsable("\n".join((*(f"{request.answers}: {sentence}" for sentence in wrong), "Nothing was written.")))
    header = answers.header if answers.is_complete else None
    at = timepoint_of_rows(form, request.timepoint)
    checks = checking(catalogue, form, columns, header, at, today())
    withheld = Leaving(request.identifying).left_out(form)
    heading = heading_of(catalogue, form, words, row_columns(answers.header, form.timepoints), withheld)
    rows = Answered(answers, checks, heading, request.drafts)
    sheet = _spooled(heading, words, rows.batches(), folder)
    return Gathered(sheet, form, withheld=_named(form, withheld), left_out=rows.left_out)


def _named(form: "Form", names: Set[str]) -> tuple[str, ...]:
    """These variables by address, in the order of the form."""
    return tuple(f"{form.address}.{name}" for name in form.variable if name in names)


def _spooled(heading: "Heading", words: "Words", batches: "Iterator[Frame]", folder: Path) -> "Sheet":
    from engine.extracts.spool import Spool

    spool = Spool(heading, folder)
    for batch in watched(batches, f"Reading {heading.name}"):
        spool.add(batch)
    return spool.sheet(words)
