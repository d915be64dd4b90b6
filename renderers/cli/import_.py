"""`import`: a definition from another system as a catalogue of our own, in a new folder."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.findings import Finding, is_broken
from renderers.cli.common import (
    BROKEN,
    FIRST_PAGE,
    counted,
    finding_row,
    json_option,
    print_findings,
    print_json,
    summary,
)
from renderers.collecting import making_much

if TYPE_CHECKING:
    from catalogue.formats.records import Format, Read

FORMAT_NAMES = ("klokebok", "redcap", "odm", "odm2", "redcap-xml", "fhir", "xlsform")
"""The rows of `catalogue.formats.FORMATS`, which is read when it is needed."""
ANSWER_FORMAT_NAMES = ("fhir", "odm", "odm2")
"""The rows of `ANSWER_FORMATS` in `catalogue.formats.answer_formats`, which is read when it is needed."""


@click.command("import", short_help="Begin a catalogue with a definition from another system.")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMAT_NAMES))
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write the catalogue into; new or empty.",
)
@click.option("--name", metavar="NAME", help="The catalogue's name. Default: made from the file's.")
@click.option("--title", metavar="TEXT", help="What people call the registry. Default: the file's name.")
@json_option
def import_verb(form: str, file: Path, folder: Path, name: str | None, title: str | None, as_json: bool) -> int:
    """Begin a catalogue with a definition from another system.

    What the other system says and we have no word for is kept under 'extras' and goes out again with 'export'; what
    must be modelled by hand is a finding with its row and column. Exit status 1 when nothing could be read, or when the
    catalogue that comes out has errors.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.BadParameter(f"the folder '{folder}' is not empty. Choose another.", param_hint="--out")
    from catalogue.formats import FORMATS

    read = _read(FORMATS[form], file, name, title)
    errors = _written(read.files, folder) if read.files else ()
    findings = (*read.findings, *errors)
    if as_json:
        print_json({"files": sorted(read.files), "findings": [finding_row(found) for found in findings]})
    else:
        print_findings(findings)
        click.echo(summary(findings))
        if read.files:
            click.echo(f"Wrote {counted(len(read.files), 'file')} into {folder}. Now: cd {folder} && skjemaverk check")
    return BROKEN if is_broken(findings) else 0


def _read(form: "Format", file: Path, name: str | None, title: str | None) -> "Read":
    from catalogue.formats.decoding import MAX_BYTES
    from catalogue.formats.naming import name_for
    from catalogue.formats.records import ReadOptions

    with file.open("rb") as opened:
        data = opened.read(MAX_BYTES + 1)
    words = " ".join(file.stem.replace("_", " ").split()) or "Register"
    with making_much():
        return form.read(data, ReadOptions(file.name, name_for(name or file.stem, set()), title or words))


def _written(files: Mapping[str, str], folder: Path) -> tuple[Finding, ...]:
    """Write all files at once, and give what 'check' calls errors."""
    from catalogue.source.loader import load

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as beside:
        new = Path(beside) / "catalogue"
        for path, text in files.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_text(text, encoding="utf-8")
        findings = load(new / FIRST_PAGE).findings
        os.replace(new, folder)
    errors = (found for found in findings if is_broken((found,)))
    return tuple(replace(found, at=replace(found.at, path=str(folder / found.at.path))) for found in errors)
