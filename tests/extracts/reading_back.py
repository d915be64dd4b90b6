"""Sheets for tests, and what programs that know nothing of ours read in the files made of them.

A cell is a value, `Missing` with the reason why there is none, or None.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat

from catalogue.findings import Finding
from catalogue.model import MISSING_REASONS, Catalogue, Form
from engine.answer_columns import own_columns
from engine.answer_files import json_lines
from engine.bulk.checking import checking
from engine.bulk.files import open_answers
from engine.extracts.answered import Answered, row_columns
from engine.extracts.describing import heading_of
from engine.extracts.records import Column, Heading, Sheet, Words
from engine.extracts.spool import Spool
from renderers.extracts.kinds import KINDS, Part
from renderers.extracts.words import SAID

TODAY = date(2026, 11, 22)
REASONS = dict(
    zip(MISSING_REASONS, ("Vet ikke", "Vil ikke", "Gjelder ikke", "Ubesvart", "Ikke spurt", "Ikke samlet"), strict=True)
)
WORDS = Words("nb", str, {**{name: name for name in SAID}, "yes": "Ja", "no": "Nei"}, REASONS)


@dataclass(frozen=True)
class Missing:
    """Why there is no value."""

    reason: str


Cells = dict[str, list[Any]]


def sheet_of_answers(folder: Path, catalogue: Catalogue, form: Form, rows: Iterable[Mapping[str, Any]]) -> Sheet:
    """The sheet of a file with these answers, none of which is left out."""
    file = folder / "answers.jsonl"
    file.write_text("".join(json_lines(rows)), encoding="utf-8")
    at = form.timepoints[0] if form.timepoints else ""
    with open_answers(file) as opened:
        header = tuple({*opened.header, *form.variable})
        checks = checking(catalogue, form, own_columns(catalogue, form), None, at, TODAY)
        heading = heading_of(catalogue, form, WORDS, row_columns(header, form.timepoints))
        answered = Answered(opened, checks, heading)
        spool = Spool(heading, folder)
        for batch in answered.batches():
            spool.add(batch)
    assert answered.left_out == 0
    return spool.sheet(WORDS)


def sheet_of_cells(heading: Heading, cells: Mapping[str, list[Any]]) -> Sheet:
    """A sheet with just these cells."""
    frame = pl.DataFrame({name: pl.Series(cells[name], dtype=kind) for name, kind in heading.schema.items()})
    return Sheet(heading, frame.height, frame.lazy(), WORDS)


def asked(sheet: Sheet) -> tuple[Column, ...]:
    """The columns of values, those that say why others are empty left out."""
    return tuple(column for column in sheet.heading.columns if not column.states_reason)


def cells_of(sheet: Sheet) -> Cells:
    """What a file made of the sheet must say."""
    frame = sheet.frame.collect()
    return {
        column.name: joined(frame[column.name].to_list(), frame[column.reason].to_list() if column.reason else [])
        for column in asked(sheet)
    }


def joined(values: list[Any], reasons: list[str | None]) -> list[Any]:
    reasons = reasons or [None] * len(values)
    return [
        Missing(reason) if value is None and reason else value for value, reason in zip(values, reasons, strict=True)
    ]


def written(kind: str, folder: Path, sheet: Sheet, catalogue: Catalogue) -> tuple[Finding, ...]:
    """The file `ut` of this kind, and what it could not hold."""
    return tuple(KINDS[kind].write(catalogue, [Part(sheet, None, "ut")], folder))


# ---- what others read ----


def read_csv(folder: Path, sheet: Sheet) -> Cells:
    """By the data package beside the file, and nothing else."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = package["resources"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not rows or list(rows[0]) == list(fields)
    return {
        name: joined(
            [FROM_TEXT[field["type"]](row[name]) if row[name] else None for row in rows],
            [row[field["reason"]] or None for row in rows] if "reason" in field else [],
        )
        for name, field in fields.items()
        if name in {column.name for column in asked(sheet)}
    }


