"""Writes the functions marked `lowered` as smaller expressions: their meaning stands here for every runtime.

Pure; what comes out holds only functions of `COMPILED`, and gives the same value on every row. Parts that are
needed more than once are shared in memory, and `size` tells how much a compiler will have to write.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, children, transform

Arguments = tuple[Node, ...]

MAX_SIZE = 5_000
"""How many nodes an expression may have when it is written out for a compiler."""

REPEATED: Mapping[str, int] = MappingProxyType({"floor": 5, "round": 3, "sum_answered": 2, "mean_answered": 3})
"""How often SQL writes an argument that other runtimes write once."""

MAX_STACK = 75
"""SQLite's parser holds 100 words in waiting; a CHECK has some of its own around the expression."""

# How many words wait in SQLite's parser while it reads an argument, where that is more than `(a + `.
STACK: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("floor", "round"), 14),
        **dict.fromkeys(("months_between", "mean_answered"), 12),
        **dict.fromkeys(("min_answered", "max_answered", "duration_minutes"), 11),
        **dict.fromkeys(("sum_answered", "minutes_between"), 10),
        **dict.fromkeys(("years_between", "add_days"), 8),
        **dict.fromkeys(("days_between", "in", "between", "divide", "answered", "left"), 6),
        **dict.fromkeys(("least", "greatest", "coalesce", "year", "month", "hour", "minute", "length"), 5),
        "starts_with": 4,
    }
)
IN_A_ROW = (("add", "subtract"), ("multiply", "divide"))


def lower(node: Node) -> Node:
    """The same expression in the functions a compiler knows."""
    return transform(node, _lowered)


def size(node: Node) -> int:
    """How many nodes a compiler writes, counted without building them; SQL repeats some arguments."""
    sizes = [size(child) for child in children(node)]
    match node:
        case Call("between"):
            return 3 + sizes[0] + sum(sizes)
        case Call("power", (_, Literal(float(times)))):
            return 4 + sizes[0] if times < 1 else int(times) * (sizes[0] + 1) - 1
        case Call("floor" | "sum_answered" | "mean_answered" as function):
            return {"floor": 1, "sum_answered": 1, "mean_answered": 3}[function] + REPEATED[function] * sum(sizes)
        case Call("round"):
            return 1 + REPEATED["round"] * sizes[0] + sizes[1]
        case Call("is_answered"):
            return 2 + sum(sizes)
        case Call("in") if not _is_constant_list(node.arguments[1:]):
            members = len(sizes) - 1
            return (members + 1 if members > 1 else 1) + members * sizes[0] + sum(sizes[1:])
        case _:
            return 1 + sum(sizes)


def stack(node: Node) -> int:
    """How many words wait in SQLite's parser at the deepest place."""
    match node:
        case Call(function, (first, *others)):
            own = STACK.get(function, 3)
            is_in_a_row = isinstance(first, Call) and any({function, first.function} <= {*row} for row in IN_A_ROW)
            return max(stack(first) + (0 if is_in_a_row else own), *(own + stack(other) for other in others), 0)
        case Case():
            return 6 + max(map(stack, children(node)))
        case _:
            return 3


def _lowered(node: Node) -> Node:
    if isinstance(node, Call) and node.function in LOWERED:
        return LOWERED[node.function](node.arguments, node.at)
    return node


def _between(arguments: Arguments, at: int) -> Node:
    value, low, high = arguments
    return Call("and", (Call("ge", (value, low), at), Call("le", (value, high), at)), at)


def _in(arguments: Arguments, at: int) -> Node:
    """A list of constants stays `in`, which every runtime has a quick way to look up."""
    value, *members = arguments
    if _is_constant_list(tuple(members)):
        return Call("in", arguments, at)
    equal = tuple(Call("eq", (value, member), at) for member in members)
    return Call("or", equal, at) if len(equal) > 1 else equal[0]


def _is_constant_list(members: Arguments) -> bool:
    return all(isinstance(member, Literal) and member.value is not None for member in members)


def _power(arguments: Arguments, at: int) -> Node:
    base, exponent = arguments
    times = exponent.value if isinstance(exponent, Literal) else None
    if not isinstance(times, float):
        raise TypeError(f"the exponent is no constant number: {exponent}")
    if times < 1:
        return Case(((Call("is_null", (base,), at), NULL),), Literal(1.0), at)
    return reduce(lambda product, factor: Call("multiply", (product, factor), at), [base] * int(times))


def _is_answered(arguments: Arguments, at: int) -> Node:
    return Call("not", (Call("is_null", arguments, at),), at)


def _mean_answered(arguments: Arguments, at: int) -> Node:
    """None answered makes it NULL, as every division by zero is."""
    return Call("divide", (Call("sum_answered", arguments, at), Call("answered", arguments, at)), at)


LOWERED: Mapping[str, Callable[[Arguments, int], Node]] = MappingProxyType(
    {
        "between": _between,
        "in": _in,
        "power": _power,
        "is_answered": _is_answered,
        "mean_answered": _mean_answered,
    }
)
