"""SKOS: as it stands, and what one learns who asks it."""

from collections import Counter
from dataclasses import replace

import pytest
from rdflib import DCAT, DCTERMS, RDF, SKOS, Graph, Literal, Namespace, URIRef

from catalogue.formats.records import WriteOptions
from catalogue.model import Catalogue
from catalogue.texts import Translation, Translations
from renderers.linked_data.skos import skos_json_ld, skos_turtle
from tests.catalogues import catalogue_of, form_of
from tests.golden_files import assert_golden
from tests.nkr import loaded_nkr, nkr_catalogue
from tests.renderers.published import PUBLISHED, graph_of, options
from tests.renderers.small_catalogue import INSTRUMENT, LISTS

LOADED, NKR = loaded_nkr(), nkr_catalogue()
XKOS = Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
EUVOC = Namespace("http://publications.europa.eu/ontology/euvoc#")
BASE = Namespace("https://register.example.org/")
SMALL = graph_of(skos_turtle(PUBLISHED, options(PUBLISHED)))

LABELS = """
SELECT ?scheme ?notation ?label WHERE {
  ?concept a skos:Concept ; skos:inScheme ?scheme ; skos:notation ?notation ; skos:prefLabel ?label .
}
"""


def labels_asked(graph: Graph) -> Counter[tuple[str, str, str, str]]:
    rows = graph.query(LABELS, initNs={"skos": SKOS})
    return Counter((str(scheme), str(notation), label.language, str(label)) for scheme, notation, label in rows)


def labels_declared(catalogue: Catalogue, translations, start: str) -> Counter[tuple[str, str, str, str]]:
    """Every code of every list and system in use, once for each language that has its label."""
    found: dict[str, set] = {}
    for form, variable in catalogue.variables():
        listed, system = variable.codelist, variable.system
        if system is not None:
            name, codes = f"system:{system.name}", system.codes
        elif listed is not None:
            shared = f"codelist:{listed.name}"
            name, codes = shared if listed.shared else f"codes:{form.address}:{variable.name}", listed.codes
        else:
            continue
        for code in codes if name not in found else ():
            words = {catalogue.languages.source: code.label.source}
            words |= {
                language: known.entries[code.label.address].text
                for language, known in translations.items()
                if known.has(code.label)
            }
            rows = found.setdefault(name, set())
            rows |= {(start + name, str(code.value), language, label) for language, label in words.items()}
    return Counter(row for rows in found.values() for row in rows)


def test_it_is_as_it_was() -> None:
    assert_golden("linked_data/skos.ttl", skos_turtle(PUBLISHED, options(PUBLISHED)).content.decode())


def test_every_code_of_the_registry_is_there_once_with_every_languages_label() -> None:
    translations = LOADED.translations
    asked = labels_asked(graph_of(skos_turtle(NKR, WriteOptions((), translations))))
    reasons = {row: count for row, count in asked.items() if row[0].endswith(":missing-reason")}
    assert asked - Counter(reasons) == labels_declared(NKR, translations, "urn:skjemaverk:nkr:")
    assert {language for _, _, language, _ in reasons} == {"nb", "nn", "en"}


ROYK, FARGE, SYSTEM = BASE["codelist/royk"], BASE["codes/test.skjema/farge"], BASE["system/prosedyre"]
TOLD = [
    # who, what, whom
    (ROYK, RDF.type, SKOS.ConceptScheme),
    (ROYK, DCTERMS.title, Literal("Røykevaner", "nb")),
    (ROYK, DCTERMS.title, Literal("Røykevaner nn", "nn")),
    (ROYK, SKOS.hasTopConcept, ROYK + "/0"),
    (ROYK + "/0", SKOS.topConceptOf, ROYK),
    (ROYK + "/0", SKOS.notation, Literal("0")),
    (ROYK + "/0", XKOS.next, ROYK + "/1"),
    (ROYK + "/1", XKOS.previous, ROYK + "/0"),
    (ROYK + "/2", SKOS.changeNote, Literal("2.0.0: Slått sammen med nei", "nb")),
    (ROYK + "/9", SKOS.broadMatch, BASE["missing-reason/not_answered"]),
    (BASE["missing-reason/not_answered"], SKOS.prefLabel, Literal("Ikke besvart", "nb")),
    (FARGE + "/r", SKOS.inScheme, FARGE),
    (FARGE + "/r", SKOS.prefLabel, Literal("Rød", "nb")),
    (BASE["variable/test.skjema/farge"], URIRef("https://data.norge.no/vocabulary/modelldcatno#hasValueFrom"), FARGE),
    (BASE["variable/test.skjema/royk"], DCTERMS.references, BASE["value-set/test.skjema/royk"]),
    (BASE["value-set/test.skjema/royk"], RDF.type, SKOS.Collection),
    (BASE["value-set/test.skjema/royk"], SKOS.member, ROYK + "/1"),
    (BASE["instrument/smertekart"], DCTERMS.references, ROYK),
]


