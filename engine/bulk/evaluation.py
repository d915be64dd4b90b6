"""A plan on a frame of answers: in which rows each check is broken.

Most columns of a file have nothing wrong, so a column is only gone through again, to read as NULL what was refused,
when the first pass found some.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from catalogue.expressions.scope import TIMEPOINT
from engine.answers import AnswerValue, Issue, IssueSeverity
from engine.compilers.polars_form import Check, FormPlan


@dataclass(frozen=True, slots=True)
class Broken:
    """A check and where it is broken: `rows` is TRUE there, `told` has the columns its issues are made from."""

    check: Check
    rows: pl.Series
    told: tuple[pl.Series, ...] = ()

    @property
    def count(self) -> int:
        """In how many rows."""
        return int(self.rows.sum())

    def issues(self) -> Iterator[tuple[int, Issue]]:
        """The places of the rows, and the issue of each."""
        places = self.rows.arg_true()
        if self.check.make is None:
            yield from ((place, self.check.issue) for place in places)
            return
        columns = [column.gather(places).to_list() for column in self.told]
        for place, *values in zip(places, *columns, strict=True):
            yield place, self.check.make(*values)


def evaluate(plan: FormPlan, frame: pl.DataFrame, unreadable: tuple[Broken, ...] = ()) -> tuple[Broken, ...]:
    """Every check that is broken in some row, in the order in which a row's issues are told.

    `frame` has the columns of the plan's schema; `unreadable` are cells that were none, which are NULL there.
    """
    asked = _worth_asking(plan, frame)
    fields = tuple(_one_each(_broken(asked, frame.select(_named(asked)))))
    later = _later(plan, frame, fields)
    checks = _broken(plan.checks, later)
    refused = _refused_rows((*unreadable, *fields, *checks))
    found = (_unless(part, refused) for part in (*unreadable, *fields, *checks))
    return tuple(part for part in found if part.count)


def _worth_asking(plan: FormPlan, frame: pl.DataFrame) -> tuple[Check, ...]:
    """The checks of single values that some row may break, as far as the extremes of a column tell."""
    told = next(iter(frame.select(plan.extremes).to_dicts()), {})
    return tuple(check for check in plan.fields if _may_be_broken(check, told))


def _may_be_broken(check: Check, told: Mapping[str, AnswerValue]) -> bool:
    return not check.passed or any(extreme.is_passed(told[extreme.name]) for extreme in check.passed)


def _one_each(fields: tuple[Broken, ...]) -> Iterator[Broken]:
    """A value has only one thing wrong with it."""
    known: dict[str, pl.Series] = {}
    for part in fields:
        name = part.check.issue.variable
        before = known.get(name)
        known[name] = part.rows if before is None else before | part.rows
        yield part if before is None else replace(part, rows=part.rows & ~before)


def _later(plan: FormPlan, frame: pl.DataFrame, fields: tuple[Broken, ...]) -> pl.DataFrame:
    told = [
        expression.alias(_told(place, number))
        for place, check in enumerate(plan.checks)
        for number, expression in enumerate(check.told)
    ]
    frame = frame.with_columns(*plan.given, *_without_refused(frame, fields))
    for step in plan.steps:
        frame = frame.with_columns(step)
    return frame.select(TIMEPOINT, *_named(plan.checks), *told)


def _named(checks: tuple[Check, ...]) -> list[pl.Expr]:
    return [check.broken.alias(str(place)) for place, check in enumerate(checks)]


def _told(place: int, number: int) -> str:
    return f"told:{place}:{number}"


def _broken(checks: tuple[Check, ...], found: pl.DataFrame) -> tuple[Broken, ...]:
    """Those with some row."""
    columns = found.to_dict(as_series=True)
    return tuple(
        Broken(check, rows, tuple(columns[_told(place, number)] for number in range(len(check.told))))
        for place, check in enumerate(checks)
        if (rows := columns[str(place)]).any()
    )


def _without_refused(frame: pl.DataFrame, fields: tuple[Broken, ...]) -> list[pl.Series]:
    """The columns in which something was refused, NULL there."""
    refused = _refused_rows(fields)
    found = ((frame[name], rows) for name, rows in refused.items())
    return [_emptied(column, rows) for column, rows in found]


def _emptied(column: pl.Series, rows: pl.Series) -> pl.Series:
    return pl.select(pl.when(~rows).then(column).alias(column.name)).to_series()


def _refused_rows(found: tuple[Broken, ...]) -> Mapping[str, pl.Series]:
    """By variable, the rows in which something about it is refused."""
    rows: dict[str, pl.Series] = {}
    for part in found:
        if part.check.issue.severity is IssueSeverity.REFUSED:
            name, here = part.check.issue.variable, part.rows.fill_null(False)
            rows[name] = rows[name] | here if name in rows else here
    return rows


def _unless(found: Broken, refused: Mapping[str, pl.Series]) -> Broken:
    """A value that was refused is not also said to lack."""
    name = found.check.issue.variable
    if found.check.issue.rule != "required" or name not in refused:
        return found
    return Broken(found.check, found.rows & ~refused[name], found.told)
