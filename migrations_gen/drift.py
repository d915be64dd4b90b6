"""Whether a database is as its release says: what is in it against what should be, a sentence for each difference.

Reads only, but for tables that end with the transaction: PostgreSQL is asked to write down each CHECK in its own words,
so that the two can be compared.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.reflection import Inspector

from engine.tables import Tables
from engine.tables.analysis import view_names
from engine.tables.check_list import CheckList
from engine.tables.guards import GUARDS, Guard

_CONSTRAINT = re.compile(r'CONSTRAINT "?(\w+)"? CHECK')
MIRROR = "drift_mirror"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger as a database has it, with what its function does where there is one."""

    text: str
    body: str = ""
    is_on: bool = True


Triggers = Mapping[tuple[str, str], Trigger]
"""By table and name."""


def drift(connection: Connection, tables: Tables, besides: Collection[str] = ()) -> Iterator[str]:
    """The differences, table by table; `besides` are tables and triggers that are to be made first."""
    inspector = inspect(connection)
    for table in tables.metadata.sorted_tables:
        if table.name in besides:
            continue
        if not inspector.has_table(table.name, table.schema):
            yield f"There is no table {table.name}."
            continue
        yield from _columns(inspector, table, tables)
        yield from CHECKS[tables.dialect](connection, table)
        yield from _indexes(inspector, table)
    for name in tables.storage.kept_tables():
        if not inspector.has_table(name):
            yield f"There is no table {name}, in which answers of an earlier release are kept."
    yield from _views(inspector, tables)
    there = TRIGGERS[tables.dialect](connection)
    guards = [guard for guard in GUARDS[tables.dialect] if guard.name not in besides]
    yield from _undeclared(there, tables.dialect)
    yield from (sentence for guard in guards for sentence in _unguarded(guard, there.get((guard.table, guard.name))))


def _columns(inspector: Inspector, table: Table, tables: Tables) -> Iterator[str]:
    there = {column["name"]: column for column in inspector.get_columns(table.name, table.schema)}
    kept = {
        name for form in (table.name, table.name.removesuffix("_history")) for name in tables.storage.kept_columns(form)
    }
    declared = {column.name: column for column in table.columns}
    yield from (f"{table.name} has no column {name}." for name in declared if name not in there)
    yield from (
        f"{table.name} has no column {name}, which is kept of an earlier release."
        for name in sorted(kept - there.keys())
    )
    yield from (
        f"{table.name} has a column {name} that nobody declares."
        for name in there
        if name not in declared.keys() | kept
    )
    dialect = (postgresql if tables.dialect == "postgresql" else sqlite).dialect()
    for name, column in declared.items():
        if name in there:
            found, wanted = (str(kind.compile(dialect)) for kind in (there[name]["type"], column.type))
            if found != wanted:
                yield f"{table.name}.{name} is {found}, and should be {wanted}."


def _indexes(inspector: Inspector, table: Table) -> Iterator[str]:
    there = {index["name"] for index in inspector.get_indexes(table.name, table.schema)}
    yield from (f"{table.name} has no index {index.name}." for index in table.indexes if index.name not in there)


def _views(inspector: Inspector, tables: Tables) -> Iterator[str]:
    there = set(inspector.get_view_names())
    wanted = [view for module in tables.catalogue.modules for view in view_names(module)]
    yield from (f"There is no view {name}." for name in wanted if name not in there)


def _conditions(table: Table) -> dict[str, str]:
    return {
        name: condition
        for part in table.constraints
        if isinstance(part, CheckList)
        for name, condition in part.conditions()
    }


