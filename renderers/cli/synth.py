"""`synth`: valid synthetic answers that reach every branch, as JSON Lines or CSV."""

from pathlib import Path

import click

from renderers.cli.common import BROKEN, catalogue_option, find_form, form_argument, load_catalogue, today

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
@catalogue_option
def synth_verb(form: str, number: int, seed: int, kind: str | None, out: Path | None, root: Path) -> int:
    """Make up valid final answers to a form: every code, limit and condition is reached as early as can be.

    Nothing is taken from real answers. What could not be reached is told apart from the answers, on standard error.
    """
    catalogue, _ = load_catalogue(root)
    found = find_form(catalogue, form)
    from engine.answer_files import csv_lines, json_lines
    from engine.synth import NothingValid, columns_of, synthesise

    day = today()
    try:
        made = synthesise(catalogue, found, number, seed=seed, today=day)
    except NothingValid as problem:
        click.echo(f"Error: {problem}", err=True)
        return BROKEN
    as_csv = kind == "csv" or (kind is None and out is not None and out.suffix.lower() == ".csv")
    lines = csv_lines(found, columns_of(catalogue, found, day), made.rows) if as_csv else json_lines(made.rows)
    if out is None:
        click.echo("".join(lines), nl=False)
    else:
        out.write_text("".join(lines), encoding="utf-8")
    reached = made.goals - len(made.missed)
    click.echo(f"{number:,} rows reach {reached:,} of {made.goals:,} codes, limits and branches.", err=True)
    for name in made.missed[:SHOWN]:
        click.echo(f"  not reached: {name}", err=True)
    if len(made.missed) > SHOWN:
        click.echo(f"  and {len(made.missed) - SHOWN:,} more", err=True)
    return 0
