"""Between which values an expression can lie, and whether it can leave what a number or a date can hold.

Pure and sound: every value an expression can have for values within the scope's bounds lies in its interval. The ends
are computed as the values are, in binary64 and in the same order, and rounding keeps order; so no end is too narrow.
Conditions are not understood (`case when b > 0 then a / b …`); a divisor's smallest value beside zero is.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from types import MappingProxyType

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.lowering import MAX_SIZE, lower, size
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference, references
from catalogue.expressions.problems import OVERFLOW, Problem, shortly
from catalogue.expressions.scope import Binding, Scope, expand_lists
from catalogue.model import Limit, ValueSet
from catalogue.value_types import EARLIEST, LATEST, LONG_TEXT_LENGTH, NUMBER_BOUND

LARGEST = math.nextafter(math.inf, 0)
SMALLEST = 2.0**-1022
"""Below this a number loses digits, and PostgreSQL refuses it."""

MOST_DECIMALS = 9
"""The decimals of a number when nothing says how many it has."""


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


def overflow(node: Node, scope: Scope, value_sets: Mapping[str, ValueSet] | None = None) -> Problem | None:
    """The first part that can become larger or smaller than a number can be, or leave the years 1 to 9999."""
    analysis = _Analysis(scope, value_sets or {})
    analysis.whole_expression(node)
    return analysis.problems[0] if analysis.problems else None


def interval(node: Node, scope: Scope, value_sets: Mapping[str, ValueSet] | None = None) -> Interval | None:
    """Where the value of a well-typed number, boolean or date lies; None for NULL and for other types."""
    return _Analysis(scope, value_sets or {}).whole_expression(node)


def with_calculations(
    scope: Scope, calculations: Iterable[tuple[str, Node]], value_sets: Mapping[str, ValueSet] | None = None
) -> Scope:
    """The scope in which calculated variables have the bounds of their expressions, given in order of evaluation.

    Their own limits cannot be relied on: a value outside them is an issue, but other expressions see it.
    """
    bounds = dict(scope)
    for name, node in calculations:
        known = bounds[name]
        if known.type == "number":
            node = Call("round", (node, Literal(float(known.decimals or 0))))
        found = interval(node, bounds, value_sets)
        if found is not None and known.type in ("number", "date"):
            low, high = (_limit(end, known.type) for end in (found.low, found.high))
            bounds[name] = replace(known, low=low, high=high)
    return bounds


def _limit(end: float, kind: str) -> Limit:
    return end if kind == "number" else date.fromordinal(int(end))


@dataclass(slots=True)
class _Analysis:
    """One walk through an expression; parts that are shared are looked at once."""

    scope: Scope
    value_sets: Mapping[str, ValueSet]
    problems: list[Problem] = field(default_factory=list)
    known: dict[int, Interval | None] = field(default_factory=dict)

    def whole_expression(self, node: Node) -> Interval | None:
        expanded = expand_lists(node, self.scope)
        return self.of(lower(expanded)) if size(expanded) <= MAX_SIZE else None

    def of(self, node: Node) -> Interval | None:
        """The interval of a node."""
        if id(node) not in self.known:
            self.known[id(node)] = self.compute(node)
        return self.known[id(node)]

    def compute(self, node: Node) -> Interval | None:
        match node:
            case Literal(value):
                return _exactly(value)
            case Reference(name):
                return _within(self.scope[name]) if name in self.scope else None
            case Case():
                for when, _ in node.branches:
                    self.of(when)
                return _union([self.of(then) for then in (*(then for _, then in node.branches), node.otherwise)])
            case Call():
                parts = [self.of(argument) for argument in node.arguments]
                return RULES[node.function](self, node, parts) if node.function in RULES else _fixed(node.function)

    def held(self, node: Node, low: float, high: float, least: float, *, whole: bool = False) -> Interval:
        """The interval, kept within what a number can be; what lies outside is a problem."""
        if not (low >= -LARGEST and high <= LARGEST):
            self.problem(node, "can become larger than a number can be")
        if least < SMALLEST:
            self.problem(node, "can become smaller than a number can hold without being zero")
        return Interval(max(low, -LARGEST), min(high, LARGEST), max(least, SMALLEST), whole)

    def problem(self, node: Node, what: str) -> None:
        names = ", ".join(references(node))
        advice = f" Give {names} closer limits (min, max), or compute it in another order." if names else ""
        self.problems.append(Problem(f"{shortly(node)} {what}.{advice}", node.at, OVERFLOW))


Parts = Sequence[Interval | None]
Rule = Callable[[_Analysis, Call, Parts], Interval | None]
BOOLEAN = Interval(0.0, 1.0, 1.0, whole=True)


def _exactly(value: object) -> Interval | None:
    match value:
        case bool() | float():
            number = float(value)
            return Interval(number, number, abs(number) or math.inf, number.is_integer())
        case date():
            return _days(value, value)
        case _:
            return None


def _days(low: Limit, high: Limit) -> Interval | None:
    if not isinstance(low, date) or not isinstance(high, date):
        return None
    return Interval(float(low.toordinal()), float(high.toordinal()), 1.0, whole=True)


def _within(known: Binding) -> Interval | None:
    if known.type == "boolean":
        return BOOLEAN
    if known.low is None or known.high is None:
        return None
    if isinstance(known.low, date) or isinstance(known.high, date):
        return _days(known.low, known.high)
    decimals = MOST_DECIMALS if known.decimals is None else known.decimals
    return Interval(known.low, known.high, float(f"1e-{decimals}"), decimals == 0)


def _fixed(function: str) -> Interval | None:
    if function in FIXED:
        low, high = FIXED[function]
        return Interval(float(low), float(high), 1.0, whole=True)
    return BOOLEAN if FUNCTIONS[function].result == "boolean" else None


def _union(parts: Parts) -> Interval | None:
    found = [part for part in parts if part is not None]
    if not found:
        return None
    return Interval(
        min(part.low for part in found),
        max(part.high for part in found),
        min(part.least for part in found),
        all(part.whole for part in found),
    )


def _needing_all(rule: Callable[..., Interval | None]) -> Rule:
    """A rule for a function that is NULL when any part is."""

    def apply(analysis: _Analysis, node: Call, parts: Parts) -> Interval | None:
        return rule(analysis, node, *parts) if all(part is not None for part in parts) else None

    return apply


def _add(analysis: _Analysis, node: Node, a: Interval, b: Interval) -> Interval:
    whole = a.whole and b.whole
    return analysis.held(node, a.low + b.low, a.high + b.high, _least_sum(a, b, whole=whole), whole=whole)


def _least_sum(a: Interval, b: Interval, *, whole: bool) -> float:
    """What can be left when two numbers cancel: no less than the last digit of the smaller one."""
    if math.inf in (a.least, b.least) or (a.low >= 0 and b.low >= 0) or (a.high <= 0 and b.high <= 0):
        return min(a.least, b.least)
    return 1.0 if whole else max(min(_last_digit(a), _last_digit(b)), SMALLEST)


def _last_digit(part: Interval) -> float:
    return 1.0 if part.whole else math.ulp(part.least)


def _subtract(analysis: _Analysis, node: Node, a: Interval, b: Interval) -> Interval:
    return _add(analysis, node, a, _negate(analysis, node, b))


def _negate(_analysis: _Analysis, _node: Node, a: Interval) -> Interval:
    return replace(a, low=-a.high, high=-a.low)


def _abs(_analysis: _Analysis, _node: Node, a: Interval) -> Interval:
    nearest = 0.0 if a.low <= 0 <= a.high else min(abs(a.low), abs(a.high))
    return replace(a, low=nearest, high=a.size)


def _multiply(analysis: _Analysis, node: Node, a: Interval, b: Interval) -> Interval:
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return analysis.held(node, min(corners), max(corners), a.least * b.least, whole=a.whole and b.whole)


def _divide(analysis: _Analysis, node: Node, a: Interval, b: Interval) -> Interval | None:
    """By zero it is NULL, so what counts is how near to zero the divisor comes."""
    divisors = [b.low, min(b.high, -b.least)] if b.low < 0 else []
    divisors += [max(b.low, b.least), b.high] if b.high > 0 else []
    if not divisors:
        return None
    corners = [x / y for x in (a.low, a.high) for y in divisors]
    return analysis.held(node, min(corners), max(corners), a.least / b.size)


def _floor(_analysis: _Analysis, _node: Node, a: Interval) -> Interval:
    return Interval(float(math.floor(a.low)), float(math.floor(a.high)), 1.0, whole=True)


def _round(analysis: _Analysis, node: Call, parts: Parts) -> Interval | None:
    value, decimals = parts
    if value is None or decimals is None:
        return None
    factor = 10.0**decimals.low
    analysis.held(node, -value.size * factor, value.size * factor, 1.0)
    low, high = (math.copysign(_half_up(abs(end), factor), end) for end in (value.low, value.high))
    return analysis.held(node, low, high, 1 / factor, whole=factor == 1)


def _half_up(value: float, factor: float) -> float:
    return math.floor(min(value * factor + 0.5, LARGEST)) / factor


def _least(_analysis: _Analysis, _node: Node, *parts: Interval) -> Interval:
    high = min(part.high for part in parts)
    return Interval(min(part.low for part in parts), high, *_finest(parts))


def _greatest(_analysis: _Analysis, _node: Node, *parts: Interval) -> Interval:
    low = max(part.low for part in parts)
    return Interval(low, max(part.high for part in parts), *_finest(parts))


def _finest(parts: Sequence[Interval]) -> tuple[float, bool]:
    return min(part.least for part in parts), all(part.whole for part in parts)


def _any_of(_analysis: _Analysis, _node: Node, parts: Parts) -> Interval | None:
    return _union(parts)


def _answered(_analysis: _Analysis, _node: Node, parts: Parts) -> Interval:
    return Interval(0.0, float(len(parts)), 1.0, whole=True)


def _sum_answered(analysis: _Analysis, node: Node, parts: Parts) -> Interval | None:
    """Any of them may be left out, so each counts from zero on."""
    found = [replace(part, low=min(part.low, 0.0), high=max(part.high, 0.0)) for part in parts if part is not None]
    return reduce(lambda total, part: _add(analysis, node, total, part), found) if found else None


def _lookup(analysis: _Analysis, node: Call, _parts: Parts) -> Interval:
    name = node.arguments[0]
    found = analysis.value_sets.get(str(name.value)) if isinstance(name, Literal) else None
    if found is None or not found.values:
        return Interval(-NUMBER_BOUND, NUMBER_BOUND, float(f"1e-{MOST_DECIMALS}"))
    values = found.values.values()
    return Interval(min(values), max(values), min((abs(value) for value in values if value), default=math.inf))


def _units_between(shortest: int) -> Callable[..., Interval]:
    """Completed units of at least so many days; counted towards zero."""

    def between(_analysis: _Analysis, _node: Node, start: Interval, end: Interval) -> Interval:
        fewest, most = (end.low - start.high) / shortest, (end.high - start.low) / shortest
        return Interval(float(math.floor(min(fewest, 0))), float(math.ceil(max(most, 0))), 1.0, whole=True)

    return between


def _add_days(analysis: _Analysis, node: Node, day: Interval, count: Interval) -> Interval:
    low, high = day.low + math.trunc(count.low), day.high + math.trunc(count.high)
    first, last = float(date.min.toordinal()), float(date.max.toordinal())
    if low < first or high > last:
        analysis.problem(node, "can leave the years 1 to 9999")
    return Interval(max(first, min(low, last)), min(last, max(high, first)), 1.0, whole=True)


def _year(_analysis: _Analysis, _node: Node, day: Interval) -> Interval:
    first, last = (float(date.fromordinal(int(end)).year) for end in (day.low, day.high))
    return Interval(first, last, 1.0, whole=True)


def _today(_analysis: _Analysis, _node: Node, _parts: Parts) -> Interval | None:
    return _days(EARLIEST, LATEST)


FIXED: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "month": (1, 12),
        "hour": (0, 23),
        "minute": (0, 59),
        "minutes_between": (-1439, 1439),
        "duration_minutes": (0, 1439),
        "length": (0, LONG_TEXT_LENGTH),
    }
)
"""Functions whose values always lie within the same bounds."""

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "add": _needing_all(_add),
        "subtract": _needing_all(_subtract),
        "multiply": _needing_all(_multiply),
        "divide": _needing_all(_divide),
        "negate": _needing_all(_negate),
        "abs": _needing_all(_abs),
        "floor": _needing_all(_floor),
        "round": _round,
        "least": _needing_all(_least),
        "greatest": _needing_all(_greatest),
        "coalesce": _any_of,
        "min_answered": _any_of,
        "max_answered": _any_of,
        "answered": _answered,
        "sum_answered": _sum_answered,
        "lookup": _lookup,
        "days_between": _needing_all(_units_between(1)),
        "months_between": _needing_all(_units_between(28)),
        "years_between": _needing_all(_units_between(365)),
        "add_days": _needing_all(_add_days),
        "year": _needing_all(_year),
        "today": _today,
    }
)
"""How the interval of a function follows from those of its arguments."""
