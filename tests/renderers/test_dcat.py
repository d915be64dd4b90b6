"""DCAT: as it stands, that it has what the profiles demand, and what one learns who asks it."""

from dataclasses import replace
from typing import NamedTuple

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from catalogue.formats.records import WriteOptions, Written
from catalogue.model import Catalogue
from engine.tables.names import reason_column
from renderers.linked_data.dcat import dcat_json_ld, dcat_turtle
from renderers.linked_data.demands import SLUG
from tests.golden_files import assert_golden
from tests.nkr import loaded_nkr
from tests.renderers.published import PUBLISHED, graph_of, options

BASE = Namespace("https://register.example.org/")
DCATAP = Namespace("http://data.europa.eu/r5r/")
HEALTH = Namespace("http://healthdataportal.eu/ns/health#")
MODEL = Namespace("https://data.norge.no/vocabulary/modelldcatno#")
CSVW = Namespace("http://www.w3.org/ns/csvw#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
CV = Namespace("http://data.europa.eu/m8g/")
DPV = Namespace("https://w3id.org/dpv#")
GDPR = Namespace("https://w3id.org/dpv/legal/eu/gdpr#")
EU = Namespace("http://publications.europa.eu/resource/authority/")

DATASET = BASE["dataset/test"]
LANGUAGE, ANY_LITERAL, ANY_IRI = "a text in a language", "a literal", "an IRI"


class Demand(NamedTuple):
    """A property that every thing of the class has, how often, and of what kind its values are."""

    kind: URIRef
    said: URIRef
    least: int
    most: int | None
    values: object


# DCAT-AP-NO 3.0: the sections «Obligatoriske egenskaper for klassen …» of
# https://data.norge.no/specification/dcat-ap-no (Informasjonsforvaltning/dcat-ap-no, docs/Klasse_*.adoc).
NATIONAL = [
    Demand(DCAT.Catalog, DCTERMS.description, 1, None, LANGUAGE),
    Demand(DCAT.Catalog, DCAT.contactPoint, 1, None, VCARD.Kind),
    Demand(DCAT.Catalog, DCTERMS.title, 1, None, LANGUAGE),
    Demand(DCAT.Catalog, DCTERMS.publisher, 1, 1, FOAF.Agent),
    Demand(DCAT.Dataset, DCTERMS.description, 1, None, LANGUAGE),
    Demand(DCAT.Dataset, DCAT.contactPoint, 1, None, VCARD.Kind),
    Demand(DCAT.Dataset, DCAT.theme, 1, None, ANY_IRI),
    Demand(DCAT.Dataset, DCTERMS.title, 1, None, LANGUAGE),
    Demand(DCAT.Dataset, DCTERMS.publisher, 1, 1, FOAF.Agent),
    Demand(DCAT.Distribution, DCAT.accessURL, 1, None, ANY_IRI),
    Demand(FOAF.Agent, FOAF.name, 1, None, ANY_LITERAL),
    Demand(VCARD.Kind, VCARD.hasEmail, 1, 1, ANY_IRI),
    Demand(VCARD.Kind, VCARD.fn, 1, None, ANY_LITERAL),
    Demand(DCTERMS.Standard, DCTERMS.title, 1, None, LANGUAGE),
]
# ModellDCAT-AP-NO 1.3: the same sections of https://data.norge.no/specification/modelldcat-ap-no
# (Informasjonsforvaltning/modelldcat-ap-no, docs/*_Egenskaper*.adoc).
MODELS = [
    Demand(DCAT.Catalog, DCTERMS.identifier, 1, 1, XSD.anyURI),
    Demand(DCAT.Catalog, MODEL.model, 1, None, MODEL.InformationModel),
    Demand(MODEL.InformationModel, DCTERMS.title, 1, None, LANGUAGE),
    Demand(MODEL.InformationModel, DCTERMS.publisher, 1, 1, FOAF.Agent),
    Demand(MODEL.ObjectType, DCTERMS.title, 1, None, LANGUAGE),
    Demand(MODEL.SimpleType, DCTERMS.title, 1, None, ANY_LITERAL),
    Demand(MODEL.CodeList, DCTERMS.title, 1, None, ANY_LITERAL),
    Demand(MODEL.Module, DCTERMS.title, 1, None, ANY_LITERAL),
    Demand(MODEL.CodeElement, SKOS.inScheme, 1, None, MODEL.CodeList),
    Demand(MODEL.CodeElement, SKOS.notation, 1, 1, ANY_LITERAL),
    Demand(MODEL.ConstraintRule, MODEL.constrains, 1, None, MODEL.Attribute),
]
# HealthDCAT-AP, data that are not public: the mandatory properties of release 8
# (https://data.health.europa.eu/healthdcat-ap/) and the shapes of release 5
# (code.europa.eu/healthdataeu/healthdcat-ap, NON_PUBLIC).
EUROPEAN = [
    Demand(DCAT.Catalog, DCATAP.applicableLegislation, 1, None, ANY_IRI),
    Demand(DCAT.Distribution, DCATAP.applicableLegislation, 1, None, ANY_IRI),
    Demand(DCAT.Dataset, DCATAP.applicableLegislation, 1, None, ANY_IRI),
    Demand(DCAT.Dataset, DCTERMS.identifier, 1, None, ANY_LITERAL),
    Demand(DCAT.Dataset, DCTERMS.accessRights, 1, 1, DCTERMS.RightsStatement),
    Demand(DCAT.Dataset, DCAT.distribution, 1, None, DCAT.Distribution),
    Demand(DCAT.Dataset, DCAT.keyword, 1, None, ANY_LITERAL),
    Demand(DCAT.Dataset, DCTERMS.type, 1, None, ANY_IRI),
    Demand(DCAT.Dataset, DCTERMS.provenance, 1, None, DCTERMS.ProvenanceStatement),
    Demand(DCAT.Dataset, HEALTH.healthCategory, 1, None, ANY_IRI),
    Demand(DCAT.Dataset, HEALTH.hdab, 1, 1, FOAF.Agent),
    Demand(DCAT.Dataset, HEALTH.hasStructuredData, 1, 1, XSD.boolean),
    Demand(DCAT.Dataset, HEALTH.hasVariables, 1, None, CSVW.TableGroup),
    Demand(DCAT.Dataset, HEALTH.minTypicalAge, 0, 1, XSD.nonNegativeInteger),
    Demand(DCAT.Dataset, HEALTH.numberOfRecords, 0, 1, XSD.nonNegativeInteger),
    Demand(DCAT.Dataset, HEALTH.retentionPeriod, 0, 1, DCTERMS.PeriodOfTime),
    Demand(CSVW.TableGroup, DCTERMS.title, 1, None, ANY_LITERAL),
    Demand(CSVW.TableGroup, CSVW.table, 1, None, CSVW.Table),
    Demand(CSVW.Table, DCTERMS.title, 1, None, ANY_LITERAL),
    Demand(CSVW.Table, CSVW.column, 1, None, CSVW.Column),
    Demand(CSVW.Column, CSVW.name, 1, 1, ANY_LITERAL),
    Demand(CSVW.Column, CSVW.title, 1, None, ANY_LITERAL),
    Demand(CSVW.Column, CSVW.datatype, 1, 1, ANY_LITERAL),
    Demand(CSVW.Column, DCTERMS.description, 1, None, ANY_LITERAL),
]
DEMANDS = [*NATIONAL, *MODELS, *EUROPEAN]

UNSAID = {
    # what is lacking: the key that its finding names
    (DCAT.Catalog, DCAT.contactPoint): "contact",
    (DCAT.Dataset, DCAT.contactPoint): "contact",
    (DCAT.Dataset, DCAT.distribution): "access_url",
    (DCAT.Dataset, HEALTH.hdab): "data_access_body",
}
"""What no public material says of the registry."""


def is_such(graph: Graph, value: Node, wanted: object) -> bool:
    if wanted == LANGUAGE:
        return isinstance(value, Literal) and value.language is not None
    if wanted == ANY_LITERAL:
        return isinstance(value, Literal)
    if wanted == ANY_IRI:
        return isinstance(value, URIRef)
    return (value, RDF.type, wanted) in graph or (isinstance(value, Literal) and value.datatype == wanted)


def wrong(graph: Graph, demand: Demand) -> list[str]:
    """The things of the class that have too few, too many or other values."""
    found = []
    for thing in graph.subjects(RDF.type, demand.kind):
        values = list(graph.objects(thing, demand.said))
        if not demand.least <= len(values) <= (demand.most or len(values)):
            found.append(f"{thing} has {len(values)}")
        found += [f"{thing} has {value}" for value in values if not is_such(graph, value, demand.values)]
    return found


def keys_told(written: Written) -> set[str]:
    told = (finding.message for finding in written.findings if finding.slug == SLUG)
    return {message.partition("'publication: {")[2].partition(":")[0] for message in told}


SMALL = dcat_turtle(PUBLISHED, options(PUBLISHED))
SMALL_GRAPH = graph_of(SMALL)


class Own(NamedTuple):
    """The registry of this repository, what is written of it, and what a reader makes of that."""

    catalogue: Catalogue
    written: Written
    graph: Graph


@pytest.fixture(scope="module")
def own() -> Own:
    loaded = loaded_nkr()
    assert loaded.catalogue is not None
    written = dcat_turtle(loaded.catalogue, WriteOptions((), loaded.translations))
    return Own(loaded.catalogue, written, graph_of(written))


def shown(demand: Demand) -> str:
    return f"{demand.kind.fragment or demand.kind}-{demand.said.fragment or demand.said}"


def test_it_is_as_it_was() -> None:
    assert_golden("linked_data/dcat.ttl", SMALL.content.decode())


@pytest.mark.parametrize("demand", DEMANDS, ids=shown)
def test_a_registry_that_tells_everything_has_what_is_demanded(demand: Demand) -> None:
    assert list(SMALL_GRAPH.subjects(RDF.type, demand.kind))
    assert wrong(SMALL_GRAPH, demand) == []


def test_and_nothing_is_missed() -> None:
    assert keys_told(SMALL) == set()


def test_what_the_registry_lacks_is_told_with_the_key_to_write(own: Own) -> None:
    lacking = {(demand.kind, demand.said) for demand in DEMANDS if wrong(own.graph, demand)}
    assert lacking == set(UNSAID)
    assert keys_told(own.written) == set(UNSAID.values())


def test_a_registry_that_tells_nothing_hears_everything() -> None:
    found = keys_told(dcat_turtle(replace(PUBLISHED, publication=None), WriteOptions()))
    assert found == {"description", "keywords", "provenance", "health_categories", *UNSAID.values()}


PUBLISHER = URIRef("https://organization-catalog.fellesdatakatalog.digdir.no/organizations/123456785")
HEALTH_EU = Namespace("https://hdeu-dcat.data.health.europa.eu/resource/authority/")
TOLD = [
    # who, what, whom
    (BASE.catalogue, DCAT.dataset, DATASET),
    (BASE.catalogue, MODEL.model, BASE["model/test"]),
    (BASE.catalogue, DCTERMS.publisher, PUBLISHER),
    (PUBLISHER, FOAF.name, Literal("Testsykehuset", "nb")),
    (PUBLISHER, DCTERMS.type, HEALTH_EU["publisher-type/quality-registry"]),
    (BASE.contact, VCARD.hasEmail, URIRef("mailto:post@register.example.org")),
    (BASE["data-access-body"], CV.contactPoint, BASE["data-access-body/contact"]),
    (DATASET, DCTERMS.title, Literal("Testregister: Testmodul", "nb")),
    (DATASET, DCTERMS.title, Literal("Testregister nn: Testmodul nn", "nn")),
    (DATASET, DCTERMS.description, Literal("Om testen", "nb")),
    (BASE.catalogue, DCTERMS.description, Literal("Svar fra dem som opereres", "nb")),
    (DATASET, DCAT.keyword, Literal("rygg nn", "nn")),
    (DATASET, DCAT.theme, EU["data-theme/HEAL"]),
    (DATASET, DCTERMS.language, EU["language/NNO"]),
    (DATASET, DCTERMS.accessRights, EU["access-right/NON_PUBLIC"]),
    (DATASET, DCTERMS.spatial, EU["country/NOR"]),
    (DATASET, DCTERMS.accrualPeriodicity, EU["frequency/CONT"]),
    (DATASET, DCATAP.applicableLegislation, URIRef("http://data.europa.eu/eli/reg/2025/327/oj")),
    (DATASET, DCATAP.applicableLegislation, URIRef("https://lov.example.org/register")),
    (DATASET, DPV.hasLegalBasis, GDPR["A6-1-e"]),
    (DATASET, DPV.hasPurpose, BASE.purpose),
    (DATASET, HEALTH.healthCategory, HEALTH_EU["healthcategories/MRMR"]),
    (DATASET, HEALTH.numberOfRecords, Literal("250", datatype=XSD.nonNegativeInteger)),
    (DATASET, HEALTH.numberOfUniqueIndividuals, Literal("900", datatype=XSD.nonNegativeInteger)),
    (DATASET, HEALTH.populationCoverage, Literal("Alle sykehus", "nb")),
    (DATASET, HEALTH.hasCodingSystem, URIRef("https://systemer.example.org/prosedyre")),
    (DATASET, DCTERMS.conformsTo, URIRef("https://systemer.example.org/prosedyre")),
    (DATASET, DCTERMS.conformsTo, BASE["model/test"]),
    (DATASET, HEALTH.analytics, BASE["file/json-schema/test.skjema.json"]),
    (BASE["dataset/test/collected"], DCAT.startDate, Literal("2007-01-01", datatype=XSD.date)),
    (BASE["dataset/test/kept"], DCAT.endDate, Literal("2040-12-31", datatype=XSD.date)),
    (BASE.provenance, RDFS.label, Literal("Pasient og kirurg svarer", "nb")),
    (BASE["form/test.skjema"], MODEL.hasProperty, BASE["variable/test.skjema/hoyde"]),
    (BASE["form/test.skjema"], CSVW.column, BASE["variable/test.skjema/hoyde_missing"]),
    (BASE["variable/test.skjema/hoyde"], DCTERMS.description, Literal("Uten sko", "nb")),
    (BASE["variable/test.skjema/hoyde"], MODEL.minOccurs, Literal("1", datatype=XSD.nonNegativeInteger)),
    (BASE["variable/test.skjema/hoyde"], MODEL.hasSimpleType, BASE["type/test.skjema/hoyde"]),
    (BASE["type/test.skjema/hoyde"], XSD.maxInclusive, Literal("230", datatype=XSD.decimal)),
    (BASE["variable/test.skjema/hoyde_missing"], MODEL.hasValueFrom, BASE["missing-reason"]),
    (BASE["constraint/test.skjema/farge/enable_when"], MODEL.constraintExpression, Literal("royk = 1")),
    (BASE["constraint/test.skjema/hoyde/soft_min"], MODEL.constraintExpression, Literal("hoyde >= 140")),
    (BASE["group/test.skjema/smertekart"], DCTERMS.references, BASE["instrument/smertekart"]),
    (BASE["instrument/smertekart"], DCTERMS.title, Literal("Smertekart nn", "nn")),
    (BASE["constraint/test.skjema/dag/min"], MODEL.constraintExpression, Literal("dag >= date '2007-01-01'")),
    (BASE["rule/test.skjema/tung"], MODEL.constrains, BASE["variable/test.skjema/vekt"]),
    (BASE["alias/test.skjema/hoyde/gammel/Hoyde%2A"], SKOS.notation, Literal("Hoyde*")),
]


@pytest.mark.parametrize("told", TOLD)
def test_it_says(told: tuple) -> None:
    assert told in SMALL_GRAPH


def test_without_an_address_for_the_files_none_are_named() -> None:
    publication = replace(PUBLISHED.publication, files="")
    graph = graph_of(dcat_turtle(replace(PUBLISHED, publication=publication), WriteOptions()))
    assert not list(graph.objects(DATASET, HEALTH.analytics))


def columns_declared(catalogue: Catalogue) -> set[str]:
    found = set()
    for form in catalogue.forms:
        occasion = ["timepoint"] if len(form.timepoints) > 1 else []
        names = (*occasion, *form.variable, *map(reason_column, form.reason_names))
        found |= {f"{form.address}.{name}" for name in names}
    return found


def test_every_variable_and_reason_of_the_registry_is_an_attribute_and_a_column(own: Own) -> None:
    for kind in (MODEL.Attribute, CSVW.Column):
        things = own.graph.subjects(RDF.type, kind)
        assert {str(own.graph.value(thing, DCTERMS.identifier)) for thing in things} == columns_declared(own.catalogue)


def test_each_module_has_its_own_tables_and_the_person(own: Own) -> None:
    start = "urn:skjemaverk:nkr:"
    for module in own.catalogue.modules:
        tables = set(own.graph.objects(URIRef(f"{start}tables:{module}"), CSVW.table))
        assert tables == {
            URIRef(f"{start}form:{form.address}") for form in own.catalogue.forms if form.module in {module, ""}
        }


def test_json_ld_says_the_same() -> None:
    assert set(graph_of(dcat_json_ld(PUBLISHED, options(PUBLISHED)), "json-ld")) == set(SMALL_GRAPH)
