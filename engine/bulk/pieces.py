"""What every kind of file is read as: its columns, and its rows in pieces of bounded size."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

CELLS_AT_A_TIME = 8_000_000
FEWEST_ROWS, MOST_ROWS = 500, 50_000
LONGEST_LINE = 4_000_000
"""Characters. A longer line is no row of answers; nothing is read that could be longer."""


class NotAnAnswerFile(ValueError):
    """The file is no table of answers; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be read: its number from 1, the line it begins in, why, and what it is, as far as known."""

    number: int
    line: int
    sentence: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows, one after the other: their numbers, the lines they begin in, their cells, and those not read.

    `position` is how far in the file they end, in the unit of the file's `size`; `texts` the rows of JSON as written.
    """

    numbers: pl.Series
    lines: pl.Series
    table: pl.DataFrame
    faults: tuple[Fault, ...]
    position: int
    texts: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many, those that could not be read included."""
        return self.table.height + len(self.faults)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that has been looked into.

    `header` are its columns; of JSON Lines those of the first rows only (`is_complete` is FALSE), as each row may have
    others. `size` is where the last piece ends; the pieces can be gone through once. `delimiter` is that of a CSV.
    """

    kind: str
    header: tuple[str, ...]
    is_complete: bool
    bytes: int
    size: int
    pieces: Iterator[Piece]
    delimiter: str = ""


def rows_at_a_time(columns: int) -> int:
    """How many rows a piece has, so that it takes about as much room whatever their width."""
    return max(FEWEST_ROWS, min(MOST_ROWS, CELLS_AT_A_TIME // max(columns, 1)))


def table_of(rows: list[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of named cells as a table, the columns in the order they are met."""
    names = dict.fromkeys(name for row in rows for name in row)
    columns = [_column(name, [row.get(name) for row in rows]) for name in names]
    return pl.DataFrame(columns or None, height=len(rows))


_TYPES: Mapping[frozenset[type], Any] = {
    frozenset(): pl.Null,
    frozenset({str}): pl.String,
    frozenset({bool}): pl.Boolean,
    frozenset({int}): pl.Int64,
    frozenset({float}): pl.Float64,
    frozenset({int, float}): pl.Float64,
}


def _column(name: str, cells: list[Any]) -> pl.Series:
    """Cells of one type as a column of it; of several as they are."""
    kinds = frozenset(map(type, cells)) - {type(None)}
    return pl.Series(name, cells, dtype=_TYPES.get(kinds, pl.Object), strict=False)
