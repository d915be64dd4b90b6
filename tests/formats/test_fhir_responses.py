"""Answers as questionnaire responses: the same rows come back, and those of others are read by their links."""

import json
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.formats.answers import AnswerRow, ReadAnswers
from catalogue.formats.fhir.answer_values import ABSENT
from catalogue.formats.fhir.responses import ANSWERS
from catalogue.model import MISSING_REASONS
from tests.catalogues import catalogue_of, form_of
from tests.formats.test_fhir import CATALOGUE, SLEEP

VARIABLES = """
- {name: boolsk, label: B, type: boolean}
- {name: hel, label: H, type: integer, missing: {unknown: {}, declined: {}}}
- {name: desimal, label: D, type: decimal, decimals: 2}
- {name: kode, label: K, type: code, codes: {1: En, 2: To, 9: {label: Vet ikke, missing: unknown}}}
- {name: tekstkode, label: T, type: code, codes: {a: Ja, b: Nei}}
- {name: dato, label: Når, type: date}
- {name: tid, label: Klokka, type: time}
- {name: tidspunkt, label: Da, type: datetime}
- {name: tekst, label: Hva, type: text}
- {checklist: c, label: C, missing: {declined: {}}, ticks: {a: Ene, b: Andre}}
- {matrix: m, label: M, type: integer, rows: {r: Rad}, columns: {h: Høyre, v: Venstre}, missing: {unknown: {}}}
- {name: dobbelt, label: D, type: integer, calculate: hel * 2}
"""
OURS = catalogue_of(form_of(VARIABLES))
(FORM,) = OURS.forms
FULL = AnswerRow(
    "e1",
    "preop",
    {
        "boolsk": True,
        "hel": 3,
        "desimal": 1.25,
        "kode": 2,
        "tekstkode": "b",
        "dato": date(2026, 3, 1),
        "tid": time(9, 30),
        "tidspunkt": datetime(2026, 7, 1, 9, 30),
        "tekst": "Vondt i ryggen",
        "c_a": True,
        "c_b": False,
        "m_r_h": 1,
        "m_r_v": 2,
        "dobbelt": 6,
    },
    {},
    "p1",
    "601225",
    completed_at=datetime(2026, 3, 1, 12, 0, tzinfo=UTC),
)
REASONS = {
    "hel": "declined",
    "kode": "unknown",
    "tekst": "not_answered",
    "c": "declined",
    "m": "unknown",
    "dato": "not_asked",
}


def read(bundle: Any) -> ReadAnswers:
    return ANSWERS.read(json.dumps(bundle).encode(), OURS, FORM, "svar.json")


def response(*items: Any, **more: Any) -> Any:
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": list(items), **more}


def item(link: str, *values: Any) -> Any:
    return {"linkId": link, "answer": list(values)}


@pytest.mark.parametrize(
    "row",
    [
        FULL,
        AnswerRow("e2", "preop", {}, REASONS, "p2", is_final=False),
        AnswerRow("e3", "preop", {"c_a": False, "c_b": False, "hel": 0, "boolsk": False}),
        AnswerRow("e4", "preop", {}),
    ],
    ids=["every type", "reasons", "nothing ticked", "nothing at all"],
)
def test_a_row_comes_back_and_is_valid(row: AnswerRow) -> None:
    content = ANSWERS.write(OURS, FORM, [row, FULL])
    Bundle.model_validate(json.loads(content))
    back = ANSWERS.read(content, OURS, FORM, "svar.json")
    assert (back.rows, back.findings) == ((row, FULL), ())


def test_no_name_is_written_and_a_reason_has_the_standards_code() -> None:
    (entry,) = json.loads(ANSWERS.write(OURS, FORM, [AnswerRow("e", "preop", {}, REASONS, "p")]))["entry"]
    assert entry["resource"]["subject"] == {"type": "Patient", "identifier": {"value": "p"}}
    (group,) = entry["resource"]["item"]
    codes = {each["linkId"]: each["extension"][0]["valueCode"] for each in group["item"] if "extension" in each}
    assert codes == {
        "hel": "asked-declined",
        "tekst": "unknown",
        "dato": "not-asked",
        "c": "asked-declined",
        "m": "asked-unknown",
    }


def test_every_reason_has_a_code_of_its_own() -> None:
    assert set(ABSENT) == set(MISSING_REASONS)
    assert len(set(ABSENT.values())) == len(ABSENT)


