"""A database made ready for a catalogue: an empty one gets its tables, any other must have just those columns.

What is refused is told in a sentence, for whoever starts the server.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from catalogue.model import Catalogue
from engine.database import connect
from engine.tables import Tables, build_tables, create


class DatabaseRefused(Exception):
    """The database cannot be used; the message says why."""


def make_ready(url: str, catalogue: Catalogue) -> bool:
    """Whether the tables were made just now."""
    try:
        # The processes that serve are forked after this; none may inherit a connection.
        engine = connect(url)
        try:
            with engine.begin() as connection:
                return _made(connection, build_tables(catalogue, connection.dialect.name))
        finally:
            engine.dispose()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise DatabaseRefused(f"The database cannot be used: {reason}") from None


def _made(connection: Connection, tables: Tables) -> bool:
    if not inspect(connection).has_table(tables.fixed.episode.name):
        create(connection, tables)
        return True
    other = next(_differences(connection, tables), None)
    if other:
        raise DatabaseRefused(f"The database was made for another catalogue or version: {other}.")
    return False


def _differences(connection: Connection, tables: Tables) -> Iterator[str]:
    """What the database lacks, or has besides."""
    inspector = inspect(connection)
    for table in tables.metadata.sorted_tables:
        if not inspector.has_table(table.name, table.schema):
            yield f"it has no table {table.name}"
            continue
        there = {column["name"] for column in inspector.get_columns(table.name, table.schema)}
        declared = {column.name for column in table.columns}
        yield from (f"{table.name} has no column {name}" for name in sorted(declared - there))
        yield from (f"{table.name} has a column {name} besides" for name in sorted(there - declared))
