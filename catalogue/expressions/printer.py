"""Nodes to canonical SQL text, with no more parentheses than needed: for diffs, digests and the codebook.

Pure, on one line; `parse(to_text(node)) == node` for every node the parser can give.
"""

from collections.abc import Mapping
from datetime import date, time
from types import MappingProxyType

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference, Value

# How tightly a piece of text holds together; a part that holds looser than its place asks for is bracketed.
OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, WHOLE = range(8)

# Operators between two or more parts: how tightly the result, its first part and its other parts hold.
INFIX: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "or": (OR, AND, AND),
        "and": (AND, NOT, NOT),
        **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), (COMPARISON, SUM, SUM)),
        "add": (SUM, SUM, PRODUCT),
        "subtract": (SUM, SUM, PRODUCT),
        "multiply": (PRODUCT, PRODUCT, SIGN),
        "divide": (PRODUCT, PRODUCT, SIGN),
    }
)
POSTFIX = ("is_null", "is_true", "is_false")
NEGATED = MappingProxyType({"is_null": " is not null", "is_true": " is not true", "is_false": " is not false"})


def to_text(node: Node) -> str:
    """The expression as SQL."""
    return _written(node)[0]


def literal_text(value: Value) -> str:
    """A constant as an expression writes it: `7`, `'ja'`, `date '2019-01-31'`."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case str():
            return "'" + value.replace("'", "''") + "'"
        case date():
            return f"date '{value.isoformat()}'"
        case time():
            return f"time '{value:%H:%M}'"


def _written(node: Node) -> tuple[str, int]:
    """The text, and how tightly it holds together."""
    match node:
        case Literal(value):
            is_negative = isinstance(value, float) and value < 0
            return literal_text(value), SIGN if is_negative else WHOLE
        case Reference(name):
            return name, WHOLE
        case Case():
            return _case(node), WHOLE
        case Call():
            return _call(node)


def _within(node: Node, place: int) -> str:
    text, hold = _written(node)
    return f"({text})" if hold < place else text


def _call(node: Call) -> tuple[str, int]:
    function, arguments = node.function, node.arguments
    if function in INFIX:
        hold, first, other = INFIX[function]
        parts = (_within(part, other if index else first) for index, part in enumerate(arguments))
        return f" {FUNCTIONS[function].symbol} ".join(parts), hold
    match function:
        case "not":
            return _not(arguments[0])
        case "negate":
            return _negate(arguments[0])
        case "between" | "in" | "is_null" | "is_true" | "is_false":
            return _test(node, negated=False), COMPARISON
        case _:
            return f"{function}({', '.join(map(to_text, arguments))})", WHOLE


def _not(part: Node) -> tuple[str, int]:
    """`x is not null` and its like are one test; all else is written with `not` before it."""
    if isinstance(part, Call) and part.function in ("between", "in", *POSTFIX):
        return _test(part, negated=True), COMPARISON
    return f"not {_within(part, NOT)}", NOT


def _negate(part: Node) -> tuple[str, int]:
    """`-5` is a number and no operation, and `--` begins a comment in SQL."""
    text, hold = _written(part)
    if hold < SIGN or (isinstance(part, Literal) and isinstance(part.value, float) and hold == WHOLE):
        return f"-({text})", SIGN
    return ("- " if text.startswith("-") else "-") + text, SIGN


def _test(node: Call, *, negated: bool) -> str:
    subject, *others = node.arguments
    start, no = _within(subject, SUM), " not" if negated else ""
    match node.function:
        case "between":
            low, high = (_within(other, SUM) for other in others)
            return f"{start}{no} between {low} and {high}"
        case "in":
            return f"{start}{no} in ({', '.join(map(to_text, others))})"
        case test:
            return start + (NEGATED[test] if negated else f" {FUNCTIONS[test].symbol}")


def _case(node: Case) -> str:
    branches = "".join(f" when {to_text(when)} then {to_text(then)}" for when, then in node.branches)
    otherwise = "" if node.otherwise == NULL else f" else {to_text(node.otherwise)}"
    return f"case{branches}{otherwise} end"
