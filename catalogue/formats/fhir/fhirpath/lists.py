"""FHIRPath's functions of several answers: how many, their sum, the first. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.comparing import ORDERED
from catalogue.formats.fhir.fhirpath.grammar import Constant, Function, parse
from catalogue.formats.fhir.fhirpath.idioms import FOLD_OF
from catalogue.formats.fhir.fhirpath.reading import Called, Reading, arguments
from catalogue.formats.fhir.fhirpath.results import (
    ONE,
    ZERO,
    Collection,
    Found,
    Many,
    about,
    many,
    single,
)

SUMS = frozenset({parse("$this + $total"), parse("$total + $this")})
NOTHING = parse("0")


def _combine(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    (other,) = arguments(path, 1)
    found = many(on).found + many(reader.read(other, this)).found
    return Many(found, unique=path.name == "union" or many(on).unique)


def _distinct(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    arguments(path, 0)
    return replace(many(on), unique=True)


def _first(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    """The first of those that are there."""
    if path.name == "[" and path.arguments != (Constant("number", "0"),):
        raise CannotSay("an answer by its number, but for the first")
    found = many(on).found
    if path.name == "last":
        found = found[::-1]
    if len(found) < 2:
        return Many(found)
    if len({part.kind for part in found}) > 1:
        raise CannotSay("the first of several that are of different kinds")
    item = found[0].item if len({part.item.name for part in found if part.item}) == 1 else None
    return Many((Found(found[0].kind, Call("coalesce", tuple(part.value for part in found)), None, item),))


def _count(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    arguments(path, 0)
    found = _counted_once_each(on)
    if not found:
        return single("number", ZERO)
    ticks = _ticks(found)
    if ticks:
        return single("number", Call("coalesce", (Call("sum_answered", _listed([*ticks], found)), ZERO)))
    return single("number", Call("answered", _listed(list(map(_countable, found)), found)))


def _countable(found: Found) -> Node:
    """What `answered` takes: a number, or a 1 in the place of what is none."""
    if found.kind in {"number", "code"} and found.when is None:
        return _plain(found.node)
    return Case(((found.there, ONE),), NULL)


def _ticks(found: Sequence[Found]) -> tuple[Node, ...]:
    """The ticks, when it is how many are set that is counted."""
    ticks = [
        part.when.arguments[0]
        for part in found
        if isinstance(part.node, Literal) and isinstance(part.when, Call) and part.when.function == "is_true"
    ]
    are_all = len(ticks) == len(found) and all(isinstance(tick, Reference) for tick in ticks)
    return tuple(ticks) if are_all else ()


def _fold(name: str) -> Called:
    def call(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
        arguments(path, 0)
        return _folded(name, on)

    return call


def _aggregate(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    """What adds up, or keeps the least or the greatest."""
    match arguments(path, 1, 2):
        case (fold,) if fold in FOLD_OF:
            return _folded(FOLD_OF[fold], on)
        case (fold, start) if fold in SUMS and start == NOTHING:
            found = _folded("sum_answered", on).found
            return single("number", Call("coalesce", (found[0].node, ZERO)) if found else ZERO)
    raise CannotSay("aggregate() of another kind than sums, the least and the greatest")


def _folded(name: str, on: Collection) -> Many:
    found = _counted_once_each(on) if name in {"sum_answered", "mean_answered"} else many(on).found
    if not found:
        return Many()
    kinds = {part.kind for part in found}
    if kinds == {"number"}:
        return single("number", Call(name, _listed([_plain(part.value) for part in found], found)))
    if name in {"min_answered", "max_answered"} and len(kinds) == 1 and kinds <= ORDERED:
        return single(f"extreme {kinds.pop()}", Call(name, tuple(part.value for part in found)))
    raise CannotSay(f"the sum, least or greatest of {about(next(part for part in found if part.kind != 'number'))}")


def _listed(parts: list[Node], found: Sequence[Found]) -> tuple[Node, ...]:
    """A checklist's name in the place of all its ticks."""
    for item in {part.item.link_id: part.item for part in found if part.item and part.item.choices}.values():
        ticks = [Reference(tick) for tick in item.choices.values()]
        at = parts.index(ticks[0]) if ticks and ticks[0] in parts else 0
        if ticks and parts[at : at + len(ticks)] == ticks:
            parts = [*parts[:at], Reference(item.name), *parts[at + len(ticks) :]]
    return tuple(parts)


def _plain(node: Node) -> Node:
    """A yes or no in the place of the number made of it: a list counts a TRUE as 1."""
    match node:
        case Case(((asked, Literal(1.0)), (Call("not", (again,)), Literal(0.0))), Literal(None)) if asked == again:
            return asked
        case _:
            return node


def _counted_once_each(on: Collection) -> tuple[Found, ...]:
    collection = many(on)
    if collection.unique and len(collection.found) > 1 and not _ticks(collection.found):
        raise CannotSay("how many different answers there are; equal ones are counted once there")
    return collection.found


LISTS: Mapping[str, Called] = {
    **dict.fromkeys(("combine", "union"), _combine),
    "distinct": _distinct,
    **dict.fromkeys(("first", "last", "[", "single"), _first),
    "count": _count,
    "sum": _fold("sum_answered"),
    "min": _fold("min_answered"),
    "max": _fold("max_answered"),
    "avg": _fold("mean_answered"),
    "aggregate": _aggregate,
}
