"""The registry as DCAT: a catalogue, a dataset for each module, and the information model of its variables.

After DCAT-AP-NO, ModellDCAT-AP-NO and HealthDCAT-AP. What these demand and the catalogue does not know is a finding
that names the key of the block `publication` where it is to be written.
"""

from collections.abc import Iterator

from catalogue.findings import Finding
from catalogue.formats.losses import lost_of_forms
from catalogue.formats.records import WriteOptions, Written
from catalogue.formats.selecting import written_forms
from catalogue.model import Catalogue, Form, Module
from catalogue.publication import Publication
from renderers.export_fates import DCAT as FATES
from renderers.linked_data.agents import body, contact, publisher
from renderers.linked_data.authorities import COUNTRY, DATA_THEME, HEALTH_DATA_SPACE, LANGUAGE, LANGUAGES
from renderers.linked_data.datasets import Described, dataset
from renderers.linked_data.demands import lacking
from renderers.linked_data.externals import with_externals
from renderers.linked_data.information_model import information_model, model_elements
from renderers.linked_data.iris import iris_of
from renderers.linked_data.terms import (
    DCAT,
    DCATAP,
    DCT,
    ELI,
    FOAF,
    MODEL,
    OWL,
    XSD,
    Iri,
    Triple,
    Triples,
    Value,
    about,
    kinds,
    plain,
)
from renderers.linked_data.wording import Wordings
from renderers.linked_data.writing import json_ld, turtle


def dcat_turtle(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The description as Turtle."""
    triples = tuple(dcat(catalogue, options))
    return Written(turtle(triples), tuple(_findings(catalogue, options, triples)))


def dcat_json_ld(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The same as JSON-LD."""
    triples = tuple(dcat(catalogue, options))
    return Written(json_ld(triples), tuple(_findings(catalogue, options, triples)))


def dcat(catalogue: Catalogue, options: WriteOptions) -> Iterator[Triple]:
    """The triples."""
    return with_externals(_said(catalogue, options))


def _said(catalogue: Catalogue, options: WriteOptions) -> Triples:
    forms = written_forms(catalogue, options)
    described = _described(catalogue, options)
    modules = [module for module in catalogue.modules.values() if any(form.module == module.name for form in forms)]
    yield from _catalogue(described, modules)
    for module in modules:
        held = tuple(form for form in forms if form.module in {module.name, ""})
        yield from dataset(described, module, held)
        yield from _model(described, module, held)
    yield from publisher(described)
    yield from contact(described)
    yield from body(described)
    for law in described.laws:
        yield from kinds(law, ELI("LegalResource"))
    yield from information_model(catalogue, forms, described.iris, described.wordings)


def _described(catalogue: Catalogue, options: WriteOptions) -> Described:
    publication = catalogue.publication or Publication()
    wordings = Wordings(catalogue.languages.source, options.translations)
    spoken = tuple(LANGUAGE(LANGUAGES[code]) for code in wordings.languages if code in LANGUAGES)
    laws = tuple(Iri(law) for law in dict.fromkeys((HEALTH_DATA_SPACE, *publication.legislation)))
    return Described(catalogue, publication, iris_of(catalogue), wordings, spoken, laws)


def _catalogue(described: Described, modules: list[Module]) -> Triples:
    publication, iris, node = described.publication, described.iris, described.iris.of("catalogue")
    names = [module.name for module in modules]
    yield from kinds(node, DCAT("Catalog"))
    yield from about(
        node,
        (DCT("title"), described.wordings.of(described.catalogue.title)),
        (DCT("description"), described.wordings.of(publication.whole.description)),
        (DCT("identifier"), _identifier(node)),
        (DCAT("version"), plain(described.catalogue.version)),
        (DCT("publisher"), described.publisher),
        (DCAT("contactPoint"), described.contact),
        (DCT("language"), described.languages),
        (DCT("spatial"), tuple(map(COUNTRY, publication.countries))),
        (FOAF("homepage"), Iri(publication.homepage) if publication.homepage else None),
        (DCATAP("applicableLegislation"), described.laws),
        (DCAT("themeTaxonomy"), Iri(DATA_THEME.base.rstrip("/"))),
        (DCAT("dataset"), [iris.of("dataset", name) for name in names]),
        (MODEL("model"), [iris.of("model", name) for name in names]),
    )
    if publication.homepage:
        yield from kinds(Iri(publication.homepage), FOAF("Document"))


def _model(described: Described, module: Module, forms: tuple[Form, ...]) -> Triples:
    """The information model of one module."""
    iris, node = described.iris, described.iris.of("model", module.name)
    elements = dict.fromkeys(element for form in forms for element in model_elements(form, iris))
    yield from kinds(node, MODEL("InformationModel"), DCT("Standard"))
    yield from about(
        node,
        (DCT("title"), described.title(module)),
        (DCT("description"), described.wordings.of(described.publication.coverage(module.name).description)),
        (DCT("identifier"), _identifier(node)),
        (MODEL("informationModelIdentifier"), _identifier(node)),
        (OWL("versionInfo"), plain(described.catalogue.version)),
        (DCT("publisher"), described.publisher),
        (DCAT("contactPoint"), described.contact),
        (DCAT("theme"), DATA_THEME("HEAL")),
        (DCT("language"), described.languages),
        (MODEL("containsModelElement"), elements),
    )


def _identifier(node: Iri) -> Value:
    return Value(node.value, XSD("anyURI"))


def _findings(catalogue: Catalogue, options: WriteOptions, triples: tuple[Triple, ...]) -> Iterator[Finding]:
    yield from lacking(catalogue, triples)
    yield from lost_of_forms(catalogue, written_forms(catalogue, options), FATES)
