"""Spark in local mode, for slow tests: a session, and expressions on rows as `tests/spec` has them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pytest

from engine.compilers.spark_words import spark_name
from engine.compilers.sql import sql
from engine.spark import CannotRun, start
from tests.spec.expression_cases import Case, Name, Value
from tests.spec.expression_runtimes import Results, from_plain, plain

TYPES = {"boolean": "BOOLEAN", "integer": "DOUBLE", "decimal": "DOUBLE", "date": "DATE"}


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """One session for all, in a time zone far from ours, since no result may rest on it."""
    try:
        session = start()
    except CannotRun as lacking:
        pytest.skip(str(lacking))
    session.conf.set("spark.sql.shuffle.partitions", "2")
    session.conf.set("spark.sql.session.timeZone", "Pacific/Auckland")
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def run_spark(spark: Any, cases: Sequence[Case]) -> list[Results]:
    """A runtime as those of `tests.spec`: cases that have the same names are asked together."""
    results: list[Results] = []
    for _, group in groupby(cases, key=lambda case: case.names):
        results += _together(spark, list(group))
    return results


def _together(spark: Any, cases: list[Case]) -> list[Results]:
    """One query for all, on every row of any; when it fails, one for each, to see which."""
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        return list(_asked(spark, cases))
    except PySparkException as error:
        if len(cases) == 1:
            return [f"{type(error).__name__}: {error}"]
        return [result for case in cases for result in _together(spark, [case])]


def _asked(spark: Any, cases: list[Case]) -> Iterator[Results]:
    starts, rows = {}, []
    for case in cases:
        if id(case.rows) not in starts:
            starts[id(case.rows)] = len(rows)
            rows += case.rows
    columns = [f"{_written(case)} AS `result {number}`" for number, case in enumerate(cases)]
    table = _table(spark, cases[0], rows)
    table.createOrReplaceTempView("answers")
    found = spark.sql(f"SELECT {', '.join(columns)} FROM answers ORDER BY number").collect()
    for number, case in enumerate(cases):
        start = starts[id(case.rows)]
        values = [row[number] for row in found[start : start + len(case.rows)]]
        yield tuple(from_plain(value, case.type) for value in values)


def _written(case: Case) -> str:
    return sql(case.node, "spark", spark_name, case.scope, today="today", value_sets=case.value_sets)


def _table(spark: Any, case: Case, rows: Sequence) -> Any:
    asked = {name: kind for name, kind in case.names.items() if kind.kind != "list"}
    columns = [f"{spark_name(name)} {_type(kind)}, `{name}_missing` STRING" for name, kind in asked.items()]
    values = [
        [number, row.today, *(cell for name, kind in asked.items() for cell in _cells(row, name, kind))]
        for number, row in enumerate(rows)
    ]
    return spark.createDataFrame(values, ", ".join(["number INT", "today DATE", *columns]))


def _cells(row, name: str, kind: Name) -> tuple[Value, str | None]:
    value = row.values.get(name)
    if _type(kind) == "DOUBLE" and value is not None:
        value = float(value)
    elif _type(kind) == "STRING":
        value = plain(value)
    return value, row.reasons.get(name)


def _type(name: Name) -> str:
    if name.kind == "code":
        return "STRING" if isinstance(name.codes[0], str) else "INT"
    return TYPES.get(name.kind, "STRING")
