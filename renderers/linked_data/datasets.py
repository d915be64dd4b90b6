"""A module of the registry as a dataset, and how one comes by it. Pure.

The schemas and the codebook that `build` makes help to understand the data without having them, so are `analytics`;
a `distribution` is only the way to the data, which is an application.
"""

from dataclasses import dataclass

from catalogue.model import Catalogue, Form, Module
from catalogue.publication import Publication, Span
from renderers.linked_data.authorities import (
    ACCESS_RIGHT,
    COUNTRY,
    DATA_THEME,
    DATASET_TYPE,
    FILE_TYPE,
    FREQUENCY,
    HEALTH_CATEGORY,
    HEALTH_THEME,
    MEDIA_TYPE,
    ORGANISATION,
)
from renderers.linked_data.iris import Iris
from renderers.linked_data.periods import period
from renderers.linked_data.terms import (
    CSVW,
    DCAT,
    DCATAP,
    DCATNO,
    DCT,
    DPV,
    GDPR,
    HEALTH,
    PERSONAL,
    RDFS,
    XSD,
    Iri,
    Triples,
    Value,
    Words,
    about,
    amount,
    kinds,
    plain,
)
from renderers.linked_data.wording import Wordings

DIALECT = Iri("https://json-schema.org/draft/2020-12/schema")
PROFILE = Iri("https://datapackage.org/profiles/2.0/tableschema.json")
STANDARDS = {DIALECT: "JSON Schema 2020-12", PROFILE: "Table Schema 2.0"}


@dataclass(frozen=True, slots=True)
class Described:
    """A catalogue and everything its description is made from."""

    catalogue: Catalogue
    publication: Publication
    iris: Iris
    wordings: Wordings
    languages: tuple[Iri, ...]
    laws: tuple[Iri, ...]

    @property
    def publisher(self) -> Iri:
        """The data controller, by its organisation number where that is known."""
        number = self.publication.organisation
        return ORGANISATION(number) if number else self.iris.of("publisher")

    @property
    def contact(self) -> Iri | None:
        """Whom to ask."""
        return self.iris.of("contact") if self.publication.contact else None

    @property
    def body(self) -> Iri | None:
        """The health data access body."""
        return self.iris.of("data-access-body") if self.publication.data_access_body else None

    def title(self, module: Module) -> tuple[Words, ...]:
        """The registry and the module, in each language that has both."""
        parts = {words.language: words.text for words in self.wordings.of(module.title)}
        whole = self.wordings.of(self.catalogue.title)
        return tuple(
            Words(f"{words.text}: {parts[words.language]}", words.language)
            for words in whole
            if words.language in parts
        )


def dataset(described: Described, module: Module, forms: tuple[Form, ...]) -> Triples:
    """A module's dataset, with what belongs to it alone."""
    node = described.iris.of("dataset", module.name)
    yield from kinds(node, DCAT("Dataset"))
    yield from _for_everybody(described, module, node)
    yield from _for_health(described, module, node)
    yield from _periods(described, module, node)
    yield from _statements(described, node)
    yield from _systems(described, forms, node)
    yield from _tables(described, module, forms, node)
    yield from _access(described, module, node)
    yield from _files(described, forms, node)


def _for_everybody(described: Described, module: Module, node: Iri) -> Triples:
    publication, wordings = described.publication, described.wordings
    yield from about(
        node,
        (DCT("title"), described.title(module)),
        (DCT("description"), wordings.of(publication.coverage(module.name).description)),
        (DCT("identifier"), Value(node.value, XSD("anyURI"))),
        (DCAT("version"), plain(described.catalogue.version)),
        (DCT("publisher"), described.publisher),
        (DCAT("contactPoint"), described.contact),
        (DCAT("theme"), DATA_THEME("HEAL")),
        (DCAT("keyword"), [words for keyword in publication.keywords for words in wordings.of(keyword)]),
        (DCT("language"), described.languages),
        (DCT("accessRights"), ACCESS_RIGHT(publication.access)),
        (DCT("spatial"), tuple(map(COUNTRY, publication.countries))),
        (DCT("accrualPeriodicity"), FREQUENCY(publication.frequency) if publication.frequency else None),
        (DCAT("landingPage"), Iri(publication.homepage) if publication.homepage else None),
        (DCATNO("accessRequestURL"), Iri(publication.access_url) if publication.access_url else None),
        (DCATAP("applicableLegislation"), described.laws),
        (DCT("conformsTo"), described.iris.of("model", module.name)),
    )


