"""A workbook to rows of texts. Pure, bounded, and never more than it says: nothing is computed.

Every cell is what one sees of it as plain text: a number without idle zeros, a day as ISO, a formula as it is written
(which is told, for nobody knows its value). Whatever openpyxl makes of a damaged file, a reader gets a finding.
"""

import io
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from catalogue.findings import Finding, Location
from catalogue.formats.records import note
from catalogue.formats.values import plain_number
from catalogue.formats.workbooks.container import Container, opened

MAX_ROWS, MAX_COLUMNS = 100_000, 1_000
MAX_CELLS = 2_000_000
BLANK_ROWS = 1_000
"""After so many rows with nothing in them a sheet is at its end, whatever it says of itself."""
LONGEST = 32_767
MAX_SHEETS = 200


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
    book = load_workbook(_stored(container), read_only=True, data_only=False, keep_links=False)
    left = MAX_CELLS
    for sheet in book.worksheets[:MAX_SHEETS]:
        sheet.reset_dimensions()
        read = Sheet(str(sheet.title), tuple(_rows(sheet, left, file, findings)))
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


def _rows(sheet: Any, left: int, file: str, findings: list[Finding]) -> Iterator[SheetRow]:
    """The rows up to a long blank; as wide as the first one with anything in it."""
    width, blank, found = MAX_COLUMNS, 0, 0
    rows = islice(sheet.iter_rows(max_col=MAX_COLUMNS), 0, 1)
    head = [cell for row in rows for cell in _texts(row, sheet, file, findings)]
    if head:
        width = len(head)
        yield SheetRow(1, tuple(head))
    for number, row in enumerate(sheet.iter_rows(min_row=2, max_col=width), 2):
        cells = _texts(row, sheet, file, findings)
        blank = 0 if cells else blank + 1
        found += len(cells)
        if number > MAX_ROWS or found > left:
            raise _TooMuch(f"The sheet '{sheet.title}' has more rows or cells than a definition. Leave out the data.")
        if blank > BLANK_ROWS:
            return
        if cells:
            yield SheetRow(number, tuple(cells))


def _texts(row: Iterable[Any], sheet: Any, file: str, findings: list[Finding]) -> list[str]:
    """The cells as texts, without the blank ones at the end."""
    texts: list[str] = []
    for column, cell in enumerate(row, 1):
        value = cell.value
        if value is None:
            continue
        text = text_of(value)
        if not text.strip():
            continue
        texts += [""] * (column - 1 - len(texts))
        texts.append(text[:LONGEST])
        if cell.data_type == "f":
            at = Location(f"{file}[{sheet.title}]", cell.row, column)
            where = f"{get_column_letter(column)}{cell.row}"
            message = f"The cell {where} is a formula, which is not computed. Write its value instead."
            findings.append(note(at, "formula", message))
    return texts


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
