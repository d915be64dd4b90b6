"""Values in XPath as expressions of ours: numbers, days and texts. Pure.

A value that is no number there (NaN) or the empty text is NULL here, and so it is written back: ODK keeps neither.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference
from catalogue.formats.expressing import ZERO, CannotSay
from catalogue.formats.xlsform.meant import NUMBERS, Fields, Meant
from catalogue.formats.xlsform.xpath import Apply, Constant, Field, Self, XPath

ARITHMETIC: Mapping[str, str] = {"+": "add", "-": "subtract", "*": "multiply", "div": "divide"}
ONE, HALF = Literal(1.0), Literal(0.5)
Condition = Callable[[XPath, "Around"], Node]


@dataclass(frozen=True, slots=True)
class Around:
    """What an expression may look at: the questions, and the one it belongs to. `condition` reads conditions."""

    fields: Fields
    own: str
    condition: Condition

    def known(self, asked: XPath) -> Meant:
        """The question that a field or `.` is."""
        name = self.own if isinstance(asked, Self) else asked.name if isinstance(asked, Field) else ""
        if isinstance(asked, Field) and asked.last_saved:
            raise CannotSay(f"'{name}' in the record sent before")
        found = self.fields.get(name)
        if found is None:
            raise CannotSay(f"'{name}', which is no question of the form")
        if found.kind == "nothing":
            raise CannotSay(found.why or f"'{name}', which holds no answer here")
        return found


# ---- numbers ----


def float_of(text: str) -> float | None:
    """The number of a text as XPath reads it."""
    plain = text.strip()
    if not plain or not set(plain) <= set("0123456789.-"):
        return None
    try:
        found = float(plain)
    except ValueError:
        return None
    return found if abs(found) < 1e15 else None


def is_number(logic: XPath, around: Around) -> bool:
    """Whether the value is a number in any case."""
    match logic:
        case Constant(_, is_numeric):
            return is_numeric
        case Field() | Self():
            return around.known(logic).kind in NUMBERS
        case Apply("if", (_, then, otherwise)):
            return is_number(then, around) and _is_number_or_nothing(otherwise, around)
        case Apply("coalesce", (first, *others)):
            return is_number(first, around) and all(_is_number_or_nothing(part, around) for part in others)
        case Apply("-" | "+"):
            return not is_day(logic, around)
        case _:
            return logic.name in NUMERIC


def _is_number_or_nothing(logic: XPath, around: Around) -> bool:
    return logic == Constant("") or is_number(logic, around)


def number(logic: XPath, around: Around) -> Node:
    """An expression with the number that the XPath gives; NULL where it gives none."""
    match logic:
        case Constant(text):
            found = float_of(text)
            return NULL if found is None else Literal(found)
        case Field() | Self():
            return _field_number(around.known(logic))
        case Apply("-", (left, right)) if is_day(left, around) and is_day(right, around):
            return Call("days_between", (day(right, around), day(left, around)))
        case Apply("+" | "-" | "*" | "div" as name, (left, right)):
            return Call(ARITHMETIC[name], (number(left, around), number(right, around)))
        case Apply("negate", (part,)):
            return _negative(number(part, around))
        case Apply("if", (when, then, otherwise)):
            return _cases(around.condition(when, around), number(then, around), number(otherwise, around))
        case Apply(name, arguments) if name in FUNCTIONS:
            return FUNCTIONS[name](arguments, around)
        case Apply(name):
            return _truth_or_nothing(name, logic, around)


def _negative(node: Node) -> Node:
    """A number with the other sign."""
    if isinstance(node, Literal) and isinstance(node.value, float) and node.value:
        return Literal(-node.value)
    return Call("negate", (node,))


def _truth_or_nothing(name: str, logic: XPath, around: Around) -> Node:
    """A condition counts as 1 or 0; any other function has no number here."""
    if name in UNTOLD:
        raise CannotSay(UNTOLD[name])
    if name in TRUTHS:
        return Case(((around.condition(logic, around), ONE),), ZERO)
    raise CannotSay(f"the function {name}()")


def _cases(when: Node, then: Node, otherwise: Node) -> Node:
    """A choice of values, one inside the other opened."""
    if isinstance(otherwise, Case):
        return Case(((when, then), *otherwise.branches), otherwise.otherwise)
    return Case(((when, then),), otherwise)


def _field_number(known: Meant) -> Node:
    if known.kind in NUMBERS and not known.missing:
        return Reference(known.name)
    if known.kind in NUMBERS:
        raise CannotSay(f"'{known.name}' as a number, of which a code means no answer here")
    raise CannotSay(f"'{known.name}' as a number")


def _whole(logic: XPath) -> Literal:
    match logic:
        case Constant(text) if (found := float_of(text)) is not None and found in range(10):
            return Literal(found)
        case _:
            raise CannotSay("a number of decimals or a power that is no whole number from 0 to 9")


Arguments = tuple[XPath, ...]


def _rounded(arguments: Arguments, around: Around) -> Node:
    """`round(x)` is up from the half; to decimals it rounds the decimal figures, which ours does but for rare ties."""
    value = number(arguments[0], around)
    if len(arguments) == 1:
        return Call("floor", (Call("add", (value, HALF)),))
    return Call("round", (value, _whole(arguments[1])))


def _truncated(arguments: Arguments, around: Around) -> Node:
    """`int(x)` cuts towards zero."""
    if is_day(arguments[0], around):
        raise CannotSay("a day as a number")
    return cut(number(arguments[0], around))


def cut(value: Node) -> Node:
    """A number without its decimals."""
    if never_negative(value):
        return Call("floor", (value,))
    below = Call("negate", (Call("floor", (Call("negate", (value,)),)),))
    return Case(((Call("lt", (value, ZERO)), below),), Call("floor", (value,)))


def never_negative(node: Node) -> bool:
    """Whether a number can be nothing below zero, whatever the answers."""
    match node:
        case Literal(float() as value):
            return value >= 0
        case Literal(value):
            return value is None
        case Call("add" | "multiply" | "divide" | "sum_answered" | "min_answered" | "max_answered" | "floor", parts):
            return all(map(never_negative, parts))
        case Call("round", (value, _)):
            return never_negative(value)
        case Case(branches, otherwise):
            return all(map(never_negative, (*(then for _, then in branches), otherwise)))
        case Call(name):
            return name in {"abs", "answered", "length", "year", "month"}
        case _:
            return False


def _remainder(arguments: Arguments, around: Around) -> Node:
    left, right = (number(part, around) for part in arguments)
    return Call("subtract", (left, Call("multiply", (right, cut(Call("divide", (left, right)))))))


def _absolute(arguments: Arguments, around: Around) -> Node:
    return Call("abs", (number(arguments[0], around),))


def _power(arguments: Arguments, around: Around) -> Node:
    return Call("power", (number(arguments[0], around), _whole(arguments[1])))


def _same(arguments: Arguments, around: Around) -> Node:
    return number(arguments[0], around)


def _coalesced(arguments: Arguments, around: Around) -> Node:
    return Call("coalesce", tuple(number(part, around) for part in arguments))


def _listed(name: str) -> Callable[[Arguments, Around], Node]:
    """The least or greatest of those answered; with one argument that would be of a repeat."""

    def listed(arguments: Arguments, around: Around) -> Node:
        if len(arguments) < 2:
            raise CannotSay("the least or greatest of a repeat")
        return Call(name, tuple(number(part, around) for part in arguments))

    return listed


def _counted(arguments: Arguments, around: Around) -> Node:
    """How many choices are ticked."""
    known = around.known(arguments[0])
    if known.kind != "ticks":
        raise CannotSay(f"count-selected() of '{known.name}', which is no choice of several")
    return Call("coalesce", (Call("sum_answered", tuple(map(Reference, known.ticks.values()))), ZERO))


def _length(arguments: Arguments, around: Around) -> Node:
    return Call("coalesce", (Call("length", (text(arguments[0], around),)), ZERO))


def _part_of_day(arguments: Arguments, around: Around) -> Node:
    match arguments:
        case (asked, Constant("%Y")):
            return Call("year", (day(asked, around),))
        case (asked, Constant("%m" | "%n")):
            return Call("month", (day(asked, around),))
        case _:
            raise CannotSay("format-date() as a number, but for the year and the month")


FUNCTIONS: Mapping[str, Callable[[Arguments, Around], Node]] = {
    "round": _rounded,
    "int": _truncated,
    "number": _same,
    "abs": _absolute,
    "pow": _power,
    "mod": _remainder,
    "coalesce": _coalesced,
    "min": _listed("min_answered"),
    "max": _listed("max_answered"),
    "count-selected": _counted,
    "string-length": _length,
    "format-date": _part_of_day,
    "format-date-time": _part_of_day,
}
"""Functions with a number."""
NUMERIC = frozenset(FUNCTIONS) - {"coalesce", "format-date", "format-date-time"} | {
    "*",
    "div",
    "negate",
    "sum",
    "count",
}
TRUTHS = frozenset({"and", "or", "not", "=", "!=", "<", "<=", ">", ">=", "selected", "true", "false", "boolean"})
UNTOLD: Mapping[str, str] = {
    "sum": "the sum of a repeat",
    "count": "how often a repeat was filled in",
    "position": "the place in a repeat",
    "indexed-repeat": "an answer inside a repeat",
    "once": "once(), which remembers its first value",
    "now": "now(), which knows the time of day",
    "random": "random(), which gives another value each time",
    "uuid": "uuid(), which gives another value each time",
    "pulldata": "pulldata(), which looks into a file",
    "jr:choice-name": "jr:choice-name(), which is the label of a choice in the language of the screen",
    "concat": "concat(); texts cannot be joined here",
    "join": "join(); texts cannot be joined here",
}
"""Functions that have no expression, and why."""


# ---- days ----


def is_day(logic: XPath, around: Around) -> bool:
    """Whether the value is a day, or the number of one."""
    match logic:
        case Field() | Self():
            return around.known(logic).kind in {"date", "today"}
        case Apply("today"):
            return True
        case Apply("date" | "decimal-date-time" | "number" | "int", (part,)):
            return is_day(part, around) or (logic.name in {"date", "decimal-date-time"} and _is_day_text(part))
        case Apply("+", (left, right)):
            return is_day(left, around) or is_day(right, around)
        case Apply("-", (left, right)):
            return is_day(left, around) and not is_day(right, around)
        case Apply("if", (_, then, otherwise)):
            return is_day(then, around) and (is_day(otherwise, around) or otherwise == Constant(""))
        case Apply("coalesce", arguments):
            return all(is_day(part, around) for part in arguments)
        case _:
            return False


def _is_day_text(logic: XPath) -> bool:
    return isinstance(logic, Constant) and not logic.is_number and _iso(logic.text) is not None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2020-01-31") else None
    except ValueError:
        return None


def day(logic: XPath, around: Around) -> Node:
    """An expression with the day that the XPath gives."""
    match logic:
        case Field() | Self() if (known := around.known(logic)).kind in {"date", "today"}:
            return day_of(known)
        case Apply("today", ()):
            return Call("today", ())
        case Constant(text) if not logic.is_number:
            found = _iso(text)
            return NULL if found is None else Literal(found)
        case Apply("date" | "decimal-date-time" | "number" | "int", (part,)):
            return day(part, around)
        case Apply("+", (left, right)):
            start, days = (left, right) if is_day(left, around) else (right, left)
            return Call("add_days", (day(start, around), number(days, around)))
        case Apply("-", (left, right)):
            return Call("add_days", (day(left, around), _negative(number(right, around))))
        case Apply("if", (when, then, otherwise)):
            return _cases(around.condition(when, around), day(then, around), day(otherwise, around))
        case Apply("coalesce", arguments):
            return Call("coalesce", tuple(day(part, around) for part in arguments))
        case _:
            raise CannotSay("a day that is computed from what is none")


def iso_day(logic: XPath) -> Literal | None:
    """The day that somebody wrote without quotes: `2020-01-31` is a subtraction for XPath, and a day for a person."""
    match logic:
        case Apply("-", (Apply("-", (Constant(year), Constant(month))), Constant(day_))):
            found = _iso(f"{year}-{month}-{day_}")
            return None if found is None else Literal(found)
        case _:
            return None


def day_of(known: Meant) -> Node:
    """The day of a question, or of a row that holds the day on which a form is filled in."""
    return Call("today", ()) if known.kind == "today" else Reference(known.name)


# ---- texts ----


def text(logic: XPath, around: Around) -> Node:
    """An expression with the text that the XPath gives."""
    match logic:
        case Constant(written, is_numeric):
            if is_numeric:
                raise CannotSay("a number as a text")
            return text_constant(written) if written else NULL
        case Field() | Self() if (known := around.known(logic)).kind in {"text", "code-text"} and not known.missing:
            return Reference(known.name)
        case Field() | Self():
            raise CannotSay(f"'{around.known(logic).name}' as a text")
        case Apply("if", (when, then, otherwise)):
            return _cases(around.condition(when, around), text(then, around), text(otherwise, around))
        case Apply("coalesce", arguments):
            return Call("coalesce", tuple(text(part, around) for part in arguments))
        case Apply("string" | "normalize-space", (part,)):
            return text(part, around)
        case Apply("substr", (asked, Constant("0"), Constant(count))) if (found := float_of(count)) is not None:
            return Call("left", (text(asked, around), Literal(found)))
        case Apply(name):
            raise CannotSay(UNTOLD.get(name, f"{name}() as a text"))


def text_constant(written: str) -> Literal:
    """A text as the language holds it."""
    if written != written.strip() or not written:
        raise CannotSay(f"the text '{written}' with spaces around it")
    return Literal(written)
