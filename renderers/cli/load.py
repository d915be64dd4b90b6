"""`load`: answers from another system, a dump or a format of its own, into the database, checked row by row."""

import getpass
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.findings import is_broken
from renderers.cli.common import (
    BROKEN,
    catalogue_option,
    counted,
    find_form,
    form_argument,
    json_option,
    load_catalogue,
    print_findings,
    print_json,
    today,
)
from renderers.cli.databases import opened
from renderers.cli.import_ import ANSWER_FORMAT_NAMES
from renderers.cli.rejected import REASONS, Rejected
from renderers.cli.validate import wording_of
from renderers.cli.violations import Teller

if TYPE_CHECKING:
    from catalogue.model import Catalogue, Form
    from engine.access import Access
    from engine.answer_columns import Columns
    from engine.bulk.evaluation import Broken
    from engine.bulk.pieces import Opened, Piece
    from engine.installation import Database
    from engine.loading.run import Loading


@dataclass(frozen=True, slots=True)
class _Request:
    """What is to be loaded and how; `form` is the format, `system` whose names a dump has."""

    file: Path
    form: str
    system: str
    timepoint: str
    given: Mapping[str, str]
    rejected: Path
    dry_run: bool


DUMP = "csv"


@dataclass(frozen=True, slots=True)
class _Report:
    """What was done: how many of what, and the columns that mean nothing here."""

    counts: Mapping[str, int]
    passed_over: tuple[str, ...]


