"""`check`: every finding of the catalogue, from the cache when nothing it rests on has changed."""

import time
from pathlib import Path

import click

from catalogue.findings import Finding, is_broken
from catalogue.source.cache import FindingsCache
from renderers.cli.common import (
    BROKEN,
    catalogue_option,
    json_option,
    making_much,
    print_findings,
    print_json,
    shown,
    summary,
)


@click.command("check", short_help="Report every finding of the catalogue.")
@catalogue_option
@json_option
def check_verb(root: Path, as_json: bool) -> int:
    """Report every finding of the catalogue: path:line:column severity slug message.

    Errors stop everything that builds on the catalogue, and give exit status 1; warnings do not.
    """
    findings = shown(_findings(root), root)
    if as_json:
        print_json([_row(found) for found in findings])
    else:
        print_findings(findings)
        click.echo(summary(findings))
    return BROKEN if is_broken(findings) else 0


def _findings(root: Path) -> tuple[Finding, ...]:
    cache = FindingsCache.of_user()
    known = cache.find(root)
    if known is not None:
        return known
    from catalogue.source.loader import load

    since = time.time()
    with making_much():
        loaded = load(root)
    cache.keep(root, loaded.inputs, loaded.findings, since)
    return loaded.findings


def _row(found: Finding) -> dict[str, object]:
    return {
        "path": found.at.path,
        "line": found.at.line,
        "column": found.at.column,
        "severity": found.severity.value,
        "slug": found.slug,
        "message": found.message,
    }
