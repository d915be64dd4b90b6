"""FHIRPath's functions of texts. Pure; nothing here looks into an answer but at its beginning."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from catalogue.expressions.nodes import NULL, Call, Literal, Node
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.grammar import Constant, Function
from catalogue.formats.fhir.fhirpath.reading import Called, Reading, arguments
from catalogue.formats.fhir.fhirpath.results import (
    FALSE,
    TRUE,
    Collection,
    Found,
    Many,
    one,
    single,
    value_of,
)


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


TEXTS: Mapping[str, Called] = {
    "length": _length,
    "startsWith": _starts_with,
    "substring": _substring,
    **dict.fromkeys((*SEARCHES, "matches"), _searched),
}
