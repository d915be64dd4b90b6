"""Rows → a workbook (XLSX) of one sheet or several. Pure.

Every text is a text: what begins with = + - or @ is no formula, now or when somebody edits the cell. The same rows give
the same bytes: the file says nothing of when it was made.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | None
LONGEST = 32_767
"""Letters that a cell holds."""

MEANING_MORE = ("=", "+", "-", "@", "#")
"""With these begins what a spreadsheet would take for something else than a text."""
MADE = datetime(2000, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to be written: its title, its headings and its rows."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook(*sheets: NewSheet) -> bytes:
    """The workbook's bytes: in each sheet a heading in bold that stays in sight, then the rows."""
    book = Workbook(write_only=True)
    sizes = []
    for new in sheets:
        sheet = book.create_sheet(new.title)
        sheet.freeze_panes = "A2"
        sheet.append([_heading(sheet, column) for column in new.columns])
        height = 1
        for row in new.rows:
            sheet.append([_cell(sheet, value) for value in row])
            height += 1
        sizes.append(f"A1:{get_column_letter(max(len(new.columns), 1))}{height}")
    saved = io.BytesIO()
    book.save(saved)
    return _finished(saved, sizes)


def _heading(sheet: Any, column: str) -> object:
    cell = WriteOnlyCell(sheet, column)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Cell) -> object:
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
    if not text.startswith(MEANING_MORE):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _finished(saved: io.BytesIO, sizes: Sequence[str]) -> bytes:
    """The same file with no time in it, and with the size of each sheet, which readers else have to look for."""
    made = io.BytesIO()
    stamp = f"{MADE:%Y-%m-%dT%H:%M:%SZ}".encode()
    dimensions = {f"xl/worksheets/sheet{number}.xml": size for number, size in enumerate(sizes, 1)}
    with ZipFile(saved) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp, content)
            elif name in dimensions:
                dimension = f'<dimension ref="{dimensions[name]}"/><sheetViews>'.encode()
                content = content.replace(b"<sheetViews>", dimension, 1)
            new.writestr(ZipInfo(name, MADE.timetuple()[:6]), content, ZIP_DEFLATED)
    return made.getvalue()