def _compared(table: Table, there: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{table.name} has no check {name}." for name in wanted if name not in there)
    yield from (f"{table.name} has a check {name} that nobody declares." for name in there if name not in wanted)
    for name, condition in wanted.items():
        if name in there and there[name] != condition:
            yield f"{name} is {there[name]}, and should be {condition}."


# ---- SQLite ----


def _sqlite_checks(connection: Connection, table: Table) -> Iterator[str]:
    """SQLite keeps the text as it was written."""
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    text = str(connection.exec_driver_sql(query, (table.name,)).scalar())
    wanted = _conditions(table)
    if not wanted:
        return
    there = dict.fromkeys(_CONSTRAINT.findall(text), "something else")
    said = {name: f"CONSTRAINT {name} CHECK ({condition})" in text for name, condition in wanted.items()}
    known = {name: wanted[name] if said.get(name) else other for name, other in there.items()}
    yield from _compared(table, known, wanted)


def _sqlite_triggers(connection: Connection) -> Triggers:
    found = connection.exec_driver_sql("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {(str(table), str(name)): Trigger(str(text)) for table, name, text in found}


# ---- PostgreSQL ----


def _postgres_checks(connection: Connection, table: Table) -> Iterator[str]:
    wanted = _conditions(table)
    if not wanted:
        return
    name = f'"{table.schema}"."{table.name}"' if table.schema else f'"{table.name}"'
    there = _definitions(connection, name)
    mirror = connection.begin_nested()
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {MIRROR} (LIKE {name}) ON COMMIT DROP")
    columns = {column["name"] for column in inspect(connection).get_columns(MIRROR)}
    possible = {
        check: condition
        for check, condition in wanted.items()
        if set(re.findall(r'"([^"]+)"', re.sub(r"'(?:[^']|'')*'", "", condition))) <= columns
    }
    if possible:
        clauses = ", ".join(f'ADD CONSTRAINT "{check}" CHECK ({condition})' for check, condition in possible.items())
        connection.exec_driver_sql(f"ALTER TABLE {MIRROR} {clauses}", execution_options={"no_parameters": True})
    said = _definitions(connection, MIRROR)
    mirror.rollback()
    yield from _compared(table, there, {check: said.get(check, condition) for check, condition in wanted.items()})


def _definitions(connection: Connection, table: str) -> dict[str, str]:
    query = (
        "SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint"
        f" WHERE conrelid = '{table}'::regclass AND contype = 'c'"
    )
    return {str(name): str(condition) for name, condition in connection.exec_driver_sql(query)}


def _postgres_triggers(connection: Connection) -> Triggers:
    query = (
        "SELECT relname, tgname, pg_get_triggerdef(pg_trigger.oid, true), prosrc, tgenabled IN ('O', 'A')"
        " FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " JOIN pg_namespace ON pg_namespace.oid = relnamespace JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE NOT tgisinternal AND nspname IN ('public', 'people')"
    )
    found = connection.exec_driver_sql(query, execution_options={"no_parameters": True})
    return {
        (str(table), str(name)): Trigger(str(text), str(body), bool(is_on)) for table, name, text, body, is_on in found
    }


# ---- triggers ----


def _undeclared(there: Triggers, dialect: str) -> Iterator[str]:
    declared = {(guard.table, guard.name) for guard in GUARDS[dialect]}
    yield from (
        f"{table} has a trigger {name} that nobody declares." for table, name in there if (table, name) not in declared
    )


def _unguarded(guard: Guard, there: Trigger | None) -> Iterator[str]:
    if there is None:
        yield f"{guard.table} has no trigger {guard.name}. {_AGAIN}"
    elif (there.text, there.body) != (guard.trigger, guard.body):
        yield f"{guard.table}'s trigger {guard.name} has been altered. Drop it. {_AGAIN}"
    elif not there.is_on:
        yield f"{guard.table}'s trigger {guard.name} is switched off. Switch it on: ALTER TABLE … ENABLE TRIGGER."


_AGAIN = "Make it again: 'skjemaverk build' writes the statement in its folder ddl."

CHECKS = {"sqlite": _sqlite_checks, "postgresql": _postgres_checks}
TRIGGERS = {"sqlite": _sqlite_triggers, "postgresql": _postgres_triggers}
"""How each database is asked."""
