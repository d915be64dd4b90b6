"""What must hold of a row that is to be final: requirements, limits, validity, groups, rules and missing reasons."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial

import polars as pl

from catalogue.dependencies import asked_behind
from catalogue.expressions.nodes import references
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Expression, Form, Group, Limit, Variable
from engine.answers import AnswerValue, Issue, IssueSeverity
from engine.compilers.polars_form.plan import Check, all_of, any_of, given_name, limit_value
from engine.compilers.polars_form.writer import Writer
from engine.constraints import SYSTEM_REASONS, Validity, has_ticks, later_limits, validity


def rule_checks(writer: Writer) -> Iterator[Check]:
    """All of them, in the order in which they are told."""
    form = writer.form
    yield from (check for variable in form.variables for check in _variable_checks(writer, variable))
    yield from (check for group in form.groups.values() for check in _group_checks(writer, group))
    yield from _declared_rules(writer)
    yield from _reason_checks(writer)


def timepoint_check(form: Form) -> Check:
    """A row is of one of the form's timepoints."""
    issue = Issue(TIMEPOINT, "unknown-timepoint", IssueSeverity.REFUSED, (), (TIMEPOINT,))
    return Check(~pl.col(TIMEPOINT).is_in(list(form.timepoints)), issue)


def _variable_checks(writer: Writer, variable: Variable) -> Iterator[Check]:
    asks = not variable.is_calculated and variable.retired is None
    if asks and (variable.required or variable.required_when is not None):
        yield _requirement(writer, variable)
    for rule, severity, limit in later_limits(variable):
        yield _later_limit(writer, variable, (rule, severity), limit)
    yield from _validity_checks(writer, variable)


def _requirement(writer: Writer, variable: Variable) -> Check:
    lacking = pl.col(variable.name).is_null() & _no_reason(writer, variable.reason_name, variable.offered_reasons)
    if not variable.required and variable.required_when is not None:
        lacking = lacking & writer.compiler(variable.required_when.node)
    issue = Issue(variable.name, "required", IssueSeverity.HARD, variables=(variable.name,))
    return Check(writer.when_asked(variable, lacking), issue)


def _no_reason(writer: Writer, name: str, offered: tuple[str, ...]) -> pl.Expr:
    """Whether none of the allowed reasons is given."""
    if name not in writer.reasons or not offered:
        return pl.lit(True)
    return ~writer.reason(name).is_in(list(offered)).fill_null(False)


def _later_limit(
    writer: Writer, variable: Variable, broken: tuple[str, IssueSeverity], limit: Limit | Expression
) -> Check:
    value, is_lower = pl.col(variable.name), broken[0].endswith("min")
    if not isinstance(limit, Expression):
        bound = limit_value(variable, limit)
        behind = asked_behind(writer.form, (variable.name,))
        return Check(value < bound if is_lower else value > bound, _limit_issue(variable.name, broken, behind, limit))
    behind = asked_behind(writer.form, (variable.name, *references(limit.node)))
    bound = writer.compiler(limit.node)
    make = partial(_limit_issue, variable.name, broken, behind)
    return Check(value < bound if is_lower else value > bound, make(None), (bound,), make)


def _limit_issue(variable: str, broken: tuple[str, IssueSeverity], names: tuple[str, ...], bound: AnswerValue) -> Issue:
    rule, severity = broken
    return Issue(variable, rule, severity, ((rule[-3:], bound),), names)


def _validity_checks(writer: Writer, variable: Variable) -> Iterator[Check]:
    """A code of a system must be valid on the variable's day."""
    on = variable.valid_on
    known = validity(variable, asked_behind(writer.form, (variable.name, *(references(on.node) if on else ()))))
    if known is None:
        return
    value, day = pl.col(variable.name), writer.compiler(on.node) if on else writer.day
    ended = {code: era.end for code, era in known.eras.items() if era.end and known.replaced_by.get(code)}
    replaced = (day > _of_code(value, ended)).fill_null(False) if ended else pl.lit(False)
    invalid = any_of(_outside_eras(known, value, day)).fill_null(False)
    for rule, broken in (("code-not-valid", invalid & ~replaced), ("code-replaced", replaced)):
        issue = Issue(variable.name, rule, IssueSeverity.HARD, (), known.behind)
        yield Check(broken, issue, (value, day), partial(_validity_issue, known))


