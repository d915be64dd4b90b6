"""How the interval of a function follows from the intervals of its arguments: one rule per function.

Pure. The ends are computed as values are, in binary64 and in the same order; rounding keeps order, so no end is too
narrow. An end that is infinite, or a `least` too small, tells that the function can leave what a number can be.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from types import MappingProxyType

from catalogue.value_types import EARLIEST, LATEST, LONG_TEXT_LENGTH


@dataclass(frozen=True, slots=True)
class Interval:
    """All the values something can have; a date is its day number, TRUE is 1.

    `least` is the smallest size of a value that is not zero, infinite when it is always zero. `whole` says that every
    value is a whole number.
    """

    low: float
    high: float
    least: float
    whole: bool = False

    @property
    def size(self) -> float:
        """The greatest size, the sign left out."""
        return max(abs(self.low), abs(self.high))


Parts = Sequence[Interval | None]
Rule = Callable[[Parts], Interval | None]


def whole_between(low: float, high: float) -> Interval:
    """Whole numbers, or days."""
    return Interval(float(low), float(high), 1.0, whole=True)


def exactly(value: object) -> Interval | None:
    """The interval of a constant; None for NULL and for what has no order."""
    match value:
        case bool() | float():
            number = float(value)
            return Interval(number, number, abs(number) or math.inf, number.is_integer())
        case date():
            return days(value, value)
        case _:
            return None


def days(low: date, high: date) -> Interval:
    """The days from the one to the other."""
    return whole_between(low.toordinal(), high.toordinal())


def union(parts: Parts) -> Interval | None:
    """What one of these can be; NULL adds nothing."""
    found = [part for part in parts if part is not None]
    if not found:
        return None
    return Interval(min(part.low for part in found), max(part.high for part in found), *_finest(found))


def _finest(parts: Sequence[Interval]) -> tuple[float, bool]:
    return min(part.least for part in parts), all(part.whole for part in parts)


def _of_all(rule: Callable[..., Interval | None]) -> Rule:
    """A rule for a function that is NULL when any part is."""

    def apply(parts: Parts) -> Interval | None:
        return rule(*parts) if all(part is not None for part in parts) else None

    return apply


def _add(a: Interval, b: Interval) -> Interval:
    whole = a.whole and b.whole
    return Interval(a.low + b.low, a.high + b.high, _least_sum(a, b, whole=whole), whole)


def _least_sum(a: Interval, b: Interval, *, whole: bool) -> float:
    """What is left when two numbers nearly cancel: no less than the last digit of the smaller one."""
    if math.inf in (a.least, b.least) or (a.low >= 0 and b.low >= 0) or (a.high <= 0 and b.high <= 0):
        return min(a.least, b.least)
    return 1.0 if whole else min(_last_digit(a), _last_digit(b))


def _last_digit(part: Interval) -> float:
    return 1.0 if part.whole else math.ulp(part.least)


def _subtract(a: Interval, b: Interval) -> Interval:
    return _add(a, _negate(b))


def _negate(a: Interval) -> Interval:
    return replace(a, low=-a.high, high=-a.low)


def _abs(a: Interval) -> Interval:
    nearest = 0.0 if a.low <= 0 <= a.high else min(abs(a.low), abs(a.high))
    return replace(a, low=nearest, high=a.size)


def _multiply(a: Interval, b: Interval) -> Interval:
    corners = [x * y if x and y else 0.0 for x in (a.low, a.high) for y in (b.low, b.high)]
    return Interval(min(corners), max(corners), a.least * b.least, a.whole and b.whole)


def _power(base: Interval, exponent: Interval) -> Interval:
    factors = [base] * int(exponent.low)
    return reduce(_multiply, factors) if factors else whole_between(1, 1)


def _divide(a: Interval, b: Interval) -> Interval | None:
    """By zero it is NULL, so what counts is how near to zero the divisor comes."""
    divisors = [b.low, min(b.high, -b.least)] if b.low < 0 else []
    divisors += [max(b.low, b.least), b.high] if b.high > 0 else []
    if not divisors:
        return None
    corners = [x / y for x in (a.low, a.high) for y in divisors]
    return Interval(min(corners), max(corners), a.least / b.size)


def _floor(a: Interval) -> Interval:
    return whole_between(math.floor(a.low), math.floor(a.high))


def _round(value: Interval, decimals: Interval) -> Interval:
    factor = 10.0**decimals.low
    low, high = (math.copysign(_half_up(abs(end), factor), end) for end in (value.low, value.high))
    return Interval(low, high, 1 / factor, factor == 1)


def _half_up(size: float, factor: float) -> float:
    scaled = size * factor + 0.5
    return math.floor(scaled) / factor if math.isfinite(scaled) else math.inf


def _least(*parts: Interval) -> Interval:
    return Interval(min(part.low for part in parts), min(part.high for part in parts), *_finest(parts))


def _greatest(*parts: Interval) -> Interval:
    return Interval(max(part.low for part in parts), max(part.high for part in parts), *_finest(parts))


def _answered(parts: Parts) -> Interval:
    return whole_between(0, len(parts))


def _sum_answered(parts: Parts) -> Interval | None:
    """Any of them may be left out, so each counts from zero on."""
    found = [replace(part, low=min(part.low, 0.0), high=max(part.high, 0.0)) for part in parts if part is not None]
    return reduce(_add, found) if found else None


def _mean_answered(parts: Parts) -> Interval | None:
    total = _sum_answered(parts)
    return total and _divide(total, whole_between(1, len(parts)))


def _days_between(start: Interval, end: Interval) -> Interval:
    return _subtract(end, start)


def _units_between(shortest: int) -> Callable[..., Interval]:
    """Completed units of at least so many days; counted towards zero."""

    def between(start: Interval, end: Interval) -> Interval:
        fewest, most = (end.low - start.high) / shortest, (end.high - start.low) / shortest
        return whole_between(math.floor(min(fewest, 0)), math.ceil(max(most, 0)))

    return between


def _add_days(day: Interval, count: Interval) -> Interval:
    return whole_between(day.low + math.trunc(count.low), day.high + math.trunc(count.high))


def _year(day: Interval) -> Interval:
    return whole_between(*(date.fromordinal(int(end)).year for end in (day.low, day.high)))


def _always(low: float, high: float) -> Rule:
    return lambda _parts: whole_between(low, high)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "add": _of_all(_add),
        "subtract": _of_all(_subtract),
        "multiply": _of_all(_multiply),
        "divide": _of_all(_divide),
        "power": _of_all(_power),
        "negate": _of_all(_negate),
        "abs": _of_all(_abs),
        "floor": _of_all(_floor),
        "round": _of_all(_round),
        "least": _of_all(_least),
        "greatest": _of_all(_greatest),
        "coalesce": union,
        "days_between": _of_all(_days_between),
        "months_between": _of_all(_units_between(28)),
        "years_between": _of_all(_units_between(365)),
        "add_days": _of_all(_add_days),
        "year": _of_all(_year),
        "month": _always(1, 12),
        "today": lambda _parts: days(EARLIEST, LATEST),
        "minutes_between": _always(-1439, 1439),
        "duration_minutes": _always(0, 1439),
        "hour": _always(0, 23),
        "minute": _always(0, 59),
        "length": _always(0, LONG_TEXT_LENGTH),
        "answered": _answered,
        "sum_answered": _sum_answered,
        "mean_answered": _mean_answered,
        "min_answered": union,
        "max_answered": union,
    }
)
"""The functions that give a number or a date; `lookup` depends on its value set and is not here."""
