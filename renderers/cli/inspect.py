"""`inspect`: the rows of a live database that break what the database cannot see by itself."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderers.cli.common import BROKEN, catalogue_option, counted, json_option, load_catalogue, print_json, today
from renderers.cli.databases import chosen_forms, database_option, forms_option, opened

if TYPE_CHECKING:
    from engine.broken_rows import BrokenRule

SHOWN = 10
"""So many rows of a rule are printed; `--json` has them all."""


@click.command("inspect", short_help="Find rows in a database that break rules about other forms, person, day or era.")
@database_option
@forms_option
@click.option(
    "--timeout",
    metavar="SECONDS",
    default=60,
    show_default=True,
    type=click.IntRange(1, 86_400),
    help="How long PostgreSQL may work on one rule.",
)
@catalogue_option
@json_option
def inspect_verb(url: str, forms: tuple[str, ...], timeout: int, root: Path, as_json: bool) -> int:
    """Find the final rows that break a rule about another form, the person, today or an era.

    Everything else the database refuses by itself. Nothing is written. Exit status 1 when there are any, or when a rule
    could not be finished in time.
    """
    catalogue, _ = load_catalogue(root)
    with opened(url, catalogue, timeout) as database:
        from engine.broken_rows import broken_rules, without_query

        addresses = chosen_forms(catalogue, forms, database.tables)
        found = list(broken_rules(database.engine, database.tables, addresses, today()))
        unseen = list(without_query(database.tables, addresses))
    if as_json:
        print_json({"rules": [_report(rule) for rule in found], "without_query": [" ".join(rule) for rule in unseen]})
    else:
        _print(found, unseen)
    return BROKEN if any(rule.rows or rule.unfinished for rule in found) else 0


def _print(found: "list[BrokenRule]", unseen: list[tuple[str, str, str]]) -> None:
    for rule in found:
        name = f"{rule.form} {rule.subject} {rule.kind}"
        if rule.unfinished:
            click.echo(f"{name}: not finished: {rule.unfinished}")
        if rule.rows:
            centres = ", ".join(f"{centre}: {number:,}" for centre, number in _centres(rule).items())
            click.echo(f"{name}: {counted(len(rule.rows), 'row')} ({centres})")
        for row in rule.rows[:SHOWN]:
            click.echo(f"    {row.id}")
        if len(rule.rows) > SHOWN:
            click.echo(f"    and {len(rule.rows) - SHOWN:,} more; --json has them all")
    for form, subject, kind in unseen:
        click.echo(f"{form} {subject} {kind}: not looked at; it reads a calculation that no table holds.")
    broken, rows = sum(bool(rule.rows) for rule in found), len({row.id for rule in found for row in rule.rows})
    click.echo(f"{counted(len(found), 'rule')}, {broken:,} broken by {counted(rows, 'row')}.")


def _centres(rule: "BrokenRule") -> dict[str, int]:
    return dict(sorted(Counter(row.centre for row in rule.rows).items()))


def _report(rule: "BrokenRule") -> dict[str, object]:
    return {
        "form": rule.form,
        "subject": rule.subject,
        "kind": rule.kind,
        "query": rule.name,
        "centres": _centres(rule),
        "rows": [row.id for row in rule.rows],
        "unfinished": rule.unfinished or None,
    }
