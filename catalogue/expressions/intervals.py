"""Between which values an expression can lie, and whether it can leave what a number or a date can hold.

For expressions that have a type (`inference.problems` finds nothing). Pure and sound: every value an expression can
have, for values within the scope's bounds, lies in its interval. Conditions are not understood (`case when b > 0 then
a / b …`); a divisor's smallest value beside zero is.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.interval_rules import RULES, Interval, days, exactly, union, whole_between
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference, references
from catalogue.expressions.problems import OVERFLOW, Problem, shortly
from catalogue.expressions.scope import Binding, Scope, expand_lists
from catalogue.model import ValueSet
from catalogue.value_types import NUMBER_BOUND

__all__ = ["Interval", "interval", "overflow", "with_calculations"]

LARGEST = math.nextafter(math.inf, 0)
SMALLEST = 2.0**-1022
"""Below this a number loses digits, and PostgreSQL refuses it."""

MOST_DECIMALS = 9
"""The decimals of a number when nothing says how many it has."""

BOOLEAN = whole_between(0, 1)
FIRST_DAY, LAST_DAY = float(date.min.toordinal()), float(date.max.toordinal())


def overflow(node: Node, scope: Scope, value_sets: Mapping[str, ValueSet] | None = None) -> Problem | None:
    """The first part that can become larger or smaller than a number can be, or leave the years 1 to 9999."""
    analysis = _Analysis(scope, value_sets or {})
    analysis.of(expand_lists(node, scope))
    return analysis.problems[0] if analysis.problems else None


def interval(node: Node, scope: Scope, value_sets: Mapping[str, ValueSet] | None = None) -> Interval | None:
    """Where the value of a well-typed number, boolean or date lies; None for NULL and for other types."""
    return _Analysis(scope, value_sets or {}).of(expand_lists(node, scope))


def with_calculations(
    scope: Scope, calculations: Iterable[tuple[str, Node]], value_sets: Mapping[str, ValueSet] | None = None
) -> Scope:
    """The scope in which calculated variables have the bounds of their expressions, given in order of evaluation.

    Their own limits cannot be relied on: a value outside them is an issue, and other expressions see it all the same.
    """
    bounds = dict(scope)
    for name, node in calculations:
        known = bounds[name]
        if known.type == "number":
            rounded = Call("round", (node, Literal(float(known.decimals or 0))))
            found = interval(rounded, bounds, value_sets)
            bounds[name] = replace(known, low=found.low, high=found.high) if found else known
        elif known.type == "date":
            found = interval(node, bounds, value_sets)
            bounds[name] = replace(known, low=_day(found.low), high=_day(found.high)) if found else known
    return bounds


def _day(number: float) -> date:
    return date.fromordinal(int(number))


@dataclass(slots=True)
class _Analysis:
    """One walk through an expression; parts that are shared are looked at once."""

    scope: Scope
    value_sets: Mapping[str, ValueSet]
    problems: list[Problem] = field(default_factory=list)
    known: dict[int, Interval | None] = field(default_factory=dict)

    def of(self, node: Node) -> Interval | None:
        """The interval of a node, kept within what a number or a date can be."""
        if id(node) not in self.known:
            found = self.computed(node)
            self.known[id(node)] = found and self.held(node, found)
        return self.known[id(node)]

    def computed(self, node: Node) -> Interval | None:
        match node:
            case Literal(value):
                return exactly(value)
            case Reference(name):
                return _within(self.scope[name]) if name in self.scope else None
            case Case():
                for when, _ in node.branches:
                    self.of(when)
                return union([self.of(then) for then in (*(then for _, then in node.branches), node.otherwise)])
            case Call("lookup"):
                return self.looked_up(node)
            case Call():
                parts = [self.of(argument) for argument in node.arguments]
                is_boolean = FUNCTIONS[node.function].result == "boolean"
                rule = RULES.get(node.function)
                return rule(parts) if rule else BOOLEAN if is_boolean else None

    def looked_up(self, node: Call) -> Interval:
        """The values of a value set."""
        for argument in node.arguments:
            self.of(argument)
        name = node.arguments[0]
        found = self.value_sets.get(str(name.value)) if isinstance(name, Literal) else None
        if found is None or not found.values:
            return Interval(-NUMBER_BOUND, NUMBER_BOUND, float(f"1e-{MOST_DECIMALS}"))
        values = found.values.values()
        return Interval(min(values), max(values), min((abs(value) for value in values if value), default=math.inf))

    def held(self, node: Node, found: Interval) -> Interval:
        """The interval, cut to what can be; what lies outside is a problem."""
        is_date = isinstance(node, Call) and FUNCTIONS[node.function].result == "date"
        lowest, highest = (FIRST_DAY, LAST_DAY) if is_date else (-LARGEST, LARGEST)
        if not (lowest <= found.low and found.high <= highest):
            self.problem(node, "leave the years 1 to 9999" if is_date else "become larger than a number can be")
        elif found.least < SMALLEST:
            self.problem(node, "become smaller than a number can be without being zero")
        else:
            return found
        low, high = (min(max(end, lowest), highest) for end in (found.low, found.high))
        return replace(found, low=low, high=high, least=max(found.least, SMALLEST))

    def problem(self, node: Node, what: str) -> None:
        names = ", ".join(references(node))
        advice = f" Give {names} closer limits (min, max), or compute it in another order." if names else ""
        self.problems.append(Problem(f"{shortly(node)} can {what}.{advice}", node.at, OVERFLOW))


def _within(known: Binding) -> Interval | None:
    """Where the value of a name lies."""
    match known:
        case Binding(type="boolean"):
            return BOOLEAN
        case Binding(low=date() as low, high=date() as high):
            return days(low, high)
        case Binding(low=float() | int() as least, high=float() | int() as most):
            decimals = MOST_DECIMALS if known.decimals is None else known.decimals
            return Interval(float(least), float(most), float(f"1e-{decimals}"), decimals == 0)
        case _:
            return None