def _outside_eras(known: Validity, value: pl.Expr, day: pl.Expr) -> Iterator[pl.Expr]:
    """The ways in which a day may lie outside the era of a code."""
    yield pl.lit(False)
    starts = {code: era.start for code, era in known.eras.items() if era.start}
    ends = {code: era.end for code, era in known.eras.items() if era.end}
    if starts:
        yield day < _of_code(value, starts)
    if ends:
        yield day > _of_code(value, ends)
    for start, end in sorted({gap for era in known.eras.values() for gap in era.gaps}):
        codes = [code for code, era in known.eras.items() if (start, end) in era.gaps]
        yield value.is_in(codes) & day.is_between(start, end)


def _of_code(value: pl.Expr, days: Mapping[int | str, date]) -> pl.Expr:
    return value.replace_strict(list(days), list(days.values()), default=None, return_dtype=pl.Date)


def _validity_issue(known: Validity, code: int | str, day: date) -> Issue:
    return next(known.issues(code, day))


def _group_checks(writer: Writer, group: Group) -> Iterator[Check]:
    asked = [variable for variable in group.variables if not variable.is_calculated and variable.retired is None]
    names = tuple(variable.name for variable in asked)
    if group.required and group.shares_reason and asked:
        lacking = all_of(pl.col(name).is_null() for name in names)
        lacking = lacking & _no_reason(writer, group.name, group.offered_reasons)
        issue = Issue(group.name, "required", IssueSeverity.HARD, variables=names)
        yield Check(writer.when_asked(asked[0], lacking), issue)
    if group.none is not None:
        others = any_of((pl.lit(False), *(pl.col(name) for name in names if name != group.none)))
        issue = Issue(group.name, "none-excludes-others", IssueSeverity.HARD, variables=names)
        yield Check(pl.col(group.none) & others, issue)
    if has_ticks(group) and asked:
        nothing = any_of(~pl.col(name) for name in names) & ~any_of(pl.col(name).fill_null(False) for name in names)
        off = (part for part in map(writer.is_off, asked) if part is not None)
        issue = Issue(group.name, "nothing-ticked", IssueSeverity.HARD, variables=names)
        yield Check(nothing & ~any_of((pl.lit(False), *off)), issue)


def _declared_rules(writer: Writer) -> Iterator[Check]:
    """A rule is broken only when FALSE. It is shown at the last of its questions that a respondent meets."""
    for rule in writer.form.rules:
        if rule.retired is not None:
            continue
        asked = asked_behind(writer.form, references(rule.require.node))
        severity = IssueSeverity.HARD if rule.severity == "hard" else IssueSeverity.SOFT
        broken = ~writer.compiler(rule.require.node)
        broken = broken if rule.collected is None else broken & ~pl.col(writer.eras[rule.collected])
        yield Check(broken, Issue(asked[-1] if asked else "", rule.name, severity, (), asked))


def _reason_checks(writer: Writer) -> Iterator[Check]:
    """Reasons that are not allowed, and reasons given beside a value."""
    for name, variables in writer.form.reason_names.items():
        if name not in writer.reasons:
            continue
        reason = writer.reason(name)
        unknown = ~reason.is_in(sorted({*variables[0].offered_reasons, *SYSTEM_REASONS}))
        answered = any_of(pl.col(given_name(variable.name)).is_not_null() for variable in variables)
        for rule, broken in (
            ("unknown-reason", unknown),
            ("value-and-reason", reason.is_not_null() & ~unknown & answered),
        ):
            yield Check(broken, Issue(name, rule, IssueSeverity.REFUSED, (), (name,)))
