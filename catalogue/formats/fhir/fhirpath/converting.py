"""FHIRPath's conversions: what is of the wanted kind, or can be made so. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from catalogue.expressions.nodes import NULL, Call, Case, Literal
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.constants import code_number
from catalogue.formats.fhir.fhirpath.grammar import Function, Step
from catalogue.formats.fhir.fhirpath.reading import Called, Reading, arguments
from catalogue.formats.fhir.fhirpath.results import (
    ONE,
    ZERO,
    Collection,
    Found,
    Many,
    about,
    one,
    single,
    value_of,
)
from catalogue.formats.fhir.fhirpath.steps import of_type


def _typed(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Collection:
    match arguments(path, 1):
        case (Step(_, name),):
            return of_type(on, name)
        case _:
            raise CannotSay(f"{path.name}() of what is no type")


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
        case Found("code") if found.item is None or not found.item.codes:
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


CONVERSIONS: Mapping[str, Called] = {
    "toInteger": _to_integer,
    "toDecimal": _to_decimal,
    "toString": _to_string,
    "toBoolean": _same("boolean"),
    "toDate": _same("date"),
    "toTime": _same("time"),
    "ofType": _typed,
    "as": _typed,
}
