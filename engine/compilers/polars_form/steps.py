"""What is asked and what is computed: columns in turn, each only after those it reads."""

from collections.abc import Iterator

import polars as pl

from catalogue.dependencies import evaluation_order
from catalogue.expressions.nodes import references
from catalogue.model import Era, Form, Group, Variable
from engine.compilers.polars_form.plan import any_of, column_type
from engine.compilers.polars_form.writer import Writer
from engine.constraints import has_ticks


def steps_of(writer: Writer) -> Iterator[tuple[pl.Expr, ...]]:
    """Columns that can be computed together, step by step; the writer learns what each holds."""
    groups = writer.form.groups.values()
    yield tuple(tick for group in groups if has_ticks(group) for tick in _filled_ticks(group))
    yield tuple(_eras(writer))
    yield tuple(_uncollected(writer))
    for variables in _levels(writer.form):
        yield tuple(_conditions(writer, variables))
        yield tuple(_values(writer, variables))


def _eras(writer: Writer) -> Iterator[pl.Expr]:
    rules = (rule.collected for rule in writer.form.rules)
    for era in (*(variable.collected for variable in writer.form.variables), *rules):
        if era is not None and era not in writer.eras:
            writer.eras[era] = f"gone:{len(writer.eras)}"
            yield _outside_era(era, writer.day).alias(writer.eras[era])


def _outside_era(era: Era, day: pl.Expr) -> pl.Expr:
    parts = [day < era.start] if era.start else []
    parts += [day > era.end] if era.end else []
    return any_of((pl.lit(False), *parts, *(day.is_between(start, end) for start, end in era.gaps)))


def _uncollected(writer: Writer) -> Iterator[pl.Expr]:
    for variable in writer.form.variables:
        gone = writer.is_gone(variable)
        if gone is not None and not variable.is_calculated:
            yield pl.when(~gone).then(pl.col(variable.name)).alias(variable.name)


def _levels(form: Form) -> list[list[Variable]]:
    """The variables that have something to compute; each level waits only for those before it."""
    level: dict[str, int] = {}
    levels: list[list[Variable]] = []
    for variable in evaluation_order(form):
        written = [part.node for part in (variable.enable_when, variable.calculate) if part is not None]
        if not written:
            level[variable.name] = 0
            continue
        names = (name for node in written for name in references(node) if name in form.variable)
        level[variable.name] = place = 1 + max((level[name] for name in names), default=0)
        levels += [[] for _ in range(place - len(levels))]
        levels[place - 1].append(variable)
    return levels


def _conditions(writer: Writer, variables: list[Variable]) -> Iterator[pl.Expr]:
    for variable in variables:
        if variable.enable_when is not None and variable.enable_when.node not in writer.asked:
            name = f"asked:{len(writer.asked)}"
            writer.asked[variable.enable_when.node] = name
            yield writer.compiler(variable.enable_when.node).alias(name)


def _values(writer: Writer, variables: list[Variable]) -> Iterator[pl.Expr]:
    for variable in variables:
        value = _calculated(writer, variable) if variable.is_calculated else _when_asked(writer, variable)
        yield value.alias(variable.name)


def _calculated(writer: Writer, variable: Variable) -> pl.Expr:
    assert variable.calculate is not None
    value = writer.compiler(variable.calculate.node).cast(column_type(variable))
    if variable.enable_when is None:
        return value
    return pl.when(pl.col(writer.asked[variable.enable_when.node])).then(value)


def _when_asked(writer: Writer, variable: Variable) -> pl.Expr:
    """Not asked unless the condition is TRUE; then NULL, or the `otherwise` when the condition is FALSE."""
    asked, gone = writer.is_asked(variable), writer.is_gone(variable)
    assert asked is not None
    value = pl.when(asked).then(pl.col(variable.name))
    if variable.otherwise is None:
        return value
    replaced = ~asked if gone is None else ~asked & ~gone
    return value.when(replaced).then(pl.lit(variable.otherwise).cast(column_type(variable)))


def _filled_ticks(group: Group) -> Iterator[pl.Expr]:
    """The rest of a group's ticks FALSE where one of them is answered; with none all stay NULL."""
    names = [variable.name for variable in group.variables]
    answered = pl.any_horizontal(pl.col(name).is_not_null() for name in names)
    yield from (pl.coalesce(pl.col(name), pl.when(answered).then(pl.lit(False))).alias(name) for name in names)