@pytest.mark.parametrize("told", TOLD)
def test_it_says(told: tuple) -> None:
    assert told in SMALL


def test_a_code_of_a_system_knows_its_days_and_what_came_after() -> None:
    system = next(variable.system for _, variable in PUBLISHED.variables() if variable.system)
    for code in system.codes:
        node, era = SYSTEM + f"/{code.value}", code.collected
        assert SMALL.value(node, EUVOC.startDate) == (Literal(era.start) if era and era.start else None)
        assert SMALL.value(node, EUVOC.endDate) == (Literal(era.end) if era and era.end else None)
        later = system.replaced_by.get(code.value)
        assert SMALL.value(node, DCTERMS.isReplacedBy) == (SYSTEM + f"/{later}" if later else None)
    assert system.replaced_by


def test_a_value_set_has_just_its_codes() -> None:
    members = set(SMALL.objects(BASE["value-set/test.skjema/royk"], SKOS.member))
    assert members == {ROYK + "/0", ROYK + "/1"}


def test_a_gap_divides_the_time_in_use() -> None:
    gaps = "{from: 2010-01-01, gaps: [{from: 2012-01-01, to: 2012-12-31}]}"
    codes = f"{{a: {{label: A, collected: {gaps}}}, b: B}}"
    catalogue = catalogue_of(form_of(f"[{{name: x, label: X, type: code, codes: {codes}}}]"))
    graph = graph_of(skos_turtle(catalogue, WriteOptions()))
    periods = "SELECT ?from ?to { ?p a dcterms:PeriodOfTime ; dcat:startDate ?from OPTIONAL {?p dcat:endDate ?to} }"
    rows = graph.query(periods, initNs={"dcterms": DCTERMS, "dcat": DCAT})
    found = sorted((str(start), str(end)) for start, end in rows)
    assert found == [("2010-01-01", "2011-12-31"), ("2013-01-01", "None")]


def test_a_licensed_wording_stays_with_its_owner() -> None:
    catalogue = catalogue_of(LISTS, INSTRUMENT, form_of("[{instrument: smertekart}]"))
    variable = catalogue.form["test.skjema"].variable["smertekart_rygg"]
    private = {
        text.private: Translation(text.source, "HEMMELIG")
        for text in (variable.label, *(code.label for code in variable.codes))
    }
    written = skos_turtle(catalogue, WriteOptions((), {"nb": Translations("nb", private)}))
    assert all(private)
    assert b"HEMMELIG" not in written.content


def test_iris_are_the_same_in_the_next_version_and_without_a_base_are_urns() -> None:
    without = replace(PUBLISHED, publication=None)
    first, second = (skos_turtle(replace(without, version=version), WriteOptions()) for version in ("1.0.0", "9.0.0"))
    assert first.content == second.content
    assert (URIRef("urn:skjemaverk:test:codelist:royk:0"), SKOS.notation, Literal("0")) in graph_of(first)


def test_the_lists_of_one_form_alone() -> None:
    other = form_of("[{name: x, label: X, type: code, codes: {a: A, b: B}}]").replace("skjema", "annet")
    catalogue = catalogue_of(LISTS, form_of("[{name: y, label: Y, type: code, codelist: royk}]"), other)
    graph = graph_of(skos_turtle(catalogue, WriteOptions(("test.annet",))))
    titles = {str(title) for title in graph.objects(None, DCTERMS.identifier)}
    assert titles == {"missing", "x", "test.annet.x"}


def test_json_ld_says_the_same() -> None:
    other = graph_of(skos_json_ld(PUBLISHED, options(PUBLISHED)), "json-ld")
    assert set(other) == set(SMALL)
