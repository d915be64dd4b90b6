"""The codebook: pages and tables as they stand, and that they are complete."""

import csv
import io

import pytest

from renderers.codebook import codebook
from tests.golden_files import assert_golden
from tests.renderers.small_catalogue import CATALOGUE, FORM, TRANSLATIONS

FILES = dict(codebook(CATALOGUE, TRANSLATIONS))


def rows(name):
    return list(csv.DictReader(io.StringIO(FILES[name])))


@pytest.mark.parametrize("name", FILES)
def test_it_is_as_it_was(name):
    assert_golden(f"codebook/{name}", FILES[name])


def test_every_variable_has_a_row_and_a_place_on_the_page():
    assert [row["name"] for row in rows("variables.csv")] == [variable.name for variable in FORM.variables]
    for variable in FORM.variables:
        assert f'id="test.skjema.{variable.name}"' in FILES["index.html"]


def test_every_code_has_a_row():
    assert {(row["codelist"], row["code"]) for row in rows("codes.csv")} == {
        *(("royk", code) for code in "0129"),
        *(("test.skjema.farge", code) for code in "rg"),
    }


TOLD = [
    # variable, column, what stands there
    ("hoyde", "label_en", "How tall are you?"),
    ("vekt", "label_en", ""),
    ("hoyde", "missing", "unknown (code 999, gammel: HOYDE_MISS)"),
    ("hoyde", "aliases", "gammel: Hoyde*"),
    ("hoyde", "rules", "tung"),
    ("hoyde", "required", "true"),
    ("farge", "required", "hoyde > 200"),
    ("farge", "enable_when", "royk = 1"),
    ("royk", "codes", "0 = Nei | 1 = Ja | 9 = Ikke utfylt (not_answered)"),
    ("dag", "min", "2007-01-01"),
    ("dag", "max", "today()"),
    ("prosedyre", "system", "prosedyre 2016"),
    ("prosedyre", "valid_on", "dag"),
    ("prosedyre", "edition", "gammel: PROS_VER"),
    ("plager_hoste", "group", "plager"),
    ("plager_hoste", "otherwise", "false"),
    ("merknad", "max_length", "10000"),
    ("merknad", "collected", "2020-01-01 to …"),
    ("smertekart_antall", "calculate", "sum_answered(items)"),
]


@pytest.mark.parametrize(("variable", "column", "text"), TOLD)
def test_a_cell_says(variable, column, text):
    (row,) = (row for row in rows("variables.csv") if row["name"] == variable)
    assert row[column] == text


def test_nothing_of_an_author_is_markup():
    assert "Har røykt &lt;før&gt;" in FILES["index.html"]
    assert "Er du så tung &amp; lav?" in FILES["index.html"]
