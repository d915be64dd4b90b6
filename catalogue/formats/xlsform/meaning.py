"""What a condition in XPath means in our expressions. Pure.

In ODK a question without an answer is the empty text, and the number of an empty text is no number: equal to nothing,
different from everything, neither less nor greater. Here it is NULL. Each condition becomes an expression that is TRUE
just when XPath's is true, as JavaRosa computes it. Values are in `numbers.py` and `values.py`.
"""

from collections.abc import Callable, Mapping
from datetime import date

from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference
from catalogue.formats.expressing import ZERO, CannotSay, joined, negated
from catalogue.formats.xlsform import computing
from catalogue.formats.xlsform.computing import Around
from catalogue.formats.xlsform.meant import NO, NUMBERS, YES, Meant
from catalogue.formats.xlsform.xpath import Apply, Constant, Field, Self, XPath

ORDER: Mapping[str, str] = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
FLIPPED: Mapping[str, str] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
TRUE, FALSE = Literal(True), Literal(False)
CONDITIONS = frozenset(
    {"and", "or", "not", "=", "!=", "<", "<=", ">", ">=", "selected", "true", "false", "contains", "starts-with"}
    | {"regex", "boolean", "ends-with", "is-selected"}
)
"""Operators and functions whose value is true or false."""


def condition(logic: XPath, around: Around) -> Node:
    """A boolean expression that is TRUE just when the XPath is true."""
    match logic:
        case Apply("and" | "or" as name, arguments):
            return joined(name, [condition(part, around) for part in arguments])
        case Apply("not", (part,)):
            return negated(condition(part, around))
        case Apply("=" | "!=" | "<" | "<=" | ">" | ">=" as name, (left, right)):
            return _compared(name, left, right, around)
        case Apply("if", (when, then, otherwise)):
            return Case(((condition(when, around), condition(then, around)),), condition(otherwise, around))
        case Apply(name, arguments) if name in TESTS:
            return TESTS[name](arguments, around)
        case Constant(text, is_number):
            return TRUE if (computing.float_of(text) not in {None, 0.0} if is_number else text) else FALSE
        case Field() | Self():
            return _is_there(logic, around)
        case _:
            return Call("ne", (computing.number(logic, around), ZERO))


def is_condition(logic: XPath) -> bool:
    """Whether the value is true or false."""
    match logic:
        case Apply("if", (_, then, otherwise)):
            return is_condition(then) and is_condition(otherwise)
        case Apply(name):
            return name in CONDITIONS
        case _:
            return False


def _is_there(logic: XPath, around: Around) -> Node:
    """A question by itself is true when it has an answer; a number also when it is not 0."""
    known = around.known(logic)
    if known.kind == "number":
        return Call("ne", (Reference(known.name), ZERO))
    return negated(_blank(known))


def _blank(known: Meant) -> Node:
    """Whether a question has no answer."""
    if known.kind == "ticks":
        return joined("and", [negated(Call("is_true", (Reference(tick),))) for tick in known.ticks.values()])
    if known.kind == "acknowledge":
        return negated(Call("is_true", (Reference(known.name),)))
    if known.missing:
        raise CannotSay(f"whether '{known.name}' is blank, of which a code means no answer here")
    return Call("is_null", (Reference(known.name),))


# ---- comparisons ----


def _compared(name: str, left: XPath, right: XPath, around: Around) -> Node:
    if isinstance(left, Constant) and not isinstance(right, Constant):
        return _compared(FLIPPED[name], right, left, around)
    if name in {"=", "!="} and (is_condition(left) or is_condition(right)):
        same = _same_truth(condition(left, around), condition(right, around))
        return same if name == "=" else negated(same)
    if isinstance(left, Field | Self) and isinstance(right, Constant):
        return _with_constant(name, around.known(left), right, around)
    if isinstance(left, Field | Self) and isinstance(right, Field | Self) and name in {"=", "!="}:
        return _two_fields(name, around.known(left), around.known(right))
    if computing.is_day(left, around) and computing.is_day(right, around):
        return _ordered(name, computing.day(left, around), computing.day(right, around))
    if isinstance(right, Constant) and not right.is_number:
        return _with_text(name, left, right, around)
    if computing.is_day(left, around) != computing.is_day(right, around):
        raise CannotSay("a day compared with what is none; a day is written date('2020-01-31') there")
    return _ordered(name, computing.number(left, around), computing.number(right, around))


