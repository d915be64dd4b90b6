"""`init`: a new registry's catalogue, small and without findings, to be changed from there."""

import re
import shlex
import unicodedata
from pathlib import Path

import click

from renderers.cli.common import BROKEN, print_findings

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@click.command("init", short_help="Start a new registry's catalogue in a folder.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", metavar="TEXT", help="What people call the registry. Default: the folder's name.")
def init_verb(folder: Path, title: str | None) -> int:
    """Start a new registry's catalogue in a folder, which is made when it is not there. Nothing is written over."""
    from catalogue.source.starter import create

    named = folder.resolve().name
    started = create(folder, _name(named), title if title is not None else named)
    print_findings(started.findings, err=True)
    for path in started.files:
        click.echo(str(path))
    if started.findings:
        return BROKEN
    go = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    click.echo(f"Now: {go}skjemaverk serve --watch")
    return 0


def _name(folder: str) -> str:
    """The catalogue's name, made from the folder's: `Mitt register` is `mitt_register`."""
    plain = unicodedata.normalize("NFKD", folder.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return name if name[:1].isalpha() else f"register_{name}".strip("_")
