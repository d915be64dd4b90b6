"""Questionnaires of FHIR: ours come back whole, those of others as far as there are words, and all are valid R4."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.findings import is_broken
from catalogue.formats import FORMATS
from catalogue.formats.constructs import CONSTRUCTS
from catalogue.formats.records import Read, ReadOptions, WriteOptions
from catalogue.model import Catalogue, Form
from catalogue.texts import Translation, Translations
from tests.catalogues import FIRST_PAGE, catalogue_of, form_of
from tests.formats.reading import FILES, OPTIONS, assert_canonical, catalogue_of_files, loaded
from tests.formats.test_fates import in_nynorsk, sample
from tests.nkr import loaded_nkr

FHIR = FORMATS["fhir"]
SOURCE = (FILES / "fhir.json").read_bytes()
READ = FHIR.read(SOURCE, OPTIONS)
CATALOGUE = catalogue_of_files(READ)
(SLEEP,) = CATALOGUE.forms


def written(catalogue: Catalogue, *forms: str) -> Any:
    return json.loads(FHIR.write(catalogue, WriteOptions(forms)).content)


def again(catalogue: Catalogue) -> Read:
    return FHIR.read(json.dumps(written(catalogue)).encode(), OPTIONS)


def assert_valid(bundle: Any) -> None:
    """By the models of R4, which do not know that a value inside an extension may itself be an expression."""
    Bundle.model_validate(without_values_of_values(bundle))


def without_values_of_values(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: part for key, part in value.items() if not ("url" in value and key.startswith("_value"))}
        return {key: without_values_of_values(part) for key, part in kept.items()}
    return [without_values_of_values(part) for part in value] if isinstance(value, list) else value


def items_of(resource: Any) -> dict[str, Any]:
    """Every item by its link."""
    found = {}
    for item in resource.get("item", ()):
        found |= {item["linkId"]: item, **items_of(item)}
    return found


def questionnaire(bundle: Any) -> Any:
    return next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Questionnaire")


# ---- of others ----


def test_a_questionnaire_of_others_is_a_catalogue_without_errors(tmp_path: Path) -> None:
    assert_canonical(READ.files)
    assert not is_broken(loaded(READ.files, tmp_path).findings)


def test_the_second_pass_is_the_same_as_the_first() -> None:
    first = again(CATALOGUE)
    assert [form.variables for form in catalogue_of_files(first).forms] == [form.variables for form in CATALOGUE.forms]
    assert written(catalogue_of_files(first)) == written(CATALOGUE)


def test_what_we_have_no_word_for_goes_out_again() -> None:
    out = questionnaire(written(CATALOGUE))
    items = items_of(out)
    assert (out["url"], out["version"], out["code"][0]["code"]) == (
        "https://example.org/Questionnaire/sleep-check",
        "2.1",
        "sleep",
    )
    assert (items["woke"]["prefix"], items["woke"]["code"][0]["code"]) == ("1.", "0000-0")
    assert (items["hours"]["type"], items["why"]["type"]) == ("quantity", "open-choice")
    assert items["photo"] == {"linkId": "photo", "type": "attachment", "text": "A photo"}
    assert items["drug"]["answerValueSet"] == "https://example.org/ValueSet/drugs"
    assert "%patient.id" in json.dumps(items["patient-id"])
    assert [option["valueCoding"]["code"] for option in items["woke"]["answerOption"]] == ["never", "some", "all"]


SEEN: dict[str, tuple[str, Any]] = {
    "a code is what it counts": ("woke", lambda v: [code.value for code in v.codes] == [0, 1, 3]),
    "help stands below": ("woke", lambda v: v.help.source == "Count every time."),
    "a quantity is a number with its unit": ("hours", lambda v: (v.type, v.unit.source) == ("decimal", "hours")),
    "several answers are ticks": ("why_pain", lambda v: v.group == "why"),
    "an answer of one's own is a text": ("why_annet", lambda v: v.type == "text"),
    "a slider is a scale": ("how_strong", lambda v: [end.source for end in v.ends] == ["None", "Worst"]),
    "groups in groups are asked when both are": (
        "how_strong",
        lambda v: v.enable_when.text == "woke <> 0 and why_pain",
    ),
    "a machine's link is no name": ("did_you_take_medicine", lambda v: v.aliases[0].name.startswith("3f2504e0")),
    "an initial value is filled in": ("did_you_take_medicine", lambda v: v.prefill.text == "false"),
    "a calculation is ours": ("score", lambda v: v.calculate.text == "how_strong * 2" and v.display == "hidden"),
    "a condition is ours": ("drug", lambda v: v.enable_when.text == "did_you_take_medicine and hours > 6"),
    "answers that are elsewhere are a text": ("drug", lambda v: v.type == "text"),
}


@pytest.mark.parametrize("case", SEEN)
def test_how_a_question_is_read(case: str) -> None:
    name, holds = SEEN[case]
    assert holds(SLEEP.variable[name])


def test_a_constraint_is_a_rule_and_a_translation_a_translation() -> None:
    (rule,) = SLEEP.rules
    assert (rule.name, rule.require.text, rule.severity) == ("bed_before_rise", "hours <= 20", "soft")
    assert "Hvor ofte våknet du?" in READ.files["prove/locale/nb/LC_MESSAGES/catalogue.po"]


def test_what_is_not_carried_is_told_with_its_line() -> None:
    assert [(found.slug, found.at.line) for found in READ.findings] == [
        ("texts-kept", 31),
        ("open-answer", 47),
        ("nested-group", 51),
        ("no-such-type", 61),
        ("answers-elsewhere", 69),
        ("logic-kept", 74),
    ]


REFUSED = {
    "XML": (b"<Questionnaire/>", "application/fhir+json"),
    "no questionnaire": (b'{"resourceType": "Patient"}', "no questionnaire"),
    "no question": (
        b'{"resourceType": "Questionnaire", "item": [{"linkId": "a", "type": "display"}]}',
        "no form to make",
    ),
    "another list": (b"[1, 2]", "no questionnaire"),
    "broken": (b'{"resourceType": ', "cut off"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_questionnaire_is_refused_with_a_sentence(case: str) -> None:
    data, words = REFUSED[case]
    read = FHIR.read(data, OPTIONS)
    assert (dict(read.files), words in read.findings[-1].message) == ({}, True)


# ---- ours ----


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_is_valid(construct: str) -> None:
    catalogue = sample(construct)
    content = FHIR.write(catalogue, WriteOptions(translations=in_nynorsk(catalogue))).content
    assert_valid(json.loads(content))


def test_what_others_wrote_is_valid_when_it_goes_out_again() -> None:
    assert_valid(written(CATALOGUE))


WHOLE = """
- {name: royk, label: Røyker du?, type: code, codelist: ja_nei, required: true, aliases: {openqreg: ROYK}}
- {name: antall, label: Hvor mange?, type: integer, unit: stk, min: 0, soft_max: 40, max: 100, enable_when: royk = 1,
   otherwise: 0, missing: {unknown: {code: 99, flag: {openqreg: ANTALL_MISS}}, declined: {}}}
