"""Steps of a path: from the response to a question, its answer, the answer's value and code. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from catalogue.expressions.nodes import Call, Literal, Node, Reference
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.records import Item
from catalogue.formats.fhir.fhirpath.results import (
    TRUE,
    Anywhere,
    Collection,
    Found,
    about,
    joined,
    nowhere,
)
from catalogue.formats.fhir.fhirpath.weights import OPTION, extensions

KIND_OF_VALUE: Mapping[str, str] = {
    "integer": "number",
    "decimal": "number",
    "code": "coding",
    "code-text": "coding",
    "longtext": "text",
    **{kind: kind for kind in ("quantity", "boolean", "text", "date", "time", "datetime")},
}
"""What the value of an answer is, by the kind of its question."""
TYPES: Mapping[str, frozenset[str]] = {
    "Boolean": frozenset({"boolean"}),
    "Integer": frozenset({"integer"}),
    "Decimal": frozenset({"decimal"}),
    "Quantity": frozenset({"quantity", "decimal"}),
    "Coding": frozenset({"code", "code-text"}),
    "String": frozenset({"text", "longtext"}),
    "Date": frozenset({"date"}),
    "DateTime": frozenset({"datetime"}),
    "Time": frozenset({"time"}),
}
"""FHIR's types of a value, and the kinds of question that have it."""


def step(on: Collection, name: str) -> Collection:
    """A member of what has been found."""
    if isinstance(on, Anywhere):
        if name == "item":
            return on
        raise CannotSay(nowhere(on))
    if name == "item":
        return Anywhere()
    if name == "extension":
        return extensions(on)
    return replace(on, found=tuple(part for found in on.found for part in _member(found, name)))


def question(item: Item) -> Found:
    """A question; of a checklist it is there when something is ticked."""
    return (
        Found("item", TRUE, _any_tick(item), item) if item.choices else Found("item", Reference(item.name), None, item)
    )


def _any_tick(item: Item) -> Node:
    return joined("or", [Call("is_true", (Reference(tick),)) for tick in item.choices.values()])


def _answers(found: Found) -> tuple[Found, ...]:
    """One answer, or of a checklist one for each that there may be."""
    item = found.item
    if item is None or not item.choices:
        return (replace(found, kind="answer"),)
    ticked = [
        Found("answer", Literal(code), Call("is_true", (Reference(tick),)), item) for code, tick in item.choices.items()
    ]
    if found.when is None or found.when == _any_tick(item):
        return tuple(ticked)
    return tuple(answer.under(found.when) for answer in ticked)


def of_type(collection: Collection, name: str) -> Collection:
    """Those of a type, which must be what the question has."""
    if isinstance(collection, Anywhere):
        raise CannotSay("the type of what is no value")
    for found in collection.found:
        if found.item is not None:
            _check_type(found.item, name[:1].upper() + name[1:])
    return collection


def _check_type(item: Item, name: str) -> None:
    if item.kind not in TYPES.get(name, ()):
        raise CannotSay(f"'{item.link_id}' as {name}: it has {_has(item)}")


def _has(item: Item) -> str:
    return f"answers of another type ({item.kind})"


def _member(found: Found, name: str) -> tuple[Found, ...]:
    if name == "answer" and found.kind in {"item", "group"}:
        return _answers(found) if found.kind == "item" else ()
    member = MEMBERS.get((found.kind, name))
    if member is not None:
        return (member(found),)
    if found.kind == "answer" and name.startswith("value") and found.item:
        _check_type(found.item, name.removeprefix("value"))
        return (_value(found),)
    raise CannotSay(f".{name} of {about(found)}")


def _value(found: Found) -> Found:
    item = found.item
    if item is None or item.kind not in KIND_OF_VALUE:
        raise CannotSay(f"the value of {about(found)}")
    return replace(found, kind=KIND_OF_VALUE[item.kind])


def _code(found: Found) -> Found:
    """Of a list of numbers the code is a number here; a tick has its code as a text."""
    is_number = found.item is not None and found.item.kind == "code" and not found.item.choices
    return replace(found, kind="code" if is_number else "text")


def _number(found: Found) -> Found:
    """The number of a quantity, which is all of it that we keep."""
    if found.item is None:
        raise CannotSay(f".value of {about(found)}")
    return found


def _link_id(found: Found) -> Found:
    return Found("text", Literal(found.item.link_id) if found.item else found.node)


MEMBERS: Mapping[tuple[str, str], Callable[[Found], Found]] = {
    ("item", "linkId"): _link_id,
    ("group", "linkId"): _link_id,
    ("answer", "value"): _value,
    ("coding", "code"): _code,
    ("number", "value"): _number,
    ("extension", "value"): lambda found: replace(found, kind="number"),
    ("extension", "valueDecimal"): lambda found: replace(found, kind="number"),
    (OPTION, "value"): lambda found: replace(found, kind="coding"),
    ("quantity", "value"): lambda found: replace(found, kind="number"),
}
"""The members that are known, by the kind of what they are of."""