def _same_truth(one: Node, other: Node) -> Node:
    """Whether two conditions are both true or both not."""
    for part, constant in ((one, other), (other, one)):
        if constant == TRUE:
            return Call("is_true", (part,))
        if constant == FALSE:
            return negated(part)
    return Call("eq", (Call("is_true", (one,)), Call("is_true", (other,))))


def _ordered(name: str, left: Node, right: Node) -> Node:
    if name in ORDER:
        return Call(ORDER[name], (left, right))
    same = Call("eq", (left, right))
    return same if name == "=" else negated(same)


def _with_text(name: str, left: XPath, right: Constant, around: Around) -> Node:
    """A value that is no single question, compared with a text."""
    if name in ORDER:
        found = computing.float_of(right.text)
        return FALSE if found is None else _ordered(name, computing.number(left, around), Literal(found))
    if computing.is_number(left, around):
        found = computing.float_of(right.text)
        if found is None:
            return FALSE if name == "=" else TRUE
        return _ordered(name, computing.number(left, around), Literal(found))
    if computing.is_day(left, around):
        raise CannotSay("a day compared with a text")
    value = computing.text(left, around)
    if not right.text:
        blank = Call("is_null", (value,))
        return blank if name == "=" else negated(blank)
    return _ordered(name, value, computing.text(right, around))


def _two_fields(name: str, one: Meant, other: Meant) -> Node:
    alike = one.kind == other.kind or {one.kind, other.kind} <= {"number"}
    if not alike or one.kind in {"ticks", "acknowledge", "nothing"} or one.missing or other.missing:
        raise CannotSay(f"'{one.name}' compared with '{other.name}', which is of another kind")
    first, second = Reference(one.name), Reference(other.name)
    blank = Call("and", (Call("is_null", (first,)), Call("is_null", (second,))))
    same = Call("or", (Call("eq", (first, second)), blank))
    return same if name == "=" else negated(same)


def _with_constant(name: str, known: Meant, value: Constant, around: Around) -> Node:
    if name in ORDER:
        return _order_with_constant(name, known, value)
    if not value.is_number and not value.text:
        blank = _blank(known)
        return blank if name == "=" else negated(blank)
    equal = EQUAL.get(known.kind, _equal_unknown)(known, value)
    if name == "=" or not isinstance(equal, Call) or equal.function != "eq":
        return equal if name == "=" else negated(equal)
    return Call("or", (Call("ne", equal.arguments), Call("is_null", (equal.arguments[0],))))


def _order_with_constant(name: str, known: Meant, value: Constant) -> Node:
    found = computing.float_of(value.text)
    if known.kind in NUMBERS:
        return FALSE if found is None else Call(ORDER[name], (Reference(known.name), Literal(found)))
    if known.kind in {"date", "today"}:
        raise CannotSay(f"the order of a day and the text '{value.text}'; a day is written date('2020-01-31') there")
    raise CannotSay(f"an order of what is no number or day ('{known.name}')")


def _equal_code(known: Meant, value: Constant) -> Node:
    codes = known.codes
    found = value.text if value.text in codes else None
    if found is None and value.is_number:
        found = next(
            (code for code in sorted(codes) if computing.float_of(code) == computing.float_of(value.text)), None
        )
    if found is None:
        return FALSE
    if found in known.missing:
        raise CannotSay(f"whether '{known.name}' is '{found}', which means no answer here")
    constant = Literal(float(found)) if known.kind == "code" else Literal(found)
    return Call("eq", (Reference(known.name), constant))


