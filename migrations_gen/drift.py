"""Whether a database is as its release says: what is in it against what should be, a sentence for each difference.

Reads only.
"""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from sqlalchemy import Connection, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.reflection import Inspector

from engine.tables import Tables
from engine.tables.analysis import view_names
from engine.tables.conditions import conditions_in, conditions_of, keeper, keeper_name
from engine.tables.guards import GUARDS, Guard

_CONSTRAINT = re.compile(r"CONSTRAINT (\w+) CHECK")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger as a database has it, with what its function does where there is one."""

    text: str
    body: str = ""
    is_on: bool = True


Triggers = Mapping[tuple[str, str], Trigger]
"""By table and name."""


def drift(connection: Connection, tables: Tables, besides: Set[str] = frozenset()) -> Iterator[str]:
    """The differences, table by table; `besides` are tables and triggers that are to be made first."""
    inspector = inspect(connection)
    for table in tables.metadata.sorted_tables:
        if table.name in besides:
            continue
        if not inspector.has_table(table.name, table.schema):
            yield f"There is no table {table.name}."
            continue
        yield from _columns(inspector, table, tables)
        if keeper_name(table.name) not in besides:
            yield from CHECKS[tables.dialect](connection, table)
        yield from _indexes(inspector, table)
    for name in tables.storage.kept_tables():
        if not inspector.has_table(name):
            yield f"There is no table {name}, in which answers of an earlier release are kept."
    yield from _views(inspector, tables)
    there = TRIGGERS[tables.dialect](connection)
    declared = {(guard.table, guard.name): guard for guard in _guards(tables)}
    yield from _undeclared(there, declared.keys() | set(_kept_triggers(tables)))
    for place, guard in declared.items():
        if not besides & {guard.name, guard.table}:
            yield from _unguarded(guard, there.get(place))


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


def _compared(table: str, there: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{table} has no check {name}." for name in wanted if name not in there)
    yield from (f"{table} has a check {name} that nobody declares." for name in there if name not in wanted)
    for name, condition in wanted.items():
        if name in there and there[name] != condition:
            yield f"{name} is {there[name]}, and should be {condition}."


# ---- SQLite ----


def _sqlite_checks(connection: Connection, table: Table) -> Iterator[str]:
    """SQLite keeps the text as it was written."""
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
    text = str(connection.exec_driver_sql(query, (table.name,)).scalar())
    wanted = conditions_of(table)
    if not wanted:
        return
    # An earlier release of the program wrote some names without quotation marks.
    text = text.replace('"', "")
    there = dict.fromkeys(_CONSTRAINT.findall(text), "something else")
    said = {
        name: f"CONSTRAINT {name} CHECK ({condition})".replace('"', "") in text for name, condition in wanted.items()
    }
    known = {name: wanted[name] if said.get(name) else other for name, other in there.items()}
    yield from _compared(table.name, known, wanted)


def _sqlite_triggers(connection: Connection) -> Triggers:
    found = connection.exec_driver_sql("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {(str(table), str(name)): Trigger(str(text)) for table, name, text in found}


# ---- PostgreSQL ----


def _postgres_checks(connection: Connection, table: Table) -> Iterator[str]:
    """Conditions stand in the trigger of the table, and a CHECK that somebody has added is not ours."""
    if not conditions_of(table):
        return
    query = f"SELECT conname FROM pg_constraint WHERE conrelid = '{table.fullname}'::regclass AND contype = 'c'"
    for (name,) in connection.exec_driver_sql(query):
        yield f"{table.name} has a check {name} that nobody declares."


def _postgres_triggers(connection: Connection) -> Triggers:
    query = (
        "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(pg_trigger.oid, true), prosrc,"
        " tgenabled IN ('O', 'A') FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " JOIN pg_namespace ON pg_namespace.oid = relnamespace JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE NOT tgisinternal AND nspname IN ('public', 'people')"
    )
    found = connection.exec_driver_sql(query, execution_options={"no_parameters": True})
    return {
        (str(table), str(name)): Trigger(str(text), str(body), bool(is_on)) for table, name, text, body, is_on in found
    }


# ---- triggers ----


def _guards(tables: Tables) -> Iterator[Guard]:
    yield from GUARDS[tables.dialect]
    if tables.dialect == "postgresql":
        yield from filter(None, map(keeper, tables.metadata.sorted_tables))


def _kept_triggers(tables: Tables) -> Iterator[tuple[str, str]]:
    """What keeps the rows of earlier releases' tables as they were."""
    yield from ((f'"{table}"', keeper_name(table)) for table in tables.storage.kept_tables())


def _undeclared(there: Triggers, declared: Set[tuple[str, str]]) -> Iterator[str]:
    yield from (
        f"{table} has a trigger {name} that nobody declares." for table, name in there if (table, name) not in declared
    )


def _unguarded(guard: Guard, there: Trigger | None) -> Iterator[str]:
    if there is None:
        yield f"{guard.table} has no trigger {guard.name}. {_AGAIN}"
    elif (there.text, there.body) != (guard.trigger, guard.body):
        conditions = dict(conditions_in(there.body)), dict(conditions_in(guard.body))
        yield from _compared(guard.table, *conditions)
        yield f"{guard.table}'s trigger {guard.name} has been altered. Drop it. {_AGAIN}"
    elif not there.is_on:
        yield f"{guard.table}'s trigger {guard.name} is switched off. Switch it on: ALTER TABLE … ENABLE TRIGGER."


_AGAIN = "Make it again: 'skjemaverk build' writes the statement in its folder ddl."

CHECKS = {"sqlite": _sqlite_checks, "postgresql": _postgres_checks}
TRIGGERS = {"sqlite": _sqlite_triggers, "postgresql": _postgres_triggers}
"""How each database is asked."""
