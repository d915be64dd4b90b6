"""Which questions a `where` leads to, and which of some things it keeps. Pure.

Groups have no names here: a linkId that is no question's is a group, and somewhere in it are all questions.
"""

from collections.abc import Iterator
from dataclasses import replace

from catalogue.expressions.nodes import NULL, Literal
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.grammar import Constant, Function, Operator, Path, Step, parts
from catalogue.formats.fhir.fhirpath.reading import Reading, arguments
from catalogue.formats.fhir.fhirpath.results import FALSE, TRUE, Anywhere, Collection, Found, Many
from catalogue.formats.fhir.fhirpath.steps import question
from catalogue.formats.fhir.fhirpath.weights import of_weights


def where(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Collection:
    """Those of which a condition is true."""
    (condition,) = arguments(path, 1)
    if isinstance(on, Anywhere):
        if not on.all_of_it and not _only_names(condition):
            raise CannotSay("which questions stand in a group, or in none; name them by their linkId")
        return _questions(reader, condition)
    if of_weights(reader, on, condition):
        return on
    kept = []
    for found in on.found:
        holds = reader.condition(condition, Many((found.present,)))
        if holds not in (FALSE, NULL):
            kept.append(found.under(holds))
    return replace(on, found=tuple(kept))


def _questions(reader: Reading, condition: Path) -> Collection:
    found, groups = list[Found](), list[str]()
    for name in _candidates(reader, condition):
        item = reader.items.get(name)
        asked = question(item) if item else Found("group", Literal(name))
        holds = reader.condition(condition, Many((asked,)))
        if holds in (FALSE, NULL):
            continue
        if item:
            found.append(asked.under(holds))
        elif holds == TRUE:
            groups.append(name)
        else:
            raise CannotSay(f"whether the group '{name}' is there")
    if found and groups and _only_names(condition):
        raise CannotSay(f"'{groups[0]}', which is no question of the form")
    return Anywhere(tuple(groups)) if groups and not found else Many(tuple(found))


def _candidates(reader: Reading, condition: Path) -> list[str]:
    """The linkIds that may be meant: those that are named, and all others when it does more than name."""
    named = dict.fromkeys(part.text for part in _walk(condition) if isinstance(part, Constant) and part.kind == "text")
    return list(named if _only_names(condition) else {**named, **dict.fromkeys(reader.items)})


def _only_names(condition: Path) -> bool:
    """Whether it is true only of questions whose linkId stands in it."""
    match condition:
        case Operator("=", (left, right)):
            return (_is_link_id(left) and isinstance(right, Constant)) or (
                _is_link_id(right) and isinstance(left, Constant)
            )
        case Operator("in", (left, right)):
            return _is_link_id(left) and all(isinstance(part, Constant | Operator) for part in _walk(right))
        case Operator("and", inside):
            return any(map(_only_names, inside))
        case Operator("or", inside):
            return all(map(_only_names, inside))
        case _:
            return False


def _is_link_id(path: Path) -> bool:
    return isinstance(path, Step) and path.name == "linkId"


def _walk(path: Path) -> Iterator[Path]:
    yield path
    for part in parts(path):
        yield from _walk(part)
