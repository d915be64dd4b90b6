"""Answers → the text of a file, one row per occasion: CSV or JSON Lines. `bulk/` reads such files."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from catalogue.model import Form
from engine.answers import AnswerValue
from engine.coercion import format_value

Cell = str | bool | int | float | list[Any] | dict[str, Any] | None
"""What a file may have where an answer is."""


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
