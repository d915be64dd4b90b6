"""The report of a comparison: what a board reads first, what belongs together, and every way of writing it down."""

import json
import re
from pathlib import Path

import pytest

from migrations_gen.comparison import compare
from renderers.comparison import FORMATS, Report, report_of
from renderers.comparison.building import meaning_of
from renderers.comparison.burden import asks
from renderers.comparison.judging import Proof
from renderers.comparison.page import side_by_side
from renderers.comparison.records import GRADES
from renderers.comparison.text import lines
from renderers.i18n import Language, languages
from tests.golden_files import assert_golden
from tests.states import states_of

CODES = """
codelists:
  status:
    codes: {1: Jobber, 2: Sykmeldt, 3: Arbeidsledig}
  utdanning:
    codes: {1: Grunnskole, 2: Videregående}
"""

BEFORE = """
form: skjema
module: test
title: Spørreskjema
respondent: patient
timepoints: [preop]
category: bakgrunn
purpose: Test
source: test
sections:
  - section: del
    title: Om deg
    variables:
      - {name: hoyde, label: Hvor høy er du?, type: integer, unit: cm, min: 100, max: 230}
      - {name: vekt, label: Hvor mye veier du?, type: integer, unit: kg, min: 30, max: 300, aliases: {ute: VEKT}}
      - {name: royk, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja, 2: Sluttet}}
      - {name: status, label: Hva gjør du?, type: code, codelist: status}
      - {name: utdanning, label: Hvilken utdanning har du?, type: code, codelist: utdanning}
      - checklist: sykdom
        label: Har du noen av disse?
        ticks: {diabetes: Diabetes, hjerte: Hjertesykdom}
rules:
  - rule: rimelig
    require: vekt < hoyde + 100
    severity: soft
    message: Er vekten riktig?
"""

AFTER = """
form: skjema
module: test
title: Spørreskjema
respondent: patient
timepoints: [preop]
category: bakgrunn
purpose: Test
source: test
sections:
  - section: del
    title: Om deg
    variables:
      - {name: hoyde, label: Hvor høy er du?, type: integer, unit: cm, min: 120, max: 220, required: true}
      - {name: vekt, label: Hvor mye veier du?, type: integer, unit: g, min: 30, max: 300, aliases: {ute: VEKT_G}}
      - {name: roker, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja}}
      - {name: status, label: Hva gjør du?, type: code, codelist: status}
      - {name: skole, label: Hvilken skolegang har du?, type: code, codelist: utdanning}
      - {name: land, label: Hvor er du født?, type: longtext}
      - matrix: niva
        label: Hvilke nivåer?
        type: boolean
        rows: {c1: C1, c2: C2}
        columns: {h: Høyre, v: Venstre}
      - checklist: sykdom
        label: Har du noen av disse?
        ticks: {diabetes: Diabetes, hjerte: Hjertesykdom}
rules:
  - rule: rimelig
    require: vekt < hoyde + 120
    severity: soft
    message: Er vekten riktig?
"""

LATER_CODES = """
codelists:
  status:
    codes: {1: Jobber, 2: Arbeidsledig, 3: Sykmeldt, 4: Student}
  utdanning:
    codes: {1: Grunnskole, 2: Videregående}
"""

CHANGES = """
version: 2.0.0
requested_by: Fagrådet 12.03.2026, sak 4
changes:
  - rename: test.skjema.royk
    to: roker
  - recode: test.skjema.roker
    map: {0: 0, 1: 1, 2: 0}
    comparable: coarser
    reason: Tidligere røyker slås sammen med ikke-røyker
"""


def report(language: str = "nb") -> Report:
    states = states_of([BEFORE, CODES], [AFTER, LATER_CODES], CHANGES)
    return report_of(compare(*states), languages()[language])


@pytest.mark.parametrize(("name", "language"), [("json", "en"), ("markdown", "nb"), ("html", "nb"), ("html", "nn")])
def test_every_way_of_writing_it_down(name: str, language: str) -> None:
    ending = {"markdown": "md"}.get(name, name)
    assert_golden(f"comparison/report.{language}.{ending}", FORMATS[name](report(language), languages()[language]))


