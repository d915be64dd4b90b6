"""`validate`: a file of answers against a form's rules; every violation by row, variable and rule."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.findings import did_you_mean
from renderers.cli.common import (
    BROKEN,
    catalogue_option,
    counted,
    find_form,
    form_argument,
    json_option,
    load_catalogue,
    print_json,
    progress,
    today,
)

if TYPE_CHECKING:
    from catalogue.model import Catalogue, Form
    from catalogue.texts import Translations
    from engine.answer_columns import Columns
    from engine.validation import CheckedRow
    from renderers.html.wording import Wording

UNREADABLE = "unreadable-row"
STOPS = ("refused", "hard")
"""The severities that make data invalid; a soft violation may be right, and somebody must say so."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One remark on one row of a file."""

    row: int
    line: int
    variable: str
    severity: str
    rule: str
    message: str


@click.command("validate", short_help="Check a file of answers against a form's rules.")
@form_argument
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--names", "system", metavar="SYSTEM", help="The file has this outside system's names, e.g. rapporteket.")
@click.option(
    "--timepoint", metavar="NAME", help="The timepoint of rows that name none; needed when the form has several."
)
@catalogue_option
@json_option
def validate_verb(form: str, file: Path, system: str | None, timepoint: str | None, root: Path, as_json: bool) -> int:
    """Check a file of answers (CSV or JSON Lines) against a form's rules, each row as if it were to be final.

    Columns are variables (hoyde), missing reasons (hoyde_missing), timepoint, and what other forms say (person.kjonn).
    Exit status 1 when a row is refused or breaks a hard rule; soft ones are only reported.
    """
    catalogue, loaded = load_catalogue(root)
    found = find_form(catalogue, form)
    at = _timepoint(found, timepoint)
    columns = _columns(catalogue, found, system, at)
    from engine.answer_files import NotAnAnswerFile, read_answer_file
    from engine.validation import Validation

    try:
        answers = read_answer_file(file.read_bytes())
    except NotAnAnswerFile as problem:
        raise _NotUsable(f"{file}: {problem}") from None
    unknown = columns.unknown(answers.columns)
    if unknown:
        raise _NotUsable("\n".join((*(f"{file}: {sentence}" for sentence in unknown), "No row was read.")))
    validation = Validation(catalogue, found, columns, at, today())
    wording = wording_of(catalogue, loaded.translations)
    rows = progress(answers.rows, len(answers.rows), "Checking rows")
    violations = [violation for row in rows for violation in _violations(validation.check(row), found, wording)]
    if as_json:
        print_json(_report(found.address, len(answers.rows), violations))
    else:
        _print(file, len(answers.rows), violations)
    return BROKEN if any(violation.severity in STOPS for violation in violations) else 0


class _NotUsable(click.ClickException):
    """The file is not one of answers to this form."""

    exit_code = BROKEN


def _timepoint(form: "Form", given: str | None) -> str:
    if given is not None and given not in form.timepoints:
        remedy = did_you_mean(given, form.timepoints) or f" There are: {', '.join(form.timepoints)}."
        raise click.BadParameter(f"the form has no timepoint '{given}'.{remedy}", param_hint="--timepoint")
    return given or (form.timepoints[0] if len(form.timepoints) == 1 else "")


def _columns(catalogue: "Catalogue", form: "Form", system: str | None, timepoint: str) -> "Columns":
    from engine.answer_columns import own_columns, system_columns, systems

    if system is None:
        return own_columns(catalogue, form)
    known = systems(catalogue)
    if system not in known:
        remedy = did_you_mean(system, known) or f" There are: {', '.join(known)}."
        raise click.BadParameter(f"no variable has a name in '{system}'.{remedy}", param_hint="--names")
    if form.timepoints and not timepoint:
        choices = ", ".join(form.timepoints)
        raise click.UsageError(f"The form has several timepoints. Say which the file is of: --timepoint {choices}")
    return system_columns(catalogue, form, system, timepoint)


def wording_of(catalogue: "Catalogue", translations: "Mapping[str, Translations]") -> "Wording":
    """The catalogue's own language, in which violations are told."""
    from renderers.html.wording import Wording
    from renderers.i18n import languages

    source = catalogue.languages.source
    return Wording(languages().get(source) or languages()["en"], translations[source], source)


def _violations(checked: "CheckedRow", form: "Form", wording: "Wording") -> Iterator[Violation]:
    from renderers.violations import told

    row = checked.row
    if row.fault:
        yield Violation(row.number, row.line, "", "refused", UNREADABLE, row.fault)
    for issue in checked.issues:
        message = told(issue, form, wording).replace("\N{NO-BREAK SPACE}", " ")
        yield Violation(row.number, row.line, issue.variable, issue.severity.value, issue.rule, message)


def _print(file: Path, rows: int, violations: list[Violation]) -> None:
    for found in violations:
        parts = (found.variable, found.severity, found.rule, found.message)
        click.echo(f"{file}:{found.line} row {found.row}: {' '.join(part for part in parts if part)}")
    counts = Counter(found.severity for found in violations)
    told = ", ".join(f"{counts[severity]:,} {severity}" for severity in (*STOPS, "soft") if counts[severity])
    with_some = len({found.row for found in violations})
    click.echo(f"{counted(rows, 'row')}, {with_some:,} with violations{f' ({told})' if told else ''}.")


def _report(form: str, rows: int, violations: list[Violation]) -> dict[str, object]:
    counts = Counter(found.severity for found in violations)
    return {
        "form": form,
        "rows": rows,
        "rows_with_violations": len({found.row for found in violations}),
        "counts": {severity: counts[severity] for severity in (*STOPS, "soft")},
        "violations": [asdict(found) for found in violations],
    }
