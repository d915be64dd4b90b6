"""`init`, `format` and `translate`: what an author does besides writing."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import change

FORM = Path("data/helse.yaml")
PO = Path("locale/nn/LC_MESSAGES/catalogue.po")

NAMES = [
    # a folder's name, the catalogue's
    ("mitt-register", "mitt_register"),
    ("Hofte og Kne", "hofte_og_kne"),
    ("Ærlige Ånder", "aerlige_ander"),
    ("2026", "register_2026"),
]


@pytest.mark.parametrize(("folder", "name"), NAMES)
def test_a_new_catalogue_has_no_findings(skjemaverk, folder, name):
    ran = skjemaverk("init", folder)
    assert (ran.status, ran.lines[-1].endswith("skjemaverk serve --watch")) == (0, True)
    assert f"catalogue: {name}\n" in Path(folder, "variables.yaml").read_text(encoding="utf-8")
    assert skjemaverk("check", "--catalogue", folder).out == "No findings.\n"


def test_nothing_that_exists_is_written_over(skjemaverk):
    before = FORM.read_bytes()
    ran = skjemaverk("init", ".")
    assert (ran.status, "already-there" in ran.err) == (1, True)
    assert FORM.read_bytes() == before


def test_a_new_catalogue_is_in_canonical_form(skjemaverk):
    ran = skjemaverk("format", "--check")
    assert (ran.status, ran.out) == (0, "0 files to format, 4 left as they are.\n")


def test_format_changes_the_file_and_check_only_says_so(skjemaverk):
    change(FORM, "        unit: cm\n", "        unit:   cm\n")
    written = FORM.read_bytes()
    ran = skjemaverk("format", "--check")
    assert (ran.status, ran.lines) == (1, ["data/helse.yaml", "1 file to format, 3 left as they are."])
    assert FORM.read_bytes() == written
    ran = skjemaverk("format")
    assert (ran.status, ran.lines) == (0, ["data/helse.yaml", "1 file formatted, 3 left as they are."])
    assert b"        unit: cm\n" in FORM.read_bytes()


def test_a_file_that_cannot_be_read_is_left_and_the_others_formatted(skjemaverk):
    change(Path("data/codelists.yaml"), "codelists:", "codelists: [")
    change(FORM, "        unit: cm\n", "        unit:   cm\n")
    ran = skjemaverk("format")
    assert (ran.status, "data/codelists.yaml" in ran.err) == (1, True)
    assert ran.lines == ["data/helse.yaml", "1 file formatted, 3 left as they are."]


def test_a_file_keeps_its_rights(skjemaverk):
    change(FORM, "        unit: cm\n", "        unit:   cm\n")
    FORM.chmod(0o640)
    skjemaverk("format")
    assert FORM.stat().st_mode & 0o777 == 0o640


def test_translate_tells_how_far_each_language_has_come(skjemaverk):
    change(FORM, "Hvor høy er du?", "Hvor lang er du?")
    change(FORM, "label: Hvor mye veier du?", "label: Hvor mye veier du?\n        help: Uten sko")
    ran = skjemaverk("translate")
    assert ran.status == 0
    assert [line.split() for line in ran.lines] == [
        ["language", "translated", "fuzzy", "missing", "path"],
        ["nn", "27", "1", "1", str(PO)],
    ]
    assert "#, fuzzy" in PO.read_text(encoding="utf-8")


def test_translate_as_json(skjemaverk):
    (row,) = json.loads(skjemaverk("translate", "--json").out)
    assert row["language"] == "nn"
    assert row["complete"] is True
    assert row["changed"] is False


def test_an_optional_language_begins_when_it_is_asked_for(skjemaverk):
    change(Path("variables.yaml"), "required: [nb, nn]", "required: [nb, nn], optional: [en]")
    assert not Path("locale/en").exists()
    skjemaverk("translate")
    assert not Path("locale/en").exists()
    skjemaverk("translate", "--start", "en")
    assert Path("locale/en/LC_MESSAGES/catalogue.po").exists()
