"""Triples that become Turtle and JSON-LD come back as they were, whatever stands in them."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from catalogue.formats.records import WriteOptions, Written
from catalogue.model import Code, Codelist
from catalogue.texts import Text
from renderers.linked_data.iris import Iris, iris_of
from renderers.linked_data.skos import skos_json_ld, skos_turtle
from renderers.linked_data.terms import DCT, RDF, SKOS, XSD, Iri, Thing, Triple, Value, Words, decimal
from renderers.linked_data.writing import json_ld, turtle
from tests.catalogues import catalogue_of, form_of
from tests.renderers.published import PUBLISHED, graph_of, options

LETTERS = st.one_of(st.text(".~_%d", max_size=3), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
IRIS = st.builds(lambda parts: Iris("https://x.example.org/", "/").of("a", *parts), st.lists(LETTERS, max_size=3))
THINGS = st.one_of(
    IRIS,
    st.builds(Words, LETTERS, st.sampled_from(["", "nb", "nn", "se"])),
    st.dates().map(lambda day: Value(day.isoformat(), XSD("date"))),
    st.integers(min_value=0).map(lambda number: Value(str(number), XSD("nonNegativeInteger"))),
)
PREDICATES = st.sampled_from([SKOS("note"), SKOS("notation"), DCT("title"), RDF("type")])
TRIPLES = st.lists(st.tuples(IRIS, PREDICATES, THINGS).filter(lambda t: t[1] != RDF("type") or isinstance(t[2], Iri)))


def node(thing: Thing) -> Node:
    match thing:
        case Iri(value):
            return URIRef(value)
        case Words(text, language):
            return Literal(text, lang=language or None)
        case Value(text, datatype):
            return Literal(text, datatype=URIRef(datatype.value), normalize=False)


def meant(triples: list[Triple]) -> set[tuple[Node, ...]]:
    return {(node(subject), node(predicate), node(thing)) for subject, predicate, thing in triples}


@given(TRIPLES)
def test_turtle_says_what_was_meant(triples: list[Triple]) -> None:
    assert set(Graph().parse(data=turtle(triples), format="turtle")) == meant(triples)


@given(TRIPLES.filter(bool))
def test_json_ld_says_what_was_meant(triples: list[Triple]) -> None:
    assert set(graph_of(Written(json_ld(triples), ()), "json-ld")) == meant(triples)


@given(st.lists(LETTERS, min_size=1, max_size=3), st.lists(LETTERS, min_size=1, max_size=3))
def test_two_names_are_two_iris(first: list[str], second: list[str]) -> None:
    for iris in (Iris("https://x.example.org/", "/"), Iris("urn:skjemaverk:x:", ":")):
        one, other = iris.of(*first), iris.of(*second)
        assert (one == other) is (first == second)
        assert one.value.isascii()
        assert not set(one.value) & set(' <>"{}|\\^`')


STRANGE = ["..", ".", ".~", "æøå", "a/b", "a b", "%2F", "<script>", '"', "\\", "#", "?x=1", "\n", "😀", "*", "M51.1"]


@pytest.mark.parametrize("value", STRANGE)
def test_a_code_of_strange_letters_is_one_concept_with_its_own_notation(value: str) -> None:
    codes = (Code(value, Text("x", f"Kode {value}")), Code("annen", Text("y", "Annen")))
    catalogue = catalogue_of(form_of("[{name: x, label: X, type: code, codes: {a: A, b: B}}]"))
    form = catalogue.forms[0]
    variable = replace(form.variables[0], codelist=Codelist("x", codes, shared=False), codes=codes)
    section = replace(form.sections[0], items=(variable,))
    changed = replace(catalogue, forms=(replace(form, sections=(section,)),))
    graph = graph_of(skos_turtle(changed, WriteOptions()))
    notation = URIRef(SKOS("notation").value)
    assert [str(graph.value(found, notation)) for found in graph.subjects(notation, Literal(value))] == [value]
    assert set(graph) == set(graph_of(skos_json_ld(changed, WriteOptions()), "json-ld"))


def test_the_bytes_do_not_depend_on_the_order_of_sets() -> None:
    script = (
        "import sys; from renderers.linked_data.skos import skos_json_ld;"
        "from tests.renderers.published import PUBLISHED, options;"
        "sys.stdout.buffer.write(skos_json_ld(PUBLISHED, options(PUBLISHED)).content)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment)
    assert ran.stdout == skos_json_ld(PUBLISHED, options(PUBLISHED)).content


def test_the_base_is_the_beginning_of_every_iri() -> None:
    assert iris_of(PUBLISHED).of("form", "x") == Iri("https://register.example.org/form/x")
    assert iris_of(replace(PUBLISHED, publication=None)).of("form", "x") == Iri("urn:skjemaverk:test:form:x")


DECIMALS = [(230.0, "230"), (0.5, "0.5"), (-1e12, "-1000000000000"), (1e-9, "0.000000001"), (0.0, "0")]


@pytest.mark.parametrize(("number", "written"), DECIMALS)
def test_a_decimal_has_no_exponent(number: float, written: str) -> None:
    assert decimal(number) == Value(written, XSD("decimal"))
