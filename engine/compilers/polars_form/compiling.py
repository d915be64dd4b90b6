"""The passes in their order, and of their columns only those that somebody reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import polars as pl

from catalogue.dependencies import evaluated
from catalogue.expressions.nodes import references
from catalogue.expressions.scope import TIMEPOINT, Scope
from catalogue.model import Form, Variable
from engine.compilers.polars import Compiler
from engine.compilers.polars_form.files import file_checks
from engine.compilers.polars_form.plan import Check, FormPlan, column_type, given_name, reason_name
from engine.compilers.polars_form.rules import rule_checks, timepoint_check
from engine.compilers.polars_form.steps import steps_of
from engine.compilers.polars_form.values import value_checks
from engine.compilers.polars_form.writer import Writer


def compile_form(
    form: Form,
    scope: Scope,
    compiler: Callable[..., Compiler],
    *,
    anchor: str,
    outside: Mapping[str, Variable],
    reasons: frozenset[str],
    today: date,
) -> FormPlan:
    """The form's plan. `anchor` is the date that eras are compared with, by its dotted name, or by its own when it is
    of this form, empty when there is none; `outside` is what other forms may say, and `reasons` the names whose missing
    reasons are given at all.
    """
    used = {name for node in evaluated(form) for name in references(node)} | {anchor}
    others = {name: column_type(variable) for name, variable in outside.items() if name in used}
    schema: dict[str, pl.DataType] = {variable.name: column_type(variable) for variable in form.variables}
    schema |= others | {TIMEPOINT: pl.String()} | {reason_name(name): pl.String() for name in sorted(reasons)}
    day = pl.coalesce(pl.col(anchor), pl.lit(today)) if anchor in schema else pl.lit(today)
    writer = Writer(form, day, reasons)
    writer.compiler = compiler(pl.col, writer.state_of, scope, pl.lit(today))
    asked = [variable for variable in form.variables if not variable.is_calculated]
    fields = tuple(check for variable in asked for check in value_checks(variable))
    steps = tuple(steps_of(writer))
    checks = (
        *rule_checks(writer),
        *(check for variable in form.variables for check in file_checks(writer, variable)),
    )
    given = tuple(pl.col(name).alias(given_name(name)) for name in schema if name in form.variable)
    given, *needed = _needed((given, *steps), checks)
    return FormPlan(
        schema=schema,
        fields=fields,
        extremes=tuple(_extremes(fields)),
        given=given,
        steps=tuple(step for step in needed if step),
        checks=(timepoint_check(form), *checks) if form.timepoints else checks,
        free=frozenset(variable.name for variable in form.variables if _is_free(variable, used)),
    )


def _extremes(fields: Iterable[Check]) -> Iterator[pl.Expr]:
    asked = {extreme.name: extreme for check in fields for extreme in check.passed}
    yield from (extreme.told for extreme in asked.values())


def _needed(steps: Iterable[tuple[pl.Expr, ...]], checks: Iterable[Check]) -> list[tuple[pl.Expr, ...]]:
    """The steps with only those columns that a later step or a check reads."""
    read = {name for check in checks for part in (check.broken, *check.told) for name in part.meta.root_names()}
    kept: list[tuple[pl.Expr, ...]] = []
    for step in reversed(list(steps)):
        kept.insert(0, tuple(column for column in step if column.meta.output_name() in read))
        read |= {name for column in kept[0] for name in column.meta.root_names()}
    return kept


def _is_free(variable: Variable, used: set[str]) -> bool:
    is_text = variable.type in {"text", "longtext"} and not variable.is_calculated
    return is_text and variable.otherwise is None and variable.name not in used
