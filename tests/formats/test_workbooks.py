"""Workbooks are read within bounds and never crash; what goes out comes in again."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from catalogue.formats.workbooks import container
from catalogue.formats.workbooks.container import MAX_ENTRIES, opened
from catalogue.formats.workbooks.reading import BLANK_ROWS, read_book
from catalogue.formats.workbooks.writing import NewSheet, workbook


def book_with(*rows: list[object], title: str = "ark") -> bytes:
    """A workbook as a spreadsheet program saves it."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one file in it replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return made.getvalue()


PLAIN = book_with(["navn", "verdi"], ["a", 1])
SHEET = "xl/worksheets/sheet1.xml"


def cells_of(data: bytes) -> list[tuple[str, ...]]:
    book = read_book(data, "bok.xlsx")
    assert book.findings == ()
    return [row.cells for row in book.sheets[0].rows]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ord", "ord"),
        (7, "7"),
        (7.0, "7"),
        (0.1, "0.1"),
        (True, "TRUE"),
        (date(2020, 1, 31), "2020-01-31"),
        (datetime(2020, 1, 31, 12, 30), "2020-01-31T12:30:00"),
        (time(8, 30), "08:30:00"),
        ("en\u00a0ting", "en ting"),
        ("linje 1\nlinje 2", "linje 1\nlinje 2"),
    ],
)
def test_a_cell_is_what_one_reads_in_it(value: object, text: str) -> None:
    assert cells_of(book_with(["navn"], [value])) == [("navn",), (text,)]


def test_a_formula_is_not_computed_and_is_told() -> None:
    book = read_book(book_with(["navn"], ["=1+1"]), "bok.xlsx")
    assert book.sheets[0].rows[1].cells == ("=1+1",)
    assert [(found.slug, found.at.path, found.at.line) for found in book.findings] == [("formula", "bok.xlsx[ark]", 2)]


def test_blank_rows_keep_their_number_and_blank_cells_at_the_end_are_none() -> None:
    book = read_book(book_with(["a", "b"], [], ["x", None], [None, "y"]), "bok.xlsx")
    assert [(row.number, row.cells) for row in book.sheets[0].rows] == [(1, ("a", "b")), (3, ("x",)), (4, ("", "y"))]


def sheet_xml(rows: str) -> bytes:
    head = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
    )
    return f"{head}<sheetData>{rows}</sheetData></worksheet>".encode()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_sheet_that_says_it_is_a_million_rows_and_16384_columns_is_as_large_as_it_is() -> None:
    head = f'<row r="1">{text_cell("A1", "navn")}</row>'
    last = f'<row r="1048576">{text_cell("A1048576", "langt nede")}{text_cell("XFD1048576", "langt ute")}</row>'
    book = read_book(with_part(PLAIN, SHEET, sheet_xml(head + last)), "bok.xlsx")
    assert [row.cells for row in book.sheets[0].rows] == [("navn",)]


def test_more_rows_than_a_definition_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.formats.workbooks.reading.MAX_ROWS", 50)
    data = workbook(NewSheet("ark", ["a"], (["x"] for _ in range(60))))
    assert "more rows or cells than a definition" in read_book(data, "bok.xlsx").findings[0].message


def test_a_long_blank_ends_a_sheet() -> None:
    data = workbook(NewSheet("ark", ["a"], [["x"], *([None] for _ in range(BLANK_ROWS + 1)), ["y"]]))
    assert cells_of(data) == [("a",), ("x",)]


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * 20_000_000)
    return made.getvalue()


def many() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(MAX_ENTRIES + 1):
            archive.writestr(f"{number}.xml", b"")
    return made.getvalue()


