"""`export`: the catalogue in a form that others read. A format is a row in `FORMATS`."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import click

from renderers.cli.common import catalogue_option, load_catalogue, out_option, write_out


def _snapshot(root: Path) -> str:
    """One file with every file the catalogue is read from, which `diff` takes as a state."""
    load_catalogue(root)
    from migrations_gen.states import snapshot

    return snapshot(root)


FORMATS: Mapping[str, Callable[[Path], str]] = MappingProxyType({"snapshot": _snapshot})
"""What makes each format of a catalogue without errors."""


@click.command("export", short_help="Write the catalogue in a form that others read.")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@out_option
@catalogue_option
def export_verb(form: str, out: Path | None, root: Path) -> int:
    """Write the catalogue in a form that others read.

    A snapshot is one file with everything the catalogue is read from: 'skjemaverk diff' compares it like a folder.
    """
    write_out(FORMATS[form](root), out)
    return 0
