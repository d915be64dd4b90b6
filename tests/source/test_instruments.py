"""An instrument is written once: what its items take over from it, and what a form makes of it."""

from datetime import date

import pytest

from catalogue.model import Alias, Variable
from catalogue.texts import Text
from engine.answers import Answers, Context
from engine.evaluation import evaluator
from tests.catalogues import catalogue_of, form_of

TODAY = date(2026, 11, 22)
LISTS = """
codelists:
  niva:
    codes: {1: nivå 1, 2: nivå 2, 3: nivå 3, 9: {label: Ikke utfylt, missing: not_answered}}
  ja_nei:
    codes: {0: Nei, 1: Ja}
"""
SCALES = """
instrument: smerte
title: Smerter
type: integer
display: scale
ends: [Ingen, Verst]
min: 0
max: 10
missing: {not_answered: {code: 99, flag: {gammel: MANGLER}}}
items:
  rygg: Hvor vondt har du i ryggen?
  bein: {label: Hvor vondt har du i beina?, help: Det verste teller, soft_max: 9}
  dager: {label: I hvor mange dager?, type: integer, unit: dager, min: 0, max: 7}
  merknad: {label: Noe å tilføye?, type: text, max_length: 40}
scores:
  - {name: sum, label: Sum, items: [rygg, bein], needs: 1, calculate: sum_answered(items)}
  - {name: begge, label: Begge, items: [rygg, bein], needs: 2, calculate: rygg + bein}
  - {name: uke, label: Uke, items: [dager], needs: 1, calculate: dager / 7}
"""
LEVELS = """
instrument: gange
title: Gange
licence: {holder: Eieren, wording: private}
codelist: niva
items:
  ute: Gange ute
  inne: {label: Gange inne, only: [1, 2]}
  krykker: {label: Krykker, codelist: ja_nei}
"""


def variables(block: str, *, instrument: str = SCALES) -> dict[str, Variable]:
    return dict(catalogue_of(LISTS, instrument, form_of(block)).form["test.skjema"].variable)


def test_items_share_what_is_written_at_the_instrument() -> None:
    found = variables("- instrument: smerte")
    rygg, bein = found["smerte_rygg"], found["smerte_bein"]
    for item in (rygg, bein):
        assert (item.type, item.display, item.limits.min, item.limits.max) == ("integer", "scale", 0, 10)
        assert [str(end) for end in item.ends or ()] == ["Ingen", "Verst"]
        assert [(reason.reason, reason.code) for reason in item.missing] == [("not_answered", 99)]
    assert (rygg.limits.soft_max, bein.limits.soft_max) == (None, 9)
    assert (rygg.help, str(bein.help)) == (None, "Det verste teller")


def test_an_item_with_a_type_of_its_own_takes_nothing_over() -> None:
    dager = variables("- instrument: smerte")["smerte_dager"]
    assert (dager.unit, dager.display, dager.ends, dager.missing) == (Text("unit.dager", "dager"), None, None, ())
    merknad = variables("- instrument: smerte")["smerte_merknad"]
    assert (merknad.type, merknad.max_length, merknad.limits.max) == ("text", 40, None)


def test_an_item_is_a_code_unless_it_says_otherwise() -> None:
    found = variables("- instrument: gange", instrument=LEVELS)
    codes = {name: [code.value for code in item.codes] for name, item in found.items()}
    assert codes == {"gange_ute": [1, 2, 3], "gange_inne": [1, 2], "gange_krykker": [0, 1]}
    assert found["gange_inne"].codes[0].label.private == "wording.gange.inne.1"


def test_a_form_gives_a_flag_its_own_name() -> None:
    block = """
    - instrument: smerte
      aliases:
        rygg: {gammel: RYGG}
        rygg_missing: {gammel: {preop: RYGG_MISS}}
    """
    found = variables(block)
    assert [alias.name for alias in found["smerte_rygg"].aliases] == ["RYGG"]
    assert found["smerte_rygg"].missing[0].flags == (Alias("gammel", "RYGG_MISS", "preop"),)
    assert found["smerte_bein"].missing[0].flags == (Alias("gammel", "MANGLER"),)


@pytest.mark.parametrize(
    ("without", "scores"),
    [
        ("dager", {"smerte_sum", "smerte_begge"}),
        ("rygg", {"smerte_sum", "smerte_uke"}),
        ("rygg, bein", {"smerte_uke"}),
        ("rygg, bein, dager", set()),
    ],
)
def test_a_score_with_too_few_items_left_is_not_made(without: str, scores: set[str]) -> None:
    found = variables(f"- {{instrument: smerte, without: [{without}]}}")
    assert {name for name, variable in found.items() if variable.is_calculated} == scores


def test_a_score_uses_the_items_that_are_left() -> None:
    catalogue = catalogue_of(LISTS, SCALES, form_of("- {instrument: smerte, without: [rygg]}"))
    evaluate = evaluator(catalogue, catalogue.form["test.skjema"]).evaluate
    assert evaluate(Answers({"smerte_bein": 4}), Context(TODAY)).calculated["smerte_sum"] == 4
    assert evaluate(Answers(), Context(TODAY)).calculated["smerte_sum"] is None


def test_an_instrument_is_retired_as_a_whole() -> None:
    block = "- {instrument: smerte, retired: {version: 3.0.0, reason: Erstattet}}"
    assert all(variable.retired for variable in variables(block).values())
