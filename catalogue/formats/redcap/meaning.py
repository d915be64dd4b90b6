"""What REDCap's logic means in our expressions. Pure.

There a field without an answer is the empty text: equal to nothing but `''`, different from everything, neither less
nor greater. Here it is NULL. Each part becomes an expression that is TRUE just when REDCap's is true; where one is
asked whether it is false (`not`, `<>`), the unanswered is named.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference
from catalogue.formats.expressing import ZERO, CannotSay, joined, negated
from catalogue.formats.redcap.logic import Apply, Constant, Field, Logic


@dataclass(frozen=True, slots=True)
class Meant:
    """What a field is here: the name of its variable, its kind of value; of a checkbox the variables of its ticks."""

    name: str
    kind: str
    codes: frozenset[str] = frozenset()
    ticks: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False

    def seen_outside(self, form: str) -> "Meant":
        """The same, as the calculations of other forms see it."""
        ticks = {code: f"{form}.{tick}" for code, tick in self.ticks.items()}
        return Meant(f"{form}.{self.name}", self.kind, self.codes, ticks, self.whole)


ELSEWHERE = Meant("", "elsewhere")
"""A field of another form, as a condition sees it: not at all."""

Fields = Mapping[str, Meant]
ORDER: Mapping[str, str] = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
FLIPPED: Mapping[str, str] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
ARITHMETIC: Mapping[str, str] = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
NUMBERS = frozenset({"number", "code"})
ONE, TRUE, FALSE = Literal(1.0), Literal(True), Literal(False)
DAYS_IN: Mapping[str, float] = {"d": 1.0, "y": 365.2425, "M": 30.44}
"""How many days a unit of `datediff` has there."""


def condition(logic: Logic, fields: Fields) -> Node:
    """A boolean expression that is TRUE just when the logic is true."""
    match logic:
        case Apply("and" | "or" as name, arguments):
            return joined(name, [condition(part, fields) for part in arguments])
        case Apply("not", (part,)):
            return negated(condition(part, fields))
        case Apply("=" | "<>" | "<" | "<=" | ">" | ">=" as name, (left, right)):
            return _compared(name, left, right, fields)
        case Apply("isblankormissingcode" | "isblank", (Field() as asked,)):
            return _is_blank(asked, fields)
        case Apply("if", (when, then, otherwise)):
            chosen, other = condition(then, fields), condition(otherwise, fields)
            return Case(((condition(when, fields), chosen),), other)
        case Constant(text):
            return TRUE if text.lower() not in {"", "0", "false"} else FALSE
        case Field():
            return _compared("=", logic, Constant("1"), fields)
        case Apply():
            return Call("ne", (number(logic, fields), ZERO))


def _compared(name: str, left: Logic, right: Logic, fields: Fields) -> Node:
    if isinstance(left, Constant) and not isinstance(right, Constant):
        return _compared(FLIPPED[name], right, left, fields)
    if isinstance(left, Field) and isinstance(right, Constant):
        return _with_constant(name, left, right, fields)
    if isinstance(left, Field) and isinstance(right, Field):
        one, other = _known(left, fields), _known(right, fields)
        if name in ORDER and one.kind == other.kind == "date":
            return Call(ORDER[name], (Reference(one.name), Reference(other.name)))
        if name not in ORDER:
            return _two_fields(name, left, right, fields)
    if isinstance(right, Constant) and not right.text:
        value = Call("is_null", (number(left, fields),))
        if name not in {"=", "<>"}:
            raise CannotSay("an order with nothing")
        return value if name == "=" else Call("not", (value,))
    return _numbers(name, number(left, fields), number(right, fields))


def _numbers(name: str, left: Node, right: Node) -> Node:
    if name in ORDER:
        return Call(ORDER[name], (left, right))
    same = Call("eq", (left, right))
    return same if name == "=" else negated(same)


def _two_fields(name: str, left: Field, right: Field, fields: Fields) -> Node:
    one, other = _known(left, fields), _known(right, fields)
    kinds = {one.kind, other.kind}
    if "checkbox" in kinds or (one.kind != other.kind and not kinds <= NUMBERS):
        raise CannotSay(f"[{left.name}] compared with [{right.name}], which is of another kind")
    first, second = Reference(one.name), Reference(other.name)
    blank = Call("and", (Call("is_null", (first,)), Call("is_null", (second,))))
    same = Call("or", (Call("eq", (first, second)), blank))
    return same if name == "=" else negated(same)


def _with_constant(name: str, asked: Field, value: Constant, fields: Fields) -> Node:
    known = _known(asked, fields)
    if known.kind == "checkbox":
        return _ticked(name, asked, value, known)
    if not value.text:
        if name not in {"=", "<>"}:
            raise CannotSay(f"[{asked.name}] {name} ''")
        blank = Call("is_null", (Reference(known.name),))
        return blank if name == "=" else Call("not", (blank,))
    if known.kind == "boolean":
        return _yes_or_no(name, known, value)
    if name in {"=", "<>"} and known.codes and value.text not in known.codes:
        found = _same_number(value.text, known.codes) if known.kind == "code" else None
        if found is None:
            return FALSE if name == "=" else TRUE
        value = Constant(found)
    constant = _constant(value, known)
    return _with_literal(name, Reference(known.name), constant, known)


def _same_number(text: str, codes: frozenset[str]) -> str | None:
    return next((code for code in codes if _float(code) is not None and _float(code) == _float(text)), None)


def _with_literal(name: str, asked: Reference, constant: Literal | Call, known: Meant) -> Node:
    if name in ORDER:
        if known.kind in {"text", "code-text", "time", "datetime"}:
            raise CannotSay(f"an order of what is no number or date ({known.name})")
        return Call(ORDER[name], (asked, constant))
    if name == "=":
        return Call("eq", (asked, constant))
    return Call("or", (Call("ne", (asked, constant)), Call("is_null", (asked,))))


def _ticked(name: str, asked: Field, value: Constant, known: Meant) -> Node:
    tick = known.ticks.get(asked.choice or "")
    if tick is None:
        if asked.choice is None:
            raise CannotSay(f"[{asked.name}] without one of its choices")
        return FALSE if (name == "=") == (value.text == "1") else TRUE
    if name not in {"=", "<>"} or value.text not in {"1", "0", ""}:
        if name in ORDER:
            return Call(ORDER[name], (_zero_or_one(Reference(tick)), _number_of(value)))
        raise CannotSay(f"[{asked.name}({asked.choice})] compared with '{value.text}'")
    is_set = (name == "=") == (value.text == "1")
    return Call("is_true", (Reference(tick),)) if is_set else negated(Call("is_true", (Reference(tick),)))


def _yes_or_no(name: str, known: Meant, value: Constant) -> Node:
    if name not in {"=", "<>"} or value.text not in {"1", "0"}:
        if name in ORDER:
            return Call(ORDER[name], (_boolean_number(Reference(known.name)), _number_of(value)))
        return FALSE if name == "=" else TRUE
    asked: Node = Reference(known.name)
    if name == "=":
        return asked if value.text == "1" else Call("not", (asked,))
    return Call("not", (Call("is_true" if value.text == "1" else "is_false", (asked,)),))


def _constant(value: Constant, known: Meant) -> Literal | Call:
    """A constant as a value of the field's kind."""
    match known.kind:
        case "number" | "code":
            return _number_of(value)
        case "date":
            if value.text.lower() == "today":
                return Call("today", ())
            try:
                return Literal(date.fromisoformat(value.text))
            except ValueError:
                raise CannotSay(f"'{value.text}', which is no date") from None
        case "text" | "code-text":
            return Literal(value.text)
        case _:
            raise CannotSay(f"a {known.kind} compared with '{value.text}'")


