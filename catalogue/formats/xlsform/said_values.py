"""Our values in XPath: numbers, days and texts, NULL being the empty text or no number. Pure.

Written as JavaRosa computes them: rounding is spelt out, because `round` there rounds decimal figures and halves up;
a division by what may be zero gives nothing and not infinity.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from catalogue.expressions.inference import type_of
from catalogue.expressions.intervals import interval
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference
from catalogue.expressions.printer import literal_text
from catalogue.formats.expressing import CannotSay
from catalogue.formats.xlsform.spelling import Names, has_some, quoted

Say = Callable[[Node, "Sayer"], str]
SIGNS: Mapping[str, str] = MappingProxyType({"add": "+", "subtract": "-", "multiply": "*", "divide": "div"})
"""Arithmetic; a part that is arithmetic itself stands in brackets where it has to."""


@dataclass(frozen=True, slots=True)
class Sayer:
    """What values need of conditions: what is TRUE, and what is NULL."""

    names: Names
    true: Say
    none: Say

    def kind(self, node: Node) -> str:
        """The type of an expression."""
        return type_of(node, self.names.scope) or "text"

    def is_filled(self, name: str) -> bool:
        """Whether a variable has a value although it is not asked."""
        return self.names.of(name).otherwise is not None

    def lies_above(self, node: Node, least: float, *, strictly: bool = False) -> bool:
        """Whether a number can be nothing below this."""
        found = interval(node, self.names.scope)
        return found is not None and (found.low > least if strictly else found.low >= least)


def side(node: Node, other: Node, sayer: Sayer) -> str:
    """One side of a comparison: a code beside its question stands in quotes."""
    match node:
        case Literal(float() as constant) if isinstance(other, Reference) and _is_choice(other, sayer):
            return quoted(literal_text(constant))
        case Reference(name) if isinstance(other, Literal) and not sayer.is_filled(name):
            return sayer.names.of(name).text
        case _:
            return value(node, sayer)


def _is_choice(asked: Reference, sayer: Sayer) -> bool:
    return sayer.names.of(asked.name).kind == "code"


def value(node: Node, sayer: Sayer) -> str:
    """A value of whatever type."""
    kind = sayer.kind(node)
    if kind == "number":
        return _part(node, sayer)
    if kind == "date":
        return day(node, sayer)
    return text(node, sayer)


def _asked(name: str, sayer: Sayer, kinds: frozenset[str], what: str) -> str:
    """A question as a value; a choice that means no answer is none."""
    found = sayer.names.of(name)
    if found.kind not in kinds:
        raise CannotSay(f"'{name}' as a {what}")
    if found.otherwise is not None:
        raise CannotSay(f"'{name}', which has a value although it is not asked")
    if found.missing:
        return f"if({has_some(found)}, {found.text}, '')"
    return found.text


def _case(node: Case, sayer: Sayer, say: Say) -> str:
    written = say(node.otherwise, sayer)
    for when, then in reversed(node.branches):
        written = f"if({sayer.true(when, sayer)}, {say(then, sayer)}, {written})"
    return written


# ---- numbers ----

NUMBERS = frozenset({"number", "code"})


def number(node: Node, sayer: Sayer) -> str:
    """A number."""
    match node:
        case Literal(float() as constant):
            return plain(constant)
        case Literal(None):
            return "''"
        case Reference(name):
            return _asked(name, sayer, NUMBERS, "number")
        case Case():
            return _case(node, sayer, number)
        case Call("divide", (left, right)):
            return _quotient(left, right, sayer)
        case Call("add" | "subtract" | "multiply" as name, (left, right)):
            return f"{_part(left, sayer, name, 0)} {SIGNS[name]} {_part(right, sayer, name, 1)}"
        case Call(name, arguments) if name in CALLS:
            return CALLS[name](arguments, sayer)
    raise CannotSay(_about(node))


def _about(node: Node) -> str:
    return f"the function {node.function}()" if isinstance(node, Call) else "a value that is no number"


def plain(constant: float) -> str:
    """A number without an exponent, which XPath does not read."""
    if constant == int(constant):
        return str(int(constant))
    return f"{constant:.20f}".rstrip("0") if "e" in repr(constant) else repr(constant)


SUMS, PRODUCTS = frozenset({"add", "subtract"}), frozenset({"multiply", "divide"})
OPEN = frozenset(
    {"negate", "floor", "round", "answered", "sum_answered", "max_answered", "days_between", "months_between"}
)
"""Functions that are written with operators, so that another operator beside them would tear them apart."""


def _part(node: Node, sayer: Sayer, name: str = "multiply", place: int = 1) -> str:
    """A number inside an operation, in brackets where the operation would tear it apart."""
    written = number(node, sayer)
    function = node.function if isinstance(node, Call) else ""
    is_torn = (
        (isinstance(node, Literal) and written.startswith("-"))
        or function in OPEN
        or (function in SUMS and (name not in SUMS or place == 1))
        or (function in PRODUCTS and name not in SUMS and place == 1)
    )
    return f"({written})" if is_torn else written


def _quotient(left: Node, right: Node, sayer: Sayer) -> str:
    quotient = f"{_part(left, sayer, 'divide', 0)} div {_part(right, sayer, 'divide', 1)}"
    if isinstance(right, Literal) and right.value not in {None, 0.0}:
        return quotient
    if sayer.lies_above(right, 0.0, strictly=True):
        return quotient
    return f"if({_part(right, sayer)} != 0, {quotient}, '')"


Arguments = tuple[Node, ...]


def _negated(arguments: Arguments, sayer: Sayer) -> str:
    return f"-{_part(arguments[0], sayer)}"


def _absolute(arguments: Arguments, sayer: Sayer) -> str:
    return f"abs({number(arguments[0], sayer)})"


def _floored(arguments: Arguments, sayer: Sayer) -> str:
    written = number(arguments[0], sayer)
    if sayer.lies_above(arguments[0], 0.0):
        return f"int({written})"
    return f"int({written}) - number(int({written}) > {_part(arguments[0], sayer)})"


def _rounded(arguments: Arguments, sayer: Sayer) -> str:
    inside, digits = arguments
    if not isinstance(digits, Literal) or not isinstance(digits.value, float):
        raise CannotSay("a number of decimals that is computed")
    scale = plain(10.0**digits.value)
    ending = "" if digits.value == 0 else f" div {scale}"
    part = _part(inside, sayer, "multiply", 0)
    scaled = part if digits.value == 0 else f"{part} * {scale}"
    if sayer.lies_above(inside, 0.0):
        return f"int({scaled} + 0.5){ending}"
    scaled = scaled.replace(part, f"abs({number(inside, sayer)})", 1)
    return f"if({part} < 0, -1, 1) * int({scaled} + 0.5){ending}"


def _chosen(arguments: Arguments, sayer: Sayer) -> str:
    """The first that has a value."""
    *firsts, last = arguments
    written = number(last, sayer)
    for part in reversed(firsts):
        if isinstance(part, Literal):
            written = number(part, sayer) if part != NULL else written
        else:
            written = f"if({sayer.none(part, sayer)}, {written}, {number(part, sayer)})"
    return written


def _least(parts: list[str]) -> str:
    return f"min({', '.join(parts)})"


def _greatest(parts: list[str]) -> str:
    """`max` there is never below the smallest number above zero, so it is the least of the opposites."""
    return f"-min({', '.join(f'-({part})' for part in parts)})"


EXTREMES: Mapping[str, Callable[[list[str]], str]] = MappingProxyType({"min": _least, "max": _greatest})


def _extreme(name: str) -> Callable[[Arguments, Sayer], str]:
    """The least or greatest of numbers that all have a value."""

    def extreme(arguments: Arguments, sayer: Sayer) -> str:
        together = " + ".join(_part(part, sayer, "add") for part in arguments)
        listed = EXTREMES[name]([number(part, sayer) for part in arguments])
        return f"if(string({together}) = 'NaN', '', {listed})"

    return extreme


def _listed(name: str) -> Callable[[Arguments, Sayer], str]:
    """The least or greatest of those that have a value, which is how it is there."""

    def listed(arguments: Arguments, sayer: Sayer) -> str:
        parts = [_item(part, sayer) for part in arguments]
        return EXTREMES[name](parts) if len(parts) > 1 else f"number({parts[0]})"

    return listed


def _item(node: Node, sayer: Sayer) -> str:
    """A part of a list: a number, or a yes or tick counted as 1."""
    if sayer.kind(node) != "boolean":
        return number(node, sayer)
    return f"if({sayer.none(node, sayer)}, '', number({sayer.true(node, sayer)}))"


def _counted(arguments: Arguments, sayer: Sayer) -> str:
    return " + ".join(f"number(not({sayer.none(part, sayer)}))" for part in arguments)


def _summed(arguments: Arguments, sayer: Sayer) -> str:
    """Each that has a value; nothing when none has."""
    terms = [_term(part, sayer) for part in arguments]
    nothing = " and ".join(f"({sayer.none(part, sayer)})" for part in arguments)
    return f"if({nothing}, '', {' + '.join(terms)})"


def _term(node: Node, sayer: Sayer) -> str:
    if sayer.kind(node) == "boolean":
        return f"number({sayer.true(node, sayer)})"
    return f"if({sayer.none(node, sayer)}, 0, {number(node, sayer)})"


def _days_between(arguments: Arguments, sayer: Sayer) -> str:
    start, end = (day(part, sayer) for part in arguments)
    return f"{end} - {start}"


def _units(written: str, length: int) -> Callable[[Arguments, Sayer], str]:
    """Completed units: how many times their length goes into the difference of days that are written as numbers."""

    def units(arguments: Arguments, sayer: Sayer) -> str:
        start, end = (written.format(day(part, sayer)) for part in arguments)
        return f"int(({end} - ({start})) div {length})" if "+" in written else f"int(({end} - {start}) div {length})"

    return units


def _part_of_day(letters: str) -> Callable[[Arguments, Sayer], str]:
    return lambda arguments, sayer: f"number(format-date({day(arguments[0], sayer)}, '{letters}'))"


def _length(arguments: Arguments, sayer: Sayer) -> str:
    written = text(arguments[0], sayer)
    return f"if({written} = '', '', string-length({written}))"


MONTH_AND_DAY = "format-date({0}, '%Y') * 1200 + format-date({0}, '%m%d')"
CALLS: Mapping[str, Callable[[Arguments, Sayer], str]] = MappingProxyType(
    {
        "negate": _negated,
        "abs": _absolute,
        "floor": _floored,
        "round": _rounded,
        "coalesce": _chosen,
        "least": _extreme("min"),
        "greatest": _extreme("max"),
        "min_answered": _listed("min"),
        "max_answered": _listed("max"),
        "answered": _counted,
        "sum_answered": _summed,
        "days_between": _days_between,
        "months_between": _units(MONTH_AND_DAY, 100),
        "years_between": _units("format-date({0}, '%Y%m%d')", 10_000),
        "year": _part_of_day("%Y"),
        "month": _part_of_day("%m"),
        "length": _length,
    }
)
"""How a function with a number is written."""


# ---- days and texts ----

DAYS = frozenset({"date", "today"})


def day(node: Node, sayer: Sayer) -> str:
    """A day."""
    match node:
        case Literal(date() as constant):
            return f"date('{constant.isoformat()}')"
        case Literal(None):
            return "''"
        case Reference(name):
            return _asked(name, sayer, DAYS, "day")
        case Call("today", ()):
            return "today()"
        case Call("add_days", (start, days)):
            return _later(start, days, sayer)
        case Call("coalesce", parts):
            return _first(parts, sayer, day)
        case Case():
            return _case(node, sayer, day)
    raise CannotSay("a day that is computed so")


def _later(start: Node, days: Node, sayer: Sayer) -> str:
    moved = f"{day(start, sayer)} + int({number(days, sayer)})"
    unknown = [sayer.none(part, sayer) for part in (start, days) if _may_be_nothing(part)]
    written = f"date({moved})"
    return f"if({' or '.join(unknown)}, '', {written})" if unknown else written


def _may_be_nothing(node: Node) -> bool:
    return not isinstance(node, Literal) and node != Call("today", ())


def _first(parts: Arguments, sayer: Sayer, say: Say) -> str:
    *firsts, last = parts
    written = say(last, sayer)
    for part in reversed(firsts):
        written = f"if({sayer.none(part, sayer)}, {written}, {say(part, sayer)})"
    return written


TEXTS = frozenset({"text", "code-text", "time", "datetime"})


def text(node: Node, sayer: Sayer) -> str:
    """A text."""
    match node:
        case Literal(str() as constant):
            return quoted(constant)
        case Literal(None):
            return "''"
        case Reference(name):
            return _asked(name, sayer, TEXTS, "text")
        case Call("left", (asked, Literal(float() as count))):
            return f"substr({text(asked, sayer)}, 0, {plain(count)})"
        case Call("coalesce", parts):
            return _first(parts, sayer, text)
        case Case():
            return _case(node, sayer, text)
    raise CannotSay(_about(node) if isinstance(node, Call) else "a value that is no text")
