"""A klokebok is read to a catalogue and written back, cell for cell, however it was saved."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.findings import is_broken
from catalogue.formats import FORMATS
from catalogue.formats.klokebok.columns import COLUMNS, TYPES
from catalogue.formats.records import Read, WriteOptions
from catalogue.model import Expression, Variable
from tests.formats.reading import FILES, OPTIONS, assert_canonical, catalogue_of_files, loaded

KLOKEBOK = FORMATS["klokebok"]
SOURCE = (FILES / "klokebok.csv").read_text(encoding="utf-8")


def rows_of(text: str, separator: str = ";") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


ROWS = rows_of(SOURCE)
READ = KLOKEBOK.read(SOURCE.encode(), OPTIONS)
CATALOGUE = catalogue_of_files(READ)


def written(read: Read) -> str:
    content = KLOKEBOK.write(catalogue_of_files(read), WriteOptions()).content
    return content.decode("utf-8-sig").replace("\r\n", "\n")


def table(rows: list[dict[str, str]], separator: str = ";", columns: tuple[str, ...] = COLUMNS) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=separator, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def row(**cells: str) -> dict[str, str]:
    plain = {"skjemanavn": "Skjema", "ledetekst": "Spørsmål", "type": "Tekstvariabel", "fysisk_feltnavn": "FELT"}
    usual = {"obligatorisk": "Nei", "aktiveringsspoersmaal": "Nei", "underspoersmaal": "Nei", "tabell": "t"}
    return {**dict.fromkeys(COLUMNS, ""), **usual, **plain, **cells}


def variable_of(**cells: str) -> Variable:
    read = KLOKEBOK.read(table([row(**cells)]).encode(), OPTIONS)
    return catalogue_of_files(read).forms[0].variables[0]


def test_every_cell_comes_back() -> None:
    assert rows_of(written(READ)) == ROWS


def test_the_second_pass_is_the_same_as_the_first() -> None:
    again = KLOKEBOK.read(written(READ).encode(), OPTIONS)
    assert again.files == READ.files
    assert written(again) == written(READ)


def test_the_files_are_canonical_and_the_catalogue_has_no_errors(tmp_path: Path) -> None:
    assert_canonical(READ.files)
    assert not is_broken(loaded(READ.files, tmp_path).findings)


def excel(cells: dict[str, str]) -> dict[str, str]:
    """What a spreadsheet makes of a row when it is saved again."""
    days = {key: ".".join(reversed(day.split("-"))) for key, day in cells.items() if key.endswith("t_dato") and day}
    return {**cells, **{key: day for key, day in days.items() if "'" not in day}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_it_is_read_the_same_however_it_was_saved(encoding: str, separator: str, ends: str) -> None:
    text = table(ROWS, separator).replace("\r\n", "\n").replace("\n", ends)
    assert KLOKEBOK.read(text.encode(encoding), OPTIONS).files == READ.files


def test_days_that_a_spreadsheet_has_turned_round_are_days_and_stay_turned_round() -> None:
    rows = [excel(cells) for cells in ROWS]
    read = KLOKEBOK.read(table(rows).encode(), OPTIONS)
    assert catalogue_of_files(read) == CATALOGUE
    assert rows_of(written(read)) == rows


def test_columns_may_stand_in_any_order_and_one_more_is_told() -> None:
    order = (*reversed(COLUMNS), "x9")
    read = KLOKEBOK.read(table([{**cells, "x9": "x"} for cells in ROWS], columns=order).encode(), OPTIONS)
    assert read.files == READ.files
    assert [str(finding) for finding in read.findings if finding.slug == "unknown-column"] == [
        "fil.csv:1:28 warning unknown-column The column 'x9' is not known, and is not read."
    ]


@pytest.mark.parametrize(
    ("kind", "ours"),
    [*((name, kind) for kind, name in TYPES.items() if kind not in {"code", "decimal", "coding"})],
)
def test_each_type_is_one_of_ours(kind: str, ours: str) -> None:
    assert variable_of(type=kind).type == ours


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"type": "Tallvariabel", "desimaler": "2"}, ("decimal", 2)),
        ({"type": "Tallvariabel", "maksintervall_slutt_numerisk": "0,25"}, ("decimal", 2)),
        ({"type": "Skjult variabel", "maksintervall_slutt_dato": "today"}, ("date", None)),
        ({"type": "Skjult variabel", "desimaler": "0"}, ("integer", None)),
        ({"type": "Statusvariabel", "listeverdier": "1", "listetekst": "Ferdig"}, ("code", None)),
        ({"type": "Dynamisk Listevariabel"}, ("text", None)),
        ({"type": "Tekstvariabel", "antall_tegn": "1000"}, ("longtext", None)),
        ({"type": "TallvariabelMangler"}, ("text", None)),
    ],
)
def test_the_other_cells_say_what_the_type_does_not(cells: dict[str, str], expected: tuple[str, int | None]) -> None:
    variable = variable_of(**cells)
    assert (variable.type, variable.decimals) == expected


@pytest.mark.parametrize(
    ("word", "kind", "expression"),
    [
        ("today", "Datovariabel", "today()"),
        ("toDayPlus30Days", "Datovariabel", "add_days(today(), 30)"),
        ("todayYear", "Tallvariabel", "year(today())"),
    ],
)
def test_a_bound_that_is_a_word_is_an_expression(word: str, kind: str, expression: str) -> None:
    ending = "dato" if kind == "Datovariabel" else "numerisk"
    limit = variable_of(**{"type": kind, f"maksintervall_slutt_{ending}": word}).limits.max
    assert isinstance(limit, Expression)
    assert limit.text == expression


def test_a_word_without_meaning_here_is_told_and_comes_back() -> None:
    findings = [finding for finding in READ.findings if finding.slug == "bound-not-understood"]
    assert [(finding.at.line, COLUMNS[finding.at.column - 1]) for finding in findings] == [
        (8, "normalintervall_start_numerisk"),
        (8, "maksintervall_start_numerisk"),
    ]


def test_unknown_is_a_reason_where_the_label_says_so_and_a_code_where_it_does_not() -> None:
    form = CATALOGUE.form["prove.basisskjema"]
    lists = {name: form.variable[name].codelist for name in ("smoking", "drug")}
    assert {
        name: [code.missing for code in codes.codes if code.value == 9] for name, codes in lists.items() if codes
    } == {
        "smoking": ["unknown"],
        "drug": [None],
    }


def test_a_sub_question_is_a_finding_with_its_likely_opener() -> None:
    (finding,) = [finding for finding in READ.findings if finding.slug == "show-if-unknown"]
    assert "'cigarettes' is asked only after" in finding.message
    assert "'smoking'" in finding.message


def test_names_become_valid_and_the_outside_names_stay() -> None:
    form = CATALOGUE.form["prove.oppfolging_etter_1_ar"]
    assert [(variable.name, variable.aliases[0].name) for variable in form.variables] == [
        ("date_svar", "DATE"),
        ("smoking", "SMOKING"),
        ("xray_missing_svar", "xRay_missing"),
    ]


def test_a_changed_variable_is_written_as_it_is_now() -> None:
    path = "prove/basisskjema.yaml"
    text = READ.files[path].replace("max: 100\n        missing", "max: 90").replace("Høyde (cm)", "Høyde i cm")
    files = {
        **READ.files,
        path: text.replace("        max: 100\n        required", "        max: 90\n        required"),
    }
    changed = rows_of(written(Read(files, ())))
    different = [
        {key: new[key] for key in new if new[key] != old[key]}
        for old, new in zip(ROWS, changed, strict=True)
        if old != new
    ]
    assert different == [{"ledetekst": "Høyde i cm"}, {"maksintervall_slutt_numerisk": "90"}]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a;b;c\n1;2;3\n", "This is not a klokebok: there is no column 'skjemanavn'"),
        (table([]), "The table has no rows."),
        (SOURCE.rstrip("\n")[:-200], "cut off"),
        (SOURCE[:-30], "cut off"),
        ("skjemanavn;" + "x" * 5_100_000, "cannot be read: field larger"),
    ],
)
def test_what_is_no_klokebok_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    read = KLOKEBOK.read(text.encode(), OPTIONS)
    assert not read.files
    assert is_broken(read.findings)
    assert sentence in read.findings[0].message


def test_rows_that_repeat_are_told() -> None:
    same = [row(type="Listevariabel", listeverdier="1", listetekst="Ja")] * 2
    read = KLOKEBOK.read(table(same).encode(), OPTIONS)
    assert [finding.slug for finding in read.findings if finding.at.line == 3] == ["repeated-row"]


# ---- properties ----

WORDS = st.text(st.sampled_from("aB1 æØ;\"',-_:#|\n"), max_size=12)
DAYS = st.sampled_from(["", "1980-01-01", "2021-02-28", "01.02.2020", "today", "i går"])
NUMBERS = st.sampled_from(["", "0", "1", "2.50", "0,1", "birthYear", "-3", "1e5"])
ANY_ROW = st.fixed_dictionaries(
    {
        column: NUMBERS
        if column.endswith("numerisk")
        else DAYS
        if column.endswith("dato")
        else st.sampled_from(["", *TYPES.values(), "Skjult variabel", "Annet"])
        if column == "type"
        else WORDS
        for column in COLUMNS
    }
)


def assert_stable(rows: list[dict[str, str]]) -> None:
    """What is read once and written is read and written the same for ever."""
    read = KLOKEBOK.read(table(rows).encode(), OPTIONS)
    if not read.files:
        return
    assert_canonical(read.files)
    once = written(read)
    assert written(KLOKEBOK.read(once.encode(), OPTIONS)) == once


@settings(max_examples=12, deadline=None)
@given(st.lists(ANY_ROW, min_size=1, max_size=4))
def test_any_table_is_stable(rows: list[dict[str, str]]) -> None:
    assert_stable(rows)


@pytest.mark.fuzz
@settings(max_examples=1_000, deadline=None)
@given(st.lists(ANY_ROW, min_size=1, max_size=6))
def test_any_table_is_stable_at_length(rows: list[dict[str, str]]) -> None:
    assert_stable(rows)


@settings(max_examples=12, deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(SOURCE)))
def test_any_bytes_are_read_or_refused(noise: bytes, place: int) -> None:
    data = SOURCE.encode()
    for damaged in (noise, data[:place] + noise + data[place:], data[:place]):
        read = KLOKEBOK.read(damaged, OPTIONS)
        assert read.files or is_broken(read.findings)
