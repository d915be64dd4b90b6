"""`overview`: one page that tells what the catalogue holds, what is confirmed and what is proposed."""

import os
from pathlib import Path

import click

from renderers.cli.common import catalogue_option, load_catalogue


@click.command("overview", short_help="Tell what is confirmed, what is proposed, and how much there is of each.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Where to; else printed.")
@catalogue_option
def overview_verb(out: Path | None, root: Path) -> int:
    """Write a page of Markdown about the catalogue: counts by module, form, category and respondent; what public
    material confirms and what is proposed; instruments, value sets and languages.
    """
    if out is not None and not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder '{out.parent}'.", param_hint="--out")
    catalogue, loaded = load_catalogue(root)
    from renderers.overview import overview

    page = overview(catalogue, loaded.translations)
    if out is None:
        click.echo(page, nl=False)
        return 0
    beside = out.with_name(out.name + ".new")
    try:
        beside.write_text(page, encoding="utf-8")
        os.replace(beside, out)
    finally:
        beside.unlink(missing_ok=True)
    return 0
