"""The runtimes an expression must mean the same in: each takes many cases and gives, per case, its values by row.

A case that fails in a runtime gives the error's text instead, so that one mistake does not hide the others.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path

import polars as pl
import psycopg

from catalogue.model import ValueSet
from engine.compilers.javascript import javascript, value_set
from engine.compilers.polars import TYPES, Compiler
from engine.compilers.python import compile_expression
from engine.compilers.sql import sql
from tests.spec.expression_cases import Case, Name, Value
from tests.spec.node_process import NodeProcess

Results = tuple[Value, ...] | str
Runtime = Callable[[Sequence[Case]], list[Results]]


# ---- Python, the reference ----


def run_python(cases: Sequence[Case]) -> list[Results]:
    return [_attempt(lambda case=case: _python(case)) for case in cases]


def _python(case: Case) -> Results:
    expression = compile_expression(case.node, case.value_sets)
    return tuple(expression(row.values, row.reasons, row.today) for row in case.rows)


def _attempt(work: Callable[[], Results]) -> Results:
    try:
        return work()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


# ---- JavaScript in Node: one process for all ----


class JavaScript:
    """The text the compiler gives, in Node, with the browser's own runtime."""

    def __init__(self, node: str) -> None:
        self.process = NodeProcess(node, Path(__file__).with_name("run_expressions.mjs"))

    def __call__(self, cases: Sequence[Case]) -> list[Results]:
        answers = self.process.ask({"module": _module(cases), "cases": [_described(case) for case in cases]})
        return [
            answer if isinstance(answer, str) else tuple(from_plain(value, case.type) for value in answer)
            for case, answer in zip(cases, answers, strict=True)
        ]

    def close(self) -> None:
        self.process.close()


def _module(cases: Sequence[Case]) -> str:
    """One file with a function per case, as a form's own file has them."""
    functions = ",\n".join(
        f"(a, r, c) => {{ const t = {_tables(case)}; return {javascript(case.node)}; }}" for case in cases
    )
    return f"export default (S) => [\n{functions}\n];"


def _tables(case: Case) -> str:
    return "{" + ", ".join(f"{name}: {value_set(row)}" for name, row in case.value_sets.items()) + "}"


def _described(case: Case) -> dict[str, object]:
    kinds = {name: kind.kind for name, kind in case.names.items()}
    rows = [
        {
            "values": {name: plain(value) for name, value in row.values.items()},
            "reasons": row.reasons,
            "today": plain(row.today),
        }
        for row in case.rows
    ]
    return {"kinds": kinds, "type": case.type, "rows": rows}


def plain(value: Value) -> bool | int | float | str | None:
    """A value as JSON and SQLite keep it: dates and times as ISO text."""
    match value:
        case datetime():
            return value.isoformat("T", "minutes")
        case time():
            return value.isoformat("minutes")
        case date():
            return value.isoformat()
        case _:
            return value


def from_plain(value: Value, kind: str) -> Value:
    match value, kind:
        case None, _:
            return None
        case _, "boolean":
            return {0: False, 1: True}[value]
        case str(), "date" | "datetime" | "time" | "number":
            return Name(kind).read(value)
        case _:
            return value


# ---- SQL: every case asks a table of its rows ----

SQLITE_TYPES = {"boolean": "INTEGER", "integer": "REAL", "decimal": "REAL"}
POSTGRES_TYPES = {
    "integer": "double precision",
    "decimal": "double precision",
    "longtext": "text",
    "datetime": "timestamp",
}


def run_sqlite(cases: Sequence[Case]) -> list[Results]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        return [_attempt(lambda case=case: _sqlite(connection, case)) for case in cases]


def _sqlite(connection: sqlite3.Connection, case: Case) -> Results:
    connection.execute("begin")
    try:
        for statement, rows in _tables_of(case, SQLITE_TYPES, "?"):
            connection.executemany(statement, [[plain(value) for value in row] for row in rows])
        found = connection.execute(_question(case, "sqlite")).fetchall()
        return tuple(from_plain(value, case.type) for (value,) in found)
    finally:
        connection.execute("rollback")


