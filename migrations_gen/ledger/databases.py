"""The ledger of a database that is only known by its address: read, compared, and added to, for the command line."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, make_url
from sqlalchemy.exc import SQLAlchemyError

from engine.database import connect, connect_to_read
from engine.installation import DatabaseRefused
from engine.releases import Release, current_release, digest_of
from migrations_gen.ledger import kept
from migrations_gen.ledger.files import append_lines
from migrations_gen.ledger.flaws import Flaw, LedgerRefused
from migrations_gen.ledger.lines import entry_of
from migrations_gen.ledger.records import Entry
from migrations_gen.ledger.standing import release_of

TIMEOUT = 60
"""So many seconds a reading statement may take."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a database has of a ledger, and the release it is at."""

    lines: tuple[str, ...]
    wrong_rows: tuple[Flaw, ...]
    trusted: frozenset[str]
    release: Release | None


def kept_in(url: str) -> Kept:
    """What the database at an address has; raises `DatabaseRefused`."""
    with _reached(url, to_read=True) as connection:
        return Kept(
            kept.kept_lines(connection),
            kept.wrong_rows(connection),
            kept.trusted(connection),
            current_release(connection),
        )


def running_flaws(found: Kept, entries: Sequence[Entry]) -> Iterator[Flaw]:
    """Whether what runs is what was released: of a database that trusts a key or has a ledger."""
    release = found.release
    if release is None:
        return
    if digest_of(release.snapshot) != release.digest:
        message = f"The catalogue that the database keeps of version {release.version} is not what its digest says."
        yield Flaw("snapshot-changed", 0, message)
    if (found.trusted or found.lines) and release_of(entries, release.digest) is None:
        message = f"The database is at version {release.version} ({release.digest}), which the ledger has not released."
        yield Flaw("running-unreleased", 0, message)


@contextmanager
def recorded(url: str, entry: Entry) -> Iterator[None]:
    """An entry added to the database when what is done meanwhile goes well, and else not."""
    with _reached(url) as connection:
        kept.record(connection, entry)
        yield


def trust_in(url: str, fingerprint: str, who: str, now: datetime) -> None:
    """Have the database trust a key, unless its ledger begins with another."""
    with _reached(url) as connection:
        lines = kept.kept_lines(connection)
        if lines and entry_of(lines[0]).key != fingerprint:
            raise LedgerRefused(f"The ledger of this database begins with another key, {entry_of(lines[0]).key}.")
        kept.trust(connection, fingerprint, who, now)


def caught_up(url: str, folder: Path, lines: Sequence[str]) -> tuple[str, int]:
    """Bring the file or the database, whichever is behind, up to the other: which of them, and by how many entries."""
    with _reached(url) as connection:
        there = kept.kept_lines(connection)
        if any(flaw.slug == "copies-differ" for flaw in kept.differences(lines, there)):
            raise LedgerRefused(
                "The file and the database differ, and neither is only behind; see 'skjemaverk verify'."
            )
        if len(there) > len(lines):
            append_lines(folder, there[len(lines) :])
            return "file", len(there) - len(lines)
        if len(there) < len(lines):
            kept.record(connection, *map(entry_of, lines[len(there) :]))
        return "database", len(lines) - len(there)


@contextmanager
def _reached(url: str, *, to_read: bool = False) -> Iterator[Connection]:
    try:
        _refuse_without_file(url)
        engine = connect_to_read(url, TIMEOUT) if to_read else connect(url)
        with _disposed(engine), engine.begin() as connection:
            if not inspect(connection).has_table(kept.TABLES.signoff.name):
                raise DatabaseRefused(
                    "The database keeps no ledger: it is empty, or was made by an earlier skjemaverk."
                )
            yield connection
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise DatabaseRefused(f"The database cannot be used: {reason}") from None


@contextmanager
def _disposed(engine: Engine) -> Iterator[None]:
    try:
        yield
    finally:
        engine.dispose()


def _refuse_without_file(url: str) -> None:
    """SQLite would make one."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database and not Path(address.database).is_file():
        raise DatabaseRefused(f"There is no file {address.database}.")
