"""Expressions in words: questions by their words, codes by their labels."""

import pytest

from catalogue.expressions.functions import FUNCTIONS
from catalogue.texts import Translations
from migrations_gen.naming import naming
from renderers.html.wording import Wording
from renderers.i18n import languages
from renderers.review import formula_words
from renderers.review.formulas import Formulas
from tests.catalogues import form_of
from tests.states import states_of

VARIABLES = """
- {name: vekt, label: Vekt, type: decimal, unit: kg, min: 0, max: 300}
- {name: hoyde, label: Høyde, type: integer, unit: cm, min: 1, max: 300}
- {name: royk, label: Røyk, type: code, codes: {0: Nei, 1: Ja, 2: Sluttet}}
- {name: gravid, label: Gravid, type: boolean}
- {name: dag, label: Dagen, type: date, min: 2000-01-01}
- {name: navn, label: Navnet, type: text}
- {name: start, label: Start, type: time}
- {checklist: sykdom, label: Sykdommer, ticks: {hjerte: Hjerte, lunge: Lunge}}
- {matrix: niva, label: Nivå, type: boolean, rows: {c1: C1}, columns: {h: Høyre, v: Venstre}}
"""

TRUTHS = [
    ("royk = 1", "«Røyk» er «Ja»"),
    ("royk <> 1", "«Røyk» er ikke «Ja»"),
    ("royk in (0, 2)", "«Røyk» er «Nei» eller «Sluttet»"),
    ("royk not in (0, 2)", "«Røyk» er verken «Nei» eller «Sluttet»"),
    ("vekt between 40 and 160", "«Vekt» er fra og med 40 til og med 160"),
    ("not (vekt between 40 and 160)", "«Vekt» er ikke fra og med 40 til og med 160"),
    ("vekt > 40.5 and hoyde <= 200", "«Vekt» er mer enn 40,5 og «Høyde» er høyst 200"),
    (
        "(vekt > 40 or hoyde < 100) and gravid",
        "(«Vekt» er mer enn 40 eller «Høyde» er mindre enn 100) og «Gravid» er ja",
    ),
    ("gravid", "«Gravid» er ja"),
    ("not gravid", "«Gravid» er ikke ja"),
    ("gravid is false", "«Gravid» er nei"),
    ("sykdom_hjerte", "«Sykdommer – Hjerte» er krysset av"),
    ("not sykdom_hjerte", "«Sykdommer – Hjerte» er ikke krysset av"),
    ("niva_c1_v", "«Nivå – C1 – Venstre» er krysset av"),
    ("not gravid or vekt > 40", "hvis «Gravid» er ja, så «Vekt» er mer enn 40"),
    ("royk <> 1 or vekt > 40", "hvis «Røyk» er «Ja», så «Vekt» er mer enn 40"),
    ("not (royk = 1 and gravid)", "det er ikke slik at («Røyk» er «Ja» og «Gravid» er ja)"),
    ("dag >= date '2020-01-31'", "«Dagen» er ikke tidligere enn 31.01.2020"),
    ("dag < today()", "«Dagen» er før dagens dato"),
    ("navn is null", "«Navnet» er ikke besvart"),
    ("navn is not null", "«Navnet» er besvart"),
    ("starts_with(navn, 'ab')", "«Navnet» begynner med «ab»"),
    ("answered(sykdom) > 0", "minst ett av disse er besvart: alt under «Sykdommer»"),
    ("missing_reason(vekt) = 'unknown'", "grunnen til at «Vekt» ikke er besvart er «Vet ikke»"),
]

WORDS = [
    ("vekt / power(hoyde / 100, 2)", "«Vekt» / («Høyde» / 100) i annen potens"),
    ("(vekt + 1) * hoyde", "(«Vekt» + 1) × «Høyde»"),
    ("round(vekt, 1)", "«Vekt» avrundet til 1 desimaler"),
    ("coalesce(vekt, 0)", "det første av disse som er besvart: «Vekt» og 0"),
    ("case when royk = 1 then 1 else 0 end", "1 når «Røyk» er «Ja»; ellers 0"),
    ("days_between(dag, today())", "antall dager fra «Dagen» til dagens dato"),
    ("sum_answered(sykdom)", "summen av svarene på alt under «Sykdommer»"),
    ("mean_answered(vekt, hoyde)", "gjennomsnittet av svarene på «Vekt» og «Høyde»"),
    ("hour(start)", "timen i «Start»"),
]


def of(expression: str, kind: str) -> str:
    key = {"truth": f'enable_when: "{expression}"', "words": f'calculate: "{expression}"'}[kind]
    asked = f"- {{name: ny, label: Ny, type: {'decimal' if kind == 'words' else 'text'}, decimals: 9, {key}}}"
    text = VARIABLES + (asked if kind == "words" else asked.replace(" decimals: 9,", ""))
    state, other = states_of(form_of(text), form_of(text))
    form = state.catalogue.form["test.skjema"]
    source = next(use for use in form.uses if use.owner == "ny")
    wording = Wording(languages()["nb"], Translations("nb"), "nb")
    found = Formulas(state.catalogue, form, wording, naming(state, other, "nb"))
    return found.truth(source.expression.node) if kind == "truth" else found.words(source.expression.node)


@pytest.mark.parametrize(("expression", "said"), TRUTHS)
def test_conditions_and_demands(expression, said):
    assert of(expression, "truth") == said


@pytest.mark.parametrize(("expression", "said"), WORDS)
def test_calculations(expression, said):
    assert of(expression, "words") == said


def test_every_function_can_be_said():
    said = {*formula_words.SAID, *formula_words.OF_MANY, "in", "lookup"}
    assert set(FUNCTIONS) - said == set()
    assert said - set(FUNCTIONS) == set()
