"""The way to a database: one address in, one SQLAlchemy engine out, set up so that several processes can write.

SQLite waits for its turn, keeps foreign keys, reads while another writes (WAL), and takes the write lock when a
transaction begins: two that begin by reading and go on to write would otherwise each wait for the other. No error
quotes the values of a statement, which are somebody's answers.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from psycopg import RawCursor, RawServerCursor
from sqlalchemy import URL, Connection, Dialect, Engine, Insert, Table, Update, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.sql.compiler import SQLCompiler

__all__ = ["Connection", "connect", "connect_to_read", "execute_wide", "insert_unless_there"]

Process = Callable[[Any], Any]
"""From a value to what the driver takes."""
CONNECT_TIMEOUT = 10
"""Seconds after which a database that does not answer is not there."""

PRAGMAS = ("foreign_keys = ON", "busy_timeout = 10000", "journal_mode = WAL", "synchronous = NORMAL")


def connect(url: str | URL) -> Engine:
    """The engine for `sqlite:///path/to/file` or `postgresql://user@host/database`."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, hide_parameters=True)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _take_write_lock)
        return engine
    return _postgresql(address)


def connect_to_read(url: str | URL, timeout: int) -> Engine:
    """The same for reading only, beside those who write; on PostgreSQL a statement may take so many seconds."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, hide_parameters=True)
        event.listen(engine, "connect", _set_up_sqlite_to_read)
        return engine
    options = f"-c default_transaction_read_only=on -c statement_timeout={timeout * 1000}"
    return _postgresql(address, options=options)


@contextmanager
def reading(url: str | URL, timeout: int) -> Iterator[Connection]:
    """A connection for reading only, which waits for nobody who writes and keeps nobody waiting."""
    engine = connect_to_read(url, timeout)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def insert_unless_there(table: Table, dialect: str, *columns: str) -> Insert:
    """One row, or none when one has the same in these columns, which are unique; of two at once the other waits."""
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing(index_elements=columns)
    return postgresql.insert(table).on_conflict_do_nothing(index_elements=columns)


def execute_wide(connection: Connection, statement: Update, values: Mapping[str, Any]) -> None:
    """Execute a statement with hundreds of parameters, where what has no value is NULL. It is put into words once: what
    SQLAlchemy goes through for every parameter each time takes longer than the rest.
    """
    words, parameters = _worded(statement, connection.dialect)
    given = ((values.get(name), process) for name, process in parameters)
    connection.exec_driver_sql(words, tuple(process(value) if process else value for value, process in given))


@lru_cache(maxsize=256)
def _worded(statement: Update, dialect: Dialect) -> tuple[str, tuple[tuple[str, Process | None], ...]]:
    """The statement's text, and its parameters in order with what makes their values the driver's."""
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    kinds = ((name, compiled.binds[name].type.dialect_impl(dialect)) for name in compiled.positiontup or ())
    return str(compiled), tuple((name, kind.bind_processor(dialect)) for name, kind in kinds)


def _postgresql(address: URL, **arguments: Any) -> Engine:
    """Parameters are numbered, as PostgreSQL numbers them itself; the driver would have to look for its own marks in
    every statement, and remembers no long one from one time to the next. What is asked twice is prepared: to read a
    statement of hundreds of columns takes PostgreSQL longer than to do what it says. A connection is asked whether it
    is still alive before it is used, so that nobody notices when the database has been started anew.
    """
    address = address.set(drivername="postgresql+psycopg")
    arguments = {"prepare_threshold": 1, "connect_timeout": CONNECT_TIMEOUT, **arguments}
    engine = create_engine(
        address, paramstyle="numeric_dollar", connect_args=arguments, pool_pre_ping=True, hide_parameters=True
    )
    event.listen(engine, "connect", _number_parameters)
    return engine


def _number_parameters(connection: Any, _: Any) -> None:
    connection.cursor_factory = RawCursor
    connection.server_cursor_factory = RawServerCursor


def _set_up_sqlite_to_read(connection: DBAPIConnection, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 10000")
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def _set_up_sqlite(connection: DBAPIConnection, _: Any) -> None:
    # The driver's own transactions begin too late and cannot be told to take the lock.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _take_write_lock(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
