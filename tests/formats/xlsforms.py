"""XLSForms for tests, written as tables: the sheets of a workbook from rows with bars between the cells."""

import io
from collections.abc import Mapping

from pyxform.xls2xform import convert

from catalogue.formats.workbooks.reading import read_book
from catalogue.formats.workbooks.writing import NewSheet, workbook


def sheet(title: str, table: str) -> NewSheet:
    """One sheet from a table whose first line are the headings."""
    head, *rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.strip().splitlines()]
    return NewSheet(title, head, [[cell or None for cell in row] for row in rows])


def xlsform(survey: str, choices: str = "", settings: str = "") -> bytes:
    """A workbook with these sheets."""
    tables = {"survey": survey, "choices": choices, "settings": settings}
    return workbook(*(sheet(title, table) for title, table in tables.items() if table.strip()))


def rows_of(data: bytes, title: str = "survey") -> list[dict[str, str]]:
    """The rows of a sheet, cell by heading."""
    book = read_book(data, "bok.xlsx")
    found = next(sheet for sheet in book.sheets if sheet.name == title)
    head = found.rows[0].cells
    return [{key: cell for key, cell in zip(head, row.cells, strict=False) if cell} for row in found.rows[1:]]


def converted(data: bytes, *, validate: bool = False) -> str:
    """The XForm that pyxform makes of it, without a warning."""
    warnings: list[str] = []
    result = convert(io.BytesIO(data), warnings=warnings, validate=validate)
    assert warnings == []
    return str(result.xform)


def only(rows: list[dict[str, str]], name: str) -> Mapping[str, str]:
    """The row of this name."""
    return next(row for row in rows if row.get("name") == name)
