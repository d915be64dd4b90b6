"""What a constraint is here: limits where it says them, else a rule. Pure.

ODK looks at a constraint only when its question is answered, so a rule made of one is not broken while it is not.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from catalogue.expressions.nodes import Call, Literal, Node, Reference, references
from catalogue.expressions.printer import literal_text, to_text
from catalogue.formats.expressing import joined, negated
from catalogue.formats.values import plain_number
from catalogue.formats.xlsform import computing
from catalogue.formats.xlsform.computing import Around
from catalogue.formats.xlsform.meaning import FLIPPED, condition
from catalogue.formats.xlsform.meant import Meant
from catalogue.formats.xlsform.xpath import Apply, Constant, Self, XPath
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND


@dataclass(frozen=True, slots=True)
class Constrained:
    """Limits as the language writes them, the choice that excludes the others, and what else is required."""

    min: str = ""
    max: str = ""
    max_length: str = ""
    none: str = ""
    require: Node | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that a constraint belongs to."""

    known: Meant
    type: str
    decimals: int


def constrained(logic: XPath, asked: Asked, around: Around) -> Constrained:
    """The meaning of a constraint."""
    found, rest = Constrained(), list[XPath]()
    for part in _parts(logic):
        limited = _with_limit(found, part, asked, around)
        if limited is None:
            rest.append(part)
        else:
            found = limited
    if _out_of_order(found):
        found, rest = Constrained(), [logic]
    if not rest:
        return found
    return replace(found, require=_requirement([condition(part, around) for part in rest], asked.known))


def _parts(logic: XPath) -> Iterator[XPath]:
    match logic:
        case Apply("and", (left, right)):
            yield from _parts(left)
            yield from _parts(right)
        case _:
            yield logic


def _requirement(conditions: list[Node], known: Meant) -> Node:
    node = joined("and", conditions)
    own = {known.name} if known.kind != "ticks" else set(known.ticks.values())
    if set(references(node)) == own and known.kind not in {"ticks", "acknowledge"}:
        return node
    if known.kind == "ticks":
        blank = joined("and", [negated(Call("is_true", (Reference(tick),))) for tick in known.ticks.values()])
    else:
        blank = Call("is_null", (Reference(known.name),))
    truth = node if isinstance(node, Call) and node.function in {"is_true", "is_null"} else Call("is_true", (node,))
    return joined("or", [blank, truth])


def _out_of_order(found: Constrained) -> bool:
    if not found.min or not found.max or "(" in found.min + found.max:
        return False
    if "-" in found.min[1:]:
        return found.min > found.max
    return float(found.min) > float(found.max)


def _with_limit(found: Constrained, part: XPath, asked: Asked, around: Around) -> Constrained | None:
    """The limits with one more, when the part is one and there is none of the kind yet."""
    match part:
        case Apply(
            "not", (Apply("and", (Apply("selected", (Self(), Constant(code))), Apply(">", (counted, one)))),)
        ) if counted == Apply("count-selected", (Self(),)) and one == Constant("1", is_number=True):
            return replace(found, none=code) if not found.none and code in asked.known.ticks else None
        case Apply("<" | "<=" | ">" | ">=" as sign, (left, right)):
            if isinstance(right, Self) or right == Apply("string-length", (Self(),)):
                return _limited(found, FLIPPED[sign], right, left, asked, around)
            return _limited(found, sign, left, right, asked, around)
    return None


def _limited(
    found: Constrained, sign: str, left: XPath, right: XPath, asked: Asked, around: Around
) -> Constrained | None:
    if left == Apply("string-length", (Self(),)):
        return _lengthened(found, sign, right, asked)
    if not isinstance(left, Self):
        return None
    read = READ.get(asked.type)
    limit = read(sign, right, asked, around) if read else None
    key = "max" if sign.startswith("<") else "min"
    if limit is None or getattr(found, key):
        return None
    return replace(found, max=limit) if key == "max" else replace(found, min=limit)


