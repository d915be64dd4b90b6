"""What a function of FHIRPath asks of the reader: the questions, and what the paths in its arguments give."""

from collections.abc import Callable, Mapping
from typing import Protocol

from catalogue.expressions.nodes import Node
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.grammar import Function, Path
from catalogue.formats.fhir.fhirpath.records import Item
from catalogue.formats.fhir.fhirpath.results import Collection


class Reading(Protocol):
    """A FHIRPath being read."""

    @property
    def items(self) -> Mapping[str, Item]:
        """The questions by linkId."""

    def read(self, path: Path, this: Collection | None) -> Collection:
        """What a path gives; `this` is what a `where` or `select` is about, None outside them."""

    def condition(self, path: Path, this: Collection | None) -> Node:
        """A path as a condition."""


Called = Callable[[Reading, Collection, Function, Collection | None], Collection]
"""A function: it gets the reader, what it is of, its own record with the arguments, and `$this` around it."""


def arguments(path: Function, *counts: int) -> tuple[Path, ...]:
    """The arguments, of which there are so many."""
    if len(path.arguments) not in counts:
        raise CannotSay(f"{path.name}() with {len(path.arguments)} arguments")
    return path.arguments
