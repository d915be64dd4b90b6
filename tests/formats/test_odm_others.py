"""Files of other systems: read as far as there are words, the rest told and kept, and on the second pass the same."""

import json
from pathlib import Path

import pytest

from catalogue.expressions.printer import to_text
from catalogue.findings import is_broken
from catalogue.formats import FORMATS
from catalogue.formats.odm.elements import Check
from catalogue.formats.odm.reading_checks import checked
from catalogue.formats.odm.said import Said, code_of
from catalogue.formats.records import ReadOptions, WriteOptions
from catalogue.model import Catalogue
from tests.formats.odm_schemas import VERSIONS, errors
from tests.formats.reading import FILES, OPTIONS, assert_canonical, catalogue_of_files, loaded

SOURCES = {version: (FILES / f"{version}.xml").read_bytes() for version in VERSIONS}
READS = {version: FORMATS[version].read(source, OPTIONS) for version, source in SOURCES.items()}
CATALOGUES: dict[str, Catalogue] = {version: catalogue_of_files(read) for version, read in READS.items()}
BASE, PAIN = CATALOGUES["odm"].forms


def kept(name: str) -> dict[str, str]:
    return {key: text for system, key, text in BASE.variable[name].extras if system == "odm"}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_files_are_canonical_and_the_catalogue_has_no_errors(version: str, tmp_path: Path) -> None:
    assert_canonical(READS[version].files)
    assert not is_broken(loaded(READS[version].files, tmp_path).findings)


@pytest.mark.parametrize("source", VERSIONS)
@pytest.mark.parametrize("version", VERSIONS)
def test_the_second_pass_is_the_first(source: str, version: str, tmp_path: Path) -> None:
    first = loaded(READS[source].files, tmp_path / "first")
    assert first.catalogue is not None
    once = FORMATS[version].write(first.catalogue, WriteOptions(translations=first.translations)).content
    assert errors(version, once) == []
    second = loaded(FORMATS[version].read(once, OPTIONS).files, tmp_path / "second")
    assert second.catalogue == first.catalogue
    assert FORMATS[version].write(second.catalogue, WriteOptions(translations=second.translations)).content == once


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dob", ("Date of birth", "date", None)),
        ("sex", ("Sex", "code", None)),
        ("age", ("Age", "integer", None)),
        ("preg", ("Pregnant?", "boolean", None)),
        ("height", ("Height", "decimal", 1)),
        ("weight", ("Weight", "decimal", 4)),
        ("smoke", ("Do you smoke?", "code", None)),
        ("visit_time", ("When?", "datetime", None)),
        ("photo", ("Photograph", "text", None)),
        ("onset", ("Since when?", "text", None)),
        ("diag", ("Diagnosis", "text", None)),
    ],
)
def test_each_item_is_one_of_our_types(name: str, expected: tuple[str, str, int | None]) -> None:
    variable = BASE.variable[name]
    assert (variable.label.source, variable.type, variable.decimals) == expected


def test_order_is_that_of_the_numbers() -> None:
    assert [section.title.source for section in BASE.sections] == ["Demographics", "MORE"]
    assert list(BASE.variable)[:4] == ["dob", "sex", "age", "preg"]
    assert [code.value for code in BASE.variable["sex"].codes] == ["F", "M"]
    assert [timepoint.name for timepoint in CATALOGUES["odm"].modules["prove"].timepoints] == ["baseline", "follow_up"]


def test_what_a_version_includes_is_there_and_its_own_items_come_first() -> None:
    assert BASE.variable["dob"].label.source == "Date of birth"
    assert BASE.variable["age"].label.source == "Age"


def test_checks_are_limits_where_they_can_be_and_else_rules() -> None:
    age, height = BASE.variable["age"].limits, BASE.variable["height"].limits
    assert (age.min, age.soft_max, height.min) == (18, 90, 100.5)
    assert [(to_text(rule.require.node), rule.severity) for rule in BASE.rules] == [
        ("age <> 99", "hard"),
        ("age in (20, 30)", "soft"),
    ]


def test_other_languages_are_translations(tmp_path: Path) -> None:
    found = loaded(READS["odm"].files, tmp_path)
    assert found.catalogue is not None
    assert found.catalogue.languages.all == ("en", "de")
    german = found.translations["de"]
    form = found.catalogue.forms[0]
    assert [german.wording(form.variable[name].label) for name in ("sex", "age")] == ["Geschlecht", "Alter"]
    assert german.wording(form.variable["sex"].codes[0].label) == "Weiblich"


