"""A piece of a file's table → a frame that a form's plan can evaluate, whatever the columns are called."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Variable
from engine.answer_columns import Columns
from engine.answers import Issue, IssueSeverity
from engine.bulk.cells import Cells, Values, read_columns, text_of
from engine.bulk.evaluation import Broken
from engine.compilers.polars_form import Check, reason_name

NO_VALUE = "NA"
"""What R writes for no value."""
TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class Reader:
    """What one file's columns mean, and the frame they shall become. `timepoint` is that of rows that name none;
    `free` as in `FormPlan`."""

    columns: Columns
    schema: Mapping[str, pl.DataType]
    timepoint: str
    free: frozenset[str] = frozenset()

    def read(self, table: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Broken, ...]]:
        """A piece of the table as a frame, and the cells that are no values."""
        found = _Found()
        meant = {name: known for name in table.columns if (known := self._variable(name)) is not None}
        coded = {
            name: self._coded(variable, table[name])
            for name, (_, variable) in meant.items()
            if self.columns.coded(variable)
        }
        for cells in table:
            self._reasons(found, cells, coded)
        read = read_columns(
            {
                name: Cells(variable, self.schema[becomes], _without(table[name], coded.get(name)))
                for name, (becomes, variable) in meant.items()
            },
            self.free,
        )
        for name, (becomes, variable) in meant.items():
            found.add_value(becomes, read[name].values)
            if name in self.columns.values:
                found.unreadable += _unreadable(variable, read[name])
        named = None if self.columns.coded_reasons or TIMEPOINT not in table.columns else _said(table[TIMEPOINT])
        at = pl.Series([self.timepoint]).new_from_index(0, table.height)
        frame = pl.DataFrame(
            [
                (at if named is None else named.zip_with(named.is_not_null(), at)).alias(TIMEPOINT),
                *(series.alias(name) for name, series in found.values.items()),
                *(series.alias(reason_name(name)) for name, series in found.reasons.items()),
            ]
        )
        here = set(frame.columns)
        lacking = (pl.lit(None, dtype=kind).alias(name) for name, kind in self.schema.items() if name not in here)
        return frame.with_columns(lacking).select(list(self.schema)), tuple(found.unreadable)

    def _reasons(self, found: "_Found", cells: pl.Series, coded: Mapping[str, pl.Series]) -> None:
        """What a column says about missing reasons."""
        name, columns = cells.name, self.columns
        if name in columns.values:
            if name in coded:
                found.add_reason(columns.values[name].reason_name, coded[name])
        elif name in columns.reasons:
            found.add_reason(columns.reasons[name], _said(cells))
        elif name in columns.flags:
            reason, meaning = columns.flags[name]
            found.add_reason(reason, _where(text_of(cells).str.to_lowercase().is_in(TRUE), meaning))

    def _variable(self, name: str) -> tuple[str, Variable] | None:
        """The column of the frame that a column becomes; other forms' only where an expression reads them."""
        if name in self.columns.values:
            return self.columns.values[name].name, self.columns.values[name]
        dotted = self.columns.outside.get(name)
        return dotted if dotted is not None and dotted[0] in self.schema else None

    def _coded(self, variable: Variable, cells: pl.Series) -> pl.Series:
        """The reasons that an outside system's codes mean."""
        return text_of(cells).replace_strict(self.columns.coded(variable), default=None, return_dtype=pl.String)


def _unreadable(variable: Variable, read: Values) -> Iterator[Broken]:
    for rule, rows in read.unreadable.items():
        issue = Issue(variable.name, rule, IssueSeverity.REFUSED, (), (variable.name,))
        yield Broken(Check(pl.lit(True), issue), rows)


@dataclass(slots=True)
class _Found:
    """What has been read of a piece; where two columns speak of one thing, the later one has the say."""

    values: dict[str, pl.Series] = field(default_factory=dict)
    reasons: dict[str, pl.Series] = field(default_factory=dict)
    unreadable: list[Broken] = field(default_factory=list)

    def add_value(self, name: str, values: pl.Series) -> None:
        self.values[name] = _over(self.values.get(name), values)

    def add_reason(self, name: str, reasons: pl.Series) -> None:
        self.reasons[name] = _over(self.reasons.get(name), reasons)


def _over(earlier: pl.Series | None, later: pl.Series) -> pl.Series:
    return later if earlier is None else later.zip_with(later.is_not_null(), earlier)


def _said(cells: pl.Series) -> pl.Series:
    """Words, where there are any."""
    text = text_of(cells)
    return text.set(text == NO_VALUE, None)


def _where(flagged: pl.Series, meaning: str) -> pl.Series:
    return pl.Series([None, meaning], dtype=pl.String).gather(flagged.fill_null(False).cast(pl.UInt32))


def _without(cells: pl.Series, coded: pl.Series | None) -> pl.Series:
    """The cells that mean no reason."""
    if coded is None:
        return cells
    if cells.dtype == pl.Object:
        kept = [None if reason else cell for cell, reason in zip(cells.to_list(), coded.to_list(), strict=True)]
        return pl.Series(cells.name, kept, dtype=pl.Object)
    return pl.select(pl.when(coded.is_null()).then(cells).alias(cells.name)).to_series()
