"""Arithmetic of FHIRPath: numbers, and days with so many days added. Pure; empty where a part is, and by zero."""

from collections.abc import Callable, Mapping
from functools import reduce

from catalogue.expressions.grammar import MAX_DEPTH
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.results import ZERO, Collection, Found, Many, one, single, value_of

OPERATIONS: Mapping[str, str] = {"+": "add", "-": "subtract", "*": "multiply"}
DAYS: Mapping[str, float] = {"quantity day": 1.0, "quantity week": 7.0}
"""Units of which so many can be added to a day here."""


def signed(name: str, part: Collection) -> Many:
    """A number with a sign before it."""
    node = value_of(part, "number")
    if node is None or name == "+":
        return single("number", node or NULL)
    if isinstance(node, Literal) and isinstance(node.value, float):
        return single("number", Literal(-node.value if node.value else node.value))
    return single("number", Call("negate", (node,)))


def calculated(name: str, parts: list[Collection]) -> Collection:
    """A chain of one operator, from left to right; not longer than an expression of ours may be deep."""
    if len(parts) > MAX_DEPTH:
        raise CannotSay(f"more than {MAX_DEPTH} parts with '{name}' between")
    return reduce(lambda left, right: _two(name, left, right), parts)


def truncated(node: Node) -> Node:
    """The number without what is after the point."""
    down = Call("floor", (node,))
    up = Call("negate", (Call("floor", (Call("negate", (node,)),)),))
    return Case(((Call("lt", (node, ZERO)), up),), down)


def _two(name: str, left: Collection, right: Collection) -> Collection:
    first, second = one(left), one(right)
    if first is None or second is None or NULL in (first.node, second.node):
        return Many() if name != "&" else _unsaid()
    if name in {"+", "-"} and first.kind == "date":
        return single("date", _later(name, first.value, second))
    if "text" in (first.kind, second.kind):
        return _unsaid()
    above, below = value_of(left, "number"), value_of(right, "number")
    if above is None or below is None or name not in NUMBERS:
        return _unsaid()
    return single("number", NUMBERS[name](above, below))


def _unsaid() -> Many:
    raise CannotSay("texts put together")


def _later(name: str, day: Node, by: Found) -> Node:
    if by.kind not in DAYS or not isinstance(by.node, Literal) or not isinstance(by.node.value, float):
        unit = by.kind.removeprefix("quantity ")
        raise CannotSay(f"a day and so many of '{unit}'; here are only days and weeks added to a day")
    number = float(int(by.node.value)) * DAYS[by.kind]
    return Call("add_days", (day, Literal(number if name == "+" else -number)))


def _divided(above: Node, below: Node) -> Node:
    """A sum by how many there are is their mean."""
    match above, below:
        case Call("sum_answered", parts), Call("answered", others) if parts == others:
            return Call("mean_answered", parts)
    return Call("divide", (above, below))


def _quotient(above: Node, below: Node) -> Node:
    return truncated(Call("divide", (above, below)))


def _rest(above: Node, below: Node) -> Node:
    """The sign is that of what is divided."""
    return Call("subtract", (above, Call("multiply", (below, _quotient(above, below)))))


def _operation(name: str) -> Callable[[Node, Node], Node]:
    return lambda above, below: Call(name, (above, below))


NUMBERS: Mapping[str, Callable[[Node, Node], Node]] = {
    **{sign: _operation(name) for sign, name in OPERATIONS.items()},
    "/": _divided,
    "div": _quotient,
    "mod": _rest,
}
"""What each operator gives of two numbers."""
