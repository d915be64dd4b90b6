"""`extract`: answers as files for analysts, from the database or from a file of answers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.findings import did_you_mean
from renderers.cli.common import (
    BROKEN,
    catalogue_option,
    counted,
    find_form,
    finding_row,
    json_option,
    load_catalogue,
    print_findings,
    print_json,
    shown,
)
from renderers.cli.databases import forms_option
from renderers.cli.extracting import Extracted, Request, extracted
from renderers.cli.import_ import ANSWER_FORMAT_NAMES

if TYPE_CHECKING:
    from catalogue.model import Catalogue
    from catalogue.source.loader import Loaded
    from engine.extracts.records import Words

KIND_NAMES = ("csv", "parquet", "stata", "spss", "r", *ANSWER_FORMAT_NAMES)
"""The rows of `renderers.extracts.kinds.KINDS`, which is read when it is needed."""
SHOWN = 10


@click.command("extract", short_help="Write answers as files for analysts.")
@click.argument("kind", metavar="KIND", type=click.Choice(KIND_NAMES))
@click.option(
    "--out",
    metavar="DIR|FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="A folder; or, when there is one table, a file whose name ends as such files do.",
)
@click.option("--db", "url", metavar="URL", help="From a database: sqlite:///FILE or postgresql://USER@HOST/NAME.")
@click.option("--reason", metavar="TEXT", help="Why these answers are taken out; stands in the log. Needed with --db.")
@click.option(
    "--answers",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="From a file of answers to one form: CSV, JSON Lines or Parquet.",
)
@forms_option
@click.option("--module", metavar="MODULE", help="The module's analysis view: one row per episode.")
@click.option("--timepoint", metavar="NAME", help="With --answers: the timepoint of rows that name none.")
@click.option("--drafts", is_flag=True, help="Rows that are not final too, with a column that says so.")
@click.option(
    "--identifying",
    metavar="NAME",
    multiple=True,
    help="Let this out too: a variable that identifies somebody (rygg.pasient.telefon), or 'person'. May be repeated.",
)
@click.option("--language", metavar="CODE", help="The language of labels. Default: the catalogue's own.")
@click.option("--overwrite", is_flag=True, help="Replace files that are there.")
@catalogue_option
@json_option
def extract_verb(  # noqa: PLR0913 - one for each option
    kind: str,
    out: Path,
    url: str | None,
    reason: str | None,
    answers: Path | None,
    forms: tuple[str, ...],
    module: str | None,
    timepoint: str | None,
    drafts: bool,
    identifying: tuple[str, ...],
    language: str | None,
    overwrite: bool,
    root: Path,
    as_json: bool,
) -> int:
    """Write answers as files for analysts: csv, parquet, stata, spss or r, with labels and the reasons why values are
    missing; or in another system's format of answers.

    Final rows only, nobody who has withdrawn, nothing that identifies somebody directly. What leaves a database is
    logged, row by row, with the reason. All files are written, or none. Exit status 1 when rows of a file break rules
    and are left out.
    """
    _refuse_wrong_use(kind, url, reason, answers, forms, module, drafts=drafts)
    catalogue, loaded = load_catalogue(root)
    _refuse_unknown(catalogue, module, identifying)
    addresses = tuple(dict.fromkeys(find_form(catalogue, form).address for form in forms))
    request = Request(
        kind=kind,
        out=out,
        url=url,
        reason=(reason or "").strip(),
        answers=answers,
        forms=addresses,
        module=module,
        timepoint=timepoint,
        drafts=drafts,
        identifying=frozenset(identifying),
        overwrite=overwrite,
    )
    made = extracted(catalogue, _words(catalogue, loaded, language), request)
    if as_json:
        print_json(_report(request, made))
    else:
        _tell(request, made, root)
    return BROKEN if made.left_out else 0


def _refuse_wrong_use(
    kind: str,
    url: str | None,
    reason: str | None,
    answers: Path | None,
    forms: tuple[str, ...],
    module: str | None,
    *,
    drafts: bool,
) -> None:
    """What can be said before anything is read."""
    if (url is None) == (answers is None):
        raise click.UsageError("Say where the answers are: either --db URL or --answers FILE.")
    if url is not None and not (reason or "").strip():
        raise click.UsageError(
            "Say why these answers are taken out, for the log: --reason 'The annual report for 2025'."
        )
    if answers is not None and (len(forms) != 1 or module is not None):
        raise click.UsageError("A file of answers is of one form. Say which: --form FORM")
    if module is not None and forms:
        raise click.UsageError("Choose between --module, one row per episode, and --form, one row per form filled in.")
    if module is not None and drafts:
        raise click.UsageError("The analysis view shows final rows only; leave out --drafts, or take --form.")
    if module is not None and kind in ANSWER_FORMAT_NAMES:
        raise click.UsageError(f"'{kind}' is written of forms, not of the analysis view: --form FORM")


def _refuse_unknown(catalogue: "Catalogue", module: str | None, identifying: tuple[str, ...]) -> None:
    from engine.extracts.leaving import unknown

    if module is not None and module not in catalogue.modules:
        remedy = did_you_mean(module, catalogue.modules) or f" There are: {', '.join(catalogue.modules)}."
        raise click.BadParameter(f"there is no module '{module}'.{remedy}", param_hint="--module")
    for sentence in unknown(catalogue, identifying):
        raise click.BadParameter(sentence, param_hint="--identifying")


def _words(catalogue: "Catalogue", loaded: "Loaded", language: str | None) -> "Words":
    """The catalogue's own language, or another that it has."""
    from renderers.extracts.words import words

    code = language or catalogue.languages.source
    if code not in catalogue.languages.all:
        offered = ", ".join(catalogue.languages.all)
        raise click.BadParameter(
            f"the catalogue has no texts in '{code}'. There are: {offered}.", param_hint="--language"
        )
    return words(catalogue, loaded.translations[code], code)


def _report(request: Request, made: Extracted) -> dict[str, object]:
    return {
        "kind": request.kind,
        "files": [str(path) for path in made.files],
        "tables": [{"name": name, "rows": rows, "columns": columns} for name, rows, columns in made.tables],
        "left_out_rows": made.left_out,
        "left_out_columns": list(made.withheld),
        "only_in_the_view": list(made.elsewhere),
        "findings": [finding_row(found) for found in made.findings],
    }


def _tell(request: Request, made: Extracted, root: Path) -> None:
    for name, rows, columns in made.tables:
        click.echo(f"{name}: {counted(rows, 'row')}, {counted(columns, 'column')}.")
    click.echo(f"Wrote {', '.join(map(str, made.files))}.")
    if made.withheld:
        click.echo(
            f"Left out, because it identifies somebody: {', '.join(made.withheld)}. --identifying NAME lets it out."
        )
    if made.elsewhere:
        click.echo(
            f"Calculated from other forms, and only in the analysis view (--module): {', '.join(made.elsewhere)}."
        )
    if made.left_out:
        click.echo(
            f"{counted(made.left_out, 'row')} broke rules and were left out; which and why:"
            f" skjemaverk validate {request.forms[0]} {request.answers}",
            err=True,
        )
    findings = shown(made.findings, root)
    print_findings(findings[:SHOWN], err=True)
    if len(findings) > SHOWN:
        click.echo(
            f"and {len(findings) - SHOWN:,} more of what the file could not hold; --json has them all.", err=True
        )
