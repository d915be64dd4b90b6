"""How many rows have what wrong, counted as the pieces of a file go by: by severity, by rule, by centre."""

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from engine.answers import Issue, IssueSeverity
from engine.bulk.cells import text_of
from engine.bulk.evaluation import Broken
from engine.bulk.pieces import Piece

UNREADABLE = "unreadable-row"
Subject = tuple[str, str, str]
"""Severity, variable and rule."""


@dataclass(slots=True)
class Tally:
    """The counts so far. `centres` has for each centre its rows, those with violations, and the violations."""

    centre: str | None = None
    rows: int = 0
    rows_with: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    subjects: Counter[Subject] = field(default_factory=Counter)
    centres: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, piece: Piece, found: tuple[Broken, ...]) -> None:
        """Count a piece and what was found in it."""
        self.rows += piece.rows
        self.rows_with += int(rows_broken(found, piece.table.height).sum()) + len(piece.faults)
        if piece.faults:
            self._count(Issue("", UNREADABLE, IssueSeverity.REFUSED), len(piece.faults))
        for part in found:
            self._count(part.check.issue, part.count)
        if self.centre is not None and self.centre in piece.table.columns:
            self._add_centres(text_of(piece.table[self.centre]).fill_null(""), found)

    def _count(self, issue: Issue, number: int) -> None:
        self.severities[issue.severity.value] += number
        self.subjects[(issue.severity.value, issue.variable, issue.rule)] += number

    def _add_centres(self, centres: pl.Series, found: tuple[Broken, ...]) -> None:
        self._add_to_centres("rows", centres)
        self._add_to_centres("rows_with_violations", centres.filter(rows_broken(found, len(centres))))
        for part in found:
            self._add_to_centres(part.check.issue.severity.value, centres.filter(part.rows))

    def _add_to_centres(self, kind: str, centres: pl.Series) -> None:
        for centre, number in centres.value_counts(name="count").iter_rows():
            self.centres.setdefault(centre, Counter())[kind] += number


def rows_broken(found: tuple[Broken, ...], rows: int, *severities: IssueSeverity) -> pl.Series:
    """The rows in which something is wrong, or something of these severities."""
    broken = pl.Series([False]).new_from_index(0, rows)
    for part in found:
        if not severities or part.check.issue.severity in severities:
            broken = broken | part.rows.fill_null(False)
    return broken
