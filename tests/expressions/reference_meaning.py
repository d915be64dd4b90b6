"""The meaning of numbers, dates and logic in expressions, as plainly as it can be written, to compare with.

One value at a time, no speed, nothing shared with the compilers.
"""

import math
from collections.abc import Mapping
from datetime import date, timedelta

from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference, Value

TODAY = date(2024, 2, 29)


def meaning(node: Node, values: Mapping[str, Value]) -> Value:
    """The value of an expression for these values of its names."""
    match node:
        case Literal(value):
            return value
        case Reference(name):
            return values[name]
        case Case(branches, otherwise):
            chosen = (then for when, then in branches if meaning(when, values) is True)
            return meaning(next(chosen, otherwise), values)
        case Call(function, arguments):
            parts = [meaning(argument, values) for argument in arguments]
            if function in OF_ANY:
                return OF_ANY[function](parts)
            return None if None in parts else OF_ALL[function](*parts)


def unknown_or(value, parts):
    return None if None in parts else value


def answered(parts):
    return [float(part) for part in parts if part is not None]


def total(parts):
    return sum(answered(parts), start=0.0) if answered(parts) else None


def mean(parts):
    return total(parts) / len(answered(parts)) if answered(parts) else None


def is_in(parts):
    if parts[0] is None:
        return None
    return True if parts[0] in parts[1:] else unknown_or(False, parts)


def both(parts):
    return False if False in parts else unknown_or(True, parts)


def at_most(value, limit):
    return None if value is None or limit is None else value <= limit


def is_between(parts):
    value, low, high = parts
    return both([at_most(low, value), at_most(value, high)])


OF_ANY = {
    "and": both,
    "or": lambda parts: True if True in parts else unknown_or(False, parts),
    "is_null": lambda parts: parts[0] is None,
    "is_answered": lambda parts: parts[0] is not None,
    "is_true": lambda parts: parts[0] is True,
    "in": is_in,
    "between": is_between,
    "coalesce": lambda parts: next((part for part in parts if part is not None), None),
    "answered": lambda parts: float(len(answered(parts))),
    "sum_answered": total,
    "mean_answered": mean,
    "min_answered": lambda parts: min(answered(parts), default=None),
    "max_answered": lambda parts: max(answered(parts), default=None),
}


def rounded(value, decimals):
    return math.copysign(math.floor(abs(value) * 10.0**decimals + 0.5) / 10.0**decimals, value) + 0.0


def months(start, end):
    if start > end:
        return -months(end, start)
    return float((end.year - start.year) * 12 + end.month - start.month - (end.day < start.day))


OF_ALL = {
    "not": lambda a: not a,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b if b else None,
    "negate": lambda a: -a,
    "abs": abs,
    "floor": lambda a: float(math.floor(a)),
    "round": rounded,
    "power": lambda a, n: math.prod([a] * int(n), start=1.0),
    "least": lambda *parts: min(parts),
    "greatest": lambda *parts: max(parts),
    "days_between": lambda a, b: float((b - a).days),
    "months_between": months,
    "years_between": lambda a, b: float(math.trunc(months(a, b) / 12)),
    "add_days": lambda day, count: day + timedelta(days=math.trunc(count)),
    "year": lambda day: float(day.year),
    "month": lambda day: float(day.month),
    "today": lambda: TODAY,
}
