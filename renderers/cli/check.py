"""`check`: every finding of the catalogue, from the cache when nothing it rests on has changed."""

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.findings import Finding, is_broken
from catalogue.source.cache import FindingsCache
from renderers.cli.common import (
    BROKEN,
    catalogue_option,
    finding_row,
    json_option,
    print_findings,
    print_json,
    progress,
    shown,
    summary,
)
from renderers.collecting import making_much

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalogue.source.cache import Inputs
    from catalogue.source.loader import Loaded


@click.command("check", short_help="Report every finding of the catalogue.")
@catalogue_option
@click.option("--prove", is_flag=True, help="Ask the prover too: contradictions, questions never asked, idle rules.")
@json_option
def check_verb(root: Path, prove: bool, as_json: bool) -> int:
    """Report every finding of the catalogue: path:line:column severity slug message.

    Errors stop everything that builds on the catalogue, and give exit status 1; warnings do not. The prover looks only
    at a catalogue without errors.
    """
    findings = _findings(root)
    if prove and not is_broken(findings):
        findings = tuple(sorted((*findings, *proofs_of(root))))
    told = shown(findings, root)
    if as_json:
        print_json([finding_row(found) for found in told])
    else:
        print_findings(told)
        click.echo(summary(told))
    return BROKEN if is_broken(findings) else 0


def _findings(root: Path) -> tuple[Finding, ...]:
    import migrations_gen

    return _kept(root, FindingsCache.of_user("", *map(Path, migrations_gen.__path__)), _declared)


def _declared(loaded: "Loaded", root: Path) -> tuple[Finding, ...]:
    """What is wrong in the declarations, and in the files about people beside them."""
    from migrations_gen.beside import findings_beside

    beside = findings_beside(loaded.folder.resolve(), root.parent.resolve())
    return tuple(sorted((*loaded.findings, *beside)))


def proofs_of(root: Path) -> tuple[Finding, ...]:
    """What only the prover sees of the catalogue at hand."""
    import engine

    return _kept(root, FindingsCache.of_user("proofs", *map(Path, engine.__path__)), _proved)


def _proved(loaded: "Loaded", root: Path) -> tuple[Finding, ...]:
    from engine.proofs.questions import form_findings

    catalogue = loaded.catalogue
    assert catalogue is not None
    forms = progress(catalogue.forms, len(catalogue.forms), "Proving")
    return tuple(finding for form in forms for finding in form_findings(catalogue, form))


def _kept(
    root: Path, cache: FindingsCache, find: "Callable[[Loaded, Path], tuple[Finding, ...]]"
) -> tuple[Finding, ...]:
    """Findings from the cache when nothing they rest on has changed; else found, and kept."""
    known = cache.find(root)
    if known is not None:
        return known
    from catalogue.source.loader import load

    since = time.time()
    with making_much():
        loaded = load(root)
    findings = find(loaded, root)
    cache.keep(root, _inputs(loaded), findings, since)
    return findings


def _inputs(loaded: "Loaded") -> "Inputs":
    from migrations_gen.beside import files_beside

    return replace(loaded.inputs, files=(*loaded.inputs.files, *files_beside(loaded.folder.resolve())))
