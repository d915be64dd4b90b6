"""`validate --engine spark`: the same verdicts from a Spark job, for tables that outgrow one machine.

A violation is told by row, variable, rule and severity; the sentences need the values, which stay where they are.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from renderers.cli.common import BROKEN, counted

if TYPE_CHECKING:
    from catalogue.model import Catalogue, Form
    from engine.spark import Count, Job, Violation

STOPS = ("refused", "hard")


class SparkNeeded(click.ClickException):
    """Spark or Java is not here."""

    exit_code = 2


class NotUsable(click.ClickException):
    """The file is not one of answers to this form."""

    exit_code = BROKEN


def validate_on_spark(
    catalogue: "Catalogue", form: "Form", path: str, *, timepoint: str, today: date, summary: bool, as_json: bool
) -> int:
    """Tell what is wrong with a table at a path that Spark can read, and give the exit status."""
    from engine.spark import CannotRun, NotATable, prepare, readable, start

    try:
        session = start()
        with readable():
            job = prepare(session, catalogue, form, path, timepoint=timepoint, today=today)
            counts = job.counts()
            if as_json:
                _print_json(form.address, job, counts, summary)
            else:
                _print(path, job, counts, summary)
    except CannotRun as lacking:
        raise SparkNeeded(str(lacking)) from None
    except NotATable as problem:
        raise NotUsable(f"{path}: {problem}") from None
    return BROKEN if any(count.severity.value in STOPS for count in counts) else 0


def _print(path: str, job: "Job", counts: "tuple[Count, ...]", summary: bool) -> None:
    if summary:
        for count in counts:
            parts = (count.severity.value, count.variable, count.rule, f"centre {count.centre}" if count.centre else "")
            click.echo(f"{count.rows:>12,}  {' '.join(filter(None, parts))}")
    else:
        for found in job.violations():
            click.echo(f"{path}: {_told(found)}")
    severities = by_severity(counts)
    said = ", ".join(f"{number:,} {severity}" for severity, number in severities.items() if number)
    click.echo(f"{counted(job.rows(), 'row')}{f', {said}' if said else ', no violations'}.")


def _told(found: "Violation") -> str:
    row = f"row {found.row}{f' (id {found.id})' if found.id else ''}"
    return " ".join(filter(None, (f"{row}:", found.variable, found.severity.value, found.rule)))


def _print_json(form: str, job: "Job", counts: "tuple[Count, ...]", summary: bool) -> None:
    """Violation by violation, so that they are never all held."""
    click.echo(f'{{\n  "form": {json.dumps(form)},\n  "rows": {job.rows()},')
    click.echo(f'  "counts": {json.dumps(by_severity(counts))},')
    _print_list("rules", (asdict(count) for count in counts))
    if not summary:
        click.echo(",")
        _print_list("violations", (asdict(found) for found in job.violations()))
    click.echo("\n}")


def _print_list(name: str, items: Iterable[dict[str, object]]) -> None:
    click.echo(f'  "{name}": [', nl=False)
    for number, item in enumerate(items):
        click.echo(f"{',' if number else ''}\n    {json.dumps(item, ensure_ascii=False)}", nl=False)
    click.echo("\n  ]", nl=False)


def by_severity(counts: "Iterable[Count]") -> dict[str, int]:
    """How many violations of each severity."""
    found: Counter[str] = Counter()
    for count in counts:
        found[count.severity.value] += count.rows
    return {severity: found[severity] for severity in (*STOPS, "soft")}
