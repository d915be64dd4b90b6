"""Comparisons of FHIRPath: of two values, of what a list has ticked, and whether something is among others. Pure.

Two things of different kinds are never equal there; since nobody means that, they are refused with a sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.constants import code_number
from catalogue.formats.fhir.fhirpath.results import (
    FALSE,
    TRUE,
    VALUES,
    Collection,
    Found,
    about,
    joined,
    many,
    negated,
    one,
    sure,
)

SIGNS: Mapping[str, str] = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
ORDERED = frozenset({"number", "date", "time", "clock"})
"""Kinds with an order; `clock` is a moment as the clock on the wall shows it."""
EQUAL = (VALUES - {"datetime"}) | {"clock"}


def compared(name: str, left: Collection, right: Collection) -> Node:
    """A comparison, NULL when either side is empty."""
    if name in {"~", "!~"}:
        return _equivalent(name, one(left), one(right))
    sides = many(left).found, many(right).found
    if name in {"=", "!="} and max(map(len, sides)) > 1:
        several, other = sides if len(sides[0]) > 1 else (sides[1], sides[0])
        same = _only(several, other)
        return same if name == "=" else negated(same)
    first, second = one(left), one(right)
    if first is None or second is None or NULL in (first.node, second.node):
        return NULL
    return _two(SIGNS[name], first, second)


def contained(asked: Collection, among: Collection) -> Node:
    """`in`: FALSE when nothing is there to be among, NULL when nothing is asked for."""
    first, others = one(asked), many(among).found
    if first is None or first.node == NULL:
        return NULL
    if others and all(isinstance(other.node, Literal) and other.when is None for other in others):
        return _in_constants(first, others)
    equal = joined("or", [_is_same(first, other) for other in others])
    return equal if first.there == TRUE else Case(((first.there, equal),), NULL)


def _is_same(first: Found, other: Found) -> Node:
    same = sure(_two("eq", first, replace(other, when=None)))
    return same if other.when is None else joined("and", [other.when, same])


def _in_constants(first: Found, others: Sequence[Found]) -> Node:
    values = [value for other in others if (value := _alike(first, other)) is not None]
    if isinstance(first.value, Literal):
        return TRUE if first.value in values else FALSE
    return Call("in", (first.value, *values)) if values else _never(first, is_equal=True)


def _alike(first: Found, other: Found) -> Node | None:
    """A constant as a value that may be equal; None when it cannot be."""
    match first.kind, other.kind, other.node:
        case "code", "text", Literal(str() as text):
            code = first.item.our_code(text) if first.item else text
            found = None if code is None else code_number(code)
            return None if found is None else Literal(found)
        case "text", "text", Literal(""):
            return None
        case "text", "text", Literal(str() as text) if first.item and first.item.codes and other.item is None:
            code = first.item.our_code(text)
            return None if code is None else Literal(code)
    _check_kinds(first, other, EQUAL)
    return other.value


def _two(function: str, first: Found, second: Found) -> Node:
    is_equality = function in {"eq", "ne"}
    if is_equality:
        for one_side, other in ((first, second), (second, first)):
            if isinstance(other.node, Literal) and other.when is None and _alike(one_side, other) is None:
                return _never(one_side, is_equal=function == "eq")
    left, right = _as_code(first, second), _as_code(second, first)
    _check_kinds(left, right, EQUAL if is_equality else ORDERED)
    if is_equality and isinstance(left.value, Literal) and isinstance(right.value, Literal):
        return TRUE if (left.value == right.value) == (function == "eq") else FALSE
    return Call(function, (left.value, right.value))


def _as_code(found: Found, beside: Found) -> Found:
    """A constant beside a code, as that code is here."""
    if beside.kind in {"code", "text"} and found.kind == "text" and isinstance(found.node, Literal):
        value = _alike(beside, found)
        return Found(beside.kind, value or NULL, found.when)
    if _codes(found) != _codes(beside) and not isinstance(beside.node, Literal):
        raise CannotSay(f"{about(found)} compared with {about(beside)}, whose codes are others")
    return found


def _codes(found: Found) -> object:
    return found.item.codes if found.item and found.kind in {"code", "text"} else {}


def _check_kinds(first: Found, second: Found, kinds: frozenset[str]) -> None:
    if first.kind != second.kind:
        raise CannotSay(f"{about(first)} compared with {about(second)}")
    if first.kind == "datetime":
        raise CannotSay("two moments compared: they have a zone there, and none here")
    if first.kind not in kinds:
        raise CannotSay(f"{about(first)} compared with {about(second)}, which have no order")


def _never(found: Found, *, is_equal: bool) -> Node:
    """A comparison with what the value never is."""
    answer = FALSE if is_equal else TRUE
    return answer if found.there == TRUE else Case(((found.there, answer),), NULL)


def _only(several: Sequence[Found], other: Sequence[Found]) -> Node:
    """What a checklist has ticked, compared with one code: TRUE when it is ticked alone."""
    codes = {found.node for found in several}
    are_ticks = all(isinstance(found.node, Literal) and found.when is not None for found in several)
    if len(other) != 1 or other[0].when is not None or not isinstance(other[0].node, Literal) or not are_ticks:
        raise CannotSay("several answers compared at once")
    if len(codes) < len(several) or other[0].kind != several[0].kind:
        raise CannotSay(f"{about(several[0])} compared with {about(other[0])}")
    rest = joined("or", [found.there for found in several if found.node != other[0].node])
    alone = [(found.there, TRUE) for found in several if found.node == other[0].node]
    return Case(((rest, FALSE), *alone), NULL)


def _equivalent(name: str, first: Found | None, second: Found | None) -> Node:
    """`~`: equal, or both empty; never NULL. Of texts it does not see the case, and of decimals the last digits."""
    if first is None or second is None:
        found = first or second
        same = TRUE if found is None else negated(found.there)
    elif second.node in (TRUE, FALSE) and first.kind == "boolean":
        same = Call("is_true" if second.node == TRUE else "is_false", (first.value,))
    else:
        if first.kind not in {"boolean", "date", "time"} or first.kind != second.kind:
            raise CannotSay(f"'~' between {about(first)} and {about(second)}; write =")
        both = joined("and", [negated(first.there), negated(second.there)])
        same = joined("or", [sure(_two("eq", first, second)), both])
    return same if name == "~" else negated(same)
