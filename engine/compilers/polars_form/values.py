"""What a value may be at all: its type, its codes, its constant limits. A value breaks at most one check, the first."""

from collections.abc import Iterator

import polars as pl

from catalogue.model import Limit, Variable
from engine.answers import AnswerValue, Issue, IssueSeverity
from engine.compilers.polars import divided
from engine.compilers.polars_form.plan import Check, Extreme, limit_value
from engine.constraints import Constraint, constraint

HALVES = 2.0**51
"""Below it every whole number and a half is a double of its own, and so is the next."""


def value_checks(variable: Variable) -> Iterator[Check]:
    """What a variable's constraint refuses, in the order in which it is told."""
    bound, value = constraint(variable), pl.col(variable.name)
    if bound.codes is not None:
        yield _no_code(bound, value)
    if bound.low is not None and bound.high is not None:
        low, high = limit_value(variable, bound.low), limit_value(variable, bound.high)
        least, greatest = _ends(bound, bound.low, bound.high)
        yield _refused(bound, value < low, "below-min", ("min", bound.low), passed=(least,))
        yield _refused(bound, value > high, "above-max", ("max", bound.high), passed=(greatest,))
        if bound.decimals is not None:
            size = max(abs(float(limit)) for limit in (bound.low, bound.high) if isinstance(limit, int | float))
            is_finer = _is_finer(value, bound.decimals, size)
            yield _refused(bound, is_finer, "too-many-decimals", ("decimals", bound.decimals))
    if bound.max_length is not None:
        longest = Extreme(bound.variable, "longest", bound.max_length)
        too_long = value.str.len_chars() > bound.max_length
        yield _refused(bound, too_long, "too-long", ("max", bound.max_length), passed=(longest,))


def _refused(
    bound: Constraint,
    broken: pl.Expr,
    rule: str,
    *parameters: tuple[str, AnswerValue],
    passed: tuple[Extreme, ...] = (),
) -> Check:
    issue = Issue(bound.variable, rule, IssueSeverity.REFUSED, parameters, (bound.variable,))
    return Check(broken, issue, passed=passed)


def _is_finer(value: pl.Expr, decimals: int, size: float) -> pl.Expr:
    """Whether a value of at most this size is not `floor(x * scale + 0.5) / scale`.

    While halves are exact, whichever way they are rounded, `round` finds the same, and goes through the column once.
    """
    scale = 10.0**decimals
    if size * scale < HALVES:
        return value.round(decimals) != value
    return divided((value * scale + 0.5).floor(), pl.lit(scale)) != value


def _no_code(bound: Constraint, value: pl.Expr) -> Check:
    """Codes that are a row need no list, and its ends tell most."""
    row = _row_of_codes(bound)
    if row is None:
        return _refused(bound, ~value.is_in(sorted(bound.codes or (), key=str)), "unknown-code")
    first, last = row
    return _refused(bound, (value < first) | (value > last), "unknown-code", passed=_ends(bound, first, last))


def _ends(bound: Constraint, low: Limit, high: Limit) -> tuple[Extreme, Extreme]:
    return Extreme(bound.variable, "least", low), Extreme(bound.variable, "greatest", high)


def _row_of_codes(bound: Constraint) -> tuple[int, int] | None:
    """The first and last of whole numbers without a gap."""
    codes = sorted(code for code in bound.codes or () if isinstance(code, int))
    is_row = bound.kinds == (int,) and bool(codes) and codes == list(range(codes[0], codes[-1] + 1))
    return (codes[0], codes[-1]) if is_row else None
