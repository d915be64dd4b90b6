"""Rows laid on the disk piece by piece, so that only one piece is held at a time. The folder is the caller's."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from engine.extracts.records import Heading, Sheet, Words


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
        return Sheet(self.heading, self.rows, frame, words)
