"""The gate at a database: whether what is at hand may be used with it, and how its copy of the ledger comes about.

A database that trusts a key is in production: it takes only what its ledger names, and the ledger must begin with that
key. One that trusts none takes any catalogue that fits its tables, and is not for patients.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from engine.releases import digest_of, releases
from migrations_gen.ledger import kept
from migrations_gen.ledger.checking import check
from migrations_gen.ledger.flaws import LedgerRefused
from migrations_gen.ledger.lines import entry_of
from migrations_gen.releasing.gate import SHOWN, refusal


class GateClosed(Exception):
    """What is at hand may not be used with this database; the message says why, and what to do."""


def is_in_production(connection: Connection) -> bool:
    """Whether the database takes only what has been decided."""
    return bool(kept.trusted(connection))


def pass_gate(connection: Connection, digest: str, today: date) -> None:
    """Raise `GateClosed` unless the state with this digest may be put in use in this database."""
    keys = kept.trusted(connection)
    if not keys:
        return
    flaws = kept.wrong_rows(connection)
    refused = flaws[0].message if flaws else refusal(check(kept.kept_lines(connection), keys), digest, today)
    if refused:
        raise GateClosed(refused)


def pass_gate_as_it_is(connection: Connection, digest: str, today: date) -> None:
    """The same for the state that the database is at, which this must then be; and what it keeps of the releases it has
    been through must be what they were.
    """
    pass_gate(connection, digest, today)
    if not is_in_production(connection):
        return
    standing = [release for release in releases(connection) if release.withdrawn_at is None]
    for release in standing:
        if digest_of(release.snapshot) != release.digest:
            raise GateClosed(
                f"The catalogue that the database keeps of version {release.version} is not what its digest says:"
                " somebody has written past the program. Restore the database from before."
            )
    if standing and standing[-1].digest != digest:
        raise GateClosed(
            f"The database is at version {standing[-1].version} as {standing[-1].digest[:SHOWN]}, and the files at hand"
            f" are {digest[:SHOWN]}. Put back the files of that release, to the last byte."
        )


def take_in(connection: Connection, lines: Sequence[str]) -> int:
    """Add the entries of a ledger that the database does not have yet; how many. Raises `LedgerRefused`."""
    flaws = check(lines, kept.trusted(connection) or None).flaws
    if flaws:
        raise LedgerRefused(f"The ledger is not in order, and is not taken in. {flaws[0].message}", flaws)
    there = kept.kept_lines(connection)
    known = min(len(there), len(lines))
    if tuple(lines[:known]) != there[:known]:
        raise LedgerRefused(
            "The database's ledger is another than this one, and neither is only behind. 'skjemaverk verify' tells"
            " where they part; use the registry's own."
        )
    for line in lines[known:]:
        kept.record(connection, entry_of(line))
    return len(lines) - known


def begin_production(
    connection: Connection, fingerprint: str, lines: Sequence[str], digest: str, who: str, now: datetime
) -> None:
    """Let the database trust the key that this ledger begins with, which must have released the state with this digest.
    Raises `GateClosed` or `LedgerRefused`.
    """
    keys = kept.trusted(connection)
    if keys and fingerprint not in keys:
        raise GateClosed(
            f"The database trusts another key already ({', '.join(sorted(keys))}). Leave --trust out, or look at the"
            " address of the database."
        )
    kept.trust(connection, fingerprint, who, now)
    take_in(connection, lines)
    pass_gate(connection, digest, now.date())
