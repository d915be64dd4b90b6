"""Rows → a workbook (XLSX) of one sheet or several. Pure.

openpyxl makes the frame: all files of a workbook whose sheets are empty. The rows are written into it as they come.
Every text is a text: what begins with = + - or @ is no formula, now or when somebody edits the cell. The same rows give
the same bytes: the file says nothing of when it was made.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | None
LONGEST = 32_767
"""Letters that a cell holds."""

MEANING_MORE = ("=", "+", "-", "@", "#")
"""With these begins what a spreadsheet would take for something else than a text."""
MADE = datetime(2000, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_SIZE = re.compile(rb"<dimension[^>]*>")
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that XML has no way to write."""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to be written: its title, its headings and its rows."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class _Frame:
    """The files of a workbook without rows, and the numbers of the styles that its cells may have."""

    parts: Mapping[str, bytes]
    bold: int
    quoted: int


def workbook(*sheets: NewSheet) -> bytes:
    """The workbook's bytes: in each sheet a heading in bold that stays in sight, then the rows."""
    frame = _frame(tuple(new.title for new in sheets))
    contents = {f"xl/worksheets/sheet{number}.xml": new for number, new in enumerate(sheets, 1)}
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, part in frame.parts.items():
            content = _filled(part, contents[name], frame) if name in contents else part
            archive.writestr(ZipInfo(name, MADE.timetuple()[:6]), content, ZIP_DEFLATED)
    return made.getvalue()


@lru_cache(maxsize=16)
def _frame(titles: tuple[str, ...]) -> _Frame:
    """A workbook with these sheets, and no time in it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title in titles:
        book.create_sheet(title).freeze_panes = "A2"
    bold, quoted = (WriteOnlyCell(book.worksheets[0]) for _ in range(2))
    bold.font = Font(bold=True)
    quoted.quotePrefix = True
    styles = bold.style_id, quoted.style_id
    saved = io.BytesIO()
    book.save(saved)
    stamp = f"{MADE:%Y-%m-%dT%H:%M:%SZ}".encode()
    with ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>" + stamp, parts["docProps/core.xml"])
    return _Frame(parts, *styles)


def _filled(empty: bytes, new: NewSheet, frame: _Frame) -> bytes:
    """A sheet with its rows, and with its size, which readers else have to look for."""
    rows = [_row(1, new.columns, frame.bold, frame.bold)]
    rows += (_row(number, row, 0, frame.quoted) for number, row in enumerate(new.rows, 2))
    size = f'<dimension ref="A1:{get_column_letter(max(len(new.columns), 1))}{len(rows)}"/>'.encode()
    data = f"<sheetData>{''.join(rows)}</sheetData>".encode()
    return _NO_ROWS.sub(lambda _: data, _SIZE.sub(size, empty, count=1), count=1)


def _row(number: int, values: Sequence[Cell], style: int, quoted: int) -> str:
    """A row of cells in one style, but for those texts that must be `quoted`."""
    cells = (
        _cell(f"{get_column_letter(column)}{number}", value, style, quoted)
        for column, value in enumerate(values, 1)
        if value is not None
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: str | float, style: int, quoted: int) -> str:
    if not isinstance(value, str):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    text = _ILLEGAL.sub("", value)[:LONGEST]
    style = quoted if text.startswith(MEANING_MORE) else style
    space = "" if text == text.strip() else ' xml:space="preserve"'
    written = escape(text, {"\r": "&#13;"})
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{space}>{written}</t></is></c>'