ENTITY = b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><worksheet/>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"navn;verdi\n", "no workbook"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old workbook"),
        (PLAIN[: len(PLAIN) // 2], "damaged, cut off"),
        (bomb(), "times larger when unpacked"),
        (many(), "files in it"),
        (with_part(PLAIN, SHEET, ENTITY), "declares a document type"),
        (with_part(PLAIN, SHEET, "<!DOCTYPE x><worksheet/>".encode("utf-16")), "declares a document type"),
        (with_part(PLAIN, SHEET, b"<worksheet"), "The workbook is damaged"),
        (with_part(PLAIN, "xl/workbook.xml", b"<workbook/>"), "no sheet in it"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    book = read_book(data, "bok.xlsx")
    assert book.sheets == ()
    assert [(found.slug, found.at.path) for found in book.findings] == [("not-readable", "bok.xlsx")]
    assert sentence in book.findings[0].message


def test_a_sheet_under_another_name_declares_nothing_either() -> None:
    data = with_part(PLAIN, "xl/worksheets/sheet1.bin", b"<!DOCTYPE worksheet><worksheet/>")
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read(name).replace(b"sheet1.xml", b"sheet1.bin")
        data = with_part(data, name, content)
    (told,) = read_book(data, "bok.xlsx").findings
    assert "a document type is declared" in told.message


RICH = '<c r="A2" t="inlineStr"><is><r><t>to </t></r><r><t>biter</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'


def test_a_text_of_several_looks_is_one_text_and_a_row_that_comes_too_late_is_none() -> None:
    rows = f'<row r="1">{text_cell("A1", "navn")}</row><row r="2">{RICH}</row><row r="1">{text_cell("A1", "x")}</row>'
    assert cells_of(with_part(PLAIN, SHEET, sheet_xml(rows))) == [("navn",), ("to biter",)]


def test_all_files_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_UNPACKED", 1_000)
    assert "larger than 1,000 bytes when unpacked" in opened(PLAIN).refusal


def test_an_archive_of_something_else_is_no_workbook() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "x")
    assert "archive and no workbook" in read_book(made.getvalue(), "x.zip").findings[0].message


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=12)


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=6))
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_in_again(rows: list[list[str]]) -> None:
    expected = [tuple(cell.replace("\u00a0", " ") if cell.strip() else "" for cell in row) for row in rows]
    read = cells_of(workbook(NewSheet("ark", ["a", "b", "c"], rows)))
    kept = [cells for cells in expected if any(cells)]
    assert [(*cells, *[""] * (3 - len(cells))) for cells in read] == [("a", "b", "c"), *kept]


def test_a_text_that_a_spreadsheet_would_work_out_says_that_it_is_one() -> None:
    sheet = load_workbook(io.BytesIO(workbook(NewSheet("ark", ["=a"], [["=1+1"], ["1+1"], [7]])))).active
    cells = [sheet.cell(row, 1) for row in (1, 2, 3, 4)]
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "n"]
    assert [cell.quotePrefix for cell in cells[1:]] == [True, False, False]
    assert [cell.font.b for cell in cells[:2]] == [True, False]


@pytest.mark.parametrize("letter", ["\x00", "\x1f", "\ufffe", "\ud800"])
def test_a_letter_that_a_sheet_cannot_hold_is_left_out(letter: str) -> None:
    assert cells_of(workbook(NewSheet("ark", ["a"], [[f"x{letter}y"]]))) == [("a",), ("xy",)]


def test_the_same_sheets_give_the_same_bytes_with_their_size() -> None:
    sheets = [NewSheet("en", ["a", "b"], [["x", 1]]), NewSheet("to", ["c"], [])]
    data = workbook(*sheets)
    assert data == workbook(*sheets)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b'<dimension ref="A1:B2"/>' in archive.read(SHEET)


@given(st.binary(max_size=400), st.integers(0, 1_000_000))
@settings(max_examples=80, deadline=None)
def test_no_bytes_crash_the_reader(noise: bytes, place: int) -> None:
    where = place % len(PLAIN)
    for data in (noise, b"PK\x03\x04" + noise, PLAIN[:where] + noise + PLAIN[where + len(noise) :]):
        read_book(data, "x")


XML = st.sampled_from(
    ["<row>", "</row>", '<c r="A1" t="s"><v>9</v></c>', '<c r="ZZZZ1"><v>x</v></c>', "<v>", "\x00", "&"]
)


@given(st.lists(XML, max_size=8))
@settings(max_examples=60, deadline=None)
def test_no_sheet_crashes_the_reader(parts: list[str]) -> None:
    read_book(with_part(PLAIN, SHEET, sheet_xml("".join(parts))), "x")
