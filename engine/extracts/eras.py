"""What a stored row holds although it was not collected then reads as missing, as in the analysis views. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from catalogue.model import Era, Form, Variable
from engine.tables.names import reason_column

NOT_COLLECTED = "not_collected"


def collected_only(
    frame: pl.DataFrame, form: Form, day: pl.Expr, release: pl.Expr, begins: Mapping[str, int]
) -> pl.DataFrame:
    """The rows without what was not collected that day; `begins` is by variable the first release that has it."""
    for name, variables in form.reason_names.items():
        there = [variable for variable in variables if variable.name in frame.columns]
        outside = {part.name: found for part in there if (found := _outside(part, day, release, begins)) is not None}
        if outside:
            frame = _without(frame, reason_column(name), there, outside)
    calculated = (variable for variable in form.variables if variable.is_calculated and variable.name in frame.columns)
    masked = {part.name: found for part in calculated if (found := _outside(part, day, release, begins)) is not None}
    return frame.with_columns(pl.when(~found).then(pl.col(name)).alias(name) for name, found in masked.items())


def _without(
    frame: pl.DataFrame, reason: str, variables: list[Variable], outside: Mapping[str, pl.Expr]
) -> pl.DataFrame:
    """A reason speaks for all its variables: it is that nothing was collected when none of them has anything left."""
    some = pl.any_horizontal(outside.values())
    emptied = frame.with_columns(
        *(pl.when(~found).then(pl.col(name)).alias(name) for name, found in outside.items()),
        some.alias("some"),
    )
    nothing = pl.all_horizontal(pl.col(variable.name).is_null() for variable in variables)
    told = pl.when(pl.col("some") & nothing).then(pl.lit(NOT_COLLECTED)).otherwise(pl.col(reason)).alias(reason)
    return emptied.with_columns(told).drop("some")


def _outside(variable: Variable, day: pl.Expr, release: pl.Expr, begins: Mapping[str, int]) -> pl.Expr | None:
    """When it was not collected; None when it always was."""
    conditions = [*(_not_within(variable.collected, day) if variable.collected else ())]
    if variable.name in begins:
        conditions.append(release < begins[variable.name])
    return pl.any_horizontal(conditions) if conditions else None


def _not_within(era: Era, day: pl.Expr) -> Iterator[pl.Expr]:
    if era.start:
        yield day < _day(era.start)
    if era.end:
        yield day > _day(era.end)
    for start, end in era.gaps:
        yield day.is_between(_day(start), _day(end))


def _day(day: date) -> pl.Expr:
    return pl.lit(day, dtype=pl.Date)
