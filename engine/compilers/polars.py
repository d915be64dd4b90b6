"""Nodes → one Polars expression, for very many rows at once: what the Python compiler gives, bit for bit.

Numbers are Float64, unknowns and division by zero are NULL, roundings are written out, sums go from left to right. The
columns may be of any whole or real type; a date is Date, a time Time, a text String. The clock is never read: `today`
is an expression from the caller.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import reduce
from itertools import count, product
from types import MappingProxyType

import polars as pl

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.inference import type_of
from catalogue.expressions.lowering import lower
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference
from catalogue.expressions.scope import Scope
from catalogue.model import ValueSet

Columns = Callable[[str], pl.Expr]
"""From a variable's name to its column, or to the column of its missing reason."""

TYPES: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "boolean": pl.Boolean(),
        "number": pl.Float64(),
        "text": pl.String(),
        "date": pl.Date(),
        "time": pl.Time(),
        "datetime": pl.Datetime("us"),
    }
)
"""What holds the values of each type of expression."""

EXACT = 2.0**53
"""Below it every whole number is a double of its own."""
NO_VALUE_SETS: Mapping[str, ValueSet] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Compiler:
    """What surrounds the expressions of one form or table."""

    columns: Columns
    reasons: Columns
    scope: Scope
    today: pl.Expr
    value_sets: Mapping[str, ValueSet] = field(default_factory=lambda: NO_VALUE_SETS)

    def __call__(self, node: Node) -> pl.Expr:
        """The expression for a node. One that names no column has a single value for all rows."""
        return self.value(lower(node), "text")

    def value(self, node: Node, expected: str) -> pl.Expr:
        """The expression for a lowered node; `expected` is the type that a NULL gets."""
        match node:
            case Literal(None):
                return pl.lit(None, dtype=TYPES[expected])
            case Literal(value):
                return _literal(value)
            case Reference(name):
                column = self.columns(name)
                return column.cast(pl.Float64) if self.scope[name].type == "number" else column
            case Case():
                return self._case(node, expected)
            case Call():
                return CALLS[node.function](self, node, expected)

    def values(self, call: Call, expected: str) -> list[pl.Expr]:
        """A call's arguments, each NULL with the type that its place asks for."""
        same = self._common_type(call.arguments, expected)
        kinds = map(FUNCTIONS[call.function].parameter, count())
        return [self._argument(node, kind, same) for node, kind in zip(call.arguments, kinds, strict=False)]

    def beside(self, nodes: Iterable[Node]) -> list[pl.Expr]:
        """Sides of a comparison: a column of whole numbers stays one, which is quicker and no less exact."""
        return [self._plain(node) for node in nodes]

    def _argument(self, node: Node, kind: str, same: str) -> pl.Expr:
        if kind == "item":  # a TRUE counts as 1
            return self.value(node, "number").cast(pl.Float64)
        return self.value(node, same if kind in ("same", "ordered", "any") else kind)

    def _common_type(self, nodes: Iterable[Node], otherwise: str) -> str:
        return next((kind for node in nodes if (kind := type_of(node, self.scope))), otherwise)

    def _plain(self, node: Node) -> pl.Expr:
        match node:
            case Reference(name):
                return self.columns(name)
            case Literal(float(number)) if number.is_integer() and abs(number) < EXACT:
                return pl.lit(int(number))
            case _:
                return self.value(node, "text")

    def _case(self, node: Case, expected: str) -> pl.Expr:
        kind = self._common_type((*(then for _, then in node.branches), node.otherwise), expected)
        result = self.value(node.otherwise, kind)
        for when, then in reversed(node.branches):
            result = pl.when(self.value(when, "boolean")).then(self.value(then, kind)).otherwise(result)
        return result


def divided(above: pl.Expr, below: pl.Expr) -> pl.Expr:
    """A true quotient. Polars multiplies by the reciprocal of what is one value for all rows, which rounds twice; a
    divisor that depends on the dividend never is.
    """
    return above / (below + (above - above))