@pytest.mark.parametrize("language", ["en", "nb"])
def test_on_a_terminal(language: str) -> None:
    text = "".join(f"{line.text}\n" for line in lines(report(language), languages()[language]))
    assert_golden(f"comparison/report.{language}.txt", text)


def test_the_gravest_comes_first_and_everything_is_told_once() -> None:
    found = report()
    assert [graded.grade for graded in found.graded] == list(GRADES)
    grades = [GRADES.index(entry.grade) for entry in found.entries]
    assert grades == sorted(grades)
    assert len({entry.anchor for entry in found.entries}) == len(found.entries)
    states = states_of([BEFORE, CODES], [AFTER, LATER_CODES], CHANGES)
    assert len(found.entries) == len(compare(*states).difference.changes)


def test_the_page_needs_nothing_else() -> None:
    text = FORMATS["html"](report(), languages()["nb"])
    assert not re.search(r"<script|<link|<img|src=|@import|url\(|https?:", text)
    targets = set(re.findall(r'id="([^"]+)"', text))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= targets
    assert len(targets) == len(re.findall(r' id="', text))


def test_words_of_the_catalogue_are_no_markup() -> None:
    bad = "- {name: a, label: '<b>Høyde</b> & *vekt*', type: text}"
    found = report_of(compare(*states_of("- {name: b, label: Noe, type: text}", bad)), languages()["nb"])
    assert "<b>Høyde" not in FORMATS["html"](found, languages()["nb"])
    assert r"\<b\>Høyde\</b\> & \*vekt\*" in FORMATS["markdown"](found, languages()["nb"])


def test_nothing_differs() -> None:
    state = states_of([BEFORE, CODES], [BEFORE, CODES])[0]
    found = report_of(compare(state, state), languages()["nb"])
    assert (found.stops, found.entries, found.headline) == (False, (), "Ingen forskjell som betyr noe.")


def terminal(found: Report, language: Language) -> str:
    """The report as a terminal shows it."""
    return "\n".join(line.text for line in lines(found, language))


LEFT = "- {purge: test.skjema.vekten, reason: Ble aldri brukt.}"
SENTENCE = "Endringsfila nemner noko som ikkje finst. Rett namnet."


@pytest.mark.parametrize("write", [FORMATS["html"], FORMATS["markdown"], terminal])
def test_a_finding_is_told_in_the_readers_language_and_with_its_names(write) -> None:
    state = [BEFORE, CODES]
    told = {
        code: write(report_of(compare(*states_of(state, state, LEFT)), language), language)
        for code, language in languages().items()
    }
    assert SENTENCE in told["nn"]
    assert all("test.skjema.vekten" in text for text in told.values())
    assert "Rett" not in told["en"]


def test_every_key_of_the_json_is_on_its_page() -> None:
    content = json.loads(FORMATS["json"](report("en"), languages()["en"]))
    page = (Path(__file__).parent.parent.parent / "docs" / "diff.md").read_text(encoding="utf-8")
    lists = (content["changes"], content["questions"], content["series"], content["loads"])
    keys = {*content, *(key for rows in lists for row in rows for key in row), *content["changes"][0]["remarks"][0]}
    assert {key for key in keys if f"`{key}`" not in page} == set()


def test_the_keys_of_the_json_stay() -> None:
    content = json.loads(FORMATS["json"](report("en"), languages()["en"]))
    assert content["format"] == 1
    assert content["summary"] == {grade: sum(c["grade"] == grade for c in content["changes"]) for grade in GRADES}
    assert content["stops"] is True
    assert {question["slug"] for question in content["questions"]} == {"label-moved", "unit-changed"}


