"""The releases a database has been through: which it is at, what each was, and where their answers now lie.

The fence: whoever writes reads the number first and, if it is another than the one their tables were built for, is
refused with `Upgraded`. An upgrade locks the table `catalogue_release` while it changes the others, and reading a table
waits for that and keeps it out until the transaction ends; so no row of an earlier release is written after it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, MetaData, func, inspect, select

from engine.tables import FIRST, Tables
from engine.tables.fixed import catalogue_release
from engine.tables.storage import Storage, from_json, to_json

TABLE = catalogue_release(MetaData())
CURRENT = select(func.max(TABLE.c.number)).where(TABLE.c.withdrawn_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release as a database knows it. `number` is what its rows carry, `revision` the migration that led to it.

    `snapshot` is the whole catalogue as one text. One that a downgrade has left again has `withdrawn_at`.
    """

    number: int
    version: str
    revision: str
    digest: str
    snapshot: str
    storage: Storage
    applied_at: datetime
    applied_by: str
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a list of releases needs to know of one: not its snapshot, which is long."""

    number: int
    version: str
    digest: str
    applied_at: datetime


class Upgraded(Exception):
    """The database is at another release than these tables were built for; nothing was written."""

    def __init__(self, number: int, expected: int) -> None:
        super().__init__(f"the database is at release {number}, and this was started with release {expected}")
        self.number = number
        self.expected = expected


def digest_of(snapshot: str) -> str:
    """What tells one snapshot from another."""
    return sha256(snapshot.encode()).hexdigest()


def revision_of(version: str, digest: str) -> str:
    """The name of the revision that leads to a state: `4_1_0_0a1b2c3d`."""
    return f"{version.replace('.', '_')}_{digest[:8]}"


def first_release(version: str, snapshot: str, who: str, now: datetime) -> Release:
    """The release of a database that is made now."""
    digest = digest_of(snapshot)
    return Release(
        number=FIRST,
        version=version,
        revision=revision_of(version, digest),
        digest=digest,
        snapshot=snapshot,
        storage=Storage(),
        applied_at=now,
        applied_by=who,
    )


def write_release(connection: Connection, release: Release) -> None:
    """Write down a release, in place of what was known of it."""
    connection.execute(TABLE.delete().where(TABLE.c.number == release.number))
    values = {name: getattr(release, name) for name in Release.__slots__}
    connection.execute(TABLE.insert(), values | {"storage": to_json(release.storage)})


def releases(connection: Connection) -> tuple[Release, ...]:
    """Every release the database has been through, withdrawn ones included, in order."""
    if not inspect(connection).has_table(TABLE.name):
        return ()
    return tuple(_release(row) for row in connection.execute(TABLE.select().order_by(TABLE.c.number)).mappings())


def release_numbered(connection: Connection, number: int) -> Release | None:
    """One release the database has been through, if it has."""
    row = connection.execute(TABLE.select().where(TABLE.c.number == number)).mappings().first()
    return _release(row) if row else None


def headings(connection: Connection) -> tuple[Heading, ...]:
    """The releases that stand, in order; those that a downgrade has left again are left out."""
    columns = (TABLE.c.number, TABLE.c.version, TABLE.c.digest, TABLE.c.applied_at)
    standing = select(*columns).where(TABLE.c.withdrawn_at.is_(None)).order_by(TABLE.c.number)
    return tuple(Heading(**row) for row in connection.execute(standing).mappings())


def snapshot_with(connection: Connection, digest: str) -> str | None:
    """The snapshot of this digest, if some release was it."""
    found: str | None = connection.scalar(select(TABLE.c.snapshot).where(TABLE.c.digest == digest))
    return found


def current_release(connection: Connection) -> Release | None:
    """The release the database is at; None when nobody has written one down."""
    standing = [release for release in releases(connection) if release.withdrawn_at is None]
    return standing[-1] if standing else None


def refuse_upgraded(connection: Connection, tables: Tables) -> None:
    """Raise `Upgraded` unless the database is at the release these tables were built for, and keep it there until the
    transaction ends. A database without a release is taken as it is.
    """
    number = connection.scalar(CURRENT)
    if number is not None and number != tables.at:
        raise Upgraded(number, tables.at)


def _release(row: Any) -> Release:
    known = {name: row[name] for name in Release.__slots__ if name != "storage"}
    return replace(Release(**known, storage=Storage()), storage=from_json(row["storage"]))