def _number_of(value: Constant) -> Literal:
    found = _float(value.text)
    if found is None:
        raise CannotSay(f"'{value.text}', which is no number")
    return Literal(found)


def _float(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < 1e15 else None


def _is_blank(asked: Field, fields: Fields) -> Node:
    known = _known(asked, fields)
    if known.kind == "checkbox":
        raise CannotSay(f"whether the checkbox [{asked.name}] is blank")
    return Call("is_null", (Reference(known.name),))


def _known(asked: Field, fields: Fields) -> Meant:
    found = fields.get(asked.name)
    if found is None:
        raise CannotSay(f"[{asked.name}], which is no field of the dictionary")
    if found.kind == ELSEWHERE.kind:
        raise CannotSay(f"[{asked.name}], which is in another form; a condition sees its own form only")
    return found


# ---- numbers ----


def number(logic: Logic, fields: Fields) -> Node:
    """An expression with the number that the logic gives; NULL where it gives none."""
    match logic:
        case Constant(text):
            return NULL if not text or text.lower() == "nan" else _number_of(logic)
        case Field():
            return _field_number(logic, fields)
        case Apply("+" | "-" | "*" | "/" as name, (left, right)):
            return Call(ARITHMETIC[name], (number(left, fields), number(right, fields)))
        case Apply("^", (base, exponent)):
            return Call("power", (number(base, fields), _whole(exponent)))
        case Apply("negate", (part,)):
            inside = number(part, fields)
            return (
                Literal(-inside.value)
                if isinstance(inside, Literal) and isinstance(inside.value, float)
                else Call("negate", (inside,))
            )
        case Apply("and" | "or" | "not" | "=" | "<>" | "<" | "<=" | ">" | ">="):
            return Case(((condition(logic, fields), ONE),), ZERO)
        case Apply("if", (when, then, otherwise)):
            return _if(when, then, otherwise, fields)
        case Apply(name, arguments):
            return _function(name, arguments, fields)


def _if(when: Logic, then: Logic, otherwise: Logic, fields: Fields) -> Node:
    branches, rest = [(condition(when, fields), number(then, fields))], number(otherwise, fields)
    if isinstance(rest, Case):
        branches += rest.branches
        rest = rest.otherwise
    return Case(tuple(branches), rest)


def _field_number(asked: Field, fields: Fields) -> Node:
    known = _known(asked, fields)
    if known.kind in NUMBERS:
        return Reference(known.name)
    if known.kind == "boolean":
        return _boolean_number(Reference(known.name))
    if known.kind == "checkbox" and (tick := known.ticks.get(asked.choice or "")):
        return _zero_or_one(Reference(tick))
    raise CannotSay(f"[{asked.name}] as a number")


def _boolean_number(asked: Node) -> Node:
    return Case(((asked, ONE), (Call("not", (asked,)), ZERO)), NULL)


def _zero_or_one(tick: Node) -> Node:
    return Case(((tick, ONE),), ZERO)


def _whole(logic: Logic) -> Literal:
    match logic:
        case Constant(text) if (found := _float(text)) is not None and found in range(10):
            return Literal(found)
        case _:
            raise CannotSay("a power that is no whole number from 0 to 9")


LISTS: Mapping[str, str] = {
    "sum": "sum_answered",
    "mean": "mean_answered",
    "min": "min_answered",
    "max": "max_answered",
}


def _function(name: str, arguments: tuple[Logic, ...], fields: Fields) -> Node:
    if name in LISTS and arguments:
        return Call(LISTS[name], tuple(number(part, fields) for part in arguments))
    found = FUNCTIONS.get(name)
    if found is None:
        raise CannotSay(f"the function {name}()")
    return found(arguments, fields)


def _rounded(arguments: tuple[Logic, ...], fields: Fields) -> Node:
    digits = _whole(arguments[1]) if len(arguments) > 1 else ZERO
    return Call("round", (number(arguments[0], fields), digits))


def _floored(arguments: tuple[Logic, ...], fields: Fields) -> Node:
    return _scaled(arguments, fields, lambda value: Call("floor", (value,)))


def _ceiled(arguments: tuple[Logic, ...], fields: Fields) -> Node:
    return _scaled(arguments, fields, lambda value: Call("negate", (Call("floor", (Call("negate", (value,)),)),)))


def _scaled(arguments: tuple[Logic, ...], fields: Fields, cut: Callable[[Node], Node]) -> Node:
    digits = _whole(arguments[1]).value if len(arguments) > 1 else 0.0
    value = number(arguments[0], fields)
    if not isinstance(digits, float) or digits == 0:
        return cut(value)
    scale = Literal(10**digits)
    return Call("divide", (cut(Call("multiply", (value, scale))), scale))


def _absolute(arguments: tuple[Logic, ...], fields: Fields) -> Node:
    return Call("abs", (number(arguments[0], fields),))


def _remainder(arguments: tuple[Logic, ...], fields: Fields) -> Node:
    left, right = (number(part, fields) for part in arguments)
    return Call("subtract", (left, Call("multiply", (right, Call("floor", (Call("divide", (left, right)),))))))


def _difference(arguments: tuple[Logic, ...], fields: Fields) -> Node:
    """`datediff(a, b, "y", "mdy", true)`: days of a unit's length, without sign unless the last argument is true."""
    if len(arguments) < 3 or not isinstance(arguments[2], Constant) or arguments[2].text not in DAYS_IN:
        raise CannotSay("datediff in hours, minutes or seconds")
    start, end = (_day(part, fields) for part in arguments[:2])
    days: Node = Call("days_between", (start, end))
    is_signed = any(isinstance(part, Constant) and part.text.lower() in {"true", "1"} for part in arguments[3:])
    days = days if is_signed else Call("abs", (days,))
    length = DAYS_IN[arguments[2].text]
    return days if length == 1 else Call("divide", (days, Literal(length)))


def _day(logic: Logic, fields: Fields) -> Node:
    match logic:
        case Field() if _known(logic, fields).kind == "date":
            return Reference(_known(logic, fields).name)
        case Constant(text) if text.lower() == "today":
            return Call("today", ())
        case Constant(text):
            return _constant(logic, Meant("", "date"))
        case _:
            raise CannotSay("datediff of what are no dates")


def _length(arguments: tuple[Logic, ...], fields: Fields) -> Node:
    match arguments:
        case (Field() as asked,) if _known(asked, fields).kind == "text":
            return Call("length", (Reference(_known(asked, fields).name),))
        case _:
            raise CannotSay("the length of what is no text")


FUNCTIONS: Mapping[str, Callable[[tuple[Logic, ...], Fields], Node]] = {
    "round": _rounded,
    "rounddown": _floored,
    "roundup": _ceiled,
    "abs": _absolute,
    "mod": _remainder,
    "datediff": _difference,
    "length": _length,
}
"""Functions with a meaning here, beside those over lists."""
