"""`synth`: valid synthetic answers that reach every branch, as JSON Lines or CSV."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderers.cli.common import (
    BROKEN,
    catalogue_option,
    counted,
    find_form,
    form_argument,
    load_catalogue,
    progress,
    today,
)

if TYPE_CHECKING:
    from catalogue.model import Catalogue
    from engine.proofs.coverage import Settled
    from engine.synth import Maker, Row

FORMATS = ("jsonl", "csv")
SHOWN = 10


@click.command("synth", short_help="Make up valid answers that reach every branch.")
@form_argument
@click.option(
    "-n", "number", metavar="N", default=100, show_default=True, type=click.IntRange(1, 1_000_000), help="How many."
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same answers, the same day.")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="Default: by the name of --out, else jsonl.")
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Where to; else printed.")
@click.option("--cover", is_flag=True, help="Ask the prover for what the rows do not reach: a row more, or why not.")
@catalogue_option
def synth_verb(form: str, number: int, seed: int, kind: str | None, out: Path | None, cover: bool, root: Path) -> int:
    """Make up valid final answers to a form: every code, limit and condition is reached as early as can be.

    Nothing is taken from real answers. What could not be reached is told apart from the answers, on standard error.
    With --cover the prover settles the rest: it adds a row for what can be reached, and names what forbids the others.
    """
    if out is not None and not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder '{out.parent}'.", param_hint="--out")
    catalogue, _ = load_catalogue(root)
    found = find_form(catalogue, form)
    from engine.answer_files import csv_lines, json_lines
    from engine.synth import Maker, NothingValid, columns_of

    day = today()
    maker = Maker(catalogue, found, seed=seed, today=day)
    drawn = (maker.row() for _ in progress(range(number), number, "Making answers up"))
    settled: list[Settled] = []
    rows = chain(drawn, _settling(catalogue, maker, day, settled)) if cover else drawn
    as_csv = kind == "csv" or (kind is None and out is not None and out.suffix.lower() == ".csv")
    lines = csv_lines(found, columns_of(catalogue, found, day), rows) if as_csv else json_lines(rows)
    try:
        _write(lines, out)
    except NothingValid as problem:
        click.echo(f"Error: {problem}", err=True)
        return BROKEN
    if cover:
        _tell_all(number, len(maker.goals), settled)
    else:
        _tell(number, len(maker.goals), maker.hindrances)
    return 0


def _settling(catalogue: "Catalogue", maker: "Maker", day: date, settled: "list[Settled]") -> "Iterator[Row]":
    """The prover's rows for what the drawn ones did not reach; what it found is kept in `settled`."""
    from engine.proofs.coverage import settle
    from engine.synth import row_of

    shown: set[int] = set()
    for one in settle(catalogue, maker.form, maker.open_goals, day):
        settled.append(one)
        if one.found is not None and id(one.found) not in shown:
            shown.add(id(one.found))
            yield row_of(maker.form, one.found)


def _write(lines: Iterable[str], out: Path | None) -> None:
    """To the file, whole or not at all; or printed."""
    if out is None:
        for line in lines:
            click.echo(line, nl=False)
        return
    beside = out.with_name(out.name + ".new")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.writelines(lines)
        os.replace(beside, out)
    finally:
        beside.unlink(missing_ok=True)


def _tell_all(number: int, goals: int, settled: "list[Settled]") -> None:
    """What the rows reach, what the prover reached besides, and for each of the others why it cannot be."""
    proved = [one for one in settled if one.found is not None]
    left = [one for one in settled if one.found is None]
    more = len({id(one.found) for one in proved})
    click.echo(
        f"{counted(number, 'row')} and {counted(more, 'row')} of the prover's reach {goals - len(left):,} of {goals:,}"
        " codes, limits and branches.",
        err=True,
    )
    for one in left:
        click.echo(f"  {_why_not(one)}", err=True)


def _why_not(one: "Settled") -> str:
    if one.verdict == "undecided":
        return f"undecided: {one.goal.name}"
    reasons = " and ".join(f"'{name}'" for name in one.because)
    return f"impossible: {one.goal.name}" + (f", because of {reasons}" if reasons else ", whatever else is answered")


def _tell(number: int, goals: int, missed: Mapping[str, str]) -> None:
    reached = f"{goals - len(missed):,} of {goals:,} codes, limits and branches"
    click.echo(f"{counted(number, 'row')} reach {reached}.", err=True)
    for name, hindrance in list(missed.items())[:SHOWN]:
        click.echo(f"  not reached: {name} ({hindrance})", err=True)
    if len(missed) > SHOWN:
        click.echo(f"  and {len(missed) - SHOWN:,} more", err=True)
