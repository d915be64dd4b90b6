"""FHIRPath and our expressions, both ways."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.expressions.nodes import Node


@dataclass(frozen=True, slots=True)
class Item:
    """A question as expressions see it."""

    link_id: str
    name: str
    kind: str
    choices: Mapping[str, str]


class CannotSay(Exception):
    """There are no words for it."""


class FhirPathError(Exception):
    """This is no FHIRPath."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message, self.at = message, at


def fhirpath_text(node: Node, items: Mapping[str, Item]) -> str:
    """An expression as FHIRPath."""
    raise CannotSay("there are no words for it yet")


def expression_text(fhirpath: str, items: Mapping[str, Item], *, wanted: str) -> str:
    """FHIRPath as an expression."""
    raise CannotSay("there are no words for it yet")