def _lengthened(found: Constrained, sign: str, right: XPath, asked: Asked) -> Constrained | None:
    length = computing.float_of(right.text) if isinstance(right, Constant) else None
    if length is None or not sign.startswith("<") or found.max_length or asked.type not in {"text", "longtext"}:
        return None
    longest = math.floor(length) if sign == "<=" else math.ceil(length) - 1
    return replace(found, max_length=str(longest)) if 0 < longest < 10_000 else None


def _constant(right: XPath) -> float | None:
    match right:
        case Constant(text):
            return computing.float_of(text)
        case Apply("negate", (Constant(text),)) if (found := computing.float_of(text)) is not None:
            return -found
        case _:
            return None


def _whole_limit(sign: str, right: XPath, asked: Asked, around: Around) -> str | None:
    limit = _constant(right)
    if limit is None or abs(limit) > NUMBER_BOUND:
        return None
    whole = {
        ">=": math.ceil(limit),
        ">": math.floor(limit) + 1,
        "<=": math.floor(limit),
        "<": math.ceil(limit) - 1,
    }
    return str(whole[sign])


def _decimal_limit(sign: str, right: XPath, asked: Asked, around: Around) -> str | None:
    limit = _constant(right)
    if limit is None or sign in {"<", ">"} or abs(limit) > NUMBER_BOUND:
        return None
    written = plain_number(limit)
    return written if len(written.partition(".")[2]) <= asked.decimals and "e" not in written else None


def _day_limit(sign: str, right: XPath, asked: Asked, around: Around) -> str | None:
    """A day that is known in any case: a constant, or so many days from today."""
    if not computing.is_day(right, around):
        return None
    node = computing.day(right, around)
    if references(node):
        return None
    if sign in {"<", ">"}:
        node = _moved(node, -1.0 if sign == "<" else 1.0)
    if isinstance(node, Literal):
        day = node.value
        return literal_text(day)[6:-1] if isinstance(day, date) and EARLIEST <= day <= LATEST else None
    return to_text(node)


def _moved(node: Node, days: float) -> Node:
    match node:
        case Literal(date() as day):
            return Literal(date.fromordinal(day.toordinal() + int(days)))
        case Call("add_days", (start, Literal(float() as more))):
            return Call("add_days", (start, Literal(more + days)))
        case _:
            return Call("add_days", (node, Literal(days)))


READ: Mapping[str, Callable[[str, XPath, Asked, Around], str | None]] = {
    "integer": _whole_limit,
    "decimal": _decimal_limit,
    "date": _day_limit,
}
"""How the limit of a type is read."""


def is_decided(node: Node, name: str) -> bool:
    """Whether a condition can be FALSE only while this variable is answered."""
    match node:
        case Call("and", parts):
            return all(is_decided(part, name) for part in parts)
        case Call("or", parts):
            return any(is_decided(part, name) for part in parts)
        case Call("not", (Call("is_null" | "is_true" | "is_false"),)):
            return False
        case Call("not", (part,)):
            return is_decided(part, name)
        case Call("is_null", (part,)):
            return part == Reference(name)
        case Call("eq" | "ne" | "lt" | "le" | "gt" | "ge" | "between" | "in", (first, *others)):
            return any(_needs(part, name) for part in ([first] if node.function == "in" else [first, *others]))
        case _:
            return False


def _needs(node: Node, name: str) -> bool:
    """Whether a value is NULL when this variable is not answered."""
    match node:
        case Reference(found):
            return found == name
        case Call("add" | "subtract" | "multiply" | "divide" | "negate" | "abs" | "floor" | "power" | "round", parts):
            return any(_needs(part, name) for part in parts)
        case Call("days_between" | "months_between" | "years_between" | "add_days" | "year" | "month", parts):
            return any(_needs(part, name) for part in parts)
        case _:
            return False
