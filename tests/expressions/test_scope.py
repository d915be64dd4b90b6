"""What the names of a declared form mean in its expressions."""

from datetime import date

import pytest
from catalogues import catalogue_of, form_of

from catalogue.expressions.nodes import Literal
from catalogue.expressions.parser import parse
from catalogue.expressions.printer import to_text
from catalogue.expressions.scope import Binding, expand_lists, scope_of
from catalogue.value_types import LATEST, NUMBER_BOUND

FORM = form_of("""
- {name: hoyde, label: Høyde, type: integer, min: 100, max: 230, missing: {unknown: {code: 999}}}
- {name: vekt, label: Vekt, type: decimal, decimals: 1}
- {name: kmi, label: Kroppsmasseindeks, type: decimal, decimals: 1, calculate: "vekt / power(hoyde / 100, 2)"}
- {name: roker, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja, 9: {label: Ikke utfylt, missing: not_answered}}}
- {name: kjonn, label: Kjønn, type: code, codes: {K: Kvinne, M: Mann}}
- {name: fodt, label: Født, type: date, min: 1900-01-01}
- {checklist: sykdom, label: Sykdommer, ticks: {hjerte: Hjerte, annen: Annen}}
""")
OTHER = """
form: operasjon
module: test
title: Operasjon
respondent: patient
timepoints: [preop, m3]
sections:
  - section: del
    title: Del
    category: bakgrunn
    purpose: Test
    source: test
    variables:
      - {name: blodtap, label: Blodtap, type: integer, min: 0, max: 9000}
"""
NAMES = {
    "timepoint": Binding("text", codes=("preop",)),
    "hoyde": Binding("number", 100.0, 230.0, 0, missing_codes=(999,)),
    "vekt": Binding("number", -NUMBER_BOUND, NUMBER_BOUND, 1),
    "kmi": Binding("number", -NUMBER_BOUND, NUMBER_BOUND, 1),
    "roker": Binding("number", 0.0, 1.0, 0, (0, 1), (9,)),
    "kjonn": Binding("text", codes=("K", "M")),
    "fodt": Binding("date", date(1900, 1, 1), LATEST),
    "sykdom": Binding("list", members=("sykdom_hjerte", "sykdom_annen")),
    "sykdom_hjerte": Binding("boolean"),
    "sykdom_annen": Binding("boolean"),
    "operasjon_preop.blodtap": Binding("number", 0.0, 9000.0, 0, own_form=False),
    "operasjon_m3.blodtap": Binding("number", 0.0, 9000.0, 0, own_form=False),
}


@pytest.fixture(scope="module")
def scope():
    catalogue = catalogue_of(FORM, OTHER)
    return scope_of(catalogue, catalogue.form["test.skjema"])


@pytest.mark.parametrize("name", NAMES)
def test_a_name_means(scope, name):
    assert scope[name] == NAMES[name]


def test_there_are_no_other_names(scope):
    assert set(scope) == set(NAMES)


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("answered(sykdom)", "answered(sykdom_hjerte, sykdom_annen)"),
        ("sum_answered(hoyde, sykdom) + 1", "sum_answered(hoyde, sykdom_hjerte, sykdom_annen) + 1"),
        ("answered(hoyde, nothing)", "answered(hoyde, nothing)"),
    ],
)
def test_a_lists_name_stands_for_its_variables(scope, text, expanded):
    assert to_text(expand_lists(parse(text), scope)) == expanded


def test_true_is_not_the_number_one():
    assert Literal(True) != Literal(1.0)
    assert parse("a = true") != parse("a = 1")
    assert len({Literal(True), Literal(1.0), Literal(1.0, at=7)}) == 2
