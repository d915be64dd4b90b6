"""The tables as SQL text, and the same text run: schema, tables, indexes, comments, rows of the codelists, grants.

Deterministic: the same catalogue gives the same bytes. What `build` writes is exactly what `create` runs.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Dialect, Table, create_mock_engine
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from catalogue.model import Catalogue
from engine.tables.build import Tables, build_tables
from engine.tables.codelists import codelist_rows, system_rows, value_set_rows
from engine.tables.conditions import keeper
from engine.tables.fixed import PEOPLE_SCHEMA
from engine.tables.grants import grants, roles
from engine.tables.guards import guards

ROWS_AT_A_TIME = 500


def ddl(catalogue: Catalogue, dialect: str) -> str:
    """Everything that makes an empty database one for this catalogue."""
    heading = f"-- {catalogue.name} {catalogue.version}, generated from the catalogue\n\n"
    return heading + "".join(f"{statement};\n\n" for statement in statements(build_tables(catalogue, dialect)))


def create(connection: Connection, tables: Tables) -> None:
    """Make an empty database one for this catalogue."""
    for statement in statements(tables):
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def statements(tables: Tables) -> Iterator[str]:
    """The statements in an order in which they can be run."""
    dialect = dialect_named(tables.dialect)
    on_server = tables.dialect == "postgresql"
    if on_server:
        yield from roles()
        yield f"CREATE SCHEMA {PEOPLE_SCHEMA}"
    for table in tables.metadata.sorted_tables:
        yield from table_statements(table, tables.dialect)
        if on_server:
            yield from _comments(table, dialect.identifier_preparer.quote)
    yield from guards(tables.dialect)
    yield from _rows(tables, dialect)
    if on_server:
        yield from grants(tables)


def table_statements(table: Table, dialect: str) -> Iterator[str]:
    """A table, its indexes, and what lets only rows in that fulfil its conditions."""
    spoken = dialect_named(dialect)
    yield _text(CreateTable(table), spoken)
    yield from (_text(CreateIndex(index), spoken) for index in sorted(table.indexes, key=lambda index: str(index.name)))
    guard = keeper(table) if dialect == "postgresql" else None
    if guard:
        yield from guard.statements()


def dialect_named(name: str) -> Dialect:
    """SQLAlchemy's dialect for writing text, without a database."""
    # With another style of parameters a percent sign would be written twice.
    return create_mock_engine(f"{name}://", executor=lambda *_: None, paramstyle="named").dialect


def _text(element: ExecutableDDLElement, dialect: Dialect) -> str:
    lines = str(element.compile(dialect=dialect)).strip().splitlines()
    return "\n".join(line.rstrip().replace("\t", "    ") for line in lines)


def _comments(table: Table, quote: Callable[[str], str]) -> Iterator[str]:
    if table.comment:
        yield f"COMMENT ON TABLE {table.fullname} IS {literal(table.comment)}"
    for column in table.columns:
        if column.comment:
            yield f"COMMENT ON COLUMN {table.fullname}.{quote(column.name)} IS {literal(column.comment)}"


def _rows(tables: Tables, dialect: Dialect) -> Iterator[str]:
    catalogue = tables.catalogue
    for name, table in tables.codelists.items():
        yield from _inserts(table, codelist_rows(catalogue.codelists[name]), dialect)
    for name, table in tables.value_sets.items():
        yield from _inserts(table, value_set_rows(catalogue.value_sets[name]), dialect)
    for name, table in tables.systems.items():
        yield from _inserts(table, system_rows(catalogue.systems[name]), dialect)


def _inserts(table: Table, rows: Iterable[tuple[Any, ...]], dialect: Dialect) -> Iterator[str]:
    columns = ", ".join(dialect.identifier_preparer.quote(column.name) for column in table.columns)
    for some in _batches(rows):
        values = ",\n".join(f"    ({', '.join(map(literal, row))})" for row in some)
        yield f"INSERT INTO {table.name} ({columns}) VALUES\n{values}"


def _batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    remaining = iter(rows)
    while some := list(islice(remaining, ROWS_AT_A_TIME)):
        yield some


def literal(value: bool | float | str | None) -> str:
    """A constant in the words both dialects share."""
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).upper()
        case str():
            return f"""'{value.replace("'", "''")}'"""
        case _:
            return repr(value)
