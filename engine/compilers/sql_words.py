"""How each SQL dialect says the functions of `functions.py`: one table per dialect, one line per function.

A template's {0}, {1} … are the arguments' texts, each of which can stand anywhere without further brackets,
and so must what the template gives. Whatever is a number becomes a double. No word here depends on session,
locale or clock, and none skips NULL unless `functions.py` says so.

SQLite keeps dates and times as ISO text, booleans as 0 and 1, and may lack the mathematical functions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from catalogue.model import ValueSet

EXACT = 2.0**53
"""From here on every double is a whole number."""


def lookup_in_table(value_set: ValueSet, texts: Sequence[str]) -> str:
    """From the value set's table, its columns renamed to what no column of the row outside can be called."""
    columns = ", ".join(f'"{key}" AS "key {key}"' for key in value_set.keys)
    equal = " AND ".join(f'"key {key}" = {text}' for key, text in zip(value_set.keys, texts, strict=True))
    table = f'(SELECT {columns}, "value" AS "value found" FROM "value_set_{value_set.name}") AS "found"'
    return f'(SELECT "value found" FROM {table} WHERE {equal})'


@dataclass(frozen=True, slots=True)
class Dialect:
    """One database's words.

    `calls` has, by function, a template or a function of the arguments' texts. `double` makes a double of a
    whole number's column, `count` of a boolean. `null` is a NULL of a type, `today` the date as the caller
    names it, `literal` a constant that has its type anywhere, `digits` a number that takes its neighbour's,
    `lookup` the value of a value set for the texts of its keys.
    """

    calls: Mapping[str, str | Callable[[Sequence[str]], str]]
    double: str
    count: str
    null: Callable[[str], str]
    today: str
    literal: Callable[[bool | float | str | date | time], str]
    digits: Callable[[float], str]
    lookup: Callable[[ValueSet, Sequence[str]], str] = lookup_in_table


def quoted(text: str) -> str:
    """A text constant."""
    return "'" + text.replace("'", "''") + "'"


def iso(value: date | time) -> str:
    """The form in which SQLite keeps a date, a time or both, and every dialect reads it."""
    match value:
        case datetime():
            return value.isoformat("T", "minutes")
        case time():
            return value.isoformat("minutes")
        case _:
            return value.isoformat()


def _digits(value: float) -> str:
    return repr(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)


# ---- SQLite ----


def _sqlite_number(value: float) -> str:
    """SQLite reads decimals through a wider format and so rounds twice: about one in 40,000 is one bit wrong.

    Those few are written as a quotient of two whole numbers, which is exact.
    """
    if float(_rounded(Fraction(repr(value)), 64)) == value:
        return repr(value) if value >= 0 else f"({value!r})"
    above, below = value.as_integer_ratio()
    return f"({above}.0 / {below}.0)"


def _rounded(exact: Fraction, bits: int) -> Fraction:
    """The nearest number with so many significant bits, ties to even."""
    if not exact:
        return exact
    size = abs(exact.numerator).bit_length() - exact.denominator.bit_length()
    unit = Fraction(2) ** (size - bits + (abs(exact) >= Fraction(2) ** size))
    return round(exact / unit) * unit


def _sqlite_digits(value: float) -> str:
    return _digits(value) if value.is_integer() else _sqlite_number(value)


def _sqlite_literal(value: bool | float | str | date | time) -> str:
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return _sqlite_number(float(value))
        case str():
            return quoted(value)
        case _:
            return quoted(iso(value))


def _skipping_null(function: str, absent: str) -> Callable[[Sequence[str]], str]:
    """SQLite's `min` and `max` are NULL when one part is; `absent` is beyond every number."""

    def write(texts: Sequence[str]) -> str:
        return f"nullif({_nested(function, [f'coalesce({text}, {absent})' for text in texts])}, {absent})"

    return write


def _nested(function: str, texts: Sequence[str]) -> str:
    """SQLite takes 127 arguments at most, and a single one would make `min` and `max` aggregates."""
    parts = [*texts[:100], *([_nested(function, texts[100:])] if texts[100:] else [])]
    return f"{function}({', '.join(parts)})" if len(parts) > 1 else parts[0]


_MONTHS = "((substr({0}, 1, 4) * 12 + substr({0}, 6, 2)) * 100 + substr({0}, 9, 2))"
_MINUTES = "(substr({0}, 1, 2) * 60 + substr({0}, 4, 2))"
# A whole number of 64 bits cannot hold every double, and a double so large is whole: what is cut off is then less than
# the number minus one, which is the number itself.
_HALVES = "(abs({0}) * {scale} + 0.5)"

