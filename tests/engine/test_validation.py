"""Files of answers against a form's rules: what is read from a cell, and every violation of every row."""

from datetime import date

import pytest

from engine.answer_columns import own_columns, system_columns, systems
from engine.bulk.header import wrong_columns
from engine.bulk.pieces import LONGEST_LINE, Fault, NotAnAnswerFile
from engine.validation import FILE_ISSUES
from renderers.violations import FILE_SENTENCES
from tests.catalogues import catalogue_of, form_of
from tests.engine.bulk_files import found_in, opened

TODAY = date(2026, 1, 15)

LISTS = """
codelists:
  royk:
    codes:
      0: Nei
      1: Ja
      9: {label: Ikke utfylt, missing: not_answered}
"""
VARIABLES = """
- {name: hoyde, label: Høyde, type: integer, min: 100, soft_min: 140, max: 230, required: true,
   missing: {unknown: {code: 999, flag: {gammel: HOYDE_MISS}}}, aliases: {gammel: HOYDE}}
- {name: vekt, label: Vekt, type: decimal, decimals: 1, min: 25, max: 300, aliases: {gammel: "Vekt*"}}
- {name: kmi, label: KMI, type: decimal, decimals: 1, calculate: "vekt / power(hoyde / 100, 2)"}
- {name: royk, label: Røyk, type: code, codelist: royk, aliases: {gammel: ROYK}}
- {name: antall, label: Antall, type: integer, min: 1, max: 60, enable_when: royk = 1, required: true}
- {name: dag, label: Dag, type: date, aliases: {gammel: DAG}}
- {name: tid, label: Tid, type: time}
- {name: gift, label: Gift, type: boolean}
- {name: navn, label: Navn, type: text, max_length: 10}
- checklist: plager
  label: Plager
  enable_when: gift
  otherwise: false
  ticks: {a: A, b: B}
"""
RULES = """
- {rule: tung_og_lav, require: "not (vekt > 200 and hoyde < 120)", severity: soft, message: Stemmer det?}
- {rule: roykers_vekt, require: "not (antall > 40 and vekt > 150)", severity: hard, message: Nei.}
"""
CATALOGUE = catalogue_of(LISTS, form_of(VARIABLES, RULES))
FORM = CATALOGUE.form["test.skjema"]


def violations(content: str | bytes, system: str = "") -> list[str]:
    """`row variable rule severity` for everything that is wrong."""
    columns = system_columns(CATALOGUE, FORM, system, "preop") if system else own_columns(CATALOGUE, FORM)
    found = found_in(CATALOGUE, FORM, content, "preop", TODAY, columns)
    return [
        f"{row} {told.sentence}" if isinstance(told, Fault) else f"{row} {told.variable} {told.rule} {told.severity}"
        for row, told in found
    ]


