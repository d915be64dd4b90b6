"""`upgrade`: a database taken to another release by the migrations of a folder, with progress."""

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderers.cli.common import json_option, print_json

if TYPE_CHECKING:
    from migrations_gen.running import Progress
    from migrations_gen.stages import Stage
    from migrations_gen.upgrade import Way

DEFAULT = Path("migrations")


@click.command("upgrade", short_help="Take a database to another version.")
@click.argument("url", metavar="URL")
@click.option(
    "--migrations",
    "folder",
    metavar="DIR",
    default=DEFAULT,
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that 'migrate' writes.",
)
@click.option(
    "--to", metavar="REVISION", default="", help="A revision or version, also an earlier one. Default: the last."
)
@click.option("--dry-run", is_flag=True, help="Show each stage with its SQL; nothing is done.")
@click.option(
    "--ledger",
    metavar="FILE",
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    help="The registry's signoffs.jsonl: what the database lacks of it is checked and added first.",
)
@json_option
def upgrade_verb(url: str, folder: Path, to: str, dry_run: bool, ledger: Path | None, as_json: bool) -> int:
    """Take the database at URL from the release it is at to the last one, or back to an earlier one.

    Stopped at any time, it goes on where it was when started again. Servers of the release before go on working until
    the moment the columns change places.
    """
    from migrations_gen.ledger.flaws import LedgerRefused
    from migrations_gen.patience import Busy
    from migrations_gen.upgrade import Surroundings, UpgradeRefused, outlook, upgrade
    from renderers.yes_no import yes_no

    try:
        if dry_run:
            return _outlook(*outlook(url, folder, to), url, as_json=as_json)
        with _progress(as_json=as_json) as watch:
            who = Surroundings(who=getpass.getuser(), clock=lambda: datetime.now(UTC), words=yes_no, watch=watch)
            done = upgrade(url, folder, to, who, _lines(ledger))
    except (UpgradeRefused, Busy, LedgerRefused) as refused:
        raise click.UsageError(str(refused)) from None
    if as_json:
        print_json({"added": list(done.added.tables)} | (_report(done.way, done.told) if done.way else {}))
        return 0
    if done.added:
        click.echo(f"The database was made by an earlier release of this program; it has been given {done.added}.")
    if done.way:
        _print(done.way, done.told)
    return 0


def _lines(ledger: Path | None) -> tuple[str, ...]:
    from migrations_gen.ledger.files import LEDGER, read_lines

    if ledger is None:
        return ()
    if ledger.name != LEDGER:
        raise click.BadParameter(f"'{ledger}' is not called {LEDGER}, as a ledger is.", param_hint="--ledger")
    return read_lines(ledger.parent)


@contextmanager
def _progress(*, as_json: bool) -> "Iterator[Callable[[Progress], None]]":
    """On a terminal a bar for the stage at hand; else a line when a stage begins."""
    if as_json:
        yield lambda _: None
    elif not sys.stderr.isatty():
        yield _Lines()
    else:
        from rich.console import Console
        from rich.progress import Progress as Bars

        with Bars(console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task("", total=None)

            def show(progress: "Progress") -> None:
                says = f"{progress.number}/{progress.stages} {progress.stage.says}"
                bars.update(task, description=says, completed=progress.rows, total=progress.total or None)

            yield show


class _Lines:
    """Each stage once."""

    def __init__(self) -> None:
        self.last = ""

    def __call__(self, progress: "Progress") -> None:
        if progress.stage.key != self.last:
            self.last = progress.stage.key
            click.echo(f"{progress.number}/{progress.stages} {progress.stage.says}", err=True)


def _print(way: "Way", told: tuple[str, ...]) -> None:
    if way.adopted:
        version = way.at.version
        click.echo(
            "The database was made before releases were written down."
            f" It is just as version {version} makes one, and is taken for that."
        )
    if way.resumed:
        click.echo("An upgrade had been broken off; it has gone on where it was.")
    for leg in way.legs:
        click.echo(f"{leg.leaving.version} → {leg.arriving.version} (release {leg.arriving.number}).")
    for sentence in told:
        click.echo(sentence)
    if not way.legs:
        click.echo(f"The database is at version {way.at.version} already.")


def _outlook(way: "Way", stages: "tuple[Stage, ...]", url: str, *, as_json: bool) -> int:
    from migrations_gen.script import script

    if as_json:
        listed = [
            {"stage": stage.key, "says": stage.says, "how": stage.how, "sql": list(stage.sql)} for stage in stages
        ]
        print_json(_report(way, ()) | {"stages": listed})
        return 0
    if stages:
        click.echo(script(stages, "sqlite" if url.startswith("sqlite") else "postgresql"))
    else:
        click.echo(f"The database is at version {way.at.version} already.")
    return 0


def _report(way: "Way", told: tuple[str, ...]) -> dict[str, object]:
    return {
        "at": way.at.revision,
        "adopted": way.adopted,
        "resumed": way.resumed,
        "legs": [
            {"direction": leg.direction, "from": leg.leaving.revision, "to": leg.arriving.revision} for leg in way.legs
        ],
        "told": list(told),
    }
