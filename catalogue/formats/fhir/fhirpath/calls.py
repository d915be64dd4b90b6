"""FHIRPath's functions: what each gives of what stands before it. Pure; a new one is a row in `CALLS`."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node
from catalogue.formats.fhir.fhirpath.arithmetic import truncated
from catalogue.formats.fhir.fhirpath.choosing import iif
from catalogue.formats.fhir.fhirpath.collections import (
    FALSE,
    ONE,
    TRUE,
    ZERO,
    Anywhere,
    Collection,
    Found,
    Many,
    about,
    follows,
    joined,
    many,
    negated,
    one,
    single,
    sure,
    truth,
    value_of,
)
from catalogue.formats.fhir.fhirpath.constants import code_number
from catalogue.formats.fhir.fhirpath.finding import where
from catalogue.formats.fhir.fhirpath.grammar import Constant, Function, Path, Step
from catalogue.formats.fhir.fhirpath.lists import LISTS
from catalogue.formats.fhir.fhirpath.reading import Called, Reading, arguments
from catalogue.formats.fhir.fhirpath.records import CannotSay
from catalogue.formats.fhir.fhirpath.steps import of_type
from catalogue.formats.fhir.fhirpath.weights import extension, weight


def _inward(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Collection:
    """Everything further in; below the response itself that is every question."""
    if isinstance(on, Anywhere):
        return replace(on, all_of_it=path.name != "children" and not on.groups)
    return Anywhere()


def _exists(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    if arguments(path, 0, 1):
        on = where(reader, on, path, this)
    return single("boolean", joined("or", [found.there for found in many(on).found]))


def _empty(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    arguments(path, 0)
    return single("boolean", negated(_exists(reader, on, path, this).found[0].node))


def _not(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    arguments(path, 0)
    return single("boolean", negated(truth(on)))


def _all(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    (condition,) = arguments(path, 1)
    each = [
        joined("or", [negated(found.there), sure(reader.condition(condition, Many((found.present,))))])
        for found in many(on).found
    ]
    return single("boolean", joined("and", each))


def _every(*, wanted: bool) -> Called:
    """`allTrue` and `allFalse`: of those that are there."""

    def call(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
        arguments(path, 0)
        against = [negated(part) if wanted else part for part in _booleans(on)]
        return single("boolean", negated(joined("or", map(sure, against))))

    return call


def _some(*, wanted: bool) -> Called:
    """`anyTrue` and `anyFalse`."""

    def call(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
        arguments(path, 0)
        for_it = [part if wanted else negated(part) for part in _booleans(on)]
        return single("boolean", joined("or", map(sure, for_it)))

    return call


def _booleans(on: Collection) -> list[Node]:
    for found in many(on).found:
        if found.kind != "boolean":
            raise CannotSay(f"{about(found)} where yes or no is expected")
    return [found.value for found in many(on).found]


def _select(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    (selected,) = arguments(path, 1)
    result: list[Found] = []
    for found in many(on).found:
        for part in many(reader.read(selected, Many((found.present,)))).found:
            is_there = (found.when or TRUE) if follows(part.node, found.node) else found.there
            result.append(part.under(is_there))
    return Many(tuple(result))


def _typed(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Collection:
    match arguments(path, 1):
        case (Step(_, name),):
            return of_type(on, name)
        case _:
            raise CannotSay(f"{path.name}() of what is no type")


# ---- conversions ----


def _to_integer(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    found = _number(on, path)
    if found is None or _is_whole(found, reader):
        return Many((found,)) if found else Many()
    is_whole = Call("eq", (Call("floor", (found.value,)), found.value))
    return single("number", Case(((is_whole, found.value),), NULL))


def _to_decimal(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    found = _number(on, path)
    return Many((found,)) if found else Many()


def _number(on: Collection, path: Function) -> Found | None:
    """What is before the function as a number."""
    arguments(path, 0)
    found = one(on)
    match found:
        case None:
            return None
        case Found("number"):
            return found
        case Found("code"):
            return replace(found, kind="number")
        case Found("boolean"):
            as_number = Case(((found.node, ONE), (Call("not", (found.node,)), ZERO)), NULL)
            return Found("number", as_number, found.when, found.item)
        case Found("text", Literal(str() as text)) if code_number(text) is not None:
            return Found("number", Literal(code_number(text)), found.when)
    raise CannotSay(f"{about(found)} made into a number")


def _is_whole(found: Found, reader: Reading) -> bool:
    """Whether a number is whole, whatever the answers."""
    match found.node:
        case Literal(float() as number):
            return number.is_integer()
        case Case(branches, otherwise):
            parts = [*(then for _, then in branches), otherwise]
            return all(part == NULL or _is_whole(Found("number", part), reader) for part in parts)
        case Call(function):
            return function in WHOLE
    return found.item is not None and found.item.kind in {"integer", "code", "code-text"}


WHOLE = frozenset({"floor", "length", "answered", "year", "month", "hour", "minute"}) | {
    f"{unit}_between" for unit in ("days", "months", "years", "minutes")
}
"""Functions whose result is whole."""


def _to_string(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Collection:
    arguments(path, 0)
    found = one(on)
    match found:
        case None | Found("text" | "code"):
            return on
        case Found("datetime"):
            return Many((replace(found, kind="datetime as text"),))
    raise CannotSay(f"{about(found)} made into a text")


def _same(*kinds: str) -> Called:
    """A conversion to what it is already."""

    def call(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Collection:
        arguments(path, 0)
        value_of(on, *kinds)
        return on

    return call


# ---- numbers ----


def _of_number(make: Callable[[Node], Node]) -> Called:
    def call(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
        arguments(path, 0)
        node = value_of(on, "number")
        return single("number", NULL if node is None else make(node))

    return call


def _ceiling(node: Node) -> Node:
    return Call("negate", (Call("floor", (Call("negate", (node,)),)),))


def _round(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    digits = [_digit(part) for part in arguments(path, 0, 1)] or [ZERO]
    node = value_of(on, "number")
    return single("number", NULL if node is None else Call("round", (node, digits[0])))


def _power(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    (exponent,) = arguments(path, 1)
    node = value_of(on, "number")
    return single("number", NULL if node is None else Call("power", (node, _digit(exponent))))


def _digit(path: Path) -> Literal:
    if isinstance(path, Constant) and path.kind == "number" and path.text in "0123456789" and len(path.text) == 1:
        return Literal(float(path.text))
    raise CannotSay("a number of digits or a power that is no whole number from 0 to 9")


# ---- texts ----


def _length(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    arguments(path, 0)
    node = value_of(on, "text")
    return single("number", NULL if node is None else Call("length", (node,)))


def _starts_with(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    match arguments(path, 1):
        case (Constant("text", start),):
            return _begins(value_of(on, "text"), start)
        case _:
            raise CannotSay("startsWith() of what is no constant")


def _begins(node: Node | None, start: str) -> Many:
    if isinstance(node, Literal):
        return single("boolean", Literal(str(node.value).startswith(start)))
    return single("boolean", NULL if node is None else Call("starts_with", (node, Literal(start))))


def _substring(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    match one(on), arguments(path, 1, 2):
        case Found("datetime as text") as found, (Constant("number", "0"), Constant("number", "16")):
            return Many((replace(found, kind="clock"),))
        case Found("text") as found, (Constant("number", "0"), Constant("number", letters)) if letters.isdecimal():
            if 0 < int(letters) <= 10_000:
                return single("text", Call("left", (found.value, Literal(float(letters)))))
        case None, _:
            return Many()
    raise CannotSay("substring() but for the beginning of a text")


def _searched(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    """`endsWith`, `contains`, `matches`: only of what is constant, such as a linkId."""
    (wanted,) = arguments(path, 1)
    node = value_of(on, "text")
    if path.name != "matches" and isinstance(node, Literal) and isinstance(wanted, Constant):
        text = str(node.value)
        return single("boolean", TRUE if SEARCHES[path.name](text, wanted.text) else FALSE)
    raise CannotSay(f"the function {path.name}() of an answer")


SEARCHES: Mapping[str, Callable[[str, str], bool]] = {
    "endsWith": lambda text, wanted: text.endswith(wanted),
    "contains": lambda text, wanted: wanted in text,
}


CALLS: Mapping[str, Called] = {
    **dict.fromkeys(("descendants", "children", "repeat"), _inward),
    "where": where,
    "select": _select,
    "exists": _exists,
    "empty": _empty,
    "hasValue": _exists,
    "not": _not,
    "all": _all,
    "allTrue": _every(wanted=True),
    "allFalse": _every(wanted=False),
    "anyTrue": _some(wanted=True),
    "anyFalse": _some(wanted=False),
    "iif": iif,
    "ofType": _typed,
    "as": _typed,
    **LISTS,
    "toInteger": _to_integer,
    "toDecimal": _to_decimal,
    "toString": _to_string,
    "toBoolean": _same("boolean"),
    "toDate": _same("date"),
    "toTime": _same("time"),
    "abs": _of_number(lambda node: Call("abs", (node,))),
    "floor": _of_number(lambda node: Call("floor", (node,))),
    "ceiling": _of_number(_ceiling),
    "truncate": _of_number(truncated),
    "round": _round,
    "power": _power,
    "length": _length,
    "startsWith": _starts_with,
    "substring": _substring,
    **dict.fromkeys((*SEARCHES, "matches"), _searched),
    **dict.fromkeys(("weight", "ordinal"), weight),
    "extension": extension,
    "today": lambda reader, on, path, this: single("date", Call("today", ())),
}
"""Every function that is understood, by its name."""
