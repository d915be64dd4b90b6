"""REDCap's project XML is read to a catalogue and written back: every field, event, missing data code and setting."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.findings import is_broken
from catalogue.formats import FORMATS
from catalogue.formats.records import Read, WriteOptions
from catalogue.formats.redcap.columns import COLUMNS
from catalogue.formats.redcap.project.parsing import parsed_project
from catalogue.formats.redcap.project.records import Project
from catalogue.formats.xml_files import parsed_xml
from catalogue.model import Catalogue, MissingValue
from tests.catalogues import catalogue_of, form_of
from tests.formats.reading import FILES, OPTIONS, assert_canonical, catalogue_of_files, loaded
from tests.formats.test_redcap import ANY_ROW

PROJECT = FORMATS["redcap-xml"]
SOURCE = (FILES / "redcap_project.xml").read_bytes()
READ = PROJECT.read(SOURCE, OPTIONS)
CATALOGUE = catalogue_of_files(READ)
KNEE, PAIN = CATALOGUE.forms


def written(catalogue: Catalogue) -> bytes:
    return PROJECT.write(catalogue, WriteOptions()).content


def project_of(data: bytes) -> Project:
    project = parsed_project(parsed_xml(data, "fil.xml"), "fil.xml").project
    assert project is not None
    return project


def edited(before: str, after: str) -> bytes:
    text = SOURCE.decode()
    assert before in text
    return text.replace(before, after).encode()


def test_all_that_the_file_says_comes_back() -> None:
    before, after = project_of(SOURCE), project_of(written(CATALOGUE))
    assert [row.cells for row in after.rows] == [row.cells for row in before.rows]
    assert replace(after, rows=(), rules=()) == replace(before, rows=(), rules=())
    assert [(rule["rule_name"], rule["rule_logic"]) for rule in after.rules] == [
        (rule["rule_name"], rule["rule_logic"]) for rule in before.rules
    ]


def test_the_second_pass_is_the_same_as_the_first() -> None:
    once = written(CATALOGUE)
    again = PROJECT.read(once, OPTIONS)
    assert again.files == READ.files
    assert written(catalogue_of_files(again)) == once


def test_the_files_are_canonical_and_the_catalogue_has_no_errors(tmp_path: Path) -> None:
    assert_canonical(READ.files)
    assert not is_broken(loaded(READ.files, tmp_path).findings)


def test_a_project_says_what_the_same_dictionary_says() -> None:
    """What a row means is known in one place: the rows of the project, as a dictionary, give the same questions."""
    dictionary = FORMATS["redcap"].write(CATALOGUE, WriteOptions()).content
    again = catalogue_of_files(FORMATS["redcap"].read(dictionary, OPTIONS))
    told = [
        [(variable.name, variable.type, variable.enable_when) for variable in form.variables] for form in again.forms
    ]
    assert told == [
        [(variable.name, variable.type, variable.enable_when) for variable in form.variables]
        for form in CATALOGUE.forms
    ]


def test_events_are_timepoints_and_a_form_is_at_its_events() -> None:
    """A timepoint's name is no form's ending, so `baseline` becomes another beside the form `knee_baseline`."""
    timepoints = CATALOGUE.modules["prove"].timepoints
    assert [(point.name, point.title.source, point.due, point.opens, point.closes) for point in timepoints] == [
        ("baseline_event", "Baseline", 0, None, None),
        ("followup", "Follow-up", 90, 76, 120),
    ]
    assert [(form.name, form.title.source, form.timepoints) for form in CATALOGUE.forms] == [
        ("knee_baseline", "Knee, at baseline", ("baseline_event",)),
        ("pain", "Pain", ("baseline_event", "followup")),
    ]


def test_days_are_read_only_where_the_project_plans_by_them() -> None:
    data = edited("<redcap:SchedulingEnabled>1", "<redcap:SchedulingEnabled>0")
    catalogue = catalogue_of_files(PROJECT.read(data, OPTIONS))
    assert [point.due for point in catalogue.modules["prove"].timepoints] == [None, None]
    assert project_of(written(catalogue)).events == project_of(data).events


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("born", (MissingValue("unknown", "UNK"), MissingValue("declined", -77))),
        ("weight", (MissingValue("unknown", "UNK"), MissingValue("declined"))),
        ("record_id", ()),
        ("bmi", ()),
    ],
)
def test_missing_data_codes_are_reasons_of_every_field_that_may_have_them(
    name: str, expected: tuple[MissingValue, ...]
) -> None:
    """A code that may be an answer, as -77 among numbers without a least one, is none; the reason stays."""
    assert KNEE.variable[name].missing == expected


def test_a_variable_without_the_reasons_of_the_others_says_so_there() -> None:
    catalogue = catalogue_of(
        form_of(
            """
            - {name: a, label: A, type: integer, missing: {unknown: {code: 99}}}
            - {name: b, label: B, type: text}
            - {name: c, label: C, type: text, missing: {declined: {}}}
            """
        )
    )
    project = project_of(written(catalogue))
    assert project.missing == (("99", "Unknown"), ("REF", "Declined to answer"))
    assert [row.cells["field_annotation"] for row in project.rows] == ["", "@NOMISSING", ""]
    again = catalogue_of_files(PROJECT.read(written(catalogue), OPTIONS))
    assert [variable.missing for variable in again.forms[0].variables] == [
        variable.missing for variable in catalogue.forms[0].variables
    ]


def test_a_data_quality_rule_is_a_rule_of_the_form_whose_fields_it_reads() -> None:
    """What is wrong there is what is FALSE here; a rule across forms is kept, and goes out again."""
    told = [(rule.name, rule.require.text, rule.severity, rule.message.source) for rule in KNEE.rules]
    assert told == [("too_short", "not (height < 50 or weight < 3)", "soft", "Too short")]
    assert PAIN.rules == ()
    assert [rule["rule_name"] for rule in project_of(written(CATALOGUE)).rules] == ["Too short", "Pain of the heavy"]


@pytest.mark.parametrize(
    ("require", "logic"),
    [
        ("a > 0", "[a] <= 0"),
        ("a = 1", "[a] <> 1 and [a] <> ''"),
        ("a is not null or b", "[a] = '' and [b] = '0'"),
        ("not (a > 3 and b)", "[a] > 3 and [b] = '1'"),
        ("a in (1, 2)", "[a] <> 1 and [a] <> '' and [a] <> 2 and [a] <> ''"),
        ("a between 1 and 3", "[a] < 1 or [a] > 3"),
        ("b", "[b] = '0'"),
    ],
)
def test_a_rule_goes_out_as_what_is_wrong_and_comes_back_as_it_was(require: str, logic: str) -> None:
    rules = f"- {{rule: r, severity: hard, message: Feil, require: '{require}'}}"
    catalogue = catalogue_of(
        form_of("- {name: a, label: A, type: integer}\n- {name: b, label: B, type: boolean}", rules)
    )
    result = PROJECT.write(catalogue, WriteOptions())
    assert [rule["rule_logic"] for rule in project_of(result.content).rules] == [logic]
    (again,) = catalogue_of_files(PROJECT.read(result.content, OPTIONS)).forms[0].rules
    assert (again.name, again.require.text, again.severity, again.message.source) == ("r", require, "hard", "Feil")


def test_a_rule_does_not_take_the_name_of_a_variable() -> None:
    (form, _) = catalogue_of_files(PROJECT.read(edited('rule_name="Too short"', 'rule_name="Height"'), OPTIONS)).forms
    assert [(rule.name, rule.message.source) for rule in form.rules] == [("height_2", "Height")]


def test_a_rule_without_words_there_is_told() -> None:
    rules = "- {rule: r, severity: hard, message: Feil, require: 'case when a > 1 then b else true end'}"
    catalogue = catalogue_of(
        form_of("- {name: a, label: A, type: integer}\n- {name: b, label: B, type: boolean}", rules)
    )
    result = PROJECT.write(catalogue, WriteOptions())
    assert project_of(result.content).rules == ()
    assert "test.skjema.r" in result.findings[-1].message


def test_what_is_not_carried_is_told_with_its_line() -> None:
    told = {(finding.at.line, finding.slug) for finding in READ.findings}
    assert told == {
        (1, "kept-without-effect"),
        (1, "logic-kept"),
        (1, "not-in-the-source"),
        (1, "repeats"),
        (1, "survey"),
        (1, "unknown-code"),
        (30, "not-kept"),
        (34, "not-a-field"),
        (148, "no-codes"),
        (156, "no-answer"),
        (170, "no-answer"),
        (201, "holds-answers"),
    }


def test_no_answer_comes_along() -> None:
    everything = "".join((*READ.files.values(), *map(str, READ.findings), written(CATALOGUE).decode()))
    assert "SECRET" in SOURCE.decode()
    assert "SECRET" not in everything
    assert "U-123ABC" not in everything


def test_a_changed_question_is_written_as_it_is_now() -> None:
    path = "prove/pain.yaml"
    text = READ.files[path].replace("label: How much pain?", "label: How much does it hurt?")
    changed = catalogue_of_files(Read({**READ.files, path: text}, ()))
    before, after = project_of(SOURCE).rows, project_of(written(changed)).rows
    assert [
        (old.cells["field_name"], column, new.cells[column])
        for old, new in zip(before, after, strict=True)
        for column in COLUMNS
        if old.cells[column] != new.cells[column]
    ] == [("score", "field_label", "How much does it hurt?")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html/>", "begins with <html>"),
        (b'<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3"><Study/></ODM>', "The file defines nothing"),
        (b"<ODM><ClinicalData/></ODM>", "The file holds answers and no definitions"),
        (edited("redcap:FieldType=", "redcap:Kind="), "It is ODM without REDCap's own words"),
        (SOURCE[:9000], "cut off"),
        (SOURCE.replace(b"<ODM ", b"<!DOCTYPE x><ODM ", 1), "declares a document type"),
    ],
)
def test_what_is_no_project_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    read = PROJECT.read(data, OPTIONS)
    assert not read.files
    assert sentence in read.findings[-1].message
    assert is_broken(read.findings)


def test_a_setting_that_is_no_xml_any_more_is_told_and_left_out() -> None:
    text = READ.files["variables.yaml"].replace('group_name="South"/>', "group_name=")
    broken = catalogue_of_files(Read({**READ.files, "variables.yaml": text}, ()))
    result = PROJECT.write(broken, WriteOptions())
    assert [finding.slug for finding in result.findings if "DataAccessGroupsGroup" in finding.message] == ["not-xml"]
    assert set(project_of(SOURCE).parts) - set(project_of(result.content).parts) == {"DataAccessGroupsGroup"}


@pytest.mark.parametrize("attribute", ["{", "[" * 5000, '{"unit": {}}', '{"missing": "x"}', '"x"', "1e999999"])
def test_an_attribute_of_ours_that_somebody_has_spoilt_is_passed_by(attribute: str) -> None:
    ours = attribute.replace('"', "&quot;")
    data = edited('redcap:StopActions="1"', f'redcap:StopActions="1" skjemaverk:Also="{ours}"').replace(
        b"<ODM ", b'<ODM xmlns:skjemaverk="urn:skjemaverk:odm" ', 1
    )
    assert PROJECT.read(data, OPTIONS).files == READ.files


@settings(max_examples=15, deadline=None)
@given(st.lists(ANY_ROW, min_size=1, max_size=5))
def test_any_dictionary_is_stable_as_a_project_too(rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([list(COLUMNS), *([row[column] for column in COLUMNS] for row in rows)])
    read = FORMATS["redcap"].read(text.getvalue().encode(), OPTIONS)
    if not read.files:
        return
    again = PROJECT.read(written(catalogue_of_files(read)), OPTIONS)
    assert_canonical(again.files)
    once = written(catalogue_of_files(again))
    assert written(catalogue_of_files(PROJECT.read(once, OPTIONS))) == once
