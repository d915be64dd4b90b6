"""FHIRPath, as questionnaires use it, and our expressions: each in the words of the other, with exactly its meaning.

`fhirpath_text` writes, `expression_text` reads; both are pure, and raise `CannotSay` with the reason where the other
side has no words. `FhirPathError` is for a text that is no FHIRPath. Empty there is NULL here; what differs between
programs that evaluate FHIRPath (halves, signs of what is empty, differences of dates) is said so that all agree.
"""

from collections.abc import Mapping

from catalogue.expressions.nodes import Node
from catalogue.formats.fhir.fhirpath.meaning import meant
from catalogue.formats.fhir.fhirpath.records import FhirPathError, Item
from catalogue.formats.fhir.fhirpath.said import said

__all__ = ["FhirPathError", "Item", "expression_text", "fhirpath_text"]


def fhirpath_text(node: Node, items: Mapping[str, Item], *, answering: Item | None = None) -> str:
    """An expression as FHIRPath over `%resource`, the response; the items by our name, lists written out.

    `answering` is the question that it computes the answer to: where that is a coding, so is the result.
    """
    return said(node, items, answering)


def expression_text(
    fhirpath: str, items: Mapping[str, Item], *, wanted: str, variables: Mapping[str, str] | None = None
) -> str:
    """A FHIRPath as an expression of ours, the items by linkId; `wanted` is condition or value.

    `variables` are the questionnaire's own, FHIRPath by name.
    """
    return meant(fhirpath, items, wanted, variables or {})