def rounded(value: pl.Expr, decimals: int) -> pl.Expr:
    """Half away from zero: `sign(x) * floor(abs(x) * scale + 0.5) / scale`."""
    scale = 10.0**decimals
    size = (value.abs() * scale + 0.5).floor()
    size = divided(size, pl.lit(scale)) if decimals else size
    return pl.when(value >= 0).then(size).otherwise(0.0 - size)


def _literal(value: bool | float | str | date | time | None) -> pl.Expr:
    match value:
        case bool() | str():
            return pl.lit(value)
        case int() | float():
            return pl.lit(float(value))
        case datetime():
            return pl.lit(value, dtype=TYPES["datetime"])
        case _:
            return pl.lit(value)


# ---- one line for each function ----

Write = Callable[[Compiler, Call, str], pl.Expr]


def _of(make: Callable[..., pl.Expr]) -> Write:
    """A function of the arguments' expressions."""

    def write(compiler: Compiler, call: Call, expected: str) -> pl.Expr:
        return make(*compiler.values(call, expected))

    return write


def _compared(compare: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Write:
    def write(compiler: Compiler, call: Call, expected: str) -> pl.Expr:
        plain = any(isinstance(node, Reference) for node in call.arguments) and Literal(None) not in call.arguments
        left, right = compiler.beside(call.arguments) if plain else compiler.values(call, "text")
        return compare(left, right)

    return write


def _in(compiler: Compiler, call: Call, _: str) -> pl.Expr:
    """Equal to one of the constants; so few are quickest compared one by one, and more are looked up."""
    value, *members = call.arguments
    if len(members) > FEW:
        tested = compiler.value(value, "text")
        return tested.is_in([member.value for member in members if isinstance(member, Literal)])
    first, *others = compiler.beside(call.arguments)
    return reduce(pl.Expr.or_, (first == other for other in others))


FEW = 8
"""Members of a list that are compared one by one."""


def _all_known(parts: Iterable[pl.Expr]) -> pl.Expr:
    return pl.all_horizontal(part.is_not_null() for part in parts)


def _least(*parts: pl.Expr) -> pl.Expr:
    return pl.when(_all_known(parts)).then(pl.min_horizontal(parts))


def _greatest(*parts: pl.Expr) -> pl.Expr:
    return pl.when(_all_known(parts)).then(pl.max_horizontal(parts))


def _divide(above: pl.Expr, below: pl.Expr) -> pl.Expr:
    return divided(above, pl.when(below != 0).then(below))


def _round(compiler: Compiler, call: Call, _: str) -> pl.Expr:
    return rounded(compiler.value(call.arguments[0], "number"), int(_constant(call.arguments[1])))


def _left(compiler: Compiler, call: Call, _: str) -> pl.Expr:
    start = compiler.value(call.arguments[0], "text").str.head(int(_constant(call.arguments[1])))
    return pl.when(start != "").then(start)


def _constant(node: Node) -> float:
    assert isinstance(node, Literal)
    return float(str(node.value))


def _starts_with(compiler: Compiler, call: Call, _: str) -> pl.Expr:
    text, start = compiler.values(call, "text")
    return text.str.starts_with(start)


def _lookup(compiler: Compiler, call: Call, _: str) -> pl.Expr:
    """Each key becomes its place among the codes, and the places together one whole number, which is looked up."""
    name, *keys = call.arguments
    assert isinstance(name, Literal)
    table = compiler.value_sets[str(name.value)]
    codes = [list(dict.fromkeys(column)) for column in zip(*table.values, strict=True)]
    place = pl.lit(0, dtype=pl.Int64)
    for column, known_codes in zip(compiler.beside(keys), codes, strict=True):
        index = column.replace_strict(known_codes, list(range(len(known_codes))), default=None, return_dtype=pl.Int64)
        place = place * len(known_codes) + index
    values = [table.values.get(key) for key in product(*codes)]
    return place.replace_strict(list(range(len(values))), values, default=None, return_dtype=pl.Float64)


def _missing_reason(compiler: Compiler, call: Call, _: str) -> pl.Expr:
    (variable,) = call.arguments
    assert isinstance(variable, Reference)
    return compiler.reasons(variable.name)


def _sum_answered(*parts: pl.Expr) -> pl.Expr:
    """From left to right; `sum_horizontal` takes another order."""
    total = reduce(pl.Expr.add, (part.fill_null(0.0) for part in parts))
    return pl.when(pl.any_horizontal(part.is_not_null() for part in parts)).then(total)


def _answered(*parts: pl.Expr) -> pl.Expr:
    return pl.sum_horizontal(part.is_not_null() for part in parts).cast(pl.Float64)


def _day_number(day: pl.Expr) -> pl.Expr:
    return day.cast(pl.Int32)


def _completed(start: pl.Expr, end: pl.Expr, unit: int) -> pl.Expr:
    """Whole units between, towards zero in both directions, from numbers with a place for each part."""
    between = end - start
    return (between.sign() * (between.abs() // unit)).cast(pl.Float64)


def _by_month(day: pl.Expr) -> pl.Expr:
    months = day.dt.year().cast(pl.Int32) * 12 + day.dt.month().cast(pl.Int32)
    return months * 100 + day.dt.day().cast(pl.Int32)


def _by_year(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int32) * 10_000 + day.dt.month().cast(pl.Int32) * 100 + day.dt.day().cast(pl.Int32)


def _minutes(clock: pl.Expr) -> pl.Expr:
    return clock.dt.hour().cast(pl.Int32) * 60 + clock.dt.minute().cast(pl.Int32)


CALLS: Mapping[str, Write] = {
    "and": _of(lambda *parts: reduce(pl.Expr.and_, parts)),
    "or": _of(lambda *parts: reduce(pl.Expr.or_, parts)),
    "not": _of(pl.Expr.not_),
    "is_null": _of(pl.Expr.is_null),
    "is_true": _of(lambda value: value.fill_null(False)),
    "is_false": _of(lambda value: value.not_().fill_null(False)),
    "missing_reason": _missing_reason,
    "eq": _compared(pl.Expr.eq),
    "ne": _compared(pl.Expr.ne),
    "lt": _compared(pl.Expr.lt),
    "le": _compared(pl.Expr.le),
    "gt": _compared(pl.Expr.gt),
    "ge": _compared(pl.Expr.ge),
    "in": _in,
    "add": _of(pl.Expr.add),
    "subtract": _of(pl.Expr.sub),
    "multiply": _of(pl.Expr.mul),
    "divide": _of(_divide),
    "negate": _of(lambda value: 0.0 - value),
    "abs": _of(pl.Expr.abs),
    "floor": _of(pl.Expr.floor),
    "round": _round,
    "least": _of(_least),
    "greatest": _of(_greatest),
    "coalesce": _of(lambda *parts: pl.coalesce(parts)),
    "lookup": _lookup,
    "days_between": _of(lambda start, end: (_day_number(end) - _day_number(start)).cast(pl.Float64)),
    "months_between": _of(lambda start, end: _completed(_by_month(start), _by_month(end), 100)),
    "years_between": _of(lambda start, end: _completed(_by_year(start), _by_year(end), 10_000)),
    "add_days": _of(lambda start, days: (_day_number(start) + days.cast(pl.Int32, strict=False)).cast(pl.Date)),
    "year": _of(lambda day: day.dt.year().cast(pl.Float64)),
    "month": _of(lambda day: day.dt.month().cast(pl.Float64)),
    "today": lambda compiler, call, expected: compiler.today,
    "minutes_between": _of(lambda start, end: (_minutes(end) - _minutes(start)).cast(pl.Float64)),
    "duration_minutes": _of(lambda start, end: ((_minutes(end) - _minutes(start) + 1440) % 1440).cast(pl.Float64)),
    "hour": _of(lambda clock: clock.dt.hour().cast(pl.Float64)),
    "minute": _of(lambda clock: clock.dt.minute().cast(pl.Float64)),
    "length": _of(lambda text: text.str.len_chars().cast(pl.Float64)),
    "starts_with": _starts_with,
    "left": _left,
    "answered": _of(_answered),
    "sum_answered": _of(_sum_answered),
    "min_answered": _of(lambda *parts: pl.min_horizontal(parts)),
    "max_answered": _of(lambda *parts: pl.max_horizontal(parts)),
}
"""What each function is in Polars."""
