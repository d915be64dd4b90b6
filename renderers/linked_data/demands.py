"""What the profiles demand and only the registry itself can say: each with the key where it is to be written.

DCAT-AP-NO 3 (https://data.norge.no/specification/dcat-ap-no) and HealthDCAT-AP release 8
(https://data.health.europa.eu/healthdcat-ap/), whose demands are those of data that are not public.
"""

from collections.abc import Iterator
from typing import NamedTuple

from catalogue.findings import Finding
from catalogue.formats.records import note
from catalogue.model import Catalogue
from renderers.linked_data.terms import DCAT, DCT, HEALTH, RDF, Iri, Triple

NATIONAL, EUROPEAN = "DCAT-AP-NO", "HealthDCAT-AP"
SLUG = "not-published"


class Demand(NamedTuple):
    """Each thing of a class has the property; `key` of the block `publication` gives it."""

    kind: Iri
    said: Iri
    name: str
    key: str
    profile: str


DEMANDS = (
    Demand(DCAT("Catalog"), DCT("description"), "a description", "description", NATIONAL),
    Demand(DCAT("Catalog"), DCAT("contactPoint"), "a contact point", "contact", NATIONAL),
    Demand(DCAT("Dataset"), DCT("description"), "a description", "description", NATIONAL),
    Demand(DCAT("Dataset"), DCAT("contactPoint"), "a contact point", "contact", NATIONAL),
    Demand(DCAT("Dataset"), DCAT("keyword"), "keywords", "keywords", EUROPEAN),
    Demand(DCAT("Dataset"), DCT("provenance"), "a provenance", "provenance", EUROPEAN),
    Demand(DCAT("Dataset"), DCAT("distribution"), "a way to the data", "access_url", EUROPEAN),
    Demand(DCAT("Dataset"), HEALTH("healthCategory"), "a health category", "health_categories", EUROPEAN),
    Demand(DCAT("Dataset"), HEALTH("hdab"), "a health data access body", "data_access_body", EUROPEAN),
)


def lacking(catalogue: Catalogue, triples: tuple[Triple, ...]) -> Iterator[Finding]:
    """What is demanded and not said, each key once."""
    said = {(subject, predicate) for subject, predicate, _ in triples}
    things = [(subject, thing) for subject, predicate, thing in triples if predicate == RDF("type")]
    at = catalogue.publication.at if catalogue.publication else catalogue.at
    told: set[str] = set()
    for demand in DEMANDS:
        of_kind = [subject for subject, thing in things if thing == demand.kind]
        if demand.key not in told and any((subject, demand.said) not in said for subject in of_kind):
            told.add(demand.key)
            message = f"{demand.profile} demands {demand.name}. Write it as 'publication: {{{demand.key}: …}}'"
            yield note(at, SLUG, f"{message} in the catalogue's first page.")
