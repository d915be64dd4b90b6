"""Rows laid on the disk piece by piece, so that only one piece is held at a time. The folder is the caller's."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from engine.extracts.records import Column, Heading, Sheet, Words

LISTED = 2_000
"""A column with more codes than this has only those of its rows."""


@dataclass(slots=True)
class Spool:
    """The rows of one sheet while they are gathered."""

    heading: Heading
    folder: Path
    rows: int = 0
    _pieces: list[Path] = field(default_factory=list)

    def add(self, frame: pl.DataFrame) -> None:
        """Some more rows, with just the heading's columns."""
        piece = self.folder / f"{self.heading.name}.{len(self._pieces)}.parquet"
        frame.select(list(self.heading.schema)).write_parquet(piece)
        self._pieces.append(piece)
        self.rows += frame.height

    def sheet(self, words: Words) -> Sheet:
        """All rows so far."""
        empty = pl.DataFrame(schema=self.heading.schema)
        frame = pl.scan_parquet(self._pieces) if self._pieces else empty.lazy()
        columns = tuple(_with_codes_in_use(column, frame) for column in self.heading.columns)
        return Sheet(replace(self.heading, columns=columns), self.rows, frame, words)


def _with_codes_in_use(column: Column, frame: pl.LazyFrame) -> Column:
    """Of a system too large to list, the codes that some row has."""
    if len(column.codes) <= LISTED:
        return column
    there = set(frame.select(pl.col(column.name).unique()).collect().to_series())
    return replace(column, codes=tuple((value, label) for value, label in column.codes if value in there))
