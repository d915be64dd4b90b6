"""A form's JSON Schema: as it stands, and what it says of answers."""

import json
from datetime import date

import jsonschema
import pytest

from engine.answer_files import json_lines
from engine.synth import synthesise
from renderers.json_schema import json_schema
from tests.golden_files import assert_golden
from tests.renderers.small_catalogue import CATALOGUE, FORM

SCHEMA = json.loads(json_schema(CATALOGUE, FORM))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def test_it_is_as_it_was():
    assert_golden("json_schema/test.skjema.json", json_schema(CATALOGUE, FORM))


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


ANSWERS = [
    # answers beside a height of 170, whether the schema lets them pass
    ({}, True),
    ({"hoyde": 170, "vekt": 80.5, "royk": 1, "dag": "2020-02-29", "klokken": "08:30"}, True),
    ({"hoyde": None, "hoyde_missing": "unknown"}, True),
    ({"hoyde": None}, False),
    ({"hoyde": None, "hoyde_missing": "not_answered"}, False),
    ({"hoyde": 210, "royk": 1}, False),
    ({"hoyde": 210, "royk": 1, "farge": "r"}, True),
    ({"hoyde": 210, "royk": 0}, True),
    ({"hoyde": 210}, True),
    ({"plager_hoste": False, "royk": 1}, False),
    ({"plager_hoste": False, "royk": 0}, True),
    ({"plager_hoste": True, "plager_ingen": True, "royk": 1}, False),
    ({"niva_c1_h": False}, False),
    ({"niva_c1_h": False, "niva_c2_v": True}, True),
    ({"hoyde": 170, "hoyde_missing": None}, True),
    ({"person.fodselsdato": "1970-01-01"}, True),
    ({"mote": "2020-02-29T08:30", "plager_hoste": True, "plager_ingen": False}, True),
    ({"hoyde": 99}, False),
    ({"hoyde": 170.5}, False),
    ({"hoyde": "170"}, False),
    ({"hoyde": 170, "hoyde_missing": "unknown"}, False),
    ({"hoyde_missing": "declined"}, False),
    ({"prosedyre": "AB10"}, True),
    ({"prosedyre": "ab10"}, False),
    ({"royk": 9}, False),
    ({"royk": 2}, False),
    ({"farge": "b"}, False),
    ({"dag": "30.02.2020"}, False),
    ({"klokken": "25:00"}, False),
    ({"mote": "2020-02-29"}, False),
    ({"navn": ""}, False),
    ({"navn": "x" * 41}, False),
    ({"plager_hoste": True, "plager_missing": "not_asked"}, False),
    ({"hoide": 170}, False),
]


@pytest.mark.parametrize(("answers", "passes"), ANSWERS)
def test_answers_are_told_apart(answers, passes):
    assert VALIDATOR.is_valid({"hoyde": 170, **answers}) is passes


def test_made_up_answers_pass():
    rows = synthesise(CATALOGUE, FORM, 40, seed=1, today=date(2026, 1, 15)).rows
    wrong = [error.message for line in json_lines(rows) for error in VALIDATOR.iter_errors(json.loads(line))]
    assert wrong == []
