"""A workbook to rows of texts. Pure, bounded, and never more than it says: nothing is computed.

Every cell is what one sees of it as plain text: a number without idle zeros, a day as ISO, a formula as it is written
(which is told, for nobody knows its value). Whatever openpyxl makes of a damaged file, a reader gets a finding.
"""

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZIP_STORED, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import INLINE_STRING, ROW_TAG, VALUE_TAG, WorkSheetParser

from catalogue.findings import Finding, Location
from catalogue.formats.records import note
from catalogue.formats.values import plain_number
from catalogue.formats.workbooks.container import Container, opened, refuse_declarations

MAX_ROWS, MAX_COLUMNS = 100_000, 1_000
MAX_CELLS = 2_000_000
BLANK_ROWS = 1_000
"""After so many rows with nothing in them a sheet is at its end, whatever it says of itself."""
LONGEST = 32_767
MAX_SHEETS = 200
TEXT_TAG = VALUE_TAG.removesuffix("v") + "t"
ParsedRow = tuple[int, Sequence[Mapping[str, Any]]]
"""A row's number and its cells, as openpyxl takes them apart."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with something in it: its number, and its cells up to the last that has a text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows, blank ones left out."""

    name: str
    rows: tuple[SheetRow, ...]

    def at(self, file: str, row: int, column: int = 1) -> Location:
        """A cell's place; `column` counts from 1."""
        return Location(f"{file}[{self.name}]", row, column)


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets in their order; none when a finding says why."""

    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()


def read_book(data: bytes, file: str) -> Book:
    """The sheets of a workbook; `file` is how findings call it."""
    return book_of(opened(data), file)


def book_of(container: Container, file: str) -> Book:
    """The sheets of a workbook that has been unpacked."""
    if container.refusal:
        return _refused(file, container.refusal)
    if "[Content_Types].xml" not in container.parts:
        return _refused(file, "The file is an archive and no workbook. Save it as .xlsx.")
    findings: list[Finding] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets = tuple(_sheets(container, file, findings))
    except _TooMuch as problem:
        return _refused(file, str(problem))
    except MemoryError:
        raise
    except Exception as error:
        # openpyxl answers damage with whatever went wrong inside it; for a reader all of it is one thing.
        return _refused(file, f"The workbook is damaged ({type(error).__name__}: {str(error)[:100]}). Save it again.")
    return Book(sheets, tuple(findings)) if sheets else _refused(file, "The workbook has no sheet in it.")


class _TooMuch(Exception):
    """More cells than a definition has."""


def _refused(file: str, message: str) -> Book:
    return Book((), (Finding(Location(file, 1, 1), "not-readable", message),))


def _sheets(container: Container, file: str, findings: list[Finding]) -> Iterator[Sheet]:
    """The sheets in their order: openpyxl finds them, and what their cells share."""
    book: Any = load_workbook(_stored(container), read_only=True, keep_links=False)
    left = MAX_CELLS
    for sheet in book.worksheets[:MAX_SHEETS]:
        styles = (book.epoch, book._date_formats, book._timedelta_formats)
        cells: Any = WorkSheetParser(io.BytesIO(), sheet._shared_strings, False, *styles)
        rows = map(cells.parse_row, _row_elements(container.parts[sheet._worksheet_path]))
        read = Sheet(str(sheet.title), tuple(_rows(rows, left, f"{file}[{sheet.title}]", findings)))
        left -= sum(len(row.cells) for row in read.rows)
        yield read


def _stored(container: Container) -> io.BytesIO:
    """The same files without compression, so that what is read is what was looked at."""
    stored = io.BytesIO()
    with ZipFile(stored, "w", ZIP_STORED) as archive:
        for name, part in container.parts.items():
            archive.writestr(name, part)
    stored.seek(0)
    return stored


def _row_elements(part: bytes) -> Iterator[Element]:
    """The rows of a sheet, one at a time; by Python's own parser, so what declares anything is refused first."""
    refuse_declarations(part)
    for _, element in iterparse(io.BytesIO(part)):
        if element.tag == ROW_TAG:
            for cell in element:
                _straighten(cell)
            yield element
            element.clear()


def _straighten(cell: Element) -> None:
    """A text that stands in its cell becomes the cell's value: else openpyxl would make several objects of it."""
    inside = cell.find(INLINE_STRING)
    if inside is not None and cell.get("t") == "inlineStr" and [part.tag for part in inside] == [TEXT_TAG]:
        inside[0].tag = VALUE_TAG
        cell.append(inside[0])
        cell.set("t", "str")


def _rows(rows: Iterable[ParsedRow], left: int, where: str, findings: list[Finding]) -> Iterator[SheetRow]:
    """The rows up to a long blank, each once; as wide as the first row, if there is anything in that."""
    width, before, last, found = MAX_COLUMNS, 0, 0, 0
    for number, row in rows:
        if number - max(last, 1) > BLANK_ROWS + 1:
            return
        cells = _texts(number, row, width, where, findings) if number > before else ()
        before = max(number, before)
        if not cells:
            continue
        found += len(cells)
        if number > MAX_ROWS or found > left:
            raise _TooMuch(f"The sheet '{where}' has more rows or cells than a definition. Leave out the data.")
        last, width = number, len(cells) if number == 1 else width
        yield SheetRow(number, cells)


def _texts(
    number: int, row: Iterable[Mapping[str, Any]], width: int, where: str, findings: list[Finding]
) -> tuple[str, ...]:
    """The cells as texts, without the blank ones at the end."""
    texts: dict[int, str] = {}
    for cell in row:
        column, value = cell["column"], cell["value"]
        text = "" if value is None or column > width else text_of(value)
        if text.strip():
            texts[column] = text[:LONGEST]
            if cell["data_type"] == "f":
                place = f"{get_column_letter(column)}{number}"
                message = f"The cell {place} is a formula, which is not computed. Write its value instead."
                findings.append(note(Location(where, number, column), "formula", message))
    return tuple(texts.get(column, "") for column in range(1, max(texts, default=0) + 1))


def text_of(value: object) -> str:
    """What one reads in a cell."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return plain_number(value) if abs(value) < 1e300 else str(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(timespec="seconds")
        case date() | time():
            return value.isoformat()
        case str():
            return value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
        case _:
            return str(getattr(value, "text", None) or value)
