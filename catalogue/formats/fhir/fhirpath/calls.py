"""FHIRPath's functions, each a row: what it gives of what stands before it. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from catalogue.expressions.nodes import Call
from catalogue.formats.fhir.fhirpath.choosing import iif
from catalogue.formats.fhir.fhirpath.converting import CONVERSIONS
from catalogue.formats.fhir.fhirpath.existence import EXISTENCE
from catalogue.formats.fhir.fhirpath.finding import where
from catalogue.formats.fhir.fhirpath.grammar import Function
from catalogue.formats.fhir.fhirpath.lists import LISTS
from catalogue.formats.fhir.fhirpath.numeric import NUMBERS
from catalogue.formats.fhir.fhirpath.reading import Called, Reading, arguments
from catalogue.formats.fhir.fhirpath.results import (
    TRUE,
    Anywhere,
    Collection,
    Found,
    Many,
    follows,
    many,
    single,
)
from catalogue.formats.fhir.fhirpath.texts import TEXTS
from catalogue.formats.fhir.fhirpath.weights import extension, weight


def _inward(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Collection:
    """Everything further in; below the response itself that is every question."""
    if isinstance(on, Anywhere):
        return replace(on, all_of_it=path.name != "children" and not on.groups)
    return Anywhere()


def _select(reader: Reading, on: Collection, path: Function, this: Collection | None) -> Many:
    (selected,) = arguments(path, 1)
    result: list[Found] = []
    for found in many(on).found:
        for part in many(reader.read(selected, Many((found.present,)))).found:
            is_there = (found.when or TRUE) if follows(part.node, found.node) else found.there
            result.append(part.under(is_there))
    return Many(tuple(result))


CALLS: Mapping[str, Called] = {
    **dict.fromkeys(("descendants", "children", "repeat"), _inward),
    "where": where,
    "select": _select,
    "iif": iif,
    **EXISTENCE,
    **LISTS,
    **CONVERSIONS,
    **NUMBERS,
    **TEXTS,
    **dict.fromkeys(("weight", "ordinal"), weight),
    "extension": extension,
    "today": lambda reader, on, path, this: single("date", Call("today", ())),
}
"""Every function that is understood, by its name."""
