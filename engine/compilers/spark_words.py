"""How Spark SQL says the functions of `functions.py`, under the same law as the databases of `sql_words.py`.

Right in any session: whether it is in ANSI mode, whatever its time zone. Numbers are doubles, dates are dates, times
and datetimes ISO text, since Spark has no time of day and its timestamps move with the session.
"""

from collections.abc import Callable, Sequence
from datetime import date, time
from functools import reduce

from catalogue.model import CodeValue, ValueSet
from engine.compilers.sql_words import EXACT, Dialect, iso

TYPES = {"number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def spark_text(text: str) -> str:
    """A text constant; Spark reads backslashes, and two quotes as the end of one text and the start of the next."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}'"


def spark_name(name: str) -> str:
    """A column's name, dots and reserved words included."""
    return f"`{name}`"


def spark_literal(value: bool | float | str | date | time) -> str:
    """A constant that has its type anywhere."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return _bracketed(f"{float(value)!r}D")
        case str():
            return spark_text(value)
        case date() if type(value) is date:
            return f"DATE{spark_text(iso(value))}"
        case _:
            return spark_text(iso(value))


def spark_digits(value: float) -> str:
    """A number that takes its neighbour's type; one with decimals would else be a decimal of Spark's own."""
    whole = float(value).is_integer() and abs(value) < EXACT
    return _bracketed(str(int(value)) if whole else f"{float(value)!r}D")


def _bracketed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number


def _unless_null(function: str) -> Callable[[Sequence[str]], str]:
    """Spark's `least` and `greatest` skip NULL."""

    def write(texts: Sequence[str]) -> str:
        known = " AND ".join(f"{text} IS NOT NULL" for text in texts)
        return f"CASE WHEN {known} THEN {function}({', '.join(texts)}) END"

    return write


def _skipping_null(function: str) -> Callable[[Sequence[str]], str]:
    """Spark's `least` and `greatest` take two arguments at least."""
    return lambda texts: f"{function}({', '.join(texts)})" if len(texts) > 1 else texts[0]


def _sum(texts: Sequence[str]) -> str:
    """The sum of what is answered, from left to right."""
    present = " OR ".join(f"{text} IS NOT NULL" for text in texts)
    total = reduce(
        lambda left, right: _IN_ORDER.format(f"{left} + {right}"), (f"coalesce({text}, 0D)" for text in texts)
    )
    return f"CASE WHEN {present} THEN {total} END"


def _lookup(value_set: ValueSet, texts: Sequence[str]) -> str:
    """From a map of constants, which Spark makes once; its key is the keys' texts, NULL when one is."""
    entries = ", ".join(f"{spark_text(_key(key))}, {value!r}D" for key, value in value_set.values.items())
    example = next(iter(value_set.values))
    keys = (
        f"CAST(CAST({text} AS INT) AS STRING)" if isinstance(code, int) else text
        for text, code in zip(texts, example, strict=True)
    )
    joined = f", {spark_text(_BETWEEN)}, ".join(keys)
    return f"try_element_at(map({entries}), concat({joined}))"


_BETWEEN = "|"


def _key(codes: tuple[CodeValue, ...]) -> str:
    return _BETWEEN.join(map(str, codes))


def spark_whole(text: str) -> str:
    """The greatest whole number not above; a double from 2 to the 53rd on is whole, and no BIGINT holds them all."""
    return f"CASE WHEN abs({text}) < 9007199254740992D THEN CAST(floor({text}) AS DOUBLE) ELSE {text} END"


# Spark takes a + (b + c) and (a + b) + c for one expression and computes it once. What stands within another function
# is not rearranged, and no number here is NaN.
_IN_ORDER = "(nanvl({0}, 0D))"
_HALVES = "(abs({0}) * {scale}D + 0.5D)"
_DAY = "(year({0}) * 10000 + month({0}) * 100 + day({0}))"
_MONTH_DAY = "((year({0}) * 12 + month({0})) * 100 + day({0}))"
_MINUTES = "(CAST(substr({0}, 1, 2) AS INT) * 60 + CAST(substr({0}, 4, 2) AS INT))"

SPARK = Dialect(
    double="CAST({0} AS DOUBLE)",
    count="CAST({0} AS DOUBLE)",
    null=lambda kind: f"CAST(NULL AS {TYPES.get(kind, 'STRING')})",
    today="CAST({0} AS DATE)",
    literal=spark_literal,
    digits=spark_digits,
    lookup=_lookup,
    calls={
        "add": _IN_ORDER.format("{0} + {1}"),
        "multiply": _IN_ORDER.format("{0} * {1}"),
        "sum_answered": _sum,
        "abs": "abs({0})",
        "floor": spark_whole("{0}"),
        "round": f"(0D + sign({{0}}) * ({spark_whole(_HALVES)}) / {{scale}}D)",
        "least": _unless_null("least"),
        "greatest": _unless_null("greatest"),
        "days_between": "CAST(datediff({1}, {0}) AS DOUBLE)",
        # `div` cuts off towards zero: completed units in both directions. Spark's own `months_between` is fractional.
        "months_between": f"CAST(({_MONTH_DAY.replace('0}', '1}')} - {_MONTH_DAY}) div 100 AS DOUBLE)",
        "years_between": f"CAST(({_DAY.replace('0}', '1}')} - {_DAY}) div 10000 AS DOUBLE)",
        "add_days": "date_add({0}, CAST({1} AS INT))",
        "year": "CAST(year({0}) AS DOUBLE)",
        "month": "CAST(month({0}) AS DOUBLE)",
        "minutes_between": f"CAST({_MINUTES.replace('0}', '1}')} - {_MINUTES} AS DOUBLE)",
        "duration_minutes": f"CAST(pmod({_MINUTES.replace('0}', '1}')} - {_MINUTES}, 1440) AS DOUBLE)",
        "hour": "CAST(substr({0}, 1, 2) AS DOUBLE)",
        "minute": "CAST(substr({0}, 4, 2) AS DOUBLE)",
        "length": "CAST(char_length({0}) AS DOUBLE)",
        "starts_with": "startswith({0}, {1})",
        "left": "nullif(substr({0}, 1, {length}), '')",
        "min_answered": _skipping_null("least"),
        "max_answered": _skipping_null("greatest"),
    },
)
