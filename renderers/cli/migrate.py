"""`migrate`: the way from one version to the next as a file that can be read before it is run."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderers.cli.common import BROKEN, catalogue_option, counted, json_option, print_findings, print_json, shown
from renderers.cli.states import new_argument, old_argument, opened_states

if TYPE_CHECKING:
    from migrations_gen.diff import Difference
    from migrations_gen.preparing import Prepared


@click.command("migrate", short_help="Write the migration from one version to the next.")
@old_argument
@new_argument
@click.option(
    "--out",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of migrations, which goes on where it ends.",
)
@catalogue_option
@json_option
def migrate_verb(old: str, new: str | None, folder: Path, root: Path, as_json: bool) -> int:
    """Write a revision that takes a database from OLD to NEW, and back, with its SQL in full.

    What two versions cannot tell must be answered in the changes file first; exit status 1 when something is open.
    """
    from catalogue.findings import is_broken
    from migrations_gen.diff import diff
    from migrations_gen.preparing import NotPrepared, Snapshot, prepare
    from migrations_gen.revisions import changed_files, write
    from migrations_gen.states import snapshot_of

    before, after = opened_states(old, new, root)
    difference = diff(before, after)
    if difference.questions or is_broken(difference.findings):
        return _open(difference, root)
    if folder.is_dir() and (changed := changed_files(folder)):
        raise click.UsageError(f"These files in '{folder}' are not as they were written: {', '.join(changed)}.")
    one = Snapshot(before, snapshot_of(old, root))
    other = Snapshot(after, snapshot_of(new or str(root), root))
    try:
        prepared = prepare(one, other, difference.carrying, folder)
    except NotPrepared as reason:
        raise click.UsageError(str(reason)) from None
    write(folder, prepared.files)
    if as_json:
        print_json(_report(prepared))
    else:
        _print(prepared, folder)
    return 0


def _open(difference: "Difference", root: Path) -> int:
    """What must be answered or mended first."""
    print_findings(shown(difference.findings, root), err=True)
    for question in difference.questions:
        other = f" and {question.other}" if question.other else ""
        click.echo(f"open question: {question.slug} {question.subject}{other}", err=True)
        click.echo(question.suggestion, err=True)
    if difference.questions:
        found = counted(len(difference.questions), "question")
        click.echo(f"{found} must be answered in the changes file. Nothing was written.", err=True)
    return BROKEN


def _print(prepared: "Prepared", folder: Path) -> None:
    for sentence in prepared.sentences:
        click.echo(sentence)
    for path in prepared.files:
        click.echo(f"written: {folder / path}")


def _report(prepared: "Prepared") -> dict[str, object]:
    return {
        "revision": prepared.release.revision,
        "after": prepared.release.after,
        "number": prepared.release.number,
        "sentences": list(prepared.sentences),
        "files": list(prepared.files),
    }
