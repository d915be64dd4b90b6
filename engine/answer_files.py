"""Files of answers, one row per occasion: bytes → named cells, and answers → text.

CSV with `;`, `,` or tab, or JSON Lines; UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252. Pure: bytes
come in. A row that cannot be read is a row with a fault, never an exception; a file that is no table at all is
`NotAnAnswerFile`.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NoReturn

from catalogue.model import Form
from engine.answers import AnswerValue
from engine.coercion import format_value

Cell = str | bool | int | float | list[Any] | dict[str, Any] | None
DELIMITERS = ";,\t"
LONGEST_CELL = 1_000_000
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OBJECT = re.compile(r"\s*\{")
_LIST = re.compile(r"\s*\[")


class NotAnAnswerFile(ValueError):
    """The bytes are no table of answers; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number from 1, the line it begins in, its cells by column, or what is wrong with it as a whole."""

    number: int
    line: int
    cells: Mapping[str, Cell] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file as read: its columns in order, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_answer_file(content: bytes) -> AnswerFile:
    """The rows of a file; which of the formats it has is seen from its first characters."""
    text = _decoded(content)
    if _LIST.match(text):
        raise NotAnAnswerFile(
            "The file is one JSON list. Write JSON Lines: one object per line, without commas between."
        )
    if not _OBJECT.match(text):
        return AnswerFile(_header(text), tuple(_csv_rows(text)))
    rows = tuple(_json_rows(text))
    return AnswerFile(tuple(dict.fromkeys(name for row in rows for name in row.cells)), rows)


def json_lines(rows: Iterable[Mapping[str, AnswerValue]]) -> Iterator[str]:
    """The rows as JSON Lines; what is NULL is left out."""
    for row in rows:
        kept = {name: _json_value(value) for name, value in row.items() if value is not None}
        yield json.dumps(kept, ensure_ascii=False) + "\n"


def csv_lines(form: Form, columns: tuple[str, ...], rows: Iterable[Mapping[str, AnswerValue]]) -> Iterator[str]:
    """The rows as CSV with commas and decimal points, a header first."""
    yield _csv_line(columns)
    for row in rows:
        yield _csv_line([_csv_value(form, name, row.get(name)) for name in columns])


def _decoded(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decoded_as(content, encoding)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _decoded_as(content, "cp1252")


def _decoded_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise NotAnAnswerFile("The file is neither UTF-8 nor Windows-1252. Save it as UTF-8.") from None


def _header(text: str) -> tuple[str, ...]:
    """The columns of a CSV, each named once."""
    line = next(iter(text.splitlines()), "")
    names = tuple(name.strip() for name in next(csv.reader([line], delimiter=_delimiter(line)), []))
    if not any(names):
        raise NotAnAnswerFile("The file is empty. Its first line must name the columns.")
    if "" in names:
        raise NotAnAnswerFile(f"Column {names.index('') + 1} has no name. Name every column in the first line.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise NotAnAnswerFile(f"The column {twice[0]} stands twice in the first line. Remove one of them.")
    return names


def _delimiter(line: str) -> str:
    return max(DELIMITERS, key=line.count)


def _csv_rows(text: str) -> Iterator[Row]:
    header = _header(text)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text.partition("\n")[0]))
    next(reader)
    number, line = 0, reader.line_num + 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            # What follows cannot be told apart from what came before.
            yield Row(number + 1, line, fault=f"The row cannot be read, nor what comes after it: {error}.")
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            number += 1
            yield _csv_row(number, line, header, cells)
        line = reader.line_num + 1


def _csv_row(number: int, line: int, header: tuple[str, ...], cells: list[str]) -> Row:
    if len(cells) != len(header):
        return Row(number, line, fault=f"The row has {len(cells)} values; the first line names {len(header)} columns.")
    return Row(number, line, dict(zip(header, cells, strict=True)))


def _json_rows(text: str) -> Iterator[Row]:
    number = 0
    for line, written in enumerate(text.split("\n"), 1):
        if not written.strip():
            continue
        number += 1
        try:
            cells = json.loads(written, object_pairs_hook=_once, parse_constant=_no_number)
        except RecursionError:
            yield Row(number, line, fault="The line is nested too deep.")
        except ValueError as error:
            yield Row(number, line, fault=f"The line cannot be read as JSON: {error}.")
        else:
            fault = "" if isinstance(cells, dict) else "The line is no JSON object."
            yield Row(number, line, {} if fault else cells, fault)


def _once(pairs: list[tuple[str, Cell]]) -> dict[str, Cell]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _json_value(value: AnswerValue) -> AnswerValue:
    match value:
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case _:
            return value


def _csv_value(form: Form, name: str, value: AnswerValue) -> str:
    variable = form.variable.get(name)
    return format_value(variable, value) if variable else "" if value is None else str(value)


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
