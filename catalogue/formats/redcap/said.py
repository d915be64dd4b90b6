"""Our expressions in REDCap's logic. Pure; what has no words there raises `CannotSay`.

Only what is true there just when it is TRUE here: a negation of what may be unanswered is said so that the unanswered
comes out right, or not at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference
from catalogue.formats.expressing import CannotSay
from catalogue.formats.redcap.meaning import DAYS_IN, LISTS, ORDER


@dataclass(frozen=True, slots=True)
class Spelt:
    """How a variable is written there, and its kind of value."""

    text: str
    kind: str


Names = Mapping[str, Spelt]
SIGNS = {ours: theirs for theirs, ours in ORDER.items()} | {"eq": "=", "ne": "<>"}
ARITHMETIC = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}
OVER_LISTS = {ours: theirs for theirs, ours in LISTS.items()}


def condition_text(node: Node, names: Names) -> str:
    """A condition as branching logic."""
    match node:
        case Literal(bool() as value):
            return "1 = 1" if value else "1 = 0"
        case Reference():
            return f"{_boolean(node, names).text} = '1'"
        case Call("or", (Call("ne", (Reference() as asked, value)), Call("is_null", (again,)))) if asked == again:
            return f"{_spelt(asked, names).text} <> {_value(value, _spelt(asked, names))}"
        case Call("and" | "or" as name, arguments):
            return f" {name} ".join(_inside(part, name, names) for part in arguments)
        case Call("not", (part,)):
            return _negated(part, names)
        case Call("is_null" | "is_true" | "is_false" as test, (part,)):
            return _tested(test, part, names)
        case Call():
            return _compared(node, names)
        case _:
            raise CannotSay("a condition that it has no words for")


def _tested(test: str, part: Node, names: Names) -> str:
    if test == "is_null":
        return f"{number_text(part, names)} = ''"
    if test == "is_true":
        return condition_text(part, names)
    if isinstance(part, Reference):
        return f"{_boolean(part, names, 'boolean').text} = '0'"
    raise CannotSay("whether a condition is FALSE")


def _compared(node: Call, names: Names) -> str:
    match node:
        case Call("in", (asked, *values)):
            return " or ".join(condition_text(Call("eq", (asked, value)), names) for value in values)
        case Call("between", (asked, low, high)):
            return condition_text(Call("and", (Call("ge", (asked, low)), Call("le", (asked, high)))), names)
        case Call("ne", (left, right)):
            blank = " and ".join(
                f"{_side(part, names)} <> ''" for part in (left, right) if not isinstance(part, Literal)
            )
            return (
                f"{_comparison('ne', left, right, names)} and {blank}"
                if blank
                else _comparison("ne", left, right, names)
            )
        case Call(name, (left, right)) if name in SIGNS:
            return _comparison(name, left, right, names)
        case _:
            raise CannotSay("a condition that it has no words for")


def _inside(part: Node, name: str, names: Names) -> str:
    text = condition_text(part, names)
    return f"({text})" if (name == "and" and " or " in text) or (name == "or" and " and " in text) else text


def _negated(part: Node, names: Names) -> str:
    match part:
        case Call("is_null", (inside,)):
            return f"{number_text(inside, names)} <> ''"
        case Call("is_true" | "is_false" as test, (Reference() as asked,)):
            return f"{_boolean(asked, names).text} <> '{int(test == 'is_true')}'"
        case Call("is_true", (inside,)):
            return f"not({condition_text(inside, names)})"
        case Reference():
            return f"{_boolean(part, names, 'boolean').text} = '0'"
        case _:
            raise CannotSay("a negation of what may be unanswered")


def _boolean(asked: Reference, names: Names, kind: str = "") -> Spelt:
    found = _spelt(asked, names)
    if found.kind not in {"boolean", "tick"} or (kind and found.kind != kind):
        raise CannotSay(f"'{asked.name}' as a condition")
    return found


def _spelt(asked: Reference, names: Names) -> Spelt:
    found = names.get(asked.name)
    if found is None:
        raise CannotSay(f"'{asked.name}', which is in no form of the dictionary")
    return found


def _comparison(name: str, left: Node, right: Node, names: Names) -> str:
    if isinstance(left, Reference):
        return f"{_spelt(left, names).text} {SIGNS[name]} {_value(right, _spelt(left, names), names)}"
    return f"{_side(left, names)} {SIGNS[name]} {_side(right, names)}"


def _value(value: Node, beside: Spelt, names: Names | None = None) -> str:
    """What a field is compared with; a code stands in quotes."""
    match value:
        case Literal(float() as number):
            return f"'{_number(number)}'" if beside.kind in {"code", "boolean"} else _number(number)
        case Literal(bool()):
            raise CannotSay("a comparison with TRUE or FALSE")
        case Literal(str() as text) if "'" not in text:
            return f"'{text}'"
        case Literal(date() as day) if beside.kind == "date":
            return f"'{day.isoformat()}'"
        case Call("today", ()):
            return "'today'"
        case _ if names is not None:
            return _side(value, names)
    raise CannotSay("a comparison with a value that it cannot write")


def _side(node: Node, names: Names) -> str:
    return _spelt(node, names).text if isinstance(node, Reference) else number_text(node, names)


# ---- numbers ----


def number_text(node: Node, names: Names) -> str:
    """A number, or a field, as a calculation."""
    match node:
        case Literal(float() as value):
            return _number(value)
        case Reference():
            return _spelt(node, names).text
        case Case():
            return _case(node, names)
        case Call():
            return _call(node, names)
        case _ if node == NULL:
            return "''"
    raise CannotSay("a value that is no number")


def _case(node: Case, names: Names) -> str:
    match node:
        case Case(((Reference() as tick, Literal(1.0)), *rest), other) if _stands_for(tick, rest, other, names):
            return _spelt(tick, names).text
    text = number_text(node.otherwise, names)
    for when, then in reversed(node.branches):
        text = f"if({condition_text(when, names)}, {number_text(then, names)}, {text})"
    return text


def _call(node: Call, names: Names) -> str:
    name, arguments = node.function, node.arguments
    days = _days(node, names)
    if days is not None:
        return days
    parts = [number_text(part, names) for part in arguments]
    if name in ARITHMETIC:
        return f" {ARITHMETIC[name]} ".join(_part(part, names) for part in arguments)
    if name in OVER_LISTS:
        return f"{OVER_LISTS[name]}({', '.join(parts)})"
    if name not in CALLS:
        raise CannotSay(f"the function {name}()")
    return CALLS[name].format(*parts, part=_part(arguments[0], names))


CALLS = {
    "negate": "-{part}",
    "power": "({0})^({1})",
    "round": "round({0}, {1})",
    "abs": "abs({0})",
    "floor": "rounddown({0}, 0)",
}
"""How the other functions are written."""


def _stands_for(tick: Reference, rest: list[tuple[Node, Node]], other: Node, names: Names) -> bool:
    """Whether a case is a tick or a yes counted as 1 and 0, which there it is anyway."""
    kind = _spelt(tick, names).kind
    if kind == "tick":
        return not rest and other == Literal(0.0)
    return kind == "boolean" and rest == [(Call("not", (tick,)), Literal(0.0))] and other == NULL


def _part(node: Node, names: Names) -> str:
    text = number_text(node, names)
    is_loose = isinstance(node, Call) and node.function in {*ARITHMETIC, "negate"}
    return f"({text})" if is_loose and not text.startswith("datediff(") else text


def _days(node: Node, names: Names) -> str | None:
    """Days between two dates, in a unit of `datediff`; None when it is something else."""
    match node:
        case Call("divide", (days, Literal(float() as length))) if length in DAYS_IN.values() and length != 1:
            unit = next(unit for unit, known in DAYS_IN.items() if known == length)
            return _difference(days, unit, names)
        case Call("divide"):
            return None
        case Call("abs" | "days_between"):
            return _difference(node, "d", names)
        case _:
            return None


def _difference(node: Node, unit: str, names: Names) -> str | None:
    match node:
        case Call("abs", (Call("days_between", (start, end)),)):
            return f"datediff({_day(start, names)}, {_day(end, names)}, '{unit}')"
        case Call("days_between", (start, end)):
            return f"datediff({_day(start, names)}, {_day(end, names)}, '{unit}', true)"
        case _:
            return None


def _day(node: Node, names: Names) -> str:
    match node:
        case Call("today", ()):
            return "'today'"
        case Literal(date() as day):
            return f"'{day.isoformat()}'"
        case Reference():
            return _spelt(node, names).text
        case _:
            raise CannotSay("a date that is computed")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
