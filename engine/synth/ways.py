"""Ways to make a condition TRUE or FALSE: which answers to give, read off the expression itself.

A way says what some variables are to be answered with (None: left open), their own conditions included. It is a good
beginning, not a proof: what an expression does not show (sums, dates against each other) is left to the search.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from itertools import islice
from typing import Any

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference, Value, references
from catalogue.model import Form
from engine.answers import AnswerValue

Way = Mapping[str, AnswerValue]

NOTHING: Way = {}
MOST = 12
"""How many ways are kept at each step; a goal needs one that works."""

Fits = Callable[[Value], bool]

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


class Ways:
    """The ways in one form. `special` are the values of each name that matter to some rule."""

    def __init__(self, form: Form, special: Mapping[str, tuple[AnswerValue, ...]]) -> None:
        self._variables = form.variable
        self._special = special
        self._known: dict[tuple[Node, bool], tuple[Way, ...]] = {}

    def to_answer(self, name: str, value: AnswerValue) -> tuple[Way, ...]:
        """How the variable comes to have this value."""
        variable = self._variables.get(name)
        if variable is not None and variable.calculate is not None:
            return self._calculated(variable.calculate.node, lambda found: found == value)
        return self._with_gates(({name: value},))

    def to_ask(self, name: str) -> tuple[Way, ...]:
        """How the variable comes to be asked."""
        variable = self._variables.get(name)
        condition = variable.enable_when if variable else None
        return self.to_hold(condition.node, True) if condition else (NOTHING,)

    def to_hold(self, node: Node, truth: bool) -> tuple[Way, ...]:
        """How the condition comes to be TRUE or FALSE. Empty: in no way that is known."""
        key = (node, truth)
        if key not in self._known:
            self._known[key] = _few(self._with_gates(self._found(node, truth)))
        return self._known[key]

    def _found(self, node: Node, truth: bool) -> Iterable[Way]:
        match node:
            case Literal(value):
                return (NOTHING,) if value is truth else ()
            case Reference(name):
                return self.to_answer(name, truth)
            case Call(function, parts) if function in CONNECTIVES:
                return CONNECTIVES[function](self, parts, truth)
            case Call(function, (subject, *_)) if fits := _test(node):
                return self._compared(subject, lambda value: fits(value) is truth)
            case _:
                return (NOTHING,)

    def _not(self, parts: tuple[Node, ...], truth: bool) -> Iterable[Way]:
        return self.to_hold(parts[0], not truth)

    def _each(self, parts: tuple[Node, ...], truth: bool) -> Iterable[Way]:
        return _all_of([self.to_hold(part, truth) for part in parts])

    def _any(self, parts: tuple[Node, ...], truth: bool) -> Iterable[Way]:
        return (way for part in parts for way in self.to_hold(part, truth))

    def _and(self, parts: tuple[Node, ...], truth: bool) -> Iterable[Way]:
        return self._each(parts, truth) if truth else self._any(parts, truth)

    def _or(self, parts: tuple[Node, ...], truth: bool) -> Iterable[Way]:
        return self._any(parts, truth) if truth else self._each(parts, truth)

    def _is_true(self, parts: tuple[Node, ...], truth: bool) -> Iterable[Way]:
        return self.to_hold(parts[0], True) if truth else (NOTHING,)

    def _is_false(self, parts: tuple[Node, ...], truth: bool) -> Iterable[Way]:
        return self.to_hold(parts[0], False) if truth else (NOTHING,)

    def _is_null(self, parts: tuple[Node, ...], truth: bool) -> Iterable[Way]:
        subject = parts[0]
        if not isinstance(subject, Reference):
            return (NOTHING,)
        return self._open(subject.name) if truth else self._some(subject.name, lambda value: True)

    def _is_answered(self, parts: tuple[Node, ...], truth: bool) -> Iterable[Way]:
        return self._is_null(parts, not truth)

    def _compared(self, subject: Node, fits: Fits) -> Iterable[Way]:
        """How what is compared comes to have a value that fits."""
        match subject:
            case Reference(name):
                return self._some(name, fits)
            case Call("coalesce", (Reference(name), Literal(instead))):
                return (*self._some(name, fits), *(self._open(name) if fits(instead) else ()))
            case Call("answered" | "sum_answered", items) if fits(1.0) and not fits(0.0):
                names = [item.name for item in items if isinstance(item, Reference)]
                return (way for name in names for way in self._some(name, lambda value: value == 1))
            case Call("answered", items) if fits(0.0) and not fits(1.0):
                return ({item.name: None for item in items if isinstance(item, Reference)},)
            case _:
                return (NOTHING,)

    def _some(self, name: str, fits: Fits) -> Iterable[Way]:
        """The name has some value that fits."""
        variable = self._variables.get(name)
        if variable is not None and variable.calculate is not None:
            return self._calculated(variable.calculate.node, fits)
        known = [value for value in self._special.get(name, ()) if fits(value)]
        return self._with_gates({name: value} for value in known) or (NOTHING,)

    def _open(self, name: str) -> Iterable[Way]:
        """The name has no value, because nobody answers or because it is not asked."""
        variable = self._variables.get(name)
        if variable is None or variable.calculate is None:
            return ({name: None},)
        return (NOTHING,)

    def _calculated(self, node: Node, fits: Fits) -> tuple[Way, ...]:
        """How a calculation comes to a value that fits, when it is a `case` of constants or a condition."""
        if not isinstance(node, Case):
            if isinstance(node, Call) and FUNCTIONS[node.function].result == "boolean":
                return tuple(way for truth in (True, False) if fits(truth) for way in self.to_hold(node, truth))
            return (NOTHING, *self._extremes(node))
        ways: list[Way] = []
        passed = NOTHING
        for when, then in node.branches:
            if isinstance(then, Literal) and fits(then.value):
                ways += filter(None, (joined(passed, way) for way in self.to_hold(when, True)))
            passed = next(filter(None, (joined(passed, way) for way in self.to_hold(when, False))), passed)
        if isinstance(node.otherwise, Literal) and fits(node.otherwise.value):
            ways.append(passed)
        return _few(ways) or (NOTHING,)

    def _extremes(self, node: Node) -> Iterator[Way]:
        """All that a sum or a mean of codes is computed from at its least, and at its greatest."""
        known = {
            name: [value for value in self._special.get(name, ()) if isinstance(value, int)]
            for name in references(node)
        }
        if known and all(known.values()):
            yield from self._with_gates(({name: min(values) for name, values in known.items()},))
            yield from self._with_gates(({name: max(values) for name, values in known.items()},))

    def _with_gates(self, ways: Iterable[Way]) -> tuple[Way, ...]:
        """The ways with what must be answered before each of their questions is asked."""
        return _few(
            full
            for way in ways
            for full in _all_of([(way,), *(self.to_ask(name) for name, value in way.items() if value is not None)])
        )


def joined(one: Way, other: Way) -> Way | None:
    """Both ways at once; None when they want different answers of the same variable."""
    if any(name in one and one[name] != value for name, value in other.items()):
        return None
    return {**one, **other}


def _all_of(parts: list[tuple[Way, ...]]) -> tuple[Way, ...]:
    """Every way that is one of each part at once."""

    def both(ways: tuple[Way, ...], part: tuple[Way, ...]) -> tuple[Way, ...]:
        pairs = (joined(one, other) for one in ways for other in part)
        return _few(way for way in pairs if way is not None)

    return reduce(both, parts, (NOTHING,))


def _few(ways: Iterable[Way]) -> tuple[Way, ...]:
    return tuple(islice(_distinct(ways), MOST))


def _distinct(ways: Iterable[Way]) -> Iterator[Way]:
    seen: list[Way] = []
    for way in ways:
        if way not in seen:
            seen.append(way)
            yield way


def _test(node: Call) -> Fits | None:
    """What a comparison of something with constants asks of its value."""
    constants = [part.value for part in node.arguments[1:] if isinstance(part, Literal)]
    if len(constants) < len(node.arguments) - 1:
        return None
    match node.function:
        case "in":
            return lambda value: value in constants
        case "between":
            return lambda value: _holds("ge", value, constants[0]) and _holds("le", value, constants[1])
        case function if function in COMPARISONS:
            return lambda value: _holds(function, value, constants[0])
        case _:
            return None


def _holds(function: str, value: Value, bound: Value) -> bool:
    numbers = isinstance(value, int | float) and isinstance(bound, int | float)
    comparable = numbers or type(value) is type(bound)
    return COMPARISONS[function](value, bound) if comparable else False


CONNECTIVES: Mapping[str, Callable[[Ways, tuple[Node, ...], bool], Iterable[Way]]] = {
    "not": Ways._not,
    "and": Ways._and,
    "or": Ways._or,
    "is_true": Ways._is_true,
    "is_false": Ways._is_false,
    "is_null": Ways._is_null,
    "is_answered": Ways._is_answered,
}
"""How the functions of logic are made TRUE or FALSE."""
