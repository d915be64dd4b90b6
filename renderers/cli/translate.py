"""`translate`: the gettext catalogues brought up to date with the texts, and how far each language has come."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.findings import did_you_mean
from renderers.cli.common import (
    BROKEN,
    catalogue_option,
    json_option,
    load_catalogue,
    print_findings,
    print_json,
    shown,
)

if TYPE_CHECKING:
    from catalogue.source.translations import Completeness


@click.command("translate", short_help="Update the gettext catalogues; completeness per language.")
@click.option("--start", metavar="LANGUAGE", multiple=True, help="Begin this optional language. May be repeated.")
@catalogue_option
@json_option
def translate_verb(start: tuple[str, ...], root: Path, as_json: bool) -> int:
    """Bring the gettext catalogues up to date with the texts, and tell how far each language has come.

    New texts come in empty; a translation whose source text has changed becomes fuzzy; nothing is lost.
    """
    catalogue, loaded = load_catalogue(root)
    for language in start:
        if language not in catalogue.languages.all:
            known = did_you_mean(language, catalogue.languages.all)
            message = f"the catalogue has no language '{language}'.{known} Name it under languages: in {root.name}."
            raise click.BadParameter(message, param_hint="--start")
    from catalogue.source.translations import update

    updated = update(loaded.folder, catalogue, start)
    print_findings(shown(updated.findings, root), err=True)
    required = frozenset(catalogue.languages.required)
    rows = [_row(found, found.language in required) for found in updated.languages]
    if as_json:
        print_json(rows)
    else:
        _print(rows)
    return BROKEN if updated.findings else 0


def _row(found: "Completeness", required: bool) -> dict[str, object]:
    return {
        "language": found.language,
        "required": required,
        "translated": found.translated,
        "fuzzy": found.fuzzy,
        "missing": found.missing,
        "complete": not found.fuzzy and not found.missing,
        "changed": found.changed,
        "path": os.path.relpath(found.path),
    }


COLUMNS = ("language", "translated", "fuzzy", "missing", "path")


def _print(rows: list[dict[str, object]]) -> None:
    """A table with one line per language."""
    if not rows:
        click.echo("The catalogue has one language; there is nothing to translate.")
        return
    table = [COLUMNS, *(tuple(map(str, (row[column] for column in COLUMNS))) for row in rows)]
    widths = [max(len(line[place]) for line in table) for place in range(len(COLUMNS))]
    for line in table:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
