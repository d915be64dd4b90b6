"""FHIRPath's functions that ask whether something is there, and whether it is true. Pure."""

from collections.abc import Mapping

from catalogue.expressions.nodes import Node
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.finding import where
from catalogue.formats.fhir.fhirpath.grammar import Function
from catalogue.formats.fhir.fhirpath.reading import Called, Reading, arguments
from catalogue.formats.fhir.fhirpath.results import (
    Collection,
    Many,
    about,
    joined,
    many,
    negated,
    single,
    sure,
    truth,
)


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


EXISTENCE: Mapping[str, Called] = {
    "exists": _exists,
    "empty": _empty,
    "hasValue": _exists,
    "not": _not,
    "all": _all,
    "allTrue": _every(wanted=True),
    "allFalse": _every(wanted=False),
    "anyTrue": _some(wanted=True),
    "anyFalse": _some(wanted=False),
}
