"""What every translation of another system's logic into our expressions needs. Pure.

A translation is exact or it is none: what has no expression of the same meaning raises `CannotSay` with the reason, and
the format keeps the logic as it was.
"""

from collections.abc import Iterable
from collections.abc import Set as AnySet

from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference
from catalogue.expressions.parser import ExpressionError, parse
from catalogue.expressions.printer import to_text


class CannotSay(Exception):
    """There is no expression that means the same; the message says of what."""


LONGEST = 3_900
"""Letters of an expression; a longer one is no rule that anybody reads."""
EXACT = 9
"""Decimals of a calculation that does not round: as many as there are."""
ZERO = Literal(0.0)
NEVER_UNKNOWN = frozenset({"is_null", "is_true", "is_false"})


def bounded(node: Node) -> Node:
    """The expression, when it is no longer than anybody reads."""
    _bounded_text(node)
    return node


def checked(node: Node) -> Node:
    """The expression, when our language can read what it says."""
    checked_text(node)
    return node


def checked_text(node: Node) -> str:
    """The text of an expression, when our language can read it."""
    text = _bounded_text(node)
    try:
        parse(text)
    except ExpressionError as error:
        raise CannotSay(error.message) from None
    return text


def _bounded_text(node: Node) -> str:
    text = to_text(node)
    if len(text) > LONGEST:
        raise CannotSay(f"it would have {len(text):,} characters; divide it")
    return text


def joined(name: str, parts: Iterable[Node]) -> Node:
    """Several conditions as one, those joined in the same way opened."""
    opened: list[Node] = []
    for part in parts:
        opened += part.arguments if isinstance(part, Call) and part.function == name else (part,)
    return Call(name, tuple(opened)) if len(opened) > 1 else opened[0]


def negated(part: Node) -> Node:
    """TRUE when the part is not TRUE."""
    match part:
        case Call("is_null" | "is_true" | "is_false"):
            return Call("not", (part,))
        case Call("not", (Call("is_null" | "is_true" | "is_false") as inside,)):
            return inside
        case Literal(bool() as value):
            return Literal(not value)
        case _:
            return Call("not", (Call("is_true", (part,)),))


def is_whole(node: Node, whole: AnySet[str]) -> bool:
    """Whether a number is whole, whatever the answers; `whole` are the variables that are."""
    match node:
        case Literal(value):
            return value is None or (isinstance(value, float) and value.is_integer())
        case Reference(name):
            return name in whole
        case Case(branches, otherwise):
            return all(is_whole(part, whole) for part in (*(then for _, then in branches), otherwise))
        case Call("add" | "subtract" | "multiply" | "negate" | "abs" | "coalesce" | "least" | "greatest", parts):
            return all(is_whole(part, whole) for part in parts)
        case Call("sum_answered" | "min_answered" | "max_answered", parts):
            return all(is_whole(part, whole) for part in parts)
        case Call("round", (_, digits)):
            return digits == ZERO
        case Call(name):
            return name in WHOLE_CALLS


WHOLE_CALLS = frozenset(
    {"floor", "days_between", "months_between", "years_between", "length", "answered", "year", "month", "hour"}
    | {"minute", "minutes_between", "duration_minutes"}
)
"""Functions that give whole numbers only."""


def digits_of(node: Node) -> int:
    """To how many decimals a number is rounded; as many as are kept when it is not."""
    match node:
        case Call("round", (_, Literal(float() as digits))):
            return int(digits)
        case _:
            return EXACT


def unrounded(node: Node) -> Node:
    """The number without the rounding that the variable's decimals do."""
    match node:
        case Call("round", (value, Literal())):
            return value
        case _:
            return node