FROM_TEXT: Mapping[str, Callable[[str], Any]] = {
    "boolean": lambda text: {"1": True, "0": False}[text],
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "datetime": datetime.fromisoformat,
    "string": str,
}


def read_parquet(folder: Path, sheet: Sheet) -> Cells:
    """By the schema in the file's own metadata."""
    frame = pl.read_parquet(folder / "ut.parquet")
    schema = json.loads(pl.read_parquet_metadata(folder / "ut.parquet")["table-schema"])
    reasons = {field["name"]: field.get("reason") for field in schema["fields"]}
    return {
        column.name: joined(
            frame[column.name].to_list(),
            frame[reasons[column.name]].to_list() if reasons[column.name] else [],
        )
        for column in asked(sheet)
    }


def read_stata(folder: Path, sheet: Sheet) -> Cells:
    """Extended missing values are known by the words that label them."""
    frame, about = pyreadstat.read_dta(
        folder / "ut.dta", user_missing=True, disable_datetime_conversion=True, output_format="dict"
    )
    reason_of = {words: reason for reason, words in REASONS.items()}
    found: Cells = {}
    for column in asked(sheet):
        labels = about.variable_value_labels.get(column.name, {})
        if column.kind == "text":
            found[column.name] = _texts(
                frame, column, {number: reason_of[label] for number, label in _of(about, column)}
            )
            continue
        missing = {letter: Missing(reason_of[label]) for letter, label in labels.items() if isinstance(letter, str)}
        found[column.name] = [
            missing.get(cell) or FROM_STATA[column.kind](cell) if cell is not None else None
            for cell in frame[column.name]
        ]
    return found


def read_spss(folder: Path, sheet: Sheet) -> Cells:
    """User-missing values are known by their range, and by the words that label them."""
    frame, about = pyreadstat.read_sav(
        folder / "ut.sav", user_missing=True, disable_datetime_conversion=True, output_format="dict"
    )
    reason_of = {words: reason for reason, words in REASONS.items()}
    found: Cells = {}
    for column in asked(sheet):
        if column.kind == "text":
            found[column.name] = _texts(
                frame, column, {number: reason_of[label] for number, label in _of(about, column)}
            )
            continue
        labels = about.variable_value_labels.get(column.name, {})
        ranges = about.missing_ranges.get(column.name, [])
        found[column.name] = [
            None
            if cell is None
            else Missing(reason_of[labels[cell]])
            if any(part["lo"] <= cell <= part["hi"] for part in ranges)
            else FROM_SPSS[column.kind](cell)
            for cell in frame[column.name]
        ]
    return found


def _of(about: Any, column: Column) -> Iterable[tuple[float, str]]:
    return about.variable_value_labels.get(column.reason, {}).items()


def _texts(frame: Mapping[str, list[Any]], column: Column, reasons: Mapping[float, str]) -> list[Any]:
    values = [cell or None for cell in frame[column.name]]
    numbers = frame[column.reason] if column.reason else [None] * len(values)
    return joined(values, [reasons[number] if number is not None else None for number in numbers])


def _time_of(seconds: float) -> time:
    return (datetime.min + timedelta(seconds=seconds)).time()


FROM_STATA: Mapping[str, Callable[[Any], Any]] = {
    "boolean": lambda cell: {0: False, 1: True}[cell],
    "integer": int,
    "decimal": float,
    "date": lambda cell: date(1960, 1, 1) + timedelta(days=cell),
    "datetime": lambda cell: datetime(1960, 1, 1) + timedelta(milliseconds=cell),
    "time": lambda cell: _time_of(cell / 1000),
}
FROM_SPSS: Mapping[str, Callable[[Any], Any]] = FROM_STATA | {
    "date": lambda cell: (datetime(1582, 10, 14) + timedelta(seconds=cell)).date(),
    "datetime": lambda cell: datetime(1582, 10, 14) + timedelta(seconds=cell),
    "time": _time_of,
}
READERS: Mapping[str, Callable[[Path, Sheet], Cells]] = {
    "csv": read_csv,
    "parquet": read_parquet,
    "stata": read_stata,
    "spss": read_spss,
}
