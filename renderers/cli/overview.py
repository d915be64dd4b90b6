"""`overview`: one page that tells what the catalogue holds, what is confirmed and what is proposed."""

from pathlib import Path

import click

from renderers.cli.common import catalogue_option, load_catalogue, out_option, write_out


@click.command("overview", short_help="Tell what is confirmed, what is proposed, and how much there is of each.")
@out_option
@catalogue_option
def overview_verb(out: Path | None, root: Path) -> int:
    """Write a page of Markdown about the catalogue: counts by module, form, category and respondent; what public
    material confirms and what is proposed; instruments, value sets and languages.
    """
    catalogue, loaded = load_catalogue(root)
    from renderers.overview import overview

    write_out(overview(catalogue, loaded.translations), out)
    return 0
