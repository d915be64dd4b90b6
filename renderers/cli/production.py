"""What `serve` does for a database in production: it takes only a catalogue that has been decided on and released."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renderers.cli.common import today

if TYPE_CHECKING:
    from datetime import datetime

    from engine.installation import Database
    from migrations_gen.releasing.entrance import Entrance


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for on the command line."""

    is_production: bool
    trust: str

    def entrance(self, digest: str, folder: Path, now: "datetime") -> "Entrance":
        """With the catalogue at hand, whose ledger lies in this folder."""
        from migrations_gen.ledger.files import read_lines
        from migrations_gen.releasing.entrance import Entrance

        return Entrance(
            digest=digest,
            lines=read_lines(folder),
            is_production=self.is_production,
            trust=self.trust,
            who=getpass.getuser(),
            now=now,
        )


def production_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--production` and `--trust`, together as `asked`."""

    @wraps(function)
    def together(*, production: bool, trust: str, watch: bool, **others: Any) -> Any:
        return function(asked=_asked(production=production, trust=trust, watch=watch), watch=watch, **others)

    flag = click.option(
        "--production", is_flag=True, help="Refuse a database that would take a catalogue nobody has decided on."
    )
    key = click.option(
        "--trust",
        metavar="FINGERPRINT",
        default="",
        help="With --production: let the database trust the ledger that begins with this key, from now on.",
    )
    return flag(key(together))


def _asked(*, production: bool, trust: str, watch: bool) -> Asked:
    """What was asked for, if it goes together."""
    if trust and not production:
        raise click.UsageError("Give --production with --trust: a database that trusts a key is in production.")
    if production and watch:
        raise click.UsageError("Leave --watch out: in production the files are those that were released.")
    return Asked(production, trust.replace(":", "").lower())


def refuse_changed(digest: str, root: Path) -> None:
    """What passed the gate is what is served."""
    from engine.releases import digest_of
    from migrations_gen.states import snapshot

    if digest_of(snapshot(root)) != digest:
        raise click.UsageError("The catalogue's files were changed while the server started. Start it again.")


def refuse_undecided(database: "Database", root: Path) -> None:
    """What nobody has decided on is not written by into a database in production."""
    from engine.releases import digest_of
    from migrations_gen.releasing.door import pass_gate_as_it_is
    from migrations_gen.states import snapshot

    with told(), database.engine.connect() as connection:
        pass_gate_as_it_is(connection, digest_of(snapshot(root)), today())


@contextmanager
def told() -> Iterator[None]:
    """What is refused, in one sentence."""
    from engine.installation import DatabaseRefused
    from migrations_gen.ledger.flaws import LedgerRefused
    from migrations_gen.releasing.door import GateClosed

    try:
        yield
    except (DatabaseRefused, GateClosed, LedgerRefused) as refused:
        raise click.UsageError(str(refused)) from None