def test_what_has_no_word_is_kept() -> None:
    assert kept("sex") | {"CodeList": ""} == {
        "OID": "I.SEX",
        "Name": "SEX",
        "Length": "1",
        "SASFieldName": "SEX",
        "Comment": "As in the register",
        "Ref.Role": "Topic",
        "aliases": '[["SDTM", "DM.SEX"]]',
        "CodeList": "",
    }
    assert json.loads(kept("preg")["condition"])["formal"] == [["XPath", "SEX = 'M'"]]
    assert json.loads(kept("age")["checks"]) == [{"formal": [["SAS", "AGE > 0"]]}]
    assert kept("onset")["DataType"] == "partialDate"


def test_what_is_not_carried_is_told_with_its_line() -> None:
    assert {(finding.at.line, finding.slug) for finding in READS["odm"].findings} == {
        (1, "unknown-definition"),
        (18, "extension-not-read"),
        (18, "not-in-the-source"),
        (18, "several-versions"),
        (24, "repeats"),
        (31, "unknown-definition"),
        (36, "repeats"),
        (40, "no-answer"),
        (48, "logic-kept"),
        (48, "repeats"),
        (71, "check-kept"),
        (71, "logic-kept"),
        (82, "logic-kept"),
        (83, "several-units"),
        (96, "unknown-type"),
        (97, "unknown-type"),
        (98, "no-codes"),
        (112, "codelist"),
    }


def test_in_2_0_groups_in_groups_are_sections_one_after_another() -> None:
    form = CATALOGUES["odm2"].forms[0]
    assert [(section.title.source, [v.name for v in section.variables]) for section in form.sections] == [
        ("Outer", ["length_svar"]),
        ("Inner", ["drug"]),
        ("Outer", ["after"]),
        ("Knee", ["remark"]),
    ]


def test_in_2_0_an_item_for_a_unit_is_the_unit() -> None:
    length = CATALOGUES["odm2"].forms[0].variable["length_svar"]
    assert (length.unit and length.unit.source, length.decimals, length.help and length.help.source) == (
        "mm",
        2,
        "Mål to ganger.",
    )
    assert CATALOGUES["odm2"].languages.source == "nb"


def test_the_same_definition_in_two_forms_is_written_once() -> None:
    content = FORMATS["odm"].write(CATALOGUES["odm"], WriteOptions()).content.decode()
    assert content.count('<ItemDef OID="I.SEX"') == 1
    assert content.count('<ItemRef ItemOID="I.SEX"') == 2
    assert content.count('<CodeList OID="CL.SEX"') == 1


# ---- A check at a time ----

CHECKS = {
    "at least": ("integer", Check("GE", False, ("5",)), ({"min": "5"}, [])),
    "more than, of whole numbers": ("integer", Check("GT", False, ("5",)), ({"min": "6"}, [])),
    "more than, of others": ("decimal", Check("GT", False, ("5",)), ({}, ["v > 5"])),
    "softly at most": ("decimal", Check("LE", True, ("5.5",)), ({"soft_max": "5.5"}, [])),
    "finer than its decimals": ("decimal", Check("LE", False, ("5.123456",)), ({}, [])),
    "a day": ("date", Check("LT", False, ("2020-01-31",)), ({}, ["v < date '2020-01-31'"])),
    "not a text": ("text", Check("NE", False, ("it's",)), ({}, ["v <> 'it''s'"])),
    "texts have no order": ("text", Check("LT", False, ("b",)), ({}, [])),
    "none of": ("integer", Check("NOTIN", False, ("1", "2")), ({}, ["v not in (1, 2)"])),
    "no number": ("integer", Check("GE", False, ("abc",)), ({}, [])),
    "beyond all numbers": ("integer", Check("GE", False, ("1e30",)), ({}, [])),
    "no comparison": ("integer", Check(None, False, ("1",)), ({}, [])),
}


@pytest.mark.parametrize("what", CHECKS)
def test_a_check_is_a_limit_a_rule_or_kept(what: str) -> None:
    kind, check, (limits, rules) = CHECKS[what]
    entry = {"type": kind, **({"decimals": "2"} if kind == "decimal" else {})}
    found = checked("v", "V", entry, (check,), Said("en"))
    assert (found.limits, [rule["require"] for rule in found.rules]) == (limits, rules)
    assert found.kept == ([] if limits or rules else [check])


