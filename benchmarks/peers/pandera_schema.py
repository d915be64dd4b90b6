"""The form as a Pandera schema for Polars: types, limits, codes and lengths; no skip logic, no rules."""

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
    """A column per question, which may be empty."""
    return pa.DataFrameSchema(
        {field.name: pa.Column(TYPES[field.kind], _checks(field), nullable=True) for field in asked}
    )


def errors(known: pa.DataFrameSchema, frame: pl.DataFrame) -> int:
    """How many checks some row breaks, with the rows found."""
    try:
        known.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as found:
        return len(found.schema_errors)
    return 0


def _checks(field: Field) -> list[Any]:
    match field.kind:
        case "integer" | "decimal":
            return [pa.Check.in_range(field.low, field.high)]
        case "code":
            return [pa.Check.isin(list(range(field.codes)))]
        case "date":
            return [pa.Check.in_range(FIRST_DAY, LAST_DAY)]
        case "text":
            return [pa.Check.str_length(max_value=TEXT_LENGTH)]
        case _:
            return []
