"""What the things of others are that a description points to: who reads it needs no vocabulary beside it to know."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from renderers.linked_data.terms import DCAT, DCT, RDF, Iri, Triple, Triples

CLASSES: Mapping[Iri, Iri] = MappingProxyType(
    {
        DCT("language"): DCT("LinguisticSystem"),
        DCT("spatial"): DCT("Location"),
        DCT("accrualPeriodicity"): DCT("Frequency"),
        DCT("accessRights"): DCT("RightsStatement"),
        DCT("format"): DCT("MediaTypeOrExtent"),
        DCAT("mediaType"): DCT("MediaType"),
    }
)
"""What the profiles say that the value of a property is. Concepts are left to their owners, who have the labels."""


def with_externals(triples: Iterable[Triple]) -> Triples:
    """The triples, and for each value from a vocabulary of others what it is."""
    for subject, predicate, thing in triples:
        yield subject, predicate, thing
        if predicate in CLASSES and isinstance(thing, Iri):
            yield thing, RDF("type"), CLASSES[predicate]
