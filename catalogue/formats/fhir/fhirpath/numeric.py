"""FHIRPath's functions of numbers. Pure."""

from collections.abc import Callable, Mapping

from catalogue.expressions.nodes import NULL, Call, Literal, Node
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.arithmetic import truncated
from catalogue.formats.fhir.fhirpath.grammar import Constant, Function, Path
from catalogue.formats.fhir.fhirpath.reading import Called, Reading, arguments
from catalogue.formats.fhir.fhirpath.results import (
    ZERO,
    Collection,
    Many,
    single,
    value_of,
)


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


NUMBERS: Mapping[str, Called] = {
    "abs": _of_number(lambda node: Call("abs", (node,))),
    "floor": _of_number(lambda node: Call("floor", (node,))),
    "ceiling": _of_number(_ceiling),
    "truncate": _of_number(truncated),
    "round": _round,
    "power": _power,
}