SQLITE = Dialect(
    double="CAST({0} AS REAL)",
    count="CAST({0} AS REAL)",
    null=lambda _: "NULL",
    today="{0}",
    literal=_sqlite_literal,
    digits=_sqlite_digits,
    calls={
        "abs": "abs({0})",
        "floor": "CASE WHEN abs({0}) < 9007199254740992.0"
        " THEN CAST(CAST({0} AS INTEGER) - ({0} < CAST({0} AS INTEGER)) AS REAL) ELSE {0} END",
        "round": "(0.0 + CASE WHEN {0} < 0.0 THEN -1.0 ELSE 1.0 END"
        f" * max(CAST({_HALVES} AS INTEGER), {_HALVES} - 1.0) / {{scale}})",
        "least": "min({all})",
        "greatest": "max({all})",
        "days_between": "(julianday({1}) - julianday({0}))",
        # Whole numbers, whose quotient SQLite cuts off towards zero: completed units in both directions.
        "months_between": f"CAST(({_MONTHS.replace('0}', '1}')} - {_MONTHS}) / 100 AS REAL)",
        "years_between": "CAST((replace({1}, '-', '') - replace({0}, '-', '')) / 10000 AS REAL)",
        "add_days": "date({0}, CAST({1} AS INTEGER) || ' days')",
        "year": "CAST(substr({0}, 1, 4) AS REAL)",
        "month": "CAST(substr({0}, 6, 2) AS REAL)",
        "minutes_between": f"CAST({_MINUTES.replace('0}', '1}')} - {_MINUTES} AS REAL)",
        "duration_minutes": f"CAST(({_MINUTES.replace('0}', '1}')} - {_MINUTES} + 1440) % 1440 AS REAL)",
        "hour": "CAST(substr({0}, 1, 2) AS REAL)",
        "minute": "CAST(substr({0}, 4, 2) AS REAL)",
        "length": "CAST(length({0}) AS REAL)",
        "starts_with": "(substr({0}, 1, {length}) = {1})",
        "left": "nullif(substr({0}, 1, {length}), '')",
        "min_answered": _skipping_null("min", "9e999"),
        "max_answered": _skipping_null("max", "-9e999"),
    },
)


# ---- PostgreSQL ----

_TYPES = {"number": "double precision", "text": "text", "boolean": "boolean", "datetime": "timestamp"}


def _postgres_literal(value: bool | float | str | date | time) -> str:
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return f"float8 '{_digits(float(value))}'"
        case str():
            return quoted(value)
        case datetime():
            return f"timestamp {quoted(iso(value))}"
        case time():
            return f"time {quoted(iso(value))}"
        case _:
            return f"date {quoted(iso(value))}"


_DAY = "(EXTRACT(YEAR FROM {0}) * 10000 + EXTRACT(MONTH FROM {0}) * 100 + EXTRACT(DAY FROM {0}))"
_MONTH_DAY = "((EXTRACT(YEAR FROM {0}) * 12 + EXTRACT(MONTH FROM {0})) * 100 + EXTRACT(DAY FROM {0}))"

POSTGRES = Dialect(
    double="{0}::float8",
    count="{0}::int::float8",
    null=lambda kind: f"NULL::{_TYPES.get(kind, kind)}",
    today="CAST({0} AS date)",
    literal=_postgres_literal,
    digits=_digits,
    calls={
        "abs": "abs({0})",
        "floor": "floor({0})",
        "round": "(0 + sign({0}) * floor(abs({0}) * {scale} + 0.5) / {scale})",
        "least": "CASE WHEN num_nulls({all}) = 0 THEN least({all}) END",
        "greatest": "CASE WHEN num_nulls({all}) = 0 THEN greatest({all}) END",
        "days_between": "({1} - {0})::float8",
        # Exact numbers (numeric), cut off towards zero: completed units in both directions.
        "months_between": f"trunc(({_MONTH_DAY.replace('0}', '1}')} - {_MONTH_DAY}) / 100)::float8",
        "years_between": f"trunc(({_DAY.replace('0}', '1}')} - {_DAY}) / 10000)::float8",
        "add_days": "({0} + trunc({1})::int)",
        "year": "EXTRACT(YEAR FROM {0})::float8",
        "month": "EXTRACT(MONTH FROM {0})::float8",
        "minutes_between": "(EXTRACT(EPOCH FROM {1} - {0}) / 60)::float8",
        "duration_minutes": "mod(EXTRACT(EPOCH FROM {1} - {0}) / 60 + 1440, 1440)::float8",
        "hour": "EXTRACT(HOUR FROM {0})::float8",
        "minute": "EXTRACT(MINUTE FROM {0})::float8",
        "length": "char_length({0})::float8",
        "starts_with": "(left({0}, {length}) = {1})",
        "left": "nullif(left({0}, {length}), '')",
        "min_answered": "least({all})",
        "max_answered": "greatest({all})",
    },
)

DIALECTS: Mapping[str, Dialect] = {"sqlite": SQLITE, "postgres": POSTGRES}
"""The databases' dialects. What only computes and stores nothing (Spark) has a file of its own."""
