"""`impact`: what the changes between two versions would touch in a live database, small numbers hidden."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderers.cli.common import BROKEN, catalogue_option, counted, json_option, print_json
from renderers.cli.databases import database_option, opened
from renderers.cli.states import new_argument, old_argument, opened_states

if TYPE_CHECKING:
    from migrations_gen.impact import Impact

FEW = "<5"


@click.command("impact", short_help="Count the rows in a database that the changes between two versions touch.")
@old_argument
@new_argument
@database_option
@click.option(
    "--timeout",
    metavar="SECONDS",
    default=60,
    show_default=True,
    type=click.IntRange(1, 86_400),
    help="How long PostgreSQL may work on one change.",
)
@click.option("--all", "show_all", is_flag=True, help="Show counts below five, for those who may see them.")
@catalogue_option
@json_option
def impact_verb(old: str, new: str | None, url: str, timeout: int, show_all: bool, root: Path, as_json: bool) -> int:
    """Count what each change from OLD to NEW touches: rows, patients, departments, the first and the last day, and the
    rows that would break what NEW demands.

    OLD must be the version that the database was made for. Nothing is written, and no answer is shown. Exit status 1
    when rows would break something, or when a count could not be finished in time.
    """
    before, after = opened_states(old, new, root)
    with opened(url, before.catalogue, timeout) as database:
        from migrations_gen.diff import diff
        from migrations_gen.impact import impacts

        with database.engine.connect() as connection:
            found = list(impacts(diff(before, after), connection, database.tables))
    if as_json:
        print_json({"changes": [_report(one, show_all) for one in found]})
    else:
        _print(found, show_all)
    return BROKEN if any(one.breaking or one.unfinished for one in found) else 0


def _print(found: "list[Impact]", show_all: bool) -> None:
    for one in found:
        name = f"{one.change.subject.address} {type(one.change).__name__}"
        if one.unfinished:
            click.echo(f"{name}: not finished: {one.unfinished}")
        elif one.rows is not None:
            click.echo(f"{name}: {_told(one, show_all)}")
    touching = [one for one in found if one.rows]
    click.echo(f"{counted(len(found), 'change')}, {len(touching):,} of them about rows that are there.")


def _told(one: "Impact", show_all: bool) -> str:
    parts = [
        f"{_number(one.rows, show_all)} rows",
        f"{_number(one.patients, show_all)} patients",
        f"{_number(one.departments, show_all)} departments",
    ]
    days = _days(one, show_all)
    if days is not None:
        parts.append(f"{days[0]} to {days[1]}")
    if one.breaking:
        parts.append(f"{_number(one.breaking, show_all)} would break what is demanded now")
    return ", ".join(parts)


def _days(one: "Impact", show_all: bool) -> tuple[date, date] | None:
    """The days; those of a few rows would say whose they are."""
    from engine.small_numbers import hidden

    is_few = not show_all and hidden(one.rows or 0) is None
    return None if is_few or one.first is None or one.last is None else (one.first, one.last)


def _number(count: int | None, show_all: bool) -> str:
    shown = _shown(count, show_all)
    return FEW if shown is None else f"{shown:,}"


def _shown(count: int | None, show_all: bool) -> int | None:
    from engine.small_numbers import hidden

    return count if show_all or count is None else hidden(count)


def _report(one: "Impact", show_all: bool) -> dict[str, object]:
    """Null is a count that is hidden, or a change that is not about rows (`counted` tells which)."""
    days = _days(one, show_all)
    return {
        "subject": one.change.subject.address,
        "change": type(one.change).__name__,
        "counted": one.rows is not None,
        "rows": _shown(one.rows, show_all),
        "patients": _shown(one.patients, show_all),
        "departments": _shown(one.departments, show_all),
        "first": days[0].isoformat() if days else None,
        "last": days[1].isoformat() if days else None,
        "breaking": _shown(one.breaking, show_all),
        "unfinished": one.unfinished or None,
    }
