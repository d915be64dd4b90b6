"""Table Schema: as it stands, and that made-up answers fit it."""

import csv
import io
import json
import re
from datetime import date

import pytest

from catalogue.formats.records import WriteOptions
from engine.answer_files import csv_lines
from engine.synth import columns_of, synthesise
from renderers.table_schema import data_package, table_schema, table_schemas
from tests.golden_files import assert_golden
from tests.nkr import nkr_catalogue
from tests.renderers.small_catalogue import CATALOGUE, FORM

TODAY = date(2026, 1, 15)
NKR = nkr_catalogue()
FIELDS = {field["name"]: field for field in json.loads(table_schema(FORM))["fields"]}

PATTERNS = {
    "boolean": r"true|True|TRUE|1|false|False|FALSE|0",
    "integer": r"-?\d+",
    "number": r"-?\d+(\.\d+)?",
    "date": r"\d{4}-\d\d-\d\d",
    "time": r"\d\d:\d\d",
    "datetime": r"\d{4}-\d\d-\d\d \d\d:\d\d",
    "string": r"(?s).+",
}


def wrong(field: dict, cell: str) -> str | None:
    """What a reader of Table Schema would say of a cell."""
    if cell == "":
        return None
    if not re.fullmatch(PATTERNS[field["type"]], cell):
        return f"{cell} is no {field['type']}"
    rules = field.get("constraints", {})
    value = float(cell) if field["type"] in {"integer", "number"} else cell
    if "enum" in rules and value not in rules["enum"]:
        return f"{cell} is not in the enum"
    if "maxLength" in rules and len(cell) > rules["maxLength"]:
        return "too long"
    if "minimum" in rules and not rules["minimum"] <= value <= rules["maximum"]:
        return f"{cell} is outside"
    return None


@pytest.mark.parametrize("name", ["datapackage.json", "test.skjema.json"])
def test_it_is_as_it_was(name: str) -> None:
    assert_golden(f"table_schema/{name}", dict(table_schemas(CATALOGUE))[name])


TOLD = [
    # variable, what the field says of it
    ("hoyde", {"type": "integer", "unit": "cm", "constraints": {"minimum": 100, "maximum": 230}}),
    ("vekt", {"type": "number", "decimals": 1}),
    ("dag", {"type": "date", "constraints": {"minimum": "2007-01-01", "maximum": "2200-12-31"}}),
    ("klokken", {"type": "time", "format": "%H:%M"}),
    ("navn", {"type": "string", "constraints": {"maxLength": 40}}),
    ("plager_hoste", {"type": "boolean"}),
    ("farge", {"type": "string", "constraints": {"enum": ["r", "g"]}}),
    ("royk", {"categories": [{"value": 0, "label": "Nei"}, {"value": 1, "label": "Ja"}]}),
    ("hoyde_missing", {"categories": ["unknown", "not_answered", "not_asked", "not_collected"]}),
]


@pytest.mark.parametrize(("name", "told"), TOLD)
def test_a_field_says(name: str, told: dict) -> None:
    assert {key: FIELDS[name][key] for key in told} == told


BROKEN = [("hoyde", "99"), ("hoyde", "170.5"), ("royk", "9"), ("farge", "b"), ("dag", "30.02.2020"), ("navn", "x" * 41)]


@pytest.mark.parametrize(("name", "cell"), BROKEN)
def test_what_is_wrong_does_not_fit(name: str, cell: str) -> None:
    assert wrong(FIELDS[name], cell)


@pytest.mark.parametrize("form", [FORM, *NKR.forms], ids=lambda form: form.address)
def test_made_up_answers_fit(form) -> None:
    catalogue = CATALOGUE if form is FORM else NKR
    made = synthesise(catalogue, form, 5, seed=1, today=TODAY).rows
    text = "".join(csv_lines(form, columns_of(catalogue, form, TODAY), made))
    schema = json.loads(table_schema(form))
    for row in csv.DictReader(io.StringIO(text, newline="")):
        assert [found for field in schema["fields"] if (found := wrong(field, row[field["name"]]))] == []


def test_the_package_of_one_file_has_the_schemas_of_the_others() -> None:
    package = json.loads(data_package(NKR, WriteOptions()).content)
    apart = dict(table_schemas(NKR))
    for resource in package["resources"]:
        assert resource["schema"] == json.loads(apart[f"{resource['name']}.json"])
    assert [resource["name"] for resource in package["resources"]] == [form.address for form in NKR.forms]


def test_a_form_at_several_timepoints_says_which() -> None:
    several = next(form for form in NKR.forms if len(form.timepoints) > 1)
    first = json.loads(table_schema(several))["fields"][0]
    assert (first["name"], first["categories"]) == ("timepoint", list(several.timepoints))
