"""The rows of a file of answers as a sheet's batches: checked as `validate` does, without those that break a rule."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from catalogue.expressions.scope import TIMEPOINT
from engine.answers import IssueSeverity
from engine.bulk.checking import Checking
from engine.bulk.evaluation import Broken
from engine.bulk.pieces import Opened, Piece
from engine.compilers.polars_form import reason_name
from engine.extracts.records import Heading
from engine.tables.names import reason_column

ROW = ("id", "episode_id", "person_id", TIMEPOINT, "centre_number", "centre_name", "anchor_date", "status", "mode")
"""What a file may say of a row itself, under the names that an extract gives it."""


@dataclass(slots=True)
class Answered:
    """The batches of one file, and how many of its rows were left out. `drafts` may break what only final rows must
    keep."""

    opened: Opened
    checks: Checking
    heading: Heading
    drafts: bool = False
    left_out: int = 0
    _reasons: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = (name for name in self.checks.plan.schema if name.startswith(reason_name("")))
        self._reasons = {reason_column(name.removeprefix(reason_name(""))): name for name in names}

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows that are accepted, piece by piece."""
        for piece in self.opened.pieces:
            self.left_out += len(piece.faults)
            if piece.table.height:
                yield self._accepted(piece)

    def _accepted(self, piece: Piece) -> pl.DataFrame:
        frame, _ = self.checks.reader.read(piece.table)
        stopped = self._stopped(piece.table.height, self.checks.check(piece.table))
        self.left_out += int(stopped.sum())
        columns = [self._column(column.name, column.dtype, frame, piece.table) for column in self.heading.columns]
        return pl.DataFrame(columns, height=frame.height).filter(~stopped)

    def _stopped(self, height: int, broken: tuple[Broken, ...]) -> pl.Series:
        stops = {IssueSeverity.REFUSED} if self.drafts else {IssueSeverity.REFUSED, IssueSeverity.HARD}
        stopped = pl.Series([False]).new_from_index(0, height)
        for part in broken:
            if part.check.issue.severity in stops:
                stopped = stopped | part.rows.fill_null(False)
        return stopped

    def _column(self, name: str, dtype: pl.DataType, frame: pl.DataFrame, table: pl.DataFrame) -> pl.Series:
        known = self._reasons.get(name, name)
        if known in frame.columns:
            return frame[known].cast(dtype).alias(name)
        if name in table.columns and table[name].dtype != pl.Object:
            return _said(table[name], dtype)
        return pl.Series(name, [None], dtype=dtype).new_from_index(0, frame.height)


def _said(cells: pl.Series, dtype: pl.DataType) -> pl.Series:
    """What a row says of itself, as far as it can be read."""
    if cells.dtype == pl.String and dtype == pl.Date:
        return cells.str.to_date("%Y-%m-%d", strict=False)
    return cells.cast(dtype, strict=False)


def row_columns(header: tuple[str, ...], timepoints: tuple[str, ...]) -> tuple[str, ...]:
    """What this file says of its rows; the timepoint in any case, where a form has some."""
    return tuple(name for name in ROW if name in header or (name == TIMEPOINT and timepoints))