def _for_health(described: Described, module: Module, node: Iri) -> Triples:
    """What HealthDCAT-AP adds. Answers of patients are personal data whoever may have them."""
    publication, cover = described.publication, described.publication.coverage(module.name)
    yield from about(
        node,
        (DCT("type"), DATASET_TYPE("PERSONAL_DATA")),
        (HEALTH("healthCategory"), tuple(map(HEALTH_CATEGORY, publication.health_categories))),
        (HEALTH("healthTheme"), tuple(map(HEALTH_THEME, publication.health_themes))),
        (HEALTH("hdab"), described.body),
        (HEALTH("populationCoverage"), described.wordings.of(cover.population)),
        (HEALTH("minTypicalAge"), amount(cover.youngest)),
        (HEALTH("maxTypicalAge"), amount(cover.oldest)),
        (HEALTH("numberOfRecords"), amount(cover.records)),
        (HEALTH("numberOfUniqueIndividuals"), amount(cover.individuals)),
        (DPV("hasLegalBasis"), tuple(map(GDPR, publication.legal_basis))),
        (DPV("hasPersonalData"), tuple(map(PERSONAL, publication.personal_data))),
    )


def _periods(described: Described, module: Module, node: Iri) -> Triples:
    """From when the data are, and how long they are kept."""
    cover, iris = described.publication.coverage(module.name), described.iris
    spans: tuple[tuple[Iri, Span | None, str], ...] = (
        (DCT("temporal"), cover.collected, "collected"),
        (HEALTH("retentionPeriod"), described.publication.retention, "kept"),
    )
    for said, span, name in spans:
        if span is not None:
            when = iris.of("dataset", module.name, name)
            yield node, said, when
            yield from period(when, (span.start, span.end))


def _statements(described: Described, node: Iri) -> Triples:
    """Where the data come from, and what for."""
    publication, iris, wordings = described.publication, described.iris, described.wordings
    if publication.provenance is not None:
        origin = iris.of("provenance")
        yield node, DCT("provenance"), origin
        yield from kinds(origin, DCT("ProvenanceStatement"))
        yield from about(origin, (RDFS("label"), wordings.of(publication.provenance)))
    if publication.purpose is not None:
        purpose = iris.of("purpose")
        yield node, DPV("hasPurpose"), purpose
        yield from kinds(purpose, DPV("Purpose"))
        yield from about(purpose, (DCT("description"), wordings.of(publication.purpose)))


def _systems(described: Described, forms: tuple[Form, ...], node: Iri) -> Triples:
    """The coding systems that the module uses, by the IRI everybody knows or by ours."""
    known = {system.name: Iri(system.iri) for system in described.publication.coding_systems}
    used = {variable.system.name: variable.system for form in forms for variable in form.variables if variable.system}
    for name, system in used.items():
        standard = known.get(name) or described.iris.of(*described.iris.system(system))
        yield from about(node, (DCT("conformsTo"), standard), (HEALTH("hasCodingSystem"), standard))
        yield from kinds(standard, DCT("Standard"))
        yield from about(standard, (DCT("title"), described.wordings.of(system.title)))


def _tables(described: Described, module: Module, forms: tuple[Form, ...], node: Iri) -> Triples:
    """The module's variables: a table for each form."""
    tables = described.iris.of("tables", module.name)
    yield from about(
        node,
        (HEALTH("hasStructuredData"), Value("true", XSD("boolean"))),
        (HEALTH("hasVariables"), tables),
    )
    yield from kinds(tables, CSVW("TableGroup"))
    yield from about(tables, (DCT("title"), described.title(module)), (CSVW("table"), map(described.iris.form, forms)))


def _access(described: Described, module: Module, node: Iri) -> Triples:
    if described.publication.access_url:
        way = described.iris.of("dataset", module.name, "access")
        yield node, DCAT("distribution"), way
        yield from kinds(way, DCAT("Distribution"))
        yield from about(
            way,
            (DCT("title"), described.title(module)),
            (DCAT("accessURL"), Iri(described.publication.access_url)),
            (DCATAP("applicableLegislation"), described.laws),
        )


def _files(described: Described, forms: tuple[Form, ...], node: Iri) -> Triples:
    """The files that `build` has made, where they can be read."""
    wordings, title = described.wordings, described.wordings.of(described.catalogue.title)
    if not described.publication.files:
        return
    yield from _file(described, node, "codebook/index.html", title, "text/html", None)
    for form in forms:
        words = wordings.of(form.title)
        yield from _file(described, node, f"json-schema/{form.address}.json", words, "application/schema+json", DIALECT)
        yield from _file(described, node, f"table-schema/{form.address}.json", words, "application/json", PROFILE)


def _file(
    described: Described, node: Iri, path: str, title: tuple[Words, ...], media: str, standard: Iri | None
) -> Triples:
    if standard is not None:
        yield from kinds(standard, DCT("Standard"))
        yield from about(standard, (DCT("title"), Words(STANDARDS[standard], "en")))
    shown, place = described.iris.of("file", *path.split("/")), Iri(described.publication.files + path)
    yield node, HEALTH("analytics"), shown
    yield from kinds(shown, DCAT("Distribution"))
    yield from about(
        shown,
        (DCT("title"), title),
        (DCAT("accessURL"), place),
        (DCAT("downloadURL"), place),
        (DCAT("mediaType"), MEDIA_TYPE(media)),
        (DCT("format"), FILE_TYPE("HTML" if media == "text/html" else "JSON")),
        (DCT("conformsTo"), standard),
        (DCATAP("applicableLegislation"), described.laws),
    )