class Postgres:
    """One connection to a server."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True)

    def __call__(self, cases: Sequence[Case]) -> list[Results]:
        return [_attempt(lambda case=case: self._ask(case)) for case in cases]

    def _ask(self, case: Case) -> Results:
        with self.connection.transaction(force_rollback=True), self.connection.cursor() as cursor:
            for statement, rows in _tables_of(case, POSTGRES_TYPES, "%s"):
                cursor.executemany(statement.encode(), rows)
            found = cursor.execute(_question(case, "postgres").encode()).fetchall()
            return tuple(value for (value,) in found)

    def close(self) -> None:
        self.connection.close()


def _tables_of(case: Case, types: Mapping[str, str], mark: str) -> Iterator[tuple[str, list[list[Value]]]]:
    """Statements that make and fill the tables a case asks, each with the rows it is run for."""
    asked = {name: kind for name, kind in case.names.items() if kind.kind != "list"}
    columns = [f'"{name}" {_column_type(kind, types)}, "{name}_missing" text' for name, kind in asked.items()]
    yield f'create temporary table "answers" ({", ".join(["number integer", "today date", *columns])})', [[]]
    rows = [
        [number, row.today, *(part for name in asked for part in (row.values.get(name), row.reasons.get(name)))]
        for number, row in enumerate(case.rows)
    ]
    yield f'insert into "answers" values ({", ".join([mark] * len(rows[0]))})', rows
    for name, table in case.value_sets.items():
        keys = ", ".join(f'"{key}" {_column_type(Name("code", codes), types)}' for key, codes in _codes(table).items())
        yield f'create temporary table "value_set_{name}" ({keys}, "value" double precision)', [[]]
        marks = ", ".join([mark] * (len(table.keys) + 1))
        yield (
            f'insert into "value_set_{name}" values ({marks})',
            [[*key, value] for key, value in table.values.items()],
        )


def _codes(value_set: ValueSet) -> dict[str, tuple[int | str, ...]]:
    return {key: tuple(codes) for key, codes in zip(value_set.keys, zip(*value_set.values, strict=True), strict=True)}


def _column_type(name: Name, types: Mapping[str, str]) -> str:
    kind = "text" if name.kind == "code" and isinstance(name.codes[0], str) else name.kind
    return "integer" if kind == "code" else types.get(kind, kind)


def _question(case: Case, dialect: str) -> str:
    def column(name: str) -> str:
        return f'"{name}"'

    text = sql(case.node, dialect, column, case.scope, today="today", value_sets=case.value_sets)
    return f'select {text} from "answers" order by number'


# ---- Polars: every row many times over, the first and the last of which must be the same ----

MANY = 3
POLARS_TYPES = {**TYPES, "integer": pl.Int64(), "decimal": pl.Float64(), "longtext": pl.String()}


def run_polars(cases: Sequence[Case]) -> list[Results]:
    return [_attempt(lambda case=case: _polars(case)) for case in cases]


def _polars(case: Case) -> Results:
    compiler = Compiler(
        pl.col, lambda name: pl.col(f"{name}_missing"), case.scope, pl.col("today"), value_sets=case.value_sets
    )
    frame = pl.concat([_frame(case)] * MANY)
    found = frame.lazy().with_columns(compiler(case.node).alias("result")).collect()["result"].to_list()
    rows = len(case.rows)
    assert found[:rows] == found[-rows:]
    return tuple(found[:rows])


def _frame(case: Case) -> pl.DataFrame:
    asked = {name: kind for name, kind in case.names.items() if kind.kind != "list"}
    values = [
        pl.Series(name, [row.values.get(name) for row in case.rows], dtype=_polars_type(kind))
        for name, kind in asked.items()
    ]
    reasons = [
        pl.Series(f"{name}_missing", [row.reasons.get(name) for row in case.rows], dtype=pl.String) for name in asked
    ]
    return pl.DataFrame([*values, *reasons, pl.Series("today", [row.today for row in case.rows], dtype=pl.Date)])


def _polars_type(name: Name) -> pl.DataType:
    if name.kind == "code":
        return pl.String() if isinstance(name.codes[0], str) else pl.Int8()
    return POLARS_TYPES[name.kind]
