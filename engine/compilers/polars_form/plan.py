"""What there is to do with a frame of answers, as plain values, and what its columns are called and hold."""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import polars as pl

from catalogue.model import Limit, Variable
from engine.answers import Issue
from engine.compilers.polars import TYPES
from engine.constraints import constraint

NUMBERS = {"integer": pl.Int64(), "decimal": pl.Float64()}


@dataclass(frozen=True, slots=True)
class Check:
    """Something that can be wrong: in which rows, and what is then said.

    `make` makes the issue of a row from the columns `told`; without it all rows have the same. One of the extremes
    `passed` must be for there to be such a row; where there are none the rows must be looked at.
    """

    broken: pl.Expr
    issue: Issue
    told: tuple[pl.Expr, ...] = ()
    make: Callable[..., Issue] | None = None
    passed: tuple["Extreme", ...] = ()


@dataclass(frozen=True, slots=True)
class Extreme:
    """A limit that a column's least or greatest value, or its longest text, keeps within or passes."""

    variable: str
    kind: str
    limit: Any

    @property
    def name(self) -> str:
        """The column that tells it."""
        return f"{self.kind}:{self.variable}"

    @property
    def told(self) -> pl.Expr:
        """What the column comes to."""
        ask, _ = EXTREMES[self.kind]
        return ask(pl.col(self.variable)).alias(self.name)

    def is_passed(self, told: Any) -> bool:
        """Whether the column goes beyond the limit; one without values does not."""
        _, is_beyond = EXTREMES[self.kind]
        return told is not None and is_beyond(told, self.limit)


EXTREMES: Mapping[str, tuple[Callable[[pl.Expr], pl.Expr], Callable[[Any, Any], bool]]] = {
    "least": (pl.Expr.min, operator.lt),
    "greatest": (pl.Expr.max, operator.gt),
    "longest": (lambda texts: texts.str.len_bytes().max(), operator.gt),
}
"""What a whole column is asked, which is quicker than to look at each row. No text has more characters than bytes."""


@dataclass(frozen=True, slots=True)
class FormPlan:
    """The evaluation of one form on frames with the columns of `schema`.

    `fields` are the checks of single values, of which a value breaks at most one, the first; `extremes` what they ask
    of whole columns. `given` keeps the values as they were where that is asked later on; `steps` are columns computed
    in turn; `checks` are all other checks. `free` are the texts of which no expression asks what they say.
    """

    schema: Mapping[str, pl.DataType]
    fields: tuple[Check, ...]
    extremes: tuple[pl.Expr, ...]
    given: tuple[pl.Expr, ...]
    steps: tuple[tuple[pl.Expr, ...], ...]
    checks: tuple[Check, ...]
    free: frozenset[str]


def column_type(variable: Variable) -> pl.DataType:
    """What holds a variable's values."""
    if variable.type in NUMBERS:
        return NUMBERS[variable.type]
    if variable.type in {"code", "coding"}:
        return pl.Int64() if constraint(variable).kinds == (int,) else pl.String()
    return TYPES.get(variable.type, pl.String())


def reason_name(name: str) -> str:
    """The column of a missing reason as given; a group's stands under the group."""
    return f"reason:{name}"


def given_name(name: str) -> str:
    """The column with a variable's value as it was in the file."""
    return f"given:{name}"


def any_of(parts: Iterable[pl.Expr]) -> pl.Expr:
    """One of them at least."""
    return reduce(pl.Expr.or_, parts)


def all_of(parts: Iterable[pl.Expr]) -> pl.Expr:
    """Every one of them."""
    return reduce(pl.Expr.and_, parts)


def limit_value(variable: Variable, limit: Limit) -> pl.Expr:
    """A limit, a whole number where the variable is one."""
    whole = isinstance(limit, float) and limit.is_integer() and variable.type == "integer"
    return pl.lit(int(limit)) if whole and isinstance(limit, float) else pl.lit(limit)
