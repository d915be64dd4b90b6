"""A data dictionary of REDCap is read to a catalogue and written back, cell for cell."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.expressions.printer import to_text
from catalogue.findings import is_broken
from catalogue.formats import FORMATS
from catalogue.formats.records import Read, WriteOptions
from catalogue.formats.redcap.columns import COLUMNS, HEADED
from catalogue.formats.redcap.types import OF_FIELDS, OF_VALIDATION
from catalogue.model import Catalogue
from tests.formats.reading import FILES, OPTIONS, assert_canonical, catalogue_of_files, loaded

REDCAP = FORMATS["redcap"]
SOURCE = (FILES / "redcap.csv").read_text(encoding="utf-8")
READ = REDCAP.read(SOURCE.encode(), OPTIONS)
CATALOGUE = catalogue_of_files(READ)
BASELINE, FOLLOW_UP = CATALOGUE.forms


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def written(catalogue: Catalogue) -> str:
    return REDCAP.write(catalogue, WriteOptions()).content.decode()


def test_every_cell_comes_back_in_its_place() -> None:
    assert rows_of(written(CATALOGUE)) == rows_of(SOURCE)


def test_the_second_pass_is_the_same_as_the_first() -> None:
    again = REDCAP.read(written(CATALOGUE).encode(), OPTIONS)
    assert again.files == READ.files
    assert again.findings == READ.findings


def test_the_files_are_canonical_and_the_catalogue_has_no_errors(tmp_path: Path) -> None:
    assert_canonical(READ.files)
    assert not is_broken(loaded(READ.files, tmp_path).findings)


def test_the_headings_of_the_programs_own_export_are_known_too() -> None:
    header, *rows = rows_of(SOURCE)
    text = io.StringIO()
    csv.writer(text).writerows([list(COLUMNS), *rows])
    assert header == list(HEADED.values())
    assert REDCAP.read(text.getvalue().encode(), OPTIONS).files == READ.files


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("first_name", ("First name", "text", None)),
        ("dob", ("Date of birth", "date", None)),
        ("height", ("Height (cm)", "integer", None)),
        ("weight", ("Weight", "decimal", 1)),
        ("bmi", ("BMI", "decimal", 1)),
        ("smoker", ("Do you smoke?", "boolean", None)),
        ("cigarettes", ("How many a day?", "decimal", 4)),
        ("race_v_2", ("Black", "boolean", None)),
        ("more", ("Tell us more", "longtext", None)),
        ("status_svar", ("Status", "code", None)),
    ],
)
def test_each_field_is_one_of_our_types(name: str, expected: tuple[str, str, int | None]) -> None:
    variable = BASELINE.variable[name]
    assert (variable.label.source, variable.type, variable.decimals) == expected


def test_limits_of_a_text_only_ask_and_those_of_a_slider_hold() -> None:
    height, pain = BASELINE.variable["height"].limits, FOLLOW_UP.variable["pain"]
    assert (height.min, height.soft_min, height.soft_max, height.max) == (None, 100, 230, None)
    assert (pain.limits.min, pain.limits.max, pain.display) == (0, 10, "scale")
    assert pain.ends is not None
    assert [end.source for end in pain.ends] == ["None", "Worst"]


def test_logic_is_translated() -> None:
    asked = {variable.name: variable.enable_when for variable in BASELINE.variables}
    assert {name: to_text(when.node) for name, when in asked.items() if when} == {
        "cigarettes": "smoker",
        "race_v_1": "smoker is not null",
        "race_v_2": "smoker is not null",
        "race_v_99": "smoker is not null",
        "race_minus_1": "smoker is not null",
        "more": "race_v_99 is true or race_minus_1 is not true",
    }


def test_what_is_not_carried_is_told_with_its_place() -> None:
    told = {(finding.at.line, finding.slug) for finding in READ.findings if finding.at.line > 1}
    assert told == {
        (3, "no-answer"),
        (16, "logic-kept"),
        (18, "logic-kept"),
        (20, "logic-kept"),
        (22, "seconds"),
        (23, "kept-without-effect"),
        (25, "no-answer"),
        (26, "no-codes"),
        (27, "no-answer"),
    }


def test_a_changed_question_is_written_as_it_is_now() -> None:
    path = "prove/baseline.yaml"
    text = (
        READ.files[path]
        .replace("label: First name", "label: Given name")
        .replace("enable_when: smoker\n", "enable_when: height > 150\n")
    )
    changed = catalogue_of_files(Read({**READ.files, path: text}, ()))
    before, after = rows_of(SOURCE), rows_of(written(changed))
    assert [(old[0], new[4], new[11]) for old, new in zip(before, after, strict=True) if old != new] == [
        ("first_name", "Given name", ""),
        ("cigarettes", "How many a day?", "[height] > 150"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2\n", "This is not a data dictionary of REDCap: there is no column 'field_name'"),
        (",".join(COLUMNS) + "\n", "The table has no rows."),
        (SOURCE[:-20], "cut off"),
        (",".join(COLUMNS) + "\nx,form,,descriptive,Text,,,,,,,,,,,,,\n", "No field of the dictionary holds an answer"),
    ],
)
def test_what_is_no_dictionary_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    read = REDCAP.read(text.encode(), OPTIONS)
    assert not read.files
    assert sentence in read.findings[-1].message
    assert is_broken(read.findings)


# ---- properties ----

WORDS = st.text(st.sampled_from("aB1 æ;\"',<b>-_|#\n"), max_size=10)
LOGIC = st.sampled_from(
    ["", "[a] = '1'", "[b(1)] <> '0'", "not([a] = '')", "[a] >", "sum([a],[b(1)])", "[x][a] = 1", "[a]/0"]
)
ANY_ROW = st.fixed_dictionaries(
    {
        **dict.fromkeys(COLUMNS, WORDS),
        "field_name": st.sampled_from(["a", "b", "c", "Å x", "status", "a_missing"]),
        "form_name": st.sampled_from(["f", "G h", ""]),
        "field_type": st.sampled_from([*OF_FIELDS, "descriptive", "file", "other"]),
        "select_choices_or_calculations": st.one_of(WORDS, LOGIC, st.just("1, A | 2, B | 01, C | 3, A")),
        "text_validation_type_or_show_slider_number": st.sampled_from(["", "number_2dp", *OF_VALIDATION]),
        "text_validation_min": st.sampled_from(["", "0", "5", "today", "2020-01-01", "[a]"]),
        "text_validation_max": st.sampled_from(["", "0", "7.5", "2019-01-01", "x"]),
        "branching_logic": LOGIC,
    }
)


@settings(max_examples=20, deadline=None)
@given(st.lists(ANY_ROW, min_size=1, max_size=5))
def test_any_dictionary_is_stable(rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([list(COLUMNS), *([row[column] for column in COLUMNS] for row in rows)])
    read = REDCAP.read(text.getvalue().encode(), OPTIONS)
    if not read.files:
        assert is_broken(read.findings)
        return
    assert_canonical(read.files)
    once = written(catalogue_of_files(read))
    assert written(catalogue_of_files(REDCAP.read(once.encode(), OPTIONS))) == once


@settings(max_examples=12, deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(SOURCE)))
def test_any_bytes_are_read_or_refused(noise: bytes, place: int) -> None:
    data = SOURCE.encode()
    for damaged in (data[:place] + noise + data[place:], data[:place]):
        read = REDCAP.read(damaged, OPTIONS)
        assert read.files or is_broken(read.findings)
