"""Databases for tests: an empty one of each kind, and the fixed rows that every row of a form rests on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import URL, Connection, Engine

from engine.accounts import Centre, add_centre
from engine.database import connect
from engine.tables import Tables, create

DIALECTS = ("sqlite", "postgresql")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


@contextmanager
def engine_for(url: str | URL) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()


def database_url(request: Any, dialect: str) -> str:
    """An empty database for this test alone."""
    if dialect == "sqlite":
        return f"sqlite:///{request.getfixturevalue('tmp_path')}/test.db"
    return str(request.getfixturevalue("fresh_postgres_url"))


def prepare(connection: Connection, tables: Tables, module: str = "test") -> None:
    """Tables, a centre, a person and an episode, all called `one`."""
    create(connection, tables)
    fixed = tables.fixed
    who = {"id": "one", "created_at": NOW, "created_by": "test"}
    add_centre(connection, tables, Centre(id="one", number="1", name="Testsykehuset", valid_from=date(2007, 1, 1)))
    connection.execute(fixed.person.insert(), who)
    connection.execute(fixed.episode.insert(), {**who, "module": module, "person_id": "one", "centre_id": "one"})


def record(**columns: Any) -> dict[str, Any]:
    """What a row of a form has beside its answers."""
    return {
        "id": "row",
        "episode_id": "one",
        "timepoint": "preop",
        "centre_id": "one",
        "status": 0,
        "release": 1,
        "revision": 1,
        "mode": "web",
        "created_at": "2026-11-22 12:00:00.000000",
        "created_by": "test",
        "completed_at": "2026-11-22 12:00:00.000000",
        **columns,
    }


def refusal(connection: Connection, table: str, row: dict[str, Any]) -> str | None:
    """What a direct INSERT, past all our own code, is told: the constraint's name, the kind of error, or nothing.

    By the driver alone, because some tests try thousands.
    """
    cursor = connection.connection.cursor()
    cursor.execute("SAVEPOINT attempt")
    try:
        cursor.execute(insert(table, row))
    except connection.dialect.loaded_dbapi.Error as error:
        return constraint_of(error)
    else:
        return None
    finally:
        cursor.execute("ROLLBACK TO SAVEPOINT attempt")
        cursor.execute("RELEASE SAVEPOINT attempt")
        cursor.close()


def insert(table: str, row: dict[str, Any]) -> str:
    columns = ", ".join(f'"{name}"' for name in row)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(map(written, row.values()))})"


def written(value: Any) -> str:
    """A constant as both databases read it; what is not a number or a truth value is quoted."""
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).upper()
        case int() | float():
            return repr(value)
        case _:
            return "'" + str(value).replace("'", "''") + "'"


def constraint_of(error: Exception) -> str:
    """The name of the constraint that refused, else the kind of error."""
    named = getattr(getattr(error, "diag", None), "constraint_name", None)
    if named:
        return str(named)
    message = str(error)
    return message.rpartition(": ")[2] if "constraint failed" in message else type(error).__name__
