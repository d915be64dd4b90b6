"""`recalculate`: stored calculations computed anew after a formula was changed, with what that does to their values."""

import getpass
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalogue.findings import did_you_mean
from renderers.cli.common import (
    BROKEN,
    catalogue_option,
    counted,
    json_option,
    load_catalogue,
    print_json,
    progress,
    today,
)
from renderers.cli.databases import chosen_forms, database_option, forms_option, opened
from renderers.cli.production import refuse_undecided

if TYPE_CHECKING:
    from catalogue.model import Catalogue
    from engine.installation import Database
    from engine.recalculation import Distribution, Obstacle, Order, Plan
    from engine.recalculation.distribution import Spread
    from engine.tables import Tables

FEW = "<5"
SHOWN = 20
"""So many rows that were not written are printed; `--json` has them all."""


@click.command("recalculate", short_help="Recompute stored calculations after a formula change.")
@database_option
@forms_option
@click.option(
    "--variable",
    "variables",
    metavar="NAME",
    multiple=True,
    help="Only this calculation, those it rests on and those that rest on it; may be repeated.",
)
@click.option(
    "--keep", "choice", flag_value="keep", help="Leave the values, and note that they are by the old formula."
)
@click.option("--recompute", "choice", flag_value="recompute", help="Write the new values. This is the default.")
@click.option("--both", "choice", flag_value="both", help="Write the new values and keep the old ones beside them.")
@click.option(
    "--release",
    metavar="NUMBER",
    type=click.IntRange(1),
    help="The release whose formulas these are. Default: the latest that any row was answered under.",
)
@click.option(
    "--batch", default=1000, show_default=True, type=click.IntRange(1, 10_000), help="Rows in one transaction."
)
@click.option("--dry-run", is_flag=True, help="Show what would come of it; no value is written.")
@click.option("--all", "show_all", is_flag=True, help="Show counts below five, and what they would tell.")
@catalogue_option
@json_option
def recalculate_verb(
    url: str,
    forms: tuple[str, ...],
    variables: tuple[str, ...],
    choice: str | None,
    release: int | None,
    root: Path,
    **shown: Any,
) -> int:
    """Recompute the stored calculations of final rows by the catalogue's formulas, batch by batch.

    Stopped at any time, it goes on where it was when started again; done twice, it changes nothing. A row whose new
    value would break a limit or rule is left as it is and reported; exit status 1 when there are any.
    """
    catalogue, _ = load_catalogue(root)
    with opened(url, catalogue) as database:
        from engine.recalculation import Order

        refuse_undecided(database, root)
        plans = _plans(catalogue, database.tables, chosen_forms(catalogue, forms, database.tables), variables)
        release = _release(database, release)
        order = Order(
            choice=choice or "recompute",
            release=release,
            actor=_actor(),
            why=f"{choice or 'recompute'}, formulas of release {release}",
            today=today(),
            batch=shown["batch"],
            dry_run=shown["dry_run"],
        )
        done = [_Done.of(database, plan, order) for plan in plans]
    if shown["as_json"]:
        print_json(_report(done, order, shown["show_all"]))
    else:
        for form in done:
            _print(form, order, shown["show_all"])
        if not done:
            click.echo("No form stores a calculation.")
    return BROKEN if any(form.obstacles for form in done) else 0


class _Done:
    """What became of one form: how many rows, and what of them."""

    def __init__(self, plan: "Plan", distributions: "Iterable[Distribution]") -> None:
        self.plan = plan
        self.distributions = tuple(distributions)
        self.rows = self.before = self.written = 0
        self.obstacles: list[Obstacle] = []

    @classmethod
    def of(cls, database: "Database", plan: "Plan", order: "Order") -> "_Done":
        """Recalculate the form to its end."""
        from engine.recalculation import Recalculation

        work = Recalculation(database.engine, database.tables, plan, order, lambda: datetime.now(UTC))
        done = cls(plan, work.distributions.values())

        def rows() -> Iterator[None]:
            for batch in work.batches():
                done.rows += batch.rows
                done.before += batch.done
                done.written += batch.written
                done.obstacles += batch.obstacles
                yield from [None] * batch.rows

        for _ in progress(rows(), work.total(), f"Recalculating {plan.form.address}"):
            pass
        return done


