"""`propose list` and `propose show`: the proposals in a database, and the files of one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from renderers.cli.common import counted, json_option, print_json

if TYPE_CHECKING:
    from migrations_gen.proposals.records import Proposal

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def database_option(function: Decorated) -> Decorated:
    """`--database URL`: where proposals are kept."""
    return click.option(
        "--database",
        "--db",
        "url",
        metavar="URL",
        required=True,
        help="sqlite:///FILE or postgresql://USER@HOST/NAME: the registry's database.",
    )(function)


@click.command("list", short_help="The proposals there are.")
@database_option
@json_option
def list_verb(url: str, as_json: bool) -> int:
    """The proposals in the database, by number."""
    from migrations_gen.proposals.store import list_proposals

    with transaction(url) as connection:
        found = list_proposals(connection)
    if as_json:
        print_json([report(proposal) for proposal in found])
        return 0
    for proposal in found:
        due = f"  answer by {proposal.due}" if proposal.due else ""
        click.echo(f"{proposal.number:>4}  {proposal.stage:<10}  {proposal.title}{due}")
    if not found:
        click.echo("There are no proposals.")
    return 0


@click.command("show", short_help="Tell of one proposal, and write out its files.")
@click.argument("number", type=int)
@click.option("--out", "folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Where to.")
@database_option
@json_option
def show_verb(number: int, folder: Path | None, url: str, as_json: bool) -> int:
    """Tell of the proposal called NUMBER; with --out, write the files of its state into an empty folder."""
    from migrations_gen.proposals.store import find_proposal, state_text

    with transaction(url) as connection:
        found = find_proposal(connection, number)
        if found is None:
            raise click.UsageError(f"There is no proposal {number}. 'skjemaverk propose list' names those there are.")
        text = state_text(connection, found.after)
    written = _written(text, folder) if folder else 0
    if as_json:
        print_json(report(found) | ({"files": written} if folder else {}))
        return 0
    click.echo(f"{found.number}: {found.title} ({found.stage})")
    click.echo(found.reason)
    if folder:
        click.echo(f"{counted(written, 'file')} written to {folder}.")
    return 0


@contextmanager
def transaction(url: str) -> Iterator[Any]:
    """A transaction in a database that is there, whatever release it is at."""
    from engine.installation import DatabaseRefused, opened_as_it_is

    try:
        with opened_as_it_is(url) as engine, engine.begin() as connection:
            yield connection
    except DatabaseRefused as refused:
        raise click.UsageError(str(refused)) from None


def report(proposal: "Proposal") -> dict[str, object]:
    """The proposal for programs."""
    names = ("number", "title", "stage", "reason", "requested_by", "recommendation", "before", "after", "created_by")
    due = proposal.due.isoformat() if proposal.due else None
    return {**{name: getattr(proposal, name) for name in names}, "due": due}


def _written(text: str, folder: Path) -> int:
    from migrations_gen.states import files_of

    if folder.is_dir() and any(folder.iterdir()):
        raise click.UsageError(f"'{folder}' is not empty. Choose a folder that is empty or not there.")
    files = files_of(text, "the proposal")
    for path, content in files.items():
        target = folder / path
        if not target.resolve().is_relative_to(folder.resolve()):
            raise click.UsageError(f"The proposal names a file outside itself: {path}.")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    return len(files)