def test_limits_that_contradict_each_other_are_not_both_limits() -> None:
    checks = (Check("GE", False, ("5",)), Check("LE", False, ("3",)))
    found = checked("v", "V", {"type": "integer"}, checks, Said("en"))
    assert (found.limits, [rule["require"] for rule in found.rules]) == ({"min": "5"}, ["v <= 3"])


@pytest.mark.parametrize(
    ("written", "code"), [("en-US", "en"), ("nb_NO", "nb"), ("no", "nb"), ("", ""), ("English", ""), ("DE", "de")]
)
def test_languages_are_called_as_we_call_them(written: str, code: str) -> None:
    assert code_of(written) == code


# ---- What is no definition ----

HEAD = '<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" FileType="Snapshot" FileOID="F" ODMVersion="1.3.2">'
STUDY = f'{HEAD}<Study OID="S"><MetaDataVersion OID="M" Name="M">%s</MetaDataVersion></Study></ODM>'
REFUSED = {
    "another kind of file": (b"<html/>", "This is not an ODM file: its first element is <html>"),
    "data only": (f"{HEAD}<ClinicalData/></ODM>".encode(), "defines no items"),
    "items in no form": ((STUDY % '<ItemDef OID="I" Name="I" DataType="text"/>').encode(), "No form of the file"),
    "a document type": (b"<!DOCTYPE ODM><ODM/>", "document type"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_definition_is_refused_with_a_sentence(what: str) -> None:
    data, sentence = REFUSED[what]
    read = FORMATS["odm"].read(data, OPTIONS)
    assert (dict(read.files), is_broken(read.findings)) == ({}, True)
    assert [sentence in finding.message for finding in read.findings if is_broken((finding,))] == [True]


def test_a_group_without_a_form_is_a_form() -> None:
    group = '<ItemGroupDef OID="G" Name="DM" Repeating="No"><ItemRef ItemOID="I" Mandatory="No"/></ItemGroupDef>'
    data = (STUDY % f'{group}<ItemDef OID="I" Name="AGE" DataType="integer"/>').encode()
    catalogue = catalogue_of_files(FORMATS["odm"].read(data, ReadOptions("f.xml", "r", "R")))
    assert [(form.title.source, list(form.variable)) for form in catalogue.forms] == [("DM", ["age"])]


VOCABULARY = """
<ItemGroupDef OID="G" Name="DM" Repeating="No" Type="Form"><ItemRef ItemOID="I" Mandatory="No"/></ItemGroupDef>
<ItemDef OID="I" Name="SEX" DataType="text"><CodeListRef CodeListOID="C"/></ItemDef>
<CodeList OID="C" Name="Sex" DataType="text">
  <CodeListItem CodedValue="M"><Coding Code="C20197" System="urn:x"/></CodeListItem>
  <Coding Code="C66731" System="urn:x"/>
</CodeList>
"""


def test_in_2_0_a_list_may_be_of_a_vocabulary_and_have_its_values() -> None:
    read = FORMATS["odm2"].read((STUDY % VOCABULARY).replace("v1.3", "v2.0").encode(), OPTIONS)
    assert [code.value for code in catalogue_of_files(read).forms[0].variables[0].codes] == ["M"]
    assert [found.message for found in read.findings if found.slug == "not-read"] == [
        "1 elements <Coding> have no word here; they are not read."
    ]


def test_groups_that_lie_in_each_other_come_to_an_end() -> None:
    groups = "".join(
        f'<ItemGroupDef OID="{one}" Name="{one}" Repeating="No" Type="{kind}"><ItemGroupRef ItemGroupOID="{other}"'
        ' Mandatory="No"/><ItemRef ItemOID="I" Mandatory="No"/></ItemGroupDef>'
        for one, other, kind in (("A", "B", "Form"), ("B", "A", "Section"))
    )
    data = (STUDY % f'{groups}<ItemDef OID="I" Name="X" DataType="text"/>').replace("v1.3", "v2.0").encode()
    form = catalogue_of_files(FORMATS["odm2"].read(data, OPTIONS)).forms[0]
    assert [variable.label.source for variable in form.variables] == ["X", "X"]