- checklist: plager
  label: Har du noen av disse?
  enable_when: royk = 1 or antall > 3
  otherwise: false
  ticks: {hoste: {label: Hoste, collected: {from: 2020-01-01}}, smerte: Smerte, ingen: Ingen}
  none: ingen
- matrix: sted
  label: Hvor?
  type: boolean
  rows: {hals: Hals, bryst: Bryst}
  columns: {h: Høyre, v: Venstre}
- {name: dato, label: Når?, type: date, min: 2000-01-01, max: today(), prefill: today()}
- {name: skaar, label: Skår, type: decimal, decimals: 1, calculate: antall / 3, display: hidden}
- {name: gammel, label: Gammel, type: text, retired: {version: 1.0.0, reason: Brukes ikke}, identifies: indirect}
"""
LISTS = """
codelists:
  ja_nei:
    title: Ja eller nei
    codes:
      0: Nei
      1: Ja
      2: {label: Av og til, retired: {version: 1.0.0, reason: Uklart}}
      9: {label: Vet ikke, missing: unknown}
"""
RULES = "- {rule: mange, require: antall < 60 or plager_hoste, severity: soft, message: Er det så mange?}"


@cache
def whole() -> Catalogue:
    return catalogue_of(form_of(WHOLE, RULES), LISTS)


def same(one: Catalogue, other: Catalogue) -> bool:
    """Two catalogues say the same; what lists nobody in the forms uses may be left out."""
    return (one.forms, dict(one.modules), dict(one.systems), dict(one.value_sets), dict(one.instruments)) == (
        other.forms,
        dict(other.modules),
        dict(other.systems),
        dict(other.value_sets),
        dict(other.instruments),
    )


def test_a_catalogue_of_ours_comes_back_whole() -> None:
    assert same(catalogue_of_files(again(whole())), whole())


def test_a_code_list_is_known_by_its_address_and_offers_what_is_in_use() -> None:
    bundle = written(whole())
    option = items_of(questionnaire(bundle))["royk"]["answerOption"]
    assert [each["valueCoding"]["code"] for each in option] == ["0", "1", "9"]
    assert option[0]["valueCoding"]["system"] == "urn:skjemaverk:test:CodeSystem:ja_nei"
    with_base = catalogue_of(
        form_of(WHOLE, RULES), LISTS, first_page=FIRST_PAGE + "extras: {fhir: {base: 'https://example.org/fhir'}}\n"
    )
    assert questionnaire(written(with_base))["url"] == "https://example.org/fhir/Questionnaire/test.skjema"


CHANGED: dict[str, tuple[Callable[[Any], Any], Callable[[Form], Any], Any]] = {
    "a condition": (
        lambda items: items["antall"]["enableWhen"][0]["answerCoding"].update(code="0"),
        lambda form: form.variable["antall"].enable_when,
        "royk = 0",
    ),
    "a calculation": (
        lambda items: items["skaar"]["extension"][2]["valueExpression"].update(
            expression="%resource.descendants().where(linkId='antall').answer.value / 2"
        ),
        lambda form: form.variable["skaar"].calculate,
        "antall / 2",
    ),
    "a label": (
        lambda items: items["royk"].update(text="Røykte du?"),
        lambda form: form.variable["royk"].label,
        "Røykte du?",
    ),
}


@pytest.mark.parametrize("case", CHANGED)
def test_what_somebody_has_changed_in_the_standards_words_counts(case: str) -> None:
    change, look, expected = CHANGED[case]
    bundle = written(whole())
    change(items_of(questionnaire(bundle)))
    (form,) = catalogue_of_files(FHIR.read(json.dumps(bundle).encode(), OPTIONS)).forms
    found = look(form)
    assert getattr(found, "text", None) or found.source == expected
    assert expected in (getattr(found, "text", ""), getattr(found, "source", ""))


def test_a_licensed_wording_does_not_leave() -> None:
    catalogue = sample("instrument")
    private = Translations("nn", {"wording.ski.en": Translation("Første", "Den verna ordlyden")})
    content = FHIR.write(catalogue, WriteOptions(translations={"nn": private})).content.decode()
    assert "Første" in content
    assert "verna" not in content


def test_one_form_alone_says_what_it_lost(tmp_path: Path) -> None:
    registry = loaded_nkr()
    found = FHIR.write(registry.catalogue, WriteOptions(("rygg.oppfolging",)))
    assert any("of a form that is not written" in finding.message for finding in found.findings)
    read = FHIR.read(found.content, ReadOptions("fil.json", "prove", "Prøve"))
    assert not is_broken(loaded(read.files, tmp_path).findings)


@pytest.mark.slow
def test_the_whole_registry_comes_back(tmp_path: Path) -> None:
    registry = loaded_nkr()
    first = FHIR.write(registry.catalogue, WriteOptions((), registry.translations))
    back = loaded(FHIR.read(first.content, ReadOptions("fil.json", "nkr", "NKR")).files, tmp_path)
    assert back.catalogue is not None
    assert same(back.catalogue, registry.catalogue)
    texts = {language: {a: e.text for a, e in found.entries.items()} for language, found in back.translations.items()}
    assert all(texts[language].items() >= shown(found).items() for language, found in registry.translations.items())
    assert FHIR.write(back.catalogue, WriteOptions((), back.translations)).content == first.content


def shown(translations: Translations) -> dict[str, str]:
    """What is translated, but for what only the catalogues of data are told."""
    entries = translations.entries.items()
    return {address: entry.text for address, entry in entries if entry.text and not address.startswith("publication.")}


@pytest.mark.slow
def test_the_whole_registry_is_valid() -> None:
    registry = loaded_nkr()
    assert_valid(json.loads(FHIR.write(registry.catalogue, WriteOptions((), registry.translations)).content))


# ---- whatever comes ----

LABELS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
)
QUESTIONS = st.fixed_dictionaries(
    {"type": st.sampled_from(["boolean", "integer", "date", "time", "datetime", "text", "longtext"])},
    optional={"required": st.just("true"), "help": LABELS.filter(bool), "display": st.just("text")},
)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(LABELS.filter(bool), QUESTIONS), min_size=1, max_size=6))
def test_any_questions_come_back(questions: list[tuple[str, dict[str, str]]]) -> None:
    lines = [
        json.dumps({"name": f"v{number}", "label": label, **said}, ensure_ascii=False)
        for number, (label, said) in enumerate(questions)
    ]
    catalogue = catalogue_of(form_of("\n".join(f"- {line}" for line in lines)))
    assert same(catalogue_of_files(again(catalogue)), catalogue)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_files_or_a_finding(data: bytes) -> None:
    read = FHIR.read(data, OPTIONS)
    assert read.files or read.findings


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.just([]), st.just({}), st.just([{}, 1])
)


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_as_far_as_it_goes(data: st.DataObject) -> None:
    source = json.loads(data.draw(st.sampled_from([SOURCE, json.dumps(written(whole()))])))
    for _ in range(data.draw(st.integers(1, 4))):
        damage(source, data)
    read = FHIR.read(json.dumps(source).encode(), OPTIONS)
    assert read.files or read.findings


def damage(value: Any, data: st.DataObject) -> None:
    """Something somewhere becomes something else."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        inside = value[key]
        if not isinstance(inside, dict | list) or not inside or data.draw(st.integers(0, 5)) == 0:
            value[key] = deepcopy(data.draw(ODD))
            return
        value = inside
