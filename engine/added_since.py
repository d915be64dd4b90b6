"""What this program has come to keep since a database was made: tables that are the same for every registry, what
guards them, who may use them, what the log takes, and how the rows of a form are kept as they must be.

`serve` says that something is lacking; `upgrade` adds it. To add it again adds nothing. A guard that is lacking
although its tables are there has been taken away by somebody, and is not for this file (`migrations_gen/drift.py`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, MetaData, Table, inspect

from engine.tables.build import NAMING, Tables
from engine.tables.conditions import conditions_of, keeper, keeper_name
from engine.tables.ddl import table_statements
from engine.tables.fixed import ACTIONS, LOG_CHECK, access_log, catalogue_release
from engine.tables.governance import governance_tables
from engine.tables.grants import export_grants, governance_grants, release_grant
from engine.tables.guards import GUARDS

BEFORE = "access_log_before"


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a database lacks: tables by name, actions that its log does not take, and triggers whose conditions still
    stand in CHECKs.
    """

    tables: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    keepers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tables or self.actions or self.keepers)

    @property
    def subjects(self) -> frozenset[str]:
        """The tables and triggers that are not as they will be."""
        there = frozenset((*self.tables, *self.keepers)) | ({"access_log"} if self.actions else set())
        return there | {guard.name for some in GUARDS.values() for guard in some} if self.is_unguarded else there

    @property
    def is_unguarded(self) -> bool:
        """Whether there was nothing to guard."""
        return bool(GUARDED & frozenset(self.tables))

    def __str__(self) -> str:
        tables = f"the table{'s' * (len(self.tables) > 1)} {', '.join(self.tables)}" if self.tables else ""
        actions = f"in the log's check the words {', '.join(self.actions)}" if self.actions else ""
        keepers = f"the trigger{'s' * (len(self.keepers) > 1)} {', '.join(self.keepers)}" if self.keepers else ""
        return " and ".join(part for part in (tables, actions, keepers) if part)


GUARDED = frozenset({"signoff", "trusted_key", "catalogue_release"})
"""The tables that the guards are on or read."""


def lacking(connection: Connection, forms: Tables | None = None) -> Lacking:
    """What this database lacks; nothing when it is empty, or no database of this program's. `forms` are the tables of
    the release it is at, as far as that is known.
    """
    inspector = inspect(connection)
    if not inspector.has_table("access_log"):
        return Lacking()
    tables = tuple(name for name in _later_names() if not inspector.has_table(name))
    said = _LOG_CHECK[connection.dialect.name](connection)
    actions = tuple(action for action in ACTIONS if f"'{action}'" not in said) if said else ()
    return Lacking(tables, actions, tuple(_with_checks(connection, forms)) if forms else ())


def add(connection: Connection, lacks: Lacking, forms: Tables | None = None) -> None:
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
    for name, table in (_with_checks(connection, forms) if forms and lacks.keepers else {}).items():
        _keep(connection, table, name)


def _later_tables() -> tuple[Table, ...]:
    """What the first databases were made without, in an order in which it can be made."""
    metadata = MetaData(naming_convention=NAMING)
    return (catalogue_release(metadata), *governance_tables(metadata).all)


@cache
def _later_names() -> tuple[str, ...]:
    """Whoever only asks what is there needs no tables."""
    return tuple(table.name for table in _later_tables())


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


# ---- the conditions of a form's rows ----


def _with_checks(connection: Connection, forms: Tables) -> Mapping[str, Table]:
    """The tables whose conditions are CHECKs, by the name of the trigger that should have them."""
    if connection.dialect.name != "postgresql":
        return {}
    query = "SELECT conname FROM pg_constraint WHERE contype = 'c'"
    there = set(connection.exec_driver_sql(query).scalars())
    found = (table for table in forms.metadata.sorted_tables if not there.isdisjoint(conditions_of(table)))
    return {keeper_name(table.name): table for table in found}


def _keep(connection: Connection, table: Table, name: str) -> None:
    guard = keeper(table)
    assert guard is not None, f"{name} has conditions"
    drops = ", ".join(f"DROP CONSTRAINT IF EXISTS {condition}" for condition in conditions_of(table))
    _run(connection, (f"ALTER TABLE {table.fullname} {drops}", *guard.anew()))


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