ROWS = [
    # a header and its rows, what is wrong with them
    ("hoyde\n170", []),
    ("hoyde,vekt\n170,80.5\n90,80", ["2 hoyde below-min refused"]),
    ("hoyde;vekt\n170;80,5", []),
    ("hoyde\tvekt\n170\t80,5", []),
    ("hoyde;vekt\n170;80,55", ["1 vekt too-many-decimals refused"]),
    ("hoyde\n1,70", ["1 hoyde not-whole refused"]),
    ("hoyde\nhøy", ["1 hoyde wrong-type refused"]),
    ("hoyde\n130", ["1 hoyde below-soft-min soft"]),
    ("hoyde,vekt\n,80", ["1 hoyde required hard"]),
    ("hoyde,vekt\nNA,NA", ["1 hoyde required hard"]),
    ("hoyde,hoyde_missing\n,unknown", []),
    ("hoyde,hoyde_missing\n170,unknown", ["1 hoyde value-and-reason refused"]),
    ("hoyde,hoyde_missing\n,not_answered", ["1 hoyde required hard"]),
    ("hoyde,hoyde_missing\n,glemt", ["1 hoyde unknown-reason refused"]),
    ("hoyde,hoyde_missing\n,not_asked", ["1 hoyde required hard", "1 hoyde wrong-reason hard"]),
    ("hoyde,royk\n170,1", ["1 antall required hard"]),
    ("hoyde,royk,antall\n170,1.0,20", []),
    ("hoyde,royk,antall\n170,0,20", ["1 antall not-asked hard"]),
    ("hoyde,royk\n170,9", ["1 royk unknown-code refused"]),
    ("hoyde,vekt,kmi\n200,80,20.0\n200,80,20.1", ["2 kmi calculation soft"]),
    ("hoyde,dag\n170,2020-02-29\n170,29.02.2020\n170,30.02.2020", ["3 dag wrong-type refused"]),
    ("hoyde,tid\n170,08:30\n170,25:00", ["2 tid wrong-type refused"]),
    ("hoyde,gift\n170,ja\n170,0\n170,kanskje", ["3 gift wrong-type refused"]),
    ("hoyde,navn\n170,NA\n170,altfor langt", ["2 navn too-long refused"]),
    ("hoyde,gift,plager_a,plager_b\n170,nei,0,0\n170,nei,1,0", ["2 plager_a not-asked hard"]),
    ("hoyde,vekt\n115,210", ["1 hoyde below-soft-min soft", "1 vekt tung_og_lav soft"]),
    ("hoyde,vekt,royk,antall\n170,160,1,50", ["1 antall roykers_vekt hard"]),
    ("hoyde,timepoint\n170,preop\n170,m3", ["2 timepoint unknown-timepoint refused"]),
    ("hoyde,episode_id,status\n170,abc,1", []),
    ("hoyde,vekt\n170\n170,80,5", ["1 The row has 1 values; the first line names 2 columns.",
                                   "2 The row has 3 values; the first line names 2 columns."]),
    ('hoyde,navn\n170,"a\nb"\n\n90,c', ["2 hoyde below-min refused"]),
    ('{"hoyde": 170}\n\n{"hoyde": 170.0, "vekt": 80}', []),
    ('{"hoyde": "170", "dag": "2020-02-29", "gift": true, "royk": 1, "antall": 2}', []),
    ('{"hoyde": true}\n{"hoyde": [1]}', ["1 hoyde wrong-type refused", "2 hoyde wrong-type refused"]),
    ('{"hoyde": 1e400}', ["1 hoyde not-whole refused"]),
    ('{"hoyde": 170, "gift": 1}\n{"hoyde": 170, "gift": 2}', ["2 gift wrong-type refused"]),
    ('{"hoyde": 170}\n[1]', ["2 The line is no JSON object."]),
    ('{"hoyde": 170, "hoyde": 90}', ["1 The line cannot be read as JSON: a name stands twice."]),
    ('{"hoyde": NaN}', ["1 The line cannot be read as JSON: NaN is no number."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong"), ROWS)
def test_each_row_is_checked(text, wrong):
    assert violations(text) == wrong


OUTSIDE = [
    # under an outside system's names, with its codes and flags for what is missing
    ("HOYDE,ROYK\n170,9", []),
    ("HOYDE\n999", []),
    ("HOYDE,HOYDE_MISS\n,1", []),
    ("HOYDE,HOYDE_MISS\n,0", ["1 hoyde required hard"]),
    ("HOYDE,HOYDE_MISS\n170,1", ["1 hoyde value-and-reason refused"]),
    ("HOYDE,Vektpreop\n170,80", []),
    ("HOYDE,ROYK\n170,7", ["1 royk unknown-code refused"]),
]


@pytest.mark.parametrize(("text", "wrong"), OUTSIDE)
def test_an_outside_systems_file_is_checked(text, wrong):
    assert violations(text, "gammel") == wrong


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_is_read_in_the_encodings_of_its_makers(encoding):
    with opened("navn;hoyde\nÆgir Bø;170".encode(encoding)) as file:
        (piece,) = file.pieces
        assert piece.table.rows(named=True) == [{"navn": "Ægir Bø", "hoyde": "170"}]


UNUSABLE = [
    (b"", "empty"),
    (b"\n\n", "empty"),
    (b"hoyde,,vekt\n1,2,3", "Column 2 has no name"),
    (b"hoyde,vekt,hoyde\n1,2,3", "hoyde stands twice"),
    (b'[{"hoyde": 1}]', "one JSON list"),
    (b"h\x81yde\n1", "neither UTF-8 nor Windows-1252"),
    (b"PAR1 and nothing more", "cut off or damaged"),
    (b"hoyde" * LONGEST_LINE, "first line must name the columns, and line 1 is longer"),
]


@pytest.mark.parametrize(("content", "sentence"), UNUSABLE)
def test_a_file_that_is_no_table_says_why(content, sentence):
    with pytest.raises(NotAnAnswerFile, match=sentence), opened(content):
        pass


def test_what_follows_a_cell_without_end_cannot_be_read():
    (wrong,) = violations(b'hoyde,navn\n170,a\n170,"' + b"x" * 2_000_000)
    assert wrong.startswith("2 The row cannot be read, nor what comes after it: ")


@pytest.mark.parametrize("start", ["hoyde,navn\n170,", "hoyde\n170\n", '{"hoyde": 170}\n{"hoyde":'])
def test_a_line_without_end_is_never_held(start):
    (wrong,) = violations(start + "1" * 3 * LONGEST_LINE)
    assert "nor what comes after it: line" in wrong


def test_unknown_columns_are_named_with_the_nearest():
    unknown = own_columns(CATALOGUE, FORM).unknown(("hoyde", "hoide", "hoyde_mising", "xyzzy"))
    assert unknown == (
        "There is no column 'hoide'. Did you mean 'hoyde'?",
        "There is no column 'hoyde_mising'. Did you mean 'hoyde_missing'?",
        "There is no column 'xyzzy'.",
    )


def test_systems_are_those_that_have_names():
    assert systems(CATALOGUE) == ("gammel",)


def test_every_issue_of_a_file_has_a_sentence():
    assert set(FILE_SENTENCES) == set(FILE_ISSUES)


def test_lines_are_where_a_row_begins():
    with opened('navn\n"a\nb"\n\nc\n') as file:
        (piece,) = file.pieces
    assert list(zip(piece.numbers, piece.lines, strict=True)) == [(1, 2), (2, 5)]


LACKING = [
    ("vekt\n80", ("The column 'hoyde' is lacking, and every row must have it.",)),
    ("hoyde_missing\nunknown", ()),
    ('{"vekt": 80}', ()),
]


@pytest.mark.parametrize(("text", "sentences"), LACKING)
def test_a_column_that_every_row_must_have_is_named(text, sentences):
    with opened(text) as file:
        assert wrong_columns(file, FORM, own_columns(CATALOGUE, FORM)) == sentences


def test_a_strange_name_further_down_is_that_rows_fault():
    rows = ['{"hoyde": 170}'] * 10_000
    assert violations("\n".join([*rows, '{"hoyde": 170, "hoide": 1}', '{"hoyde": 90}'])) == [
        "10001 There is no column 'hoide'. Did you mean 'hoyde'?",
        "10002 hoyde below-min refused",
    ]