def test_what_was_found_stands_beside_the_change_and_is_counted() -> None:
    found = {"minimum-changed": Proof("refuted", "Et eksempel."), "maximum-changed": Proof("proved", "Bevist.")}
    states = states_of([BEFORE, CODES], [AFTER, LATER_CODES], CHANGES)
    told = report_of(compare(*states), languages()["nb"], lambda change: found.get(meaning_of(change)))
    beside = {
        entry.meaning: remark.text for entry in told.entries for remark in entry.remarks if remark.kind == "proof"
    }
    assert beside == {"minimum-changed": "Et eksempel.", "maximum-changed": "Bevist."}
    assert "1 endring er bevist å ikke skade noe tidligere svar." in told.notes
    assert any(note.startswith("For 1 endring finnes det tidligere svar") for note in told.notes)


FOLDED = [
    # before, after, the headings of what belongs together
    (
        "- {name: a, label: A, type: text, purpose: En}\n- {name: b, label: B, type: text, purpose: En}",
        "- {name: a, label: A, type: text, purpose: To}\n- {name: b, label: B, type: text, purpose: To}",
        ["Formål: En → To (2 endringer)"],
    ),
    (
        "- {name: x, label: X, type: text}",
        "- {name: x, label: X, type: text}\n- {checklist: c, label: Hva?, ticks: {a: A, b: B}}",
        ["Ny gruppe spørsmål: «Hva?» (test.skjema.c), med 2 svar (3 endringer)"],
    ),
    (
        "- {name: a, label: A, type: text, aliases: {ute: A, inne: A}}",
        "- {name: a, label: A, type: text, aliases: {ute: AA, inne: AA}}",
        ["Navn i andre systemer (2 endringer)", "Navn i andre systemer (2 endringer)"],
    ),
    (
        "- {name: a, label: A, type: code, codes: {1: En}}",
        "- {name: a, label: A, type: code, codes: {1: En, 2: To, 3: Tre}}",
        ["Kodene i «A» (test.skjema.a) (2 endringer)"],
    ),
    (
        "- {name: a, label: A, type: integer, min: 1, max: 9}",
        "- {name: a, label: A, type: integer, min: 2, max: 8}",
        ["«A» (test.skjema.a) (2 endringer)"],
    ),
]


@pytest.mark.parametrize(("before", "after", "headings"), FOLDED)
def test_what_belongs_together_has_one_heading(before: str, after: str, headings: list[str]) -> None:
    found = report_of(compare(*states_of(before, after)), languages()["nb"])
    blocks = (block for graded in found.graded for place in graded.places for block in place.blocks)
    assert [block.heading for block in blocks if block.heading] == headings


SIDES = [
    # before, after, what is marked in the earlier, in the later
    ("Hvor lenge har du vært syk?", "Hvor mange dager har du vært syk?", "lenge", "mange dager"),
    ("a in (1, 2)", "a in (1, 2, 3)", "", ", 3"),
    ("<b> er her", "<i> er her", "b", "i"),
    ("ja", "nei", "", ""),
]


@pytest.mark.parametrize(("before", "after", "gone", "come"), SIDES)
def test_the_words_that_differ_are_marked(before: str, after: str, gone: str, come: str) -> None:
    one, other = side_by_side(before, after)
    assert "".join(re.findall("<del>(.*?)</del>", one)) == gone
    assert "".join(re.findall("<ins>(.*?)</ins>", other)) == come
    assert "<b>" not in one


ASKED = [
    # variables, how many questions
    ("- {name: a, label: A, type: text}", 1),
    ("- {name: a, label: A, type: integer}\n- {name: b, label: B, type: integer, calculate: a}", 1),
    ("- {name: a, label: A, type: text, retired: {version: 1.0.0, reason: x}}", 0),
    ("- {checklist: c, label: C, ticks: {a: A, b: B, c: C}}", 1),
    ("- {matrix: m, label: M, type: boolean, rows: {a: A, b: B}, columns: {h: H, v: V}}", 2),
]


@pytest.mark.parametrize(("variables", "number"), ASKED)
def test_how_much_a_form_asks(variables: str, number: int) -> None:
    (form,) = states_of(variables, variables)[0].catalogue.forms
    assert asks(form)[0] == number
