"""`export`: the catalogue in a form that others read. A format is a row in `FORMATS`."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from catalogue.findings import Finding
from renderers.cli.common import catalogue_option, load_catalogue, out_option, print_findings, summary, write_out
from renderers.cli.import_ import FORMAT_NAMES

if TYPE_CHECKING:
    from catalogue.formats.records import WriteOptions, Written
    from catalogue.model import Catalogue

Exported = tuple[bytes, tuple[Finding, ...]]
EXPORT_NAMES = (
    "codebook",
    "codebook-xlsx",
    "dcat",
    "dcat-jsonld",
    "json-schema",
    "skos",
    "skos-jsonld",
    "table-schema",
)
"""The rows of `renderers.exports.EXPORTS`, which is read when it is needed."""


def _snapshot(root: Path, forms: tuple[str, ...]) -> Exported:
    """One file with every file the catalogue is read from, which `diff` takes as a state."""
    if forms:
        raise click.UsageError("A snapshot is of the whole catalogue; leave out --form.")
    load_catalogue(root)
    from migrations_gen.states import snapshot

    return snapshot(root).encode(), ()


def _in_format(name: str, root: Path, forms: tuple[str, ...]) -> Exported:
    """In the format of another system."""
    from catalogue.formats import FORMATS as OTHERS

    return _written(OTHERS[name].write, root, forms)


def _one_way(name: str, root: Path, forms: tuple[str, ...]) -> Exported:
    """In a form that is not read back."""
    from renderers.exports import EXPORTS

    return _written(EXPORTS[name].write, root, forms)


def _written(write: "Callable[[Catalogue, WriteOptions], Written]", root: Path, forms: tuple[str, ...]) -> Exported:
    from catalogue.formats.records import WriteOptions
    from renderers.cli.common import find_form

    catalogue, loaded = load_catalogue(root)
    asked = tuple(find_form(catalogue, form).address for form in forms)
    written = write(catalogue, WriteOptions(asked, loaded.translations))
    return written.content, written.findings


FORMATS: Mapping[str, Callable[[Path, tuple[str, ...]], Exported]] = MappingProxyType(
    {
        "snapshot": _snapshot,
        **{name: partial(_in_format, name) for name in FORMAT_NAMES},
        **{name: partial(_one_way, name) for name in EXPORT_NAMES},
    }
)
"""What makes each format of a catalogue without errors."""


@click.command("export", short_help="Write the catalogue in a form that others read.")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("--form", "forms", metavar="FORM", multiple=True, help="Only this form; may be given several times.")
@out_option
@catalogue_option
def export_verb(form: str, forms: tuple[str, ...], out: Path | None, root: Path) -> int:
    """Write the catalogue in a form that others read.

    A snapshot is one file with everything the catalogue is read from: 'skjemaverk diff' compares it like a folder. Some
    formats are those that 'import' reads; the others only go out: the codebook that registries share, and the schemas
    of the answers. What one of them has no place for is told, line by line.
    """
    content, findings = FORMATS[form](root, forms)
    write_out(content, out)
    print_findings(findings, err=True)
    if findings:
        click.echo(summary(findings), err=True)
    return 0
