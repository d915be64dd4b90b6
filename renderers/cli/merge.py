"""`merge`: two changed versions of the same catalogue in one, attribute by attribute; what is in dispute is told."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renderers.cli.common import BROKEN, Decorated, catalogue_option, counted, json_option, print_findings, print_json
from renderers.cli.writing import write_files

if TYPE_CHECKING:
    from catalogue.findings import Finding
    from migrations_gen.merging import Conflict, Files, Resolutions
    from renderers.i18n import Language


WINNERS = "skjemaverk.merge.winners"
"""Where the options say who wins, by address."""


def _remember(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> None:
    winners = context.meta.setdefault(WINNERS, {})
    for address in given:
        if winners.setdefault(address, option.name) != option.name:
            raise click.UsageError(f"'{address}' is given to both --ours and --theirs. Say one of them.")


def winner_option(side: str) -> Callable[[Decorated], Decorated]:
    """`--ours ADDRESS`, `--theirs ADDRESS`: who wins where both changed the same."""
    return click.option(
        f"--{side}",
        multiple=True,
        metavar="ADDRESS",
        expose_value=False,
        callback=_remember,
        help=f"Where both changed this, {side} stands.",
    )


@click.command("merge", short_help="Combine two changed versions of the same catalogue.")
@click.argument("references", metavar="BASE OURS THEIRS", nargs=3)
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Where to.")
@winner_option("ours")
@winner_option("theirs")
@click.option("--partial", is_flag=True, help="Write in spite of conflicts; ours stands where both changed the same.")
@click.option("--language", type=click.Choice(["nb", "nn", "en"]), default="en", help="The language of conflicts.")
@json_option
@catalogue_option
def merge_verb(
    references: tuple[str, str, str], out: Path, partial: bool, language: str, as_json: bool, root: Path
) -> int:
    """Combine OURS and THEIRS, two changed versions of BASE. Comments stay, and so does all that only one changed.

    Each is a release's version, git:REV, a folder, or an exported snapshot. What both changed in different ways is
    printed with its place; nothing is written then, unless --partial is given. ADDRESS is what a conflict is called in
    its sentence; '*' is every other one. Exit status 1 when there are conflicts.
    """
    from migrations_gen.merging import merge
    from migrations_gen.merging.checking import broken_by_merge
    from renderers.i18n import languages

    base, ours, theirs = (_files(reference, root) for reference in references)
    merged = merge(base, ours, theirs, _resolutions())
    findings = () if merged.conflicts else broken_by_merge(merged.files, ours, theirs)
    is_written = partial or not (merged.conflicts or findings)
    if is_written:
        write_files(out, merged.files)
    spoken = languages()[language]
    if as_json:
        print_json(_report(merged.conflicts, findings, spoken, is_written))
    else:
        _print(merged.conflicts, findings, spoken)
        click.echo(_summary(merged.conflicts, findings, out if is_written else None))
    return BROKEN if merged.conflicts or findings else 0


def _files(reference: str, root: Path) -> "Files":
    """The files of the state of this name."""
    from migrations_gen.states import StateRefused, files_of, snapshot_of

    try:
        return files_of(snapshot_of(reference, root), reference)
    except StateRefused as refused:
        raise click.UsageError(str(refused)) from None


def _resolutions() -> "Resolutions":
    from migrations_gen.merging import Side

    return {address: Side(side) for address, side in click.get_current_context().meta[WINNERS].items()}


def _print(conflicts: "tuple[Conflict, ...]", findings: "tuple[Finding, ...]", language: "Language") -> None:
    from migrations_gen.merging.sentences import sentence

    for conflict in conflicts:
        click.echo(f"{conflict.at} {conflict.slug} {sentence(conflict, language)}")
        click.echo(f"  theirs: {conflict.theirs_at}")
    print_findings(findings)


def _summary(conflicts: "tuple[Conflict, ...]", findings: "tuple[Finding, ...]", out: Path | None) -> str:
    told = [counted(len(some), thing) for some, thing in ((conflicts, "conflict"), (findings, "finding")) if some]
    done = f"Written to {out}." if out else "Nothing was written."
    return f"{' and '.join(told) or 'No conflicts'}. {done}"


def _report(
    conflicts: "tuple[Conflict, ...]", findings: "tuple[Finding, ...]", language: "Language", is_written: bool
) -> Mapping[str, Any]:
    from migrations_gen.merging.sentences import sentence

    return {
        "written": is_written,
        "conflicts": [
            {
                "key": conflict.key,
                "kind": conflict.slug,
                "address": conflict.address,
                "attribute": conflict.attribute,
                "base": conflict.base,
                "ours": {"path": conflict.at.path, "line": conflict.at.line, "value": conflict.ours},
                "theirs": {
                    "path": conflict.theirs_at.path,
                    "line": conflict.theirs_at.line,
                    "value": conflict.theirs,
                },
                "message": sentence(conflict, language),
            }
            for conflict in conflicts
        ],
        "findings": [
            {"path": found.at.path, "line": found.at.line, "kind": found.slug, "message": found.message}
            for found in findings
        ],
    }
