"""A sheet as SPSS has it: numbers with user-missing values, a code for each reason, all of them in one range.

The codes lie far below any number that an answer may be, so that nobody who overlooks what they mean can take one for
an answer. Why a text is empty stands beside it, in a labelled number; the empty text itself is user-missing. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from catalogue.model import MISSING_REASONS
from catalogue.value_types import NUMBER_BOUND
from engine.extracts.fitting import SPSS, Fitting, lines_of
from engine.extracts.records import NUMBER_OF, Column, Heading, Sheet

CODE_OF = {reason: -(10 * NUMBER_BOUND + number) for reason, number in NUMBER_OF.items()}
"""The user-missing value that stands for each reason."""
RANGE = {"lo": min(CODE_OF.values()), "hi": max(CODE_OF.values())}
LONGEST_TEXT = 32_767
NOTE_LINE = 80
FROM_1582 = 12_219_379_200
"""Seconds to 1970 from the day that SPSS counts from."""


@dataclass(slots=True)
class Told:
    """What the file says of its columns, by their names there."""

    labels: dict[str, str] = field(default_factory=dict)
    value_labels: dict[str, dict[Any, str]] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    widths: dict[str, int] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    missing: dict[str, list[Any]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def spss_frame(sheet: Sheet, fitting: Fitting) -> tuple[pl.DataFrame, Told]:
    """The rows, and what is said of them."""
    told = Told()
    frame = sheet.frame.collect()
    columns = [
        _column(sheet, column, frame, fitting, told)
        for column in sheet.heading.columns
        if not column.states_reason or _stands_alone(sheet.heading, column)
    ]
    return pl.DataFrame(columns), told


def _stands_alone(heading: Heading, reason: Column) -> bool:
    """Whether some text has this reason, which cannot hold it itself."""
    return any(column.reason == reason.name and column.kind == "text" for column in heading.columns)


def _column(sheet: Sheet, column: Column, frame: pl.DataFrame, fitting: Fitting, told: Told) -> pl.Series:
    name = fitting.name(column)
    _tell(told, fitting, column, name)
    values = frame[column.name]
    if column.states_reason:
        told.value_labels[name] = {float(NUMBER_OF[part]): sheet.words.reasons[part] for part in MISSING_REASONS}
        return values.replace_strict(NUMBER_OF, default=None, return_dtype=pl.Float64).alias(name)
    of_number = column.kind != "text"
    labels = {
        float(value) if of_number else str(value): fitting.value_label(column, label) for value, label in column.codes
    }
    if column.reason:
        told.missing[name] = [RANGE] if of_number else [""]
        if of_number:
            labels |= {CODE_OF[reason]: sheet.words.reasons[reason] for reason in MISSING_REASONS}
    if labels:
        told.value_labels[name] = labels
    if not of_number:
        return _text(column, values, fitting).alias(name)
    numbers = _number(column, values)
    return _typed(numbers, frame[column.reason]).alias(name) if column.reason else numbers.alias(name)


def _typed(numbers: pl.Series, reasons: pl.Series) -> pl.Series:
    codes = reasons.replace_strict(CODE_OF, default=None, return_dtype=pl.Float64)
    return numbers.zip_with(numbers.is_not_null(), codes)


def _text(column: Column, values: pl.Series, fitting: Fitting) -> pl.Series:
    text = values.fill_null("")
    if not (text.str.len_bytes() > LONGEST_TEXT).any():
        return text
    fitting.tell(
        column,
        "text-cut",
        f"'{column.name}': SPSS holds no more than {LONGEST_TEXT:,} bytes of a text; what is longer is cut.",
    )
    cells = [cell.encode()[:LONGEST_TEXT].decode(errors="ignore") for cell in text]
    return pl.Series(values.name, cells, dtype=pl.String)


def _number(column: Column, values: pl.Series) -> pl.Series:
    match column.kind:
        case "date":
            return values.cast(pl.Int32).cast(pl.Float64) * 86_400 + FROM_1582
        case "datetime":
            return values.dt.epoch("s").cast(pl.Float64) + FROM_1582
        case "time":
            return values.cast(pl.Int64).cast(pl.Float64) / 1_000_000_000
        case _:
            return values.cast(pl.Float64)


FORMATS = {"date": "EDATE10", "datetime": "DATETIME17", "time": "TIME5", "boolean": "F1.0"}


def _tell(told: Told, fitting: Fitting, column: Column, name: str) -> None:
    label = fitting.label(column)
    told.labels[name] = label
    told.measures[name] = _measure(column)
    if column.kind != "text":
        told.formats[name] = FORMATS.get(column.kind) or _format(column)
        told.widths[name] = 10
    elif column.states_reason:
        told.formats[name] = FORMATS["boolean"]
    told.notes += _notes(column, name, label)


def _measure(column: Column) -> str:
    if column.is_ordered:
        return "ordinal"
    is_name = column.codes or column.kind in {"boolean", "text"}
    return "nominal" if is_name else "scale"


def _format(column: Column) -> str:
    """Wide enough for any value the column may have."""
    decimals = column.decimals or 0
    known = [float(value) for value, _ in column.codes] or [
        bound for bound in (column.lowest, column.highest) if bound is not None
    ]
    digits = max((len(f"{bound:.0f}") for bound in known), default=13)
    return f"F{min(digits + (decimals + 1 if decimals else 0), 40)}.{decimals}"


def _notes(column: Column, name: str, label: str) -> Iterator[str]:
    """What the dictionary has no place for."""
    said = (
        column.label if label != column.label else "",
        column.help,
        f"[{column.unit}]" if column.unit else "",
        f"({column.name})" if name != column.name else "",
    )
    text = " ".join(part for part in said if part)
    if text:
        yield from lines_of(f"{name}: {text}", NOTE_LINE)


def fitting() -> Fitting:
    """What SPSS takes."""
    return Fitting(SPSS)
