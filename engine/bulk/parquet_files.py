"""Parquet in pieces."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from engine.bulk.pieces import NotAnAnswerFile, Piece, rows_at_a_time

MARK = b"PAR1"
BROKEN = "The file is Parquet, but cannot be read to its end: it is cut off or damaged. Copy it again."


def parquet_header(path: Path) -> tuple[tuple[str, ...], int]:
    """The columns, and how many rows there are."""
    try:
        scanned = pl.scan_parquet(path)
        names = tuple(scanned.collect_schema().names())
        return names, int(scanned.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError):
        raise NotAnAnswerFile(BROKEN) from None


def parquet_pieces(path: Path, columns: int, rows: int) -> Iterator[Piece]:
    """The rows; a row's line is its number. Slices hold less at a time than Polars' own batches do."""
    at_a_time = rows_at_a_time(columns)
    try:
        for done in range(0, rows, at_a_time):
            table = pl.scan_parquet(path).slice(done, at_a_time).collect()
            numbers = pl.int_range(done + 1, done + table.height + 1, dtype=pl.Int64, eager=True)
            yield Piece(numbers, numbers, table, (), done + table.height)
    except (pl.exceptions.PolarsError, OSError):
        raise NotAnAnswerFile(BROKEN) from None
