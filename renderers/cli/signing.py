"""What the subcommands of `sign` share: the key to sign with, whose it is, and where an entry is put down."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from renderers.cli.common import catalogue_option

if TYPE_CHECKING:
    from migrations_gen.ledger.records import Act, Entry, KeyAdded, Office
    from migrations_gen.ledger.signing import Signer

PASSPHRASE = "SKJEMAVERK_SEAL_PASSPHRASE"
LARGEST = 65_536
"""In bytes; a key's file has a hundredth of that."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def signing_options(function: Decorated) -> Decorated:
    """`--seal FILE`, `--by NAME`, `--database URL` and `--catalogue PATH`."""
    seal = click.option(
        "--seal",
        "--key",
        "key_file",
        metavar="FILE",
        required=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The private key to sign with: the registry's seal, or your own.",
    )
    by = click.option("--by", metavar="NAME", default="", help="Who acts. Default: the key's owner.")
    database = click.option("--database", "url", metavar="URL", help="Put it down there too.")
    return seal(by(database(catalogue_option(function))))


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the ledger is, and the key and name to sign with."""

    folder: Path
    url: str | None
    signer: "Signer"
    lines: tuple[str, ...]
    entries: "tuple[Entry, ...]"
    by: str
    key: "KeyAdded"

    @property
    def office(self) -> "Office":
        """As what keys are added and revoked: as the key's owner, or as the secretariat with the registry's seal."""
        from migrations_gen.ledger.records import Office

        return self.key.office if self.by == self.key.owner else Office.SECRETARIAT

    def sign(self, act: "Act", office: "Office") -> "Entry":
        """The next entry, in the file and, with an address, in the database; told, or refused with nothing done."""
        from migrations_gen.ledger.chain import ClockBehind, appended
        from migrations_gen.ledger.databases import recorded
        from migrations_gen.ledger.files import append_lines
        from migrations_gen.ledger.lines import LineRefused, line_of
        from migrations_gen.ledger.records import Office

        if office is not Office.SEAL and self.key.office is Office.SEAL and self.by == self.key.owner:
            raise click.UsageError(f"Say who acts as {office}: --by NAME. The seal vouches for them, and is nobody.")
        try:
            entry = appended(self.lines, act, by=self.by, office=office, signer=self.signer, at=datetime.now(UTC))
            with told(), recorded(self.url, entry) if self.url else nullcontext():
                append_lines(self.folder, (line_of(entry),))
        except (ClockBehind, LineRefused) as refused:
            raise click.UsageError(str(refused)) from None
        click.echo(f"Entry {entry.number} is signed by {entry.by} ({entry.office}).")
        return entry


def open_desk(root: Path, key_file: Path, by: str, url: str | None, first: "KeyAdded | None" = None) -> Desk:
    """The ledger, which must be in order, and a key that it knows; or, for a ledger that is empty, its `first`."""
    from catalogue.source.loader import read_sources
    from migrations_gen.ledger.checking import check
    from migrations_gen.ledger.files import read_lines

    folder = read_sources(root).folder
    with told():
        lines = read_lines(folder)
    checked = check(lines)
    if checked.flaws:
        raise click.UsageError(
            f"The ledger is not in order, and is not added to. {checked.flaws[0].message}"
            " 'skjemaverk verify' tells all that is wrong."
        )
    signer = _signer(key_file)
    key = _known(signer.fingerprint, checked.entries) if lines else _root(signer.fingerprint, first)
    return Desk(folder, url, signer, lines, checked.entries, _who(key, by), key)


def _known(fingerprint: str, entries: "tuple[Entry, ...]") -> "KeyAdded":
    from migrations_gen.ledger.records import KeyAdded

    for entry in entries:
        if isinstance(entry.act, KeyAdded) and entry.act.fingerprint == fingerprint:
            return entry.act
    raise click.UsageError(
        f"The ledger does not know the key {fingerprint}. Who has the seal adds it: skjemaverk sign key add FILE.pub"
    )


def _root(fingerprint: str, first: "KeyAdded | None") -> "KeyAdded":
    from migrations_gen.ledger.records import Office

    if first is None or first.office is not Office.SEAL or first.fingerprint != fingerprint:
        raise click.UsageError(
            "The ledger is empty, and begins with the registry's seal, signed with itself:"
            " skjemaverk sign key add SEAL.pub --owner NAME --office seal --seal SEAL"
        )
    return first


def _who(key: "KeyAdded", by: str) -> str:
    """Who acts: the owner of the key, or, with the registry's seal, whoever is named."""
    from migrations_gen.ledger.records import Office

    if by and by != key.owner and key.office is not Office.SEAL:
        raise click.BadParameter(f"the key is {key.owner}'s, and nobody signs for another.", param_hint="--by")
    return by or key.owner


def _signer(key_file: Path) -> "Signer":
    from migrations_gen.ledger.records import Office
    from migrations_gen.ledger.signing import KeyRefused, needs_passphrase, signer

    with key_file.open("rb") as file:
        pem = file.read(LARGEST)
        if os.fstat(file.fileno()).st_mode & 0o077:
            click.echo(f"Others on this machine may read {key_file}. Close it: chmod 600 {key_file}", err=True)
    try:
        return signer(pem, "", Office.SEAL, passphrase() if needs_passphrase(pem) else "")
    except KeyRefused as refused:
        raise click.BadParameter(f"{key_file}: {refused}", param_hint="--seal") from None


def passphrase(*, is_new: bool = False) -> str:
    """From the environment; else asked for on a terminal, where it is not shown."""
    given = os.environ.get(PASSPHRASE, "")
    if given or not sys.stdin.isatty():
        return given
    if is_new:
        asked = "Passphrase for the new key (none: Enter)"
        return str(click.prompt(asked, default="", hide_input=True, confirmation_prompt=True, show_default=False))
    return str(click.prompt("Passphrase of the key", hide_input=True))


@contextmanager
def told() -> Iterator[None]:
    """What the ledger or the database refuses, in one sentence."""
    from engine.installation import DatabaseRefused
    from migrations_gen.ledger.flaws import LedgerRefused

    try:
        yield
    except (DatabaseRefused, LedgerRefused) as refused:
        raise click.UsageError(str(refused)) from None
