"""Sheets as CSV and Parquet, streamed from the disk to the disk.

The CSV is written as `synth` writes it and `validate` reads it: commas, decimal points, 1 and 0, days and times as ISO
has them, and nothing where there is no value.
"""

from pathlib import Path

import polars as pl

from engine.extracts.records import Column, Sheet


def write_csv(path: Path, sheet: Sheet) -> None:
    """UTF-8, with a header."""
    columns = [_written(column).alias(column.name) for column in sheet.heading.columns]
    sheet.frame.select(columns).sink_csv(path, quote_style="necessary", null_value="")


def write_parquet(path: Path, sheet: Sheet, description: dict[str, str]) -> None:
    """Typed columns; what they mean stands in the file's own metadata."""
    sheet.frame.select([pl.col(column.name) for column in sheet.heading.columns]).sink_parquet(
        path, metadata=description
    )


def _written(column: Column) -> pl.Expr:
    cells = pl.col(column.name)
    match column.kind:
        case "boolean":
            return cells.cast(pl.Int8)
        case "decimal":
            return _decimal(cells)
        case "datetime":
            return cells.dt.to_string("%Y-%m-%d %H:%M")
        case "date":
            return cells.dt.to_string("%Y-%m-%d")
        case "time":
            return cells.dt.to_string("%H:%M")
        case _:
            return cells


def _decimal(cells: pl.Expr) -> pl.Expr:
    """A whole number without decimals, any other with as few as say what it is, never with an exponent."""
    return cells.map_batches(_decimals, return_dtype=pl.String)


def _decimals(numbers: pl.Series) -> pl.Series:
    text = numbers.cast(pl.String).str.strip_suffix(".0")
    odd = text.str.contains("e").fill_null(False)
    return text.scatter(odd.arg_true(), [f"{number:.12f}".rstrip("0").rstrip(".") for number in numbers.filter(odd)])