def test_those_of_others_are_read_wherever_the_answer_stands() -> None:
    nested = {
        "linkId": "x",
        "item": [item("hel", {"valueInteger": 4, "item": [item("tekst", {"valueString": " ja "})]})],
    }
    found = read(
        response(
            nested,
            item("kode", {"valueCoding": {"code": "1"}}),
            item("c", {"valueCoding": {"code": "b"}}),
            item("tidspunkt", {"valueDateTime": "2026-07-01T07:30:00Z"}),
            subject={"reference": "Patient/17", "display": "Kari Nordmann"},
            encounter={"reference": "https://example.org/fhir/Encounter/e9"},
            authored="2026-07-01",
        )
    )
    (row,) = found.rows
    assert dict(row.values) == {
        "hel": 4,
        "tekst": "ja",
        "kode": 1,
        "c_a": False,
        "c_b": True,
        "tidspunkt": datetime(2026, 7, 1, 9, 30),
    }
    assert (row.person, row.episode, row.timepoint, row.is_final) == ("17", "e9", "preop", True)
    assert found.findings == ()


WRONG: dict[str, tuple[Any, str]] = {
    "no number": (response(item("hel", {"valueString": "tre"})), "wrong-answer"),
    "half a whole number": (response(item("hel", {"valueDecimal": 1.5})), "wrong-answer"),
    "no such code": (response(item("kode", {"valueCoding": {"code": "7"}})), "wrong-answer"),
    "a code of another system": (response(item("kode", {"valueCoding": {"code": "1", "system": "x"}})), "wrong-answer"),
    "no date": (response(item("dato", {"valueDate": "2026"})), "wrong-answer"),
    "no such question": (response(item("ukjent", {"valueString": "x"})), "unknown-question"),
    "two answers": (response(item("hel", {"valueInteger": 1}, {"valueInteger": 2})), "repeated-answer"),
    "answered twice": (response(*[item("hel", {"valueInteger": 1})] * 2), "repeated-answer"),
    "entered in error": (response(status="entered-in-error"), "entered-in-error"),
    "no time": (response(authored="i går"), "wrong-answer"),
    "nothing": ({"resourceType": "Bundle"}, "not-readable"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_read_is_a_finding(case: str) -> None:
    bundle, slug = WRONG[case]
    assert [finding.slug for finding in read(bundle).findings] == [slug]


def test_a_response_to_another_form_is_left_out() -> None:
    other = catalogue_of(form_of(VARIABLES), form_of(VARIABLES).replace("skjema", "annet", 1))
    content = ANSWERS.write(other, other.form["test.annet"], [FULL])
    found = ANSWERS.read(content, other, other.form["test.skjema"], "svar.json")
    assert ([finding.slug for finding in found.findings], found.rows) == (["other-form"], ())


def test_answers_to_a_questionnaire_of_others_have_its_shape() -> None:
    row = AnswerRow(
        "e", "tidspunkt", {"woke": 3, "why_pain": True, "why_noise": False, "why_none": False, "why_annet": "Barn"}
    )
    content = ANSWERS.write(CATALOGUE, SLEEP, [row])
    (entry,) = json.loads(content)["entry"]
    first, night = entry["resource"]["item"]
    assert entry["resource"]["questionnaire"] == "https://example.org/Questionnaire/sleep-check|2.1"
    assert first["answer"][0]["valueCoding"]["code"] == "all"
    assert [answer.get("valueString") for answer in night["item"][0]["answer"]] == [None, "Barn"]
    assert ANSWERS.read(content, CATALOGUE, SLEEP, "svar.json").rows == (row,)


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "boolsk": st.booleans(),
        "hel": st.integers(-1_000_000, 1_000_000),
        "desimal": st.integers(-10_000, 10_000).map(lambda number: number / 100),
        "kode": st.sampled_from([1, 2]),
        "tekstkode": st.sampled_from(["a", "b"]),
        "dato": st.dates(date(1800, 1, 1), date(2200, 12, 31)),
        "tid": st.times().map(lambda found: found.replace(second=0, microsecond=0)),
        "tidspunkt": st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(
            lambda found: found.replace(second=0, microsecond=0)
        ),
        "tekst": st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=20),
        "m_r_h": st.integers(0, 9),
    },
)


@settings(max_examples=60, deadline=None)
@given(st.lists(VALUES, max_size=4))
def test_any_answers_come_back(answers: list[dict[str, Any]]) -> None:
    rows = tuple(AnswerRow(f"e{number}", "preop", values) for number, values in enumerate(answers))
    content = ANSWERS.write(OURS, FORM, rows)
    assert ANSWERS.read(content, OURS, FORM, "svar.json").rows == rows


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_a_finding(data: bytes) -> None:
    found = ANSWERS.read(data, OURS, FORM, "svar.json")
    assert found.rows or found.findings
