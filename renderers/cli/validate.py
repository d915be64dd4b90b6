"""`validate`: a file of answers against a form's rules; every violation by row, variable and rule."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.findings import did_you_mean
from renderers.cli.common import (
    BROKEN,
    catalogue_option,
    find_form,
    form_argument,
    json_option,
    load_catalogue,
    today,
)
from renderers.cli.rejected import REASONS, Rejected
from renderers.cli.violations import STOPS, JsonReport, Teller, TextReport

if TYPE_CHECKING:
    from catalogue.model import Catalogue, Form
    from catalogue.texts import Translations
    from engine.answer_columns import Columns
    from engine.bulk.pieces import Opened, Piece
    from engine.bulk.tally import Tally
    from renderers.html.wording import Wording

LARGE = 20_000_000
"""Bytes of a file that takes so long that one wants to see it go."""


@click.command("validate", short_help="Check a file of answers against a form's rules.")
@form_argument
@click.argument("file", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--engine",
    type=click.Choice(("polars", "spark")),
    default="polars",
    show_default=True,
    help="Spark is for tables that outgrow one machine; FILE may then be a folder.",
)
@click.option("--names", "system", metavar="SYSTEM", help="The file has this outside system's names, e.g. rapporteket.")
@click.option(
    "--timepoint", metavar="NAME", help="The timepoint of rows that name none; needed when the form has several."
)
@click.option("--summary", is_flag=True, help="Only how many, by rule and by centre.")
@click.option(
    "--rejected",
    metavar="OUT",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rows that are refused or break a hard rule to this file, with the reasons.",
)
@catalogue_option
@json_option
def validate_verb(  # noqa: PLR0913 - one for each option
    form: str,
    file: Path,
    engine: str,
    system: str | None,
    timepoint: str | None,
    summary: bool,
    rejected: Path | None,
    root: Path,
    as_json: bool,
) -> int:
    """Check a file of answers (CSV, JSON Lines, Parquet) against a form's rules, each row as if it were to be final.

    Columns are variables (hoyde), missing reasons (hoyde_missing), timepoint, and what other forms say (person.kjonn).
    Exit status 1 when a row is refused or breaks a hard rule; soft ones are only reported. A file may be of any size.
    """
    if rejected is not None and not rejected.parent.is_dir():
        raise click.BadParameter(f"there is no folder '{rejected.parent}'.", param_hint="--rejected")
    catalogue, loaded = load_catalogue(root)
    found = find_form(catalogue, form)
    at = timepoint_of_rows(found, timepoint)
    if engine == "spark":
        return _on_spark(catalogue, found, file, at, summary, as_json, {"--names": system, "--rejected": rejected})
    if file.is_dir():
        raise click.BadParameter(f"'{file}' is a folder; only --engine spark reads folders.", param_hint="FILE")
    columns = _columns(catalogue, found, system, at)
    from engine.bulk.pieces import NotAnAnswerFile

    request = _Request(file, columns, at, rejected, summary)
    teller = Teller(found, wording_of(catalogue, loaded.translations))
    report = JsonReport(found.address, not summary) if as_json else TextReport(file, not summary)
    try:
        tally = _checked(catalogue, request, teller, report, system)
    except NotAnAnswerFile as problem:
        raise _NotUsable(f"{file}: {problem}") from None
    return BROKEN if any(tally.severities[severity] for severity in STOPS) else 0


def _on_spark(
    catalogue: "Catalogue",
    form: "Form",
    file: Path,
    timepoint: str,
    summary: bool,
    as_json: bool,
    other: Mapping[str, object],
) -> int:
    """The same on Spark, which has no use for some options."""
    from renderers.cli.validate_spark import validate_on_spark

    given = [name for name, value in other.items() if value is not None]
    if given:
        raise click.UsageError(f"{given[0]} does not go together with --engine spark.")
    return validate_on_spark(
        catalogue, form, str(file), timepoint=timepoint, today=today(), summary=summary, as_json=as_json
    )


@dataclass(frozen=True, slots=True)
class _Request:
    """What is to be checked and how; `timepoint` is that of rows that name none."""

    file: Path
    columns: "Columns"
    timepoint: str
    rejected: Path | None
    summary: bool


def _checked(
    catalogue: "Catalogue", request: _Request, teller: Teller, report: JsonReport | TextReport, system: str | None
) -> "Tally":
    """Go through the file once, and tell what is wrong on the way."""
    from engine.answer_columns import with_anchor
    from engine.bulk.checking import checking
    from engine.bulk.files import open_answers
    from engine.bulk.header import centre_column, without_strange, wrong_columns
    from engine.bulk.tally import Tally

    form = teller.form
    with ExitStack() as stack:
        opened = stack.enter_context(open_answers(request.file))
        columns = with_anchor(request.columns, catalogue, form, opened.header)
        wrong = wrong_columns(opened, form, columns)
        if wrong:
            raise _NotUsable("\n".join((*(f"{request.file}: {sentence}" for sentence in wrong), "No row was read.")))
        header = opened.header if opened.is_complete else None
        checks = checking(catalogue, form, columns, header, request.timepoint, today())
        tally = Tally(centre_column(catalogue, form, system, opened.header) if request.summary else None)
        aside = stack.enter_context(Rejected(request.rejected, opened)) if request.rejected is not None else None
        report.start()
        for piece in map(partial(without_strange, columns=columns), _watched(opened)):
            broken = checks.check(piece.table)
            tally.add(piece, broken)
            for violation in () if request.summary else teller.violations(piece, broken):
                report.violation(violation)
            if aside is not None:
                aside.add(piece, teller.reasons(piece, broken))
        report.end(tally)
    return tally


class _NotUsable(click.ClickException):
    """The file is not one of answers to this form."""

    exit_code = BROKEN


def _watched(opened: "Opened") -> "Iterator[Piece]":
    """The pieces; on a terminal, when the file is large, with a bar that says how far it has come."""
    if opened.bytes < LARGE or not sys.stderr.isatty():
        yield from opened.pieces
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Checking rows", total=opened.size)
        for piece in opened.pieces:
            yield piece
            bar.update(task, completed=piece.position)


def timepoint_of_rows(form: "Form", given: str | None) -> str:
    """The timepoint of rows that name none; empty when nobody has said it and there are several."""
    if given is not None and given not in form.timepoints:
        remedy = did_you_mean(given, form.timepoints) or f" There are: {', '.join(form.timepoints)}."
        raise click.BadParameter(f"the form has no timepoint '{given}'.{remedy}", param_hint="--timepoint")
    return given or (form.timepoints[0] if len(form.timepoints) == 1 else "")


def _columns(catalogue: "Catalogue", form: "Form", system: str | None, timepoint: str) -> "Columns":
    from engine.answer_columns import own_columns, system_columns, systems

    if system is None:
        return _with_reasons(own_columns(catalogue, form))
    known = systems(catalogue)
    if system not in known:
        remedy = did_you_mean(system, known) or f" There are: {', '.join(known)}."
        raise click.BadParameter(f"no variable has a name in '{system}'.{remedy}", param_hint="--names")
    if form.timepoints and not timepoint:
        choices = ", ".join(form.timepoints)
        raise click.UsageError(f"The form has several timepoints. Say which the file is of: --timepoint {choices}")
    return _with_reasons(system_columns(catalogue, form, system, timepoint))


def _with_reasons(columns: "Columns") -> "Columns":
    """Rows that were written aside may be read again, with the reasons beside them."""
    return replace(columns, passed_over=columns.passed_over | {REASONS})


def wording_of(catalogue: "Catalogue", translations: "Mapping[str, Translations]") -> "Wording":
    """The catalogue's own language, in which violations are told."""
    from renderers.html.wording import Wording
    from renderers.i18n import languages

    source = catalogue.languages.source
    return Wording(languages().get(source) or languages()["en"], translations[source], source)
