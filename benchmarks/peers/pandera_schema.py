"""The form as a Pandera schema for Polars: types, limits, decimals, codes, lengths and what is required.

No skip logic, no rules. Written as Pandera's own guide has it: a `Column` per question with the checks that come with
the library, one of our own where it has none, a whole frame at once, and `lazy=True`, without which it stops at the
first fault. `bulk.py` asserts that it finds what we find in single fields before anything is timed.
"""

from collections.abc import Mapping
from typing import Any

import pandera.polars as pa
import polars as pl
from definition import FIRST_DAY, LAST_DAY, TEXT_LENGTH, Field

TYPES = {
    "integer": pl.Int64,
    "decimal": pl.Float64,
    "code": pl.Int64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "text": pl.String,
}


def schema(asked: tuple[Field, ...]) -> pa.DataFrameSchema:
    """A column per question. The form requires none that has a condition, so `nullable` says all that it says."""
    return pa.DataFrameSchema(
        {field.name: pa.Column(TYPES[field.kind], _checks(field), nullable=not field.required) for field in asked}
    )


def counts(known: pa.DataFrameSchema, frame: pl.DataFrame) -> Mapping[str, int]:
    """In how many rows each column is wrong. The cases are collected in any event, and counting them takes no time."""
    try:
        known.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as found:
        return dict(found.failure_cases.group_by("column").len().iter_rows())
    return {}


def _checks(field: Field) -> list[Any]:
    match field.kind:
        case "integer":
            return [pa.Check.in_range(field.low, field.high)]
        case "decimal":
            return [pa.Check.in_range(field.low, field.high), pa.Check(_has_one_decimal)]
        case "code":
            return [pa.Check.isin(list(range(field.codes)))]
        case "date":
            return [pa.Check.in_range(FIRST_DAY, LAST_DAY)]
        case "text":
            return [pa.Check.str_length(max_value=TEXT_LENGTH)]
        case _:
            return []


def _has_one_decimal(data: pa.PolarsData) -> pl.LazyFrame:
    """On the whole column, which is what the guide advises; an `element_wise` check would be many times slower."""
    return data.lazyframe.select(pl.col(data.key).round(1) == pl.col(data.key))
