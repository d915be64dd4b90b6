"""A database made ready for a catalogue: an empty one gets its tables and views, any other must have just those
columns.

What is refused is told in a sentence, for whoever starts the server.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from catalogue.model import Catalogue
from engine.added_since import lacking
from engine.database import connect, connect_to_read
from engine.releases import Release, current_release, releases, write_release
from engine.tables import Tables, build_tables, create
from engine.tables.analysis import YesNo, create_views


@dataclass(frozen=True, slots=True)
class Database:
    """A database that is there, and the tables it was made with."""

    engine: Engine
    tables: Tables


class DatabaseRefused(Exception):
    """The database cannot be used; the message says why."""


def _nothing(_: Connection) -> None:
    """Nothing comes before the first release."""


def make_ready(
    url: str,
    catalogue: Catalogue,
    words: YesNo,
    first: Release,
    beforehand: Callable[[Connection], None] = _nothing,
) -> bool:
    """Whether the tables were made just now, for what is then the `first` release; `words` are for the views that show
    them. `beforehand` is done when there are tables and no release is written down yet; what it raises undoes all.
    """
    with _told():
        # The processes that serve are forked after this; none may inherit a connection.
        engine = connect(url)
        try:
            with engine.begin() as connection:
                return _made(connection, catalogue, words, first, beforehand)
        finally:
            engine.dispose()


@contextmanager
def opened(url: str, catalogue: Catalogue, timeout: int | None = None) -> Iterator[Database]:
    """A database that was made for just this catalogue; nothing is made. With a timeout, the seconds a statement may
    take on PostgreSQL, it is for reading only.
    """
    with _told():
        engine = connect(url) if timeout is None else connect_to_read(url, timeout)
        try:
            _refuse_empty(engine)
            with engine.connect() as connection:
                tables = tables_there(connection, catalogue)
            yield Database(engine, tables)
        finally:
            engine.dispose()


@contextmanager
def opened_as_it_is(url: str) -> Iterator[Engine]:
    """A database that is there, whatever catalogue it was made for."""
    with _told():
        engine = connect(url)
        try:
            _refuse_empty(engine)
            yield engine
        finally:
            engine.dispose()


def releases_in(url: str, timeout: int) -> tuple[Release, ...]:
    """The releases a database has been through and stands at, whatever catalogue is at hand; nothing is written."""
    with _told():
        engine = connect_to_read(url, timeout)
        try:
            _refuse_empty(engine)
            with engine.connect() as connection:
                return tuple(release for release in releases(connection) if release.withdrawn_at is None)
        finally:
            engine.dispose()


def install(
    connection: Connection,
    catalogue: Catalogue,
    words: YesNo,
    first: Release,
    beforehand: Callable[[Connection], None] = _nothing,
) -> Tables:
    """Make an empty database one for this catalogue, at its first release."""
    tables = build_tables(catalogue, connection.dialect.name)
    create(connection, tables)
    create_views(connection, tables, words)
    beforehand(connection)
    write_release(connection, first)
    return tables


def tables_there(connection: Connection, catalogue: Catalogue) -> Tables:
    """The tables of a database that was made for this catalogue, as they lie at the release it is at."""
    release = current_release(connection)
    if release is not None and release.version != catalogue.version:
        raise DatabaseRefused(_other_version(release.version, catalogue.version))
    lies = (release.storage, release.number) if release else ()
    tables = build_tables(catalogue, connection.dialect.name, *lies)
    refuse_lacking(connection, tables)
    _refuse_difference(connection, tables)
    return tables


def refuse_lacking(connection: Connection, tables: Tables | None = None) -> None:
    """Refuse a database that lacks what this program has come to keep."""
    lacks = lacking(connection, tables)
    if lacks:
        raise DatabaseRefused(
            f"The database was made by an earlier release of this program, and lacks {lacks}."
            " 'skjemaverk upgrade URL' adds what is lacking, and changes nothing that is there."
        )


def _other_version(there: str, here: str) -> str:
    return (
        f"The database is at version {there}, and this catalogue is version {here}."
        " 'skjemaverk upgrade' takes a database to a later version; start an earlier one with its own catalogue."
    )


def _refuse_empty(engine: Engine) -> None:
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file and not Path(file).is_file():
        raise DatabaseRefused(f"There is no file {file}.")
    with engine.connect() as connection:
        if _is_empty(connection):
            raise DatabaseRefused("The database is empty; 'serve' makes its tables.")


@contextmanager
def _told() -> Iterator[None]:
    """What the database says, in one sentence."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise DatabaseRefused(f"The database cannot be used: {reason}") from None


def _made(
    connection: Connection,
    catalogue: Catalogue,
    words: YesNo,
    first: Release,
    beforehand: Callable[[Connection], None],
) -> bool:
    if _is_empty(connection):
        install(connection, catalogue, words, first, beforehand)
        return True
    tables_there(connection, catalogue)
    return False


def _is_empty(connection: Connection) -> bool:
    return not inspect(connection).has_table("episode")


def _refuse_difference(connection: Connection, tables: Tables) -> None:
    other = next(_differences(connection, tables), None)
    if other:
        raise DatabaseRefused(f"The database was made for another catalogue or version: {other}.")


def _differences(connection: Connection, tables: Tables) -> Iterator[str]:
    """What the database lacks, or has besides."""
    inspector = inspect(connection)
    for table in tables.metadata.sorted_tables:
        if not inspector.has_table(table.name, table.schema):
            yield f"it has no table {table.name}"
            continue
        there = {column["name"] for column in inspector.get_columns(table.name, table.schema)}
        declared = {column.name for column in table.columns} | set(_kept(tables, table.name))
        yield from (f"{table.name} has no column {name}" for name in sorted(declared - there))
        yield from (f"{table.name} has a column {name} besides" for name in sorted(there - declared))


def _kept(tables: Tables, table: str) -> Iterator[str]:
    """What a table holds of earlier releases; its history has the same."""
    for name in (table, table.removesuffix("_history")):
        yield from tables.storage.kept_columns(name)
