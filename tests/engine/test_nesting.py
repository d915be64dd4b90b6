"""What the parser admits, SQLite can read: every function nested in itself as deep as may be, inside a CHECK."""

import sqlite3

import pytest

from catalogue.expressions.parser import ExpressionError, parse
from catalogue.expressions.scope import Binding
from engine.compilers.sql import sql

SCOPE = {name: Binding(kind) for name, kind in zip("njdts", ("number", "boolean", "date", "time", "text"), strict=True)}

# A number made of a number, {}.
NESTS = (
    *("abs({})", "floor({})", "round({}, 2)", "power({}, 3)", "least(n, n, {})", "greatest(n, {})", "coalesce(n, {})"),
    *("answered(n, n, {})", "sum_answered(n, n, {})", "mean_answered(n, {})", "min_answered(n, n, {})"),
    *("max_answered(n, {})", "n + ({})", "n - {} * 2", "n / ({})", "- {}", "- {} / 2"),
    *("year(add_days(d, {}))", "days_between(d, add_days(d, {}))", "months_between(add_days(d, {}), d)"),
    *("years_between(add_days(d, {}), d)", "month(add_days(d, {}))"),
    *("case when j then {} end", "case when {} > 1 then n end", "case when j then n else {} end"),
    *("case when not {} between 1 and 2 then n end", "case when n in (n, {}) then n end"),
    *("case when j or j and not n < n + n * {} then n end", "case when not not not n = {} then n end"),
    *("length(case when {} > 1 then left(s, 3) end)", "minute(case when {} > 1 then t end)"),
    *("round(n + n * floor({}), 1)", "round(case when n > {} then n end, 1)", "sum_answered(n, round({}, 1))"),
)


def is_admitted(text: str) -> bool:
    try:
        parse(text)
    except ExpressionError:
        return False
    return True


def deepest(nest: str) -> str:
    """The text nested as deep as the parser admits it."""
    text = "n"
    while is_admitted(nest.format(text)):
        text = nest.format(text)
    return text


@pytest.mark.parametrize("nest", NESTS)
def test_what_is_admitted_can_be_checked(nest):
    text = deepest(nest)
    assert text != "n"
    condition = f"(j IS NOT NULL) AND (({sql(parse(text), 'sqlite', '{}'.format, SCOPE)}) > 1.0)"
    table = f"CREATE TABLE a (n REAL, j, d, t, s, CHECK (CASE WHEN j IS NULL THEN TRUE ELSE NOT ({condition}) END))"
    with sqlite3.connect(":memory:") as database:
        database.execute(table)
    database.close()
