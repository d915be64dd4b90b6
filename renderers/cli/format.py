"""`format`: the catalogue's files in canonical YAML, comments kept; `--check` only says which are not."""

import os
from pathlib import Path

import click

from catalogue.findings import Finding
from renderers.cli.common import BROKEN, catalogue_option, counted, print_findings, shown


@click.command("format", short_help="Write the catalogue's files in canonical YAML, comments kept.")
@catalogue_option
@click.option("--check", is_flag=True, help="Change nothing; exit status 1 when a file is not in canonical form.")
def format_verb(root: Path, check: bool) -> int:
    """Write the catalogue's files in canonical YAML: one look for all, comments and meaning kept."""
    from catalogue.source.formatter import format_text
    from catalogue.source.loader import read_sources

    sources = read_sources(root)
    findings: list[Finding] = list(sources.findings)
    changed: list[Path] = []
    for document in (sources.root, *sources.documents):
        if document.data is None or document.findings:
            findings += document.findings
            continue
        before = document.path.read_bytes()
        formatted = format_text(before.decode("utf-8-sig"), document.name)
        findings += formatted.findings
        if not formatted.findings and formatted.text.encode() != before:
            changed.append(document.path)
            if not check:
                _replace(document.path, formatted.text)
    for path in changed:
        click.echo(os.path.relpath(path))
    print_findings(shown(findings, root), err=True)
    verb = "to format" if check else "formatted"
    click.echo(f"{counted(len(changed), 'file')} {verb}, {len(sources.documents) + 1 - len(changed)} left as they are.")
    return BROKEN if findings or (check and changed) else 0


def _replace(path: Path, text: str) -> None:
    """The new text in the file's place, whole or not at all, with the rights the file had."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8")
    os.chmod(beside, path.stat().st_mode)
    os.replace(beside, path)