def _plans(
    catalogue: "Catalogue", tables: "Tables", addresses: tuple[str, ...], names: tuple[str, ...]
) -> "list[Plan]":
    """What is recalculated in each form that stores such a calculation."""
    from engine.recalculation import calculations, plan_of

    stored = {address: calculations(tables.forms[address]) for address in addresses}
    known = {name for found in stored.values() for name in found}
    for name in names:
        if name not in known:
            remedy = did_you_mean(name, known) or f" There are: {', '.join(sorted(known)) or 'none'}."
            raise click.BadParameter(f"no form stores a calculation '{name}'.{remedy}", param_hint="--variable")
    chosen = {address: [name for name in found if not names or name in names] for address, found in stored.items()}
    return [plan_of(catalogue, tables.forms[address], some) for address, some in chosen.items() if some]


def _release(database: "Database", given: int | None) -> int:
    from engine.recalculation.stamps import latest_release

    latest = latest_release(database.engine, database.tables)
    if given is not None and given < latest:
        raise click.BadParameter(f"the database has rows of release {latest}, which is later.", param_hint="--release")
    return given or latest


def _actor() -> Any:
    """Whoever is logged in on the machine, for log and history."""
    from engine.access import Actor

    return Actor(getpass.getuser(), "system")


# ---- for people ----


def _print(done: _Done, order: "Order", show_all: bool) -> None:
    click.echo(f"{done.plan.form.address}: {counted(done.rows, 'final row')}, {_outcome(done, order, show_all)}.")
    for distribution in done.distributions:
        differ = _number(distribution.differ(show_all=show_all))
        click.echo(f"  {distribution.variable.name}: {differ} differ")
        before, after = distribution.before(show_all=show_all), distribution.after(show_all=show_all)
        for label, one, other in _lines(before, after):
            click.echo(f"    {label:16} {one:>14} {other:>14}")
    for obstacle in done.obstacles[:SHOWN]:
        click.echo(f"  not written {_told(obstacle)}")
    if len(done.obstacles) > SHOWN:
        click.echo(f"  and {len(done.obstacles) - SHOWN:,} more; --json has them all")


def _outcome(done: _Done, order: "Order", show_all: bool) -> str:
    """What was done, in words."""
    from engine.small_numbers import hidden

    if order.choice == "keep":
        return "values kept" if not order.dry_run else "values would be kept"
    would = "would be " if order.dry_run else ""
    written = _number(done.written if show_all else hidden(done.written))
    refused = len({obstacle.row_id for obstacle in done.obstacles})
    told = f"{written} {would}written by the formulas of release {order.release}"
    told += f", {done.before:,} done before" if done.before else ""
    return told + (f", {refused:,} not possible" if refused else "")


def _lines(before: "Spread", after: "Spread") -> Iterator[tuple[str, str, str]]:
    yield "", "before", "after"
    yield "values", _number(before.count), _number(after.count)
    yield "missing", _number(before.missing), _number(after.missing)
    for label, one, other in (
        ("least", before.least, after.least),
        ("median", before.median, after.median),
        ("most", before.most, after.most),
    ):
        if one is not None or other is not None:
            yield label, _value(one), _value(other)
    for code in dict.fromkeys((*before.codes, *after.codes)):
        yield f"code {code}", _number(before.codes.get(code, 0)), _number(after.codes.get(code, 0))


def _number(count: int | None) -> str:
    return FEW if count is None else f"{count:,}"


def _value(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date | time) else str(value)


def _told(obstacle: "Obstacle") -> str:
    what = " ".join(part for part in (obstacle.variable, obstacle.severity, obstacle.rule) if part)
    return f"{obstacle.row_id}: {what}"


# ---- for programs ----


def _report(forms: list[_Done], order: "Order", show_all: bool) -> dict[str, object]:
    return {
        "choice": order.choice,
        "release": order.release,
        "dry_run": order.dry_run,
        "forms": [_form(form, show_all) for form in forms],
    }


def _form(done: _Done, show_all: bool) -> dict[str, object]:
    from dataclasses import asdict

    from engine.small_numbers import hidden

    return {
        "form": done.plan.form.address,
        "rows": done.rows,
        "done_before": done.before,
        "written": done.written if show_all else hidden(done.written),
        "variables": [
            {
                "variable": distribution.variable.name,
                "differ": distribution.differ(show_all=show_all),
                "before": _spread(distribution.before(show_all=show_all)),
                "after": _spread(distribution.after(show_all=show_all)),
            }
            for distribution in done.distributions
        ],
        "not_written": [asdict(obstacle) for obstacle in done.obstacles],
    }


def _spread(spread: "Spread") -> dict[str, object]:
    """Null is a count that is hidden, or a value there is none of."""
    values = {
        name: value.isoformat() if isinstance(value := getattr(spread, name), date | time) else value
        for name in ("least", "median", "most")
    }
    return {"count": spread.count, "missing": spread.missing, **values, "codes": dict(spread.codes)}
