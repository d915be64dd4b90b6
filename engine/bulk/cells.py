"""The cells of a column → typed values: what `value_of` reads from each, for a whole column at once.

What is written plainly is read by Polars; each other way of writing something is read once by `value_of`, which alone
knows what they mean.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

import polars as pl

from catalogue.model import Variable
from engine.answers import AnswerValue, Issue
from engine.constraints import constraint
from engine.validation import value_of

LETTERS = "ÆØÅæøåÄÖÜäöüÉéÈèÓóÒò"
PLAIN_TEXT = rf"^[!-~{LETTERS}](?:[ -~{LETTERS}]*[!-~{LETTERS}])?$"
PLAIN_NUMBER = r"^[+-]?[0-9]{1,16}(?:[.,][0-9]{1,12})?$"
PLAIN_DATE = r"^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$"
PLAIN_MOMENT = r"^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"
LONGEST_WHOLE = 16


@dataclass(frozen=True, slots=True)
class Cells:
    """A column as it comes: of text, or of any type a Parquet or JSON file may have; `wanted` holds its values."""

    variable: Variable
    wanted: pl.DataType
    cells: pl.Series


@dataclass(frozen=True, slots=True)
class Values:
    """A column as read: its values, and by rule the rows whose cell was no value."""

    values: pl.Series
    unreadable: Mapping[str, pl.Series]


def read_columns(columns: Mapping[str, Cells], free: frozenset[str] = frozenset()) -> dict[str, Values]:
    """The values of variables' cells, by any key.

    `free` are the variables of which only matters whether there is a text and how long it is; not each is trimmed.
    """
    mixed = {key: _read_each(part) for key, part in columns.items() if _is_mixed(part.cells)}
    simple = {key: _simpler(part) for key, part in columns.items() if key not in mixed}
    clean = _clean({key: part.cells for key, part in simple.items() if _is_alike(part, free)})
    taken = {key: Values(cells, {}) for key, cells in clean.items() if cells.dtype != pl.String}
    others = {key: part for key, part in simple.items() if key not in taken}
    table = pl.DataFrame([part.cells.alias(key) for key, part in others.items()])
    plain = table.select(_plainly(part, pl.col(key), key in clean).alias(key) for key, part in others.items())
    read = {key: _with_odd(part, values) for (key, part), values in zip(others.items(), plain, strict=True)}
    return mixed | taken | read


def _is_alike(part: Cells, free: frozenset[str]) -> bool:
    """Whether most cells are the values already."""
    found = part.cells.dtype
    return found == part.wanted and (found != pl.String or part.variable.name in free)


def _clean(columns: Mapping[str, pl.Series]) -> Mapping[str, pl.Series]:
    """The columns in which no cell has what no value may have."""
    table = pl.DataFrame([cells.alias(key) for key, cells in columns.items()])
    found = table.select(has(pl.col(kind)) for kind, has in UNCLEAN.items())
    unclean = {column.name for column in found if column.any()}
    return {key: cells for key, cells in columns.items() if key not in unclean}


UNCLEAN: Mapping[Any, Callable[[pl.Expr], pl.Expr]] = {
    pl.Float64: lambda cells: cells.is_nan().any(),
    pl.String: lambda cells: cells.str.join("").str.contains("\x00", literal=True),
}
"""By type: whether some cell of a column is no value, although it looks like one."""


def _is_mixed(cells: pl.Series) -> bool:
    """Whether the cells cannot be gone through as one type."""
    return cells.dtype == pl.Object or cells.dtype.is_nested()


def _with_odd(part: Cells, plain: pl.Series) -> Values:
    """The plain values, and those of the cells that are written in another way."""
    cells = part.cells
    if plain.null_count() == cells.null_count():
        return Values(plain, {})
    left = cells.is_not_null() & plain.is_null()
    odd = cells.filter(left)
    known = {cell: _read(part.variable, cell) for cell in odd.unique().to_list()}
    ways = pl.Series("way", list(known), dtype=odd.dtype)
    values = odd.replace_strict(ways, _series(part, [value for value, _ in known.values()]))
    rules = odd.replace_strict(ways, pl.Series([rule for _, rule in known.values()], dtype=pl.String))
    places = left.arg_true()
    return Values(plain.scatter(places, values), _by_rule(len(cells), places, rules))


def text_of(cells: pl.Series) -> pl.Series:
    """The cells as text, trimmed; a whole number without decimals; nothing is NULL."""
    if _is_mixed(cells):
        return pl.Series([None if cell is None else str(cell).strip() or None for cell in cells], dtype=pl.String)
    cells = _of_few_types(cells)
    if cells.dtype.is_float():
        whole = cells.cast(pl.Int64, strict=False)
        cells = whole if (whole.cast(pl.Float64).eq_missing(cells)).all() else cells
    text = cells.cast(pl.String).str.strip_chars()
    return text.set(text == "", None)


def _simpler(part: Cells) -> Cells:
    return part if part.cells.dtype == part.wanted else replace(part, cells=_of_few_types(part.cells))


def _of_few_types(cells: pl.Series) -> pl.Series:
    """The same cells in one of the few types that are looked at here."""
    match cells.dtype:
        case pl.Categorical() | pl.Enum():
            return cells.cast(pl.String)
        case pl.Decimal() | pl.Float32():
            return cells.cast(pl.Float64)
        case pl.Datetime(time_zone=str()):
            return cells.dt.replace_time_zone(None).cast(pl.Datetime("us"))
        case pl.Datetime():
            return cells.cast(pl.Datetime("us"))
        case _:
            return cells


def _plainly(part: Cells, cells: pl.Expr, is_free: bool) -> pl.Expr:
    """The values that need no thought; NULL for all others."""
    found, wanted = part.cells.dtype, part.wanted
    if is_free:
        return _free_texts(cells, constraint(part.variable).max_length or 0)
    nothing = pl.repeat(None, pl.len(), dtype=wanted)
    if found == pl.String:
        read = WRITTEN.get(part.variable.type)
        return nothing if read is None else read(cells)
    if found.is_numeric():
        return _numbers(wanted, found, cells) if wanted.is_numeric() or wanted == pl.Boolean else nothing
    if found == pl.Datetime and wanted == pl.Date:
        return pl.when(cells.dt.time() == time(0)).then(cells.dt.date())
    return nothing


def _numbers(wanted: pl.DataType, found: pl.DataType, cells: pl.Expr) -> pl.Expr:
    if wanted == pl.Float64:
        return cells.cast(pl.Float64).fill_nan(None)
    whole = cells.cast(pl.Int64, strict=False)
    if found.is_float():
        whole = pl.when(whole.cast(pl.Float64) == cells).then(whole)
    if wanted == pl.Boolean:
        return pl.when((whole == 0) | (whole == 1)).then(whole == 1)
    return whole


def _whole(cells: pl.Expr) -> pl.Expr:
    return pl.when(cells.str.len_bytes() <= LONGEST_WHOLE).then(cells.cast(pl.Int64, strict=False))


def _matching(cells: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(cells.str.contains(pattern)).then(cells)


def _decimals(cells: pl.Expr) -> pl.Expr:
    return _matching(cells, PLAIN_NUMBER).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)


def _days(cells: pl.Expr) -> pl.Expr:
    return _matching(cells, PLAIN_DATE).str.to_date("%Y-%m-%d", strict=False)


def _moments(cells: pl.Expr) -> pl.Expr:
    return _matching(cells, PLAIN_MOMENT).str.to_datetime("%Y-%m-%dT%H:%M", time_unit="us", strict=False)


def _texts(cells: pl.Expr) -> pl.Expr:
    return _matching(cells, PLAIN_TEXT)


def _free_texts(cells: pl.Expr, longest: int) -> pl.Expr:
    """Texts that are there and not too long, however they are trimmed and composed."""
    begins = (cells >= "!") & (cells < "\x7f")
    return pl.when(begins & (cells.str.len_bytes() <= longest // COMPOSED)).then(cells)


COMPOSED = 3
"""How many times longer a text may become when it is composed to NFC."""


WRITTEN: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "integer": _whole,
    "decimal": _decimals,
    "date": _days,
    "datetime": _moments,
    "text": _texts,
    "longtext": _texts,
}
"""How plain writing is read, by value type; of the others there are few ways of writing anything."""


def _read(variable: Variable, cell: Any) -> tuple[AnswerValue, str | None]:
    """The value in a cell, or the rule that it breaks as it stands."""
    value = value_of(variable, cell)
    return (None, value.rule) if isinstance(value, Issue) else (value, None)


def _read_each(part: Cells) -> Values:
    """Cells of several types in one column, one by one."""
    read = [_read(part.variable, cell) for cell in part.cells.to_list()]
    rules = pl.Series([rule for _, rule in read], dtype=pl.String)
    places = pl.Series(range(len(read)), dtype=pl.UInt32)
    return Values(_series(part, [value for value, _ in read]), _by_rule(len(read), places, rules))


def _series(part: Cells, values: list[AnswerValue]) -> pl.Series:
    return pl.Series(part.variable.name, values, dtype=part.wanted, strict=False)


def _by_rule(size: int, places: pl.Series, rules: pl.Series) -> dict[str, pl.Series]:
    names = rules.drop_nulls().unique(maintain_order=True).to_list()
    return {name: _true_at(size, places.filter(rules == name)) for name in names}


def _true_at(size: int, places: pl.Series) -> pl.Series:
    return pl.Series([False]).new_from_index(0, size).scatter(places, True)
