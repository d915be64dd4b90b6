"""`build`: everything generated from the catalogue, as files."""

from pathlib import Path

import click

from renderers.cli.common import catalogue_option, counted, load_catalogue, summary
from renderers.collecting import making_much


@click.command("build", short_help="Write everything generated: DDL, JSON Schema, forms, rules, codebook.")
@catalogue_option
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Where to.")
def build_verb(root: Path, out: Path) -> int:
    """Write everything that is generated from the catalogue into a folder.

    Nothing is written when the catalogue has errors. In the folder only what an earlier build made is replaced.
    """
    catalogue, loaded = load_catalogue(root)
    from renderers.build import build
    from renderers.cli.writing import write_files

    with making_much():
        made = dict(build(catalogue, loaded.translations))
    write_files(out, made)
    if loaded.findings:
        click.echo(f"{summary(loaded.findings)} See 'skjemaverk check'.", err=True)
    click.echo(f"{counted(len(made), 'file')} in {out}.")
    return 0