@click.command("load", short_help="Load a dump of answers into the database.")
@form_argument
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--db", "--database", "url", metavar="URL", required=True, help="sqlite:///FILE or postgresql://USER@HOST/NAME."
)
@click.option(
    "--format",
    "kind",
    type=click.Choice([DUMP, *ANSWER_FORMAT_NAMES]),
    default=DUMP,
    show_default=True,
    help="A dump, one row per occasion, or another system's format of answers.",
)
@click.option(
    "--names",
    "system",
    metavar="SYSTEM",
    default="openqreg",
    show_default=True,
    help="Whose names a dump has.",
)
@click.option("--timepoint", metavar="NAME", help="The timepoint of all rows; needed when the form has several.")
@click.option("--episode", metavar="COLUMN", help="The column with the episode, if the module's 'record' does not say.")
@click.option("--person", metavar="COLUMN", help="The column with the person.")
@click.option("--centre", metavar="COLUMN", help="The column with the centre's number.")
@click.option(
    "--rejected",
    metavar="OUT",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where refused rows go, with the reasons. Default: beside the file.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done; nothing is kept.")
@catalogue_option
@json_option
def load_verb(  # noqa: PLR0913 - one for each option
    form: str,
    file: Path,
    url: str,
    kind: str,
    system: str,
    timepoint: str | None,
    episode: str | None,
    person: str | None,
    centre: str | None,
    rejected: Path | None,
    dry_run: bool,
    root: Path,
    as_json: bool,
) -> int:
    """Load answers to a form, one row per occasion, into the database of this catalogue.

    A dump has decimal comma, ISO dates, 0 and 1, empty as missing, as OpenQreg writes them. All rows or, when
    something goes wrong on the way, none. Rows that are refused or break a hard rule are left out and written aside
    with the reasons; rows that are there already stay as they are, so a file may be loaded again. Exit status 1 when a
    row is refused.
    """
    from engine.loading.run import timepoint_of

    catalogue, loaded = load_catalogue(root)
    found = find_form(catalogue, form)
    if not found.module:
        raise click.BadParameter(f"'{form}' is about the person; a dump is of a form of a module.", param_hint="FORM")
    at = timepoint_of(found, timepoint)
    if at is None and kind != DUMP:
        at = ""
    if at is None:
        raise click.UsageError(f"Say which timepoint the file is of: --timepoint {', '.join(found.timepoints)}")
    columns = {"episode": episode, "person": person, "centre_number": centre}
    given = {what: column for what, column in columns.items() if column is not None}
    aside = rejected or file.with_name(f"{file.stem}.refused.{'csv' if kind == DUMP else 'jsonl'}")
    teller = Teller(found, wording_of(catalogue, loaded.translations))
    with opened(url, catalogue) as database:
        request = _Request(file, kind, _system(kind, system), at, given, aside, dry_run)
        report = _loaded(database, catalogue, teller, request)
    _tell(report, found, aside, dry_run=dry_run, as_json=as_json)
    return BROKEN if report.counts["refused"] else 0


def _system(kind: str, named: str) -> str:
    """The system whose numbers for people and episodes these are."""
    return named if kind == DUMP else kind


def _loaded(database: "Database", catalogue: "Catalogue", teller: Teller, request: _Request) -> _Report:
    """Go through the file in one transaction."""
    from engine.bulk.pieces import NotAnAnswerFile
    from engine.loading.run import at_work

    actor = getpass.getuser()
    try:
        with ExitStack() as stack:
            access = stack.enter_context(
                at_work(database, actor, f"load {request.file.name}", keep=not request.dry_run)
            )
            answers = stack.enter_context(_rows_in(request, catalogue, teller.form))
            columns, passed_over = _columns(catalogue, teller.form, request, answers)
            loading = _loading(access, columns, request, answers, teller.form)
            rejected = stack.enter_context(Rejected(request.rejected, answers))
            rows = _go_through(loading, answers, teller, rejected)
    except NotAnAnswerFile as problem:
        raise click.ClickException(f"{request.file}: {problem}") from None
    if not loading.counts["refused"]:
        request.rejected.unlink(missing_ok=True)
    return _Report({"rows": rows, **loading.counts, **loading.owners.made}, passed_over)


@contextmanager
def _rows_in(request: _Request, catalogue: "Catalogue", form: "Form") -> "Iterator[Opened]":
    """The rows of the file; what cannot be read of another system's format is told, and when it is all, nothing is
    loaded."""
    from engine.bulk.files import open_answers, opened_lines

    if request.form == DUMP:
        with open_answers(request.file) as answers:
            yield answers
        return
    from catalogue.formats.answer_formats import ANSWER_FORMATS
    from catalogue.formats.decoding import MAX_BYTES
    from engine.loading.answer_lines import answer_lines

    with request.file.open("rb") as file:
        read = ANSWER_FORMATS[request.form].read(file.read(MAX_BYTES + 1), catalogue, form, request.file.name)
    print_findings(read.findings, err=True)
    if is_broken(read.findings):
        raise click.ClickException("No row was loaded.")
    yield opened_lines(answer_lines(read.rows))


def _go_through(loading: "Loading", answers: "Opened", teller: Teller, rejected: Rejected) -> int:
    from engine.loading.ticks import unticked

    rows = 0
    for read in answers.pieces:
        piece = replace(read, table=unticked(read.table, teller.form, loading.checking.reader.columns))
        broken = loading.checking.check(piece.table)
        stopped = _stopped(loading, piece, teller, broken)
        refused = loading.add(piece, stopped)
        loading.counts["refused"] += len(stopped) + len(piece.faults)
        rejected.add(read, {**stopped, **refused})
        rows += piece.rows
    return rows


def _stopped(loading: "Loading", piece: "Piece", teller: Teller, broken: "tuple[Broken, ...]") -> dict[int, list[str]]:
    """Why rows are not accepted. A draft may break rules; what is no value is refused there too."""
    reasons = teller.reasons(piece, broken)
    drafts = loading.drafts(piece)
    if drafts:
        values = tuple(part for part in broken if part.check.issue.severity.value == "refused")
        refused = teller.reasons(piece, values)
        reasons = {number: refused.get(number, []) if number in drafts else told for number, told in reasons.items()}
    return {number: told for number, told in reasons.items() if told}


def _columns(
    catalogue: "Catalogue", form: "Form", request: _Request, answers: "Opened"
) -> "tuple[Columns, tuple[str, ...]]":
    """What the columns mean, and those that mean nothing here and are passed over."""
    from engine.answer_columns import own_columns, system_columns, systems

    if request.form != DUMP:
        return own_columns(catalogue, form), ()
    if request.system not in systems(catalogue):
        raise click.UsageError(
            f"No variable has a name in '{request.system}'. There are: {', '.join(systems(catalogue))}."
        )
    columns = system_columns(catalogue, form, request.system, request.timepoint)
    strange = tuple(name for name in answers.header if name not in columns.known and name != REASONS)
    return replace(columns, passed_over=columns.passed_over | {*strange, REASONS}), strange


def _loading(
    access: "Access",
    columns: "Columns",
    request: _Request,
    answers: "Opened",
    form: "Form",
) -> "Loading":
    from engine.bulk.checking import checking
    from engine.bulk.header import wrong_columns
    from engine.loading.owners import Owners
    from engine.loading.places import OWN, places_of
    from engine.loading.run import Loading

    catalogue = access.tables.catalogue
    if request.form != DUMP:
        places, header = OWN, None
    else:
        places, header = places_of(catalogue, form, request.system, answers.header, request.given), answers.header
    lacking = [*wrong_columns(answers, form, columns)]
    lacking += [f"There is no column '{name}'." for name in sorted(places.used - {*answers.header})]
    if places.episode is None:
        lacking.append("No column says which episode a row belongs to. Name it: --episode COLUMN")
    if lacking:
        raise click.ClickException("\n".join((*lacking, "No row was loaded.")))
    checks = checking(catalogue, form, columns, header, request.timepoint, today())
    owners = Owners(access, form, request.system)
    return Loading(access, access.tables.forms[form.address], checks, places, owners, today())


def _tell(report: _Report, form: "Form", aside: Path, *, dry_run: bool, as_json: bool) -> None:
    number, passed_over = report.counts, ", ".join(report.passed_over)
    if as_json:
        named = {"passed_over": list(report.passed_over), "refused_file": str(aside) if number["refused"] else None}
        print_json({"form": form.address, "dry_run": dry_run, **number, **named})
        return
    click.echo(
        f"{form.address}: {counted(number['rows'], 'row')}; {number['final']:,} final and {number['drafts']:,} drafts"
        f" loaded, {number['there']:,} there already, {number['refused']:,} refused."
    )
    click.echo(f"New: {number['people']:,} people, {number['episodes']:,} episodes, {number['centres']:,} centres.")
    if passed_over:
        click.echo(f"Columns that mean nothing here and were passed over: {passed_over}.")
    if number["refused"]:
        click.echo(f"The refused rows and why: {aside}")
    if dry_run:
        click.echo("Nothing was kept.")
