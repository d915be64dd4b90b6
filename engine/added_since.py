"""What this program has come to keep since a database was made: tables that are the same for every registry, what
guards them, who may use them, and what the log takes.

`serve` says that something is lacking; `upgrade` adds it. To add it again adds nothing. A guard that is lacking
although its tables are there has been taken away by somebody, and is not for this file (`migrations_gen/drift.py`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, Table, inspect

from engine.tables.build import NAMING
from engine.tables.ddl import table_statements
from engine.tables.fixed import ACTIONS, LOG_CHECK, access_log, catalogue_release
from engine.tables.governance import governance_tables
from engine.tables.grants import export_grants, governance_grants, release_grant
from engine.tables.guards import GUARDS

BEFORE = "access_log_before"


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a database lacks: tables by name, and actions that its log does not take."""

    tables: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tables or self.actions)

    @property
    def subjects(self) -> frozenset[str]:
        """The tables and triggers that are not as they will be."""
        there = frozenset(self.tables) | ({"access_log"} if self.actions else set())
        return there | {guard.name for some in GUARDS.values() for guard in some} if self.is_unguarded else there

    @property
    def is_unguarded(self) -> bool:
        """Whether there was nothing to guard."""
        return bool(GUARDED & frozenset(self.tables))

    def __str__(self) -> str:
        tables = f"the table{'s' * (len(self.tables) > 1)} {', '.join(self.tables)}" if self.tables else ""
        actions = f"in the log's check the words {', '.join(self.actions)}" if self.actions else ""
        return " and ".join(part for part in (tables, actions) if part)


GUARDED = frozenset({"signoff", "trusted_key", "catalogue_release"})
"""The tables that the guards are on or read."""


def lacking(connection: Connection) -> Lacking:
    """What this database lacks; nothing when it is empty, or no database of this program's."""
    inspector = inspect(connection)
    if not inspector.has_table("access_log"):
        return Lacking()
    tables = tuple(table.name for table in _later_tables() if not inspector.has_table(table.name))
    said = _LOG_CHECK[connection.dialect.name](connection)
    actions = tuple(action for action in ACTIONS if f"'{action}'" not in said) if said else ()
    return Lacking(tables, actions)


def add(connection: Connection, lacks: Lacking) -> None:
    """Add it, in the caller's transaction."""
    dialect = connection.dialect.name
    for table in _later_tables():
        if table.name in lacks.tables:
            _run(connection, table_statements(table, dialect))
    if lacks.is_unguarded:
        _run(connection, (statement for guard in GUARDS[dialect] for statement in guard.anew()))
    if lacks.tables and dialect == "postgresql":
        metadata = MetaData(naming_convention=NAMING)
        _run(connection, (release_grant(catalogue_release(metadata)), *governance_grants(governance_tables(metadata))))
    if lacks.actions:
        _LOG_TAKES[dialect](connection)
        if dialect == "postgresql":
            _run(connection, export_grants())


def _later_tables() -> tuple[Table, ...]:
    """What the first databases were made without, in an order in which it can be made."""
    metadata = MetaData(naming_convention=NAMING)
    return (catalogue_release(metadata), *governance_tables(metadata).all)


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


# ---- the log ----


def _log_check_in_sqlite(connection: Connection) -> str:
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'access_log'"
    found = re.search(rf"CONSTRAINT {LOG_CHECK} CHECK (.*)", str(connection.exec_driver_sql(query).scalar()))
    return found[1] if found else ""


def _log_check_in_postgresql(connection: Connection) -> str:
    place = f"conname = '{LOG_CHECK}' AND conrelid = 'access_log'::regclass"
    query = f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE {place}"
    return str(connection.exec_driver_sql(query).scalar() or "")


def _log_anew(connection: Connection) -> None:
    """SQLite has no other way to another CHECK than another table; nothing refers to the log."""
    table = access_log(MetaData(naming_convention=NAMING))
    columns = ", ".join(column.name for column in table.columns)
    define, *indexes = table_statements(table, "sqlite")
    fill = f"INSERT INTO access_log ({columns}) SELECT {columns} FROM {BEFORE}"
    _run(connection, (f"ALTER TABLE access_log RENAME TO {BEFORE}", define, fill, f"DROP TABLE {BEFORE}", *indexes))


def _log_checked_from_now_on(connection: Connection) -> None:
    """No row is read: what stands there was allowed under the narrower check."""
    actions = ", ".join(f"'{action}'" for action in ACTIONS)
    statements = (
        f"ALTER TABLE access_log DROP CONSTRAINT {LOG_CHECK}",
        f"ALTER TABLE access_log ADD CONSTRAINT {LOG_CHECK} CHECK (action IN ({actions})) NOT VALID",
    )
    _run(connection, statements)


_LOG_CHECK = {"sqlite": _log_check_in_sqlite, "postgresql": _log_check_in_postgresql}
_LOG_TAKES = {"sqlite": _log_anew, "postgresql": _log_checked_from_now_on}
