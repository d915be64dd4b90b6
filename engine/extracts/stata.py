"""A sheet as Stata has it: numbers with extended missing values, `.a` to `.f`, each labelled with its reason.

A text can only be empty in Stata, so why it is stands beside it, in a labelled number. Labels of codes that are texts
stand in a column of their own. Days are counted from 1960, moments and times in milliseconds. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from catalogue.model import MISSING_REASONS
from engine.extracts.fitting import STATA, Fitting, cut
from engine.extracts.records import NUMBER_OF, Column, Heading, Sheet

LETTER_OF = {reason: chr(ord("a") + number - 1) for reason, number in NUMBER_OF.items()}
"""Which extended missing value stands for each reason: `.a`, `.b` …"""
LARGEST = 2_147_483_620
"""The largest whole number that Stata's `long` holds; numbers that may be larger are `double`."""
LONGEST_NOTE = 60_000
FROM_1960 = 3_653
"""Days."""
MILLISECONDS_FROM_1960 = FROM_1960 * 86_400_000


@dataclass(slots=True)
class Told:
    """What a statistics file says of its columns, by their names there."""

    labels: dict[str, str] = field(default_factory=dict)
    value_labels: dict[str, dict[Any, str]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    missing: dict[str, list[str]] = field(default_factory=dict)


def stata_frame(sheet: Sheet, fitting: Fitting) -> tuple[pl.DataFrame, Told]:
    """The rows, and what is said of them."""
    told = Told()
    frame = sheet.frame.collect()
    columns = [
        series
        for column in sheet.heading.columns
        if not column.states_reason or _stands_alone(sheet.heading, column)
        for series in _columns(sheet, column, frame, fitting, told)
    ]
    return pl.DataFrame(columns), told


def _stands_alone(heading: Heading, reason: Column) -> bool:
    """Whether some text has this reason, which cannot hold it itself."""
    return any(column.reason == reason.name and column.kind == "text" for column in heading.columns)


def _columns(sheet: Sheet, column: Column, frame: pl.DataFrame, fitting: Fitting, told: Told) -> Iterator[pl.Series]:
    name = fitting.name(column)
    _tell(told, fitting, column, name)
    values = frame[column.name]
    if column.states_reason:
        told.value_labels[name] = {NUMBER_OF[reason]: sheet.words.reasons[reason] for reason in MISSING_REASONS}
        yield values.replace_strict(NUMBER_OF, default=None, return_dtype=pl.Int32).alias(name)
    elif column.kind == "text":
        yield values.fill_null("").alias(name)
        yield from _worded(column, values, fitting, told)
    else:
        labels: dict[Any, str] = {int(value): fitting.value_label(column, label) for value, label in column.codes}
        reasons = frame[column.reason] if column.reason else None
        if reasons is not None:
            labels |= {LETTER_OF[reason]: sheet.words.reasons[reason] for reason in MISSING_REASONS}
            told.missing[name] = list(LETTER_OF.values())
        if labels:
            told.value_labels[name] = labels
        yield _typed(_number(column, values), reasons).alias(name)


def _tell(told: Told, fitting: Fitting, column: Column, name: str) -> None:
    told.labels[name] = fitting.label(column)
    if column.kind in FORMATS:
        told.formats[name] = FORMATS[column.kind]
    elif column.decimals is not None:
        told.formats[name] = f"%12.{column.decimals}f"
    said = {"question": column.label, "help": column.help, "unit": column.unit, "variable": column.address}
    kept = {key: cut(text, LONGEST_NOTE, in_bytes=True) for key, text in said.items() if text}
    if column.address and not column.states_reason:
        told.notes[name] = kept | {"name": column.name}


FORMATS = {"date": "%td", "datetime": "%tcDD.NN.CCYY_HH:MM", "time": "%tcHH:MM"}


def _worded(column: Column, values: pl.Series, fitting: Fitting, told: Told) -> Iterator[pl.Series]:
    """What the codes of a text are called: only numbers have labels here."""
    if not column.codes:
        return
    text = Column(name=f"{column.name}_text", kind="text", label=column.label, at=column.at)
    name = fitting.name(text)
    told.labels[name] = fitting.label(text)
    if column.address:
        message = f"'{column.name}': Stata labels only numbers; what its codes are called stands in '{name}'."
        fitting.tell(column, "labels-beside", message)
    words = {str(value): label for value, label in column.codes}
    yield values.replace_strict(words, default="", return_dtype=pl.String).fill_null("").alias(name)


def _number(column: Column, values: pl.Series) -> pl.Series:
    match column.kind:
        case "boolean":
            return values.cast(pl.Int32)
        case "date":
            return values.cast(pl.Int32) + FROM_1960
        case "datetime":
            return values.dt.epoch("ms").cast(pl.Float64) + MILLISECONDS_FROM_1960
        case "time":
            return values.cast(pl.Int64).cast(pl.Float64) / 1_000_000
        case "integer":
            return values.cast(pl.Int32 if _is_long(column) else pl.Float64)
        case _:
            return values.cast(pl.Float64)


def _is_long(column: Column) -> bool:
    """Whether all that may ever stand here fits; codes are as small as they are."""
    if column.codes:
        return all(abs(int(value)) <= LARGEST for value, _ in column.codes)
    bounds = (column.lowest, column.highest)
    return all(bound is not None and abs(bound) <= LARGEST for bound in bounds) or not column.address


def _typed(numbers: pl.Series, reasons: pl.Series | None) -> pl.Series:
    """The numbers, and letters where there is a reason instead of one: the library takes the two together only."""
    if reasons is None:
        return numbers
    letters = reasons.replace_strict(LETTER_OF, default=None, return_dtype=pl.String)
    cells = [letter if number is None else number for number, letter in zip(numbers, letters, strict=True)]
    return pl.Series(numbers.name, cells, dtype=pl.Object)


def fitting() -> Fitting:
    """What Stata takes."""
    return Fitting(STATA)