def _equal_number(known: Meant, value: Constant) -> Node:
    found = computing.float_of(value.text)
    return FALSE if found is None else Call("eq", (Reference(known.name), Literal(found)))


def _equal_text(known: Meant, value: Constant) -> Node:
    if value.is_number:
        raise CannotSay(f"the text '{known.name}' compared with a number")
    return Call("eq", (Reference(known.name), computing.text_constant(value.text)))


def _equal_date(known: Meant, value: Constant) -> Node:
    try:
        day = Literal(date.fromisoformat(value.text))
    except ValueError:
        raise CannotSay(f"'{value.text}', which is no day") from None
    return Call("eq", (computing.day_of(known), day))


def _equal_boolean(known: Meant, value: Constant) -> Node:
    asked = Reference(known.name)
    if value.text == YES:
        return asked
    return Call("not", (asked,)) if value.text == NO else FALSE


def _equal_acknowledge(known: Meant, value: Constant) -> Node:
    return Call("is_true", (Reference(known.name),)) if value.text == "OK" else FALSE


def _equal_ticks(known: Meant, value: Constant) -> Node:
    """Just this choice and no other."""
    if value.text not in known.ticks:
        if " " in value.text:
            raise CannotSay(f"the choices '{value.text}' of '{known.name}' in this order")
        return FALSE
    return joined(
        "and",
        [
            Call("is_true", (Reference(tick),)) if code == value.text else negated(Call("is_true", (Reference(tick),)))
            for code, tick in known.ticks.items()
        ],
    )


def _equal_unknown(known: Meant, value: Constant) -> Node:
    raise CannotSay(known.why or f"'{known.name}' compared with '{value.text}'")


EQUAL: Mapping[str, Callable[[Meant, Constant], Node]] = {
    "code": _equal_code,
    "code-text": _equal_code,
    "number": _equal_number,
    "text": _equal_text,
    "date": _equal_date,
    "today": _equal_date,
    "boolean": _equal_boolean,
    "acknowledge": _equal_acknowledge,
    "ticks": _equal_ticks,
}
"""How a question of each kind is equal to a constant."""


# ---- functions that are true or false ----

Arguments = tuple[XPath, ...]


def _selected(arguments: Arguments, around: Around) -> Node:
    match arguments:
        case (Field() | Self() as asked, Constant(text)):
            known = around.known(asked)
            if known.kind == "ticks":
                return Call("is_true", (Reference(known.ticks[text]),)) if text in known.ticks else FALSE
            if known.kind in {"code", "code-text", "boolean"}:
                return _with_constant("=", known, Constant(text), around) if text else _blank(known)
            raise CannotSay(f"selected() of '{known.name}', which is no choice")
        case _:
            raise CannotSay("selected() of what is no question, or with a choice that is computed")


def _starts(arguments: Arguments, around: Around) -> Node:
    match arguments:
        case (asked, Constant(text)) if text:
            return Call("starts_with", (computing.text(asked, around), computing.text_constant(text)))
        case _:
            raise CannotSay("starts-with() with a beginning that is computed")


def _constant(value: Literal) -> Callable[[Arguments, Around], Node]:
    return lambda arguments, around: value


def _untold(why: str) -> Callable[[Arguments, Around], Node]:
    def refuse(arguments: Arguments, around: Around) -> Node:
        raise CannotSay(why)

    return refuse


TESTS: Mapping[str, Callable[[Arguments, Around], Node]] = {
    "selected": _selected,
    "is-selected": _selected,
    "starts-with": _starts,
    "boolean": lambda arguments, around: condition(arguments[0], around),
    "true": _constant(TRUE),
    "false": _constant(FALSE),
    "contains": _untold("contains(); there are no patterns of texts here"),
    "ends-with": _untold("ends-with(); there are no patterns of texts here"),
    "regex": _untold("regex(); there are no patterns of texts here"),
}
"""Functions that are conditions."""
