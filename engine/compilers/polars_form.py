"""A form → its whole evaluation as Polars columns: what is wrong with very many rows, each as if it were to be final.

Two passes over a frame. The first finds the values that a type, code or constant limit refuses, which read as NULL from
there on; the second, by dependency, what is asked and computed, and what must hold. Row by row it is what
`python_form.py` finds, and what only a file can have wrong besides. A frame has a column for each variable,
`reason:<name>` for missing reasons that are given, dotted columns for other forms, and `timepoint`.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial, reduce
from typing import Any

import polars as pl

from catalogue.dependencies import asked_behind, evaluation_order
from catalogue.expressions.nodes import Node, references
from catalogue.expressions.scope import TIMEPOINT, Scope
from catalogue.model import Era, Expression, Form, Group, Limit, Variable
from engine.answers import AnswerValue, Issue, IssueSeverity
from engine.compilers.polars import TYPES, Compiler, divided
from engine.constraints import (
    SYSTEM_REASONS,
    Constraint,
    Validity,
    constraint,
    has_ticks,
    later_limits,
    validity,
)

NUMBERS = {"integer": pl.Int64(), "decimal": pl.Float64()}


@dataclass(frozen=True, slots=True)
class Check:
    """Something that can be wrong: in which rows, and what is then said.

    `make` makes the issue of a row from the columns `told`; without it all rows have the same. One of the extremes
    `passed` must be for there to be such a row; where there are none the rows must be looked at.
    """

    broken: pl.Expr
    issue: Issue
    told: tuple[pl.Expr, ...] = ()
    make: Callable[..., Issue] | None = None
    passed: tuple["Extreme", ...] = ()


@dataclass(frozen=True, slots=True)
class Extreme:
    """A limit that a column's least or greatest value, or its longest text, keeps within or passes."""

    variable: str
    kind: str
    limit: Any

    @property
    def name(self) -> str:
        """The column that tells it."""
        return f"{self.kind}:{self.variable}"

    @property
    def told(self) -> pl.Expr:
        """What the column comes to."""
        ask, _ = EXTREMES[self.kind]
        return ask(pl.col(self.variable)).alias(self.name)

    def is_passed(self, told: Any) -> bool:
        """Whether the column goes beyond the limit; one without values does not."""
        _, is_beyond = EXTREMES[self.kind]
        return told is not None and is_beyond(told, self.limit)


EXTREMES: Mapping[str, tuple[Callable[[pl.Expr], pl.Expr], Callable[[Any, Any], bool]]] = {
    "least": (pl.Expr.min, operator.lt),
    "greatest": (pl.Expr.max, operator.gt),
    "longest": (lambda texts: texts.str.len_bytes().max(), operator.gt),
}
"""What a whole column is asked, which is quicker than to look at each row. No text has more characters than bytes."""


@dataclass(frozen=True, slots=True)
class FormPlan:
    """The evaluation of one form on frames with the columns of `schema`.

    `fields` are the checks of single values, of which a value breaks at most one, the first; `extremes` what they ask
    of whole columns. `given` keeps the values as they were where that is asked later on; `steps` are columns computed
    in turn; `checks` are all other checks. `free` are the texts of which no expression asks what they say.
    """

    schema: Mapping[str, pl.DataType]
    fields: tuple[Check, ...]
    extremes: tuple[pl.Expr, ...]
    given: tuple[pl.Expr, ...]
    steps: tuple[tuple[pl.Expr, ...], ...]
    checks: tuple[Check, ...]
    free: frozenset[str]


def column_type(variable: Variable) -> pl.DataType:
    """What holds a variable's values."""
    if variable.type in NUMBERS:
        return NUMBERS[variable.type]
    if variable.type in {"code", "coding"}:
        return pl.Int64() if constraint(variable).kinds == (int,) else pl.String()
    return TYPES.get(variable.type, pl.String())


def reason_name(name: str) -> str:
    """The column of a missing reason as given; a group's stands under the group."""
    return f"reason:{name}"


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
    of this form, empty when there is none;
    `outside` what other forms may say, and `reasons` the names whose missing reasons are given at all.
    """
    used = {name for node in _nodes(form) for name in references(node)} | {anchor}
    others = {name: column_type(variable) for name, variable in outside.items() if name in used}
    schema: dict[str, pl.DataType] = {variable.name: column_type(variable) for variable in form.variables}
    schema |= others | {TIMEPOINT: pl.String()} | {reason_name(name): pl.String() for name in sorted(reasons)}
    day = pl.coalesce(pl.col(anchor), pl.lit(today)) if anchor in schema else pl.lit(today)
    writer = _Writer(form, day, reasons)
    writer.compiler = compiler(pl.col, writer.state_of, scope, pl.lit(today))
    asked = [variable for variable in form.variables if not variable.is_calculated]
    fields = tuple(check for variable in asked for check in _constraint_checks(variable))
    ticks = tuple(tick for group in form.groups.values() if has_ticks(group) for tick in _ticks(group))
    steps = (ticks, *_steps(writer))
    checks = (
        *(check for variable in form.variables for check in _variable_checks(writer, variable)),
        *(check for group in form.groups.values() for check in _group_checks(writer, group)),
        *_rule_checks(writer),
        *_reason_checks(writer),
        *(check for variable in form.variables for check in _beside_the_rules(writer, variable)),
    )
    given = tuple(pl.col(name).alias(_given(name)) for name in schema if name in form.variable)
    given, *needed = _needed((given, *steps), checks)
    return FormPlan(
        schema=schema,
        fields=fields,
        extremes=tuple(_extremes(fields)),
        given=given,
        steps=tuple(step for step in needed if step),
        checks=(_timepoint_check(form), *checks) if form.timepoints else checks,
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


@dataclass(slots=True)
class _Writer:
    """The plan being written: by condition and era the columns that hold them."""

    form: Form
    day: pl.Expr
    reasons: frozenset[str]
    asked: dict[Node, str] = field(default_factory=dict)
    eras: dict[Era, str] = field(default_factory=dict)
    compiler: Compiler = field(init=False)

    def reason(self, name: str) -> pl.Expr:
        """The reason as given."""
        return pl.col(reason_name(name)) if name in self.reasons else pl.lit(None, dtype=pl.String)

    def is_asked(self, variable: Variable) -> pl.Expr | None:
        """Three-valued; None when always."""
        if variable.enable_when is None or variable.is_calculated:
            return None
        return pl.col(self.asked[variable.enable_when.node])

    def is_gone(self, variable: Variable) -> pl.Expr | None:
        """Whether it was not collected then; None when it always is. A retired one never is."""
        if variable.retired is not None and not variable.is_calculated:
            return pl.lit(True)
        return pl.col(self.eras[variable.collected]) if variable.collected is not None else None

    def is_off(self, variable: Variable) -> pl.Expr | None:
        """Whether it is not asked, though collected; None when never."""
        asked, gone = self.is_asked(variable), self.is_gone(variable)
        if asked is None:
            return None
        off = asked.fill_null(False).not_()
        return off if gone is None else off & ~gone

    def when_asked(self, variable: Variable, broken: pl.Expr) -> pl.Expr:
        """The condition, only where the variable is asked and collected."""
        asked, gone = self.is_asked(variable), self.is_gone(variable)
        broken = broken if asked is None else broken & asked
        return broken if gone is None else broken & ~gone

    def state_of(self, name: str) -> pl.Expr:
        """The missing reason as it would be were the row final now."""
        variable = self.form.variable[name]
        state = self.reason(variable.reason_name).fill_null("not_answered")
        off, gone = self.is_off(variable), self.is_gone(variable)
        state = state if off is None else pl.when(off).then(pl.lit("not_asked")).otherwise(state)
        state = state if gone is None else pl.when(gone).then(pl.lit("not_collected")).otherwise(state)
        return pl.when(pl.col(name).is_null()).then(state)


def _nodes(form: Form) -> Iterator[Node]:
    for variable in form.variables:
        bounds = variable.limits
        written: Iterable[object] = (
            variable.enable_when,
            variable.required_when,
            variable.calculate,
            variable.valid_on,
            *(bounds.min, bounds.soft_min, bounds.soft_max, bounds.max),
        )
        yield from (part.node for part in written if isinstance(part, Expression))
    yield from (rule.require.node for rule in form.rules)


def _any(parts: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(pl.Expr.or_, parts)


def _all(parts: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(pl.Expr.and_, parts)


def _given(name: str) -> str:
    """The column with a variable's value as it was in the file."""
    return f"given:{name}"


# ---- what a value may be at all ----


def _constraint_checks(variable: Variable) -> Iterator[Check]:
    """What a constraint refuses, in the order in which it is told."""
    bound, value = constraint(variable), pl.col(variable.name)
    if bound.codes is not None:
        yield _no_code(bound, value)
    if bound.low is not None and bound.high is not None:
        low, high = _limit(variable, bound.low), _limit(variable, bound.high)
        least, greatest = _ends(bound, bound.low, bound.high)
        yield _refused(bound, value < low, "below-min", ("min", bound.low), passed=(least,))
        yield _refused(bound, value > high, "above-max", ("max", bound.high), passed=(greatest,))
        if bound.decimals is not None:
            size = max(abs(float(limit)) for limit in (bound.low, bound.high) if isinstance(limit, int | float))
            is_finer = _is_finer(value, bound.decimals, size)
            yield _refused(bound, is_finer, "too-many-decimals", ("decimals", bound.decimals))
    if bound.max_length is not None:
        too_long, longest = (
            value.str.len_chars() > bound.max_length,
            Extreme(bound.variable, "longest", bound.max_length),
        )
        yield _refused(bound, too_long, "too-long", ("max", bound.max_length), passed=(longest,))


def _refused(
    bound: Constraint,
    broken: pl.Expr,
    rule: str,
    *parameters: tuple[str, AnswerValue],
    passed: tuple[Extreme, ...] = (),
) -> Check:
    issue = Issue(bound.variable, rule, IssueSeverity.REFUSED, parameters, (bound.variable,))
    return Check(broken, issue, passed=passed)


def _is_finer(value: pl.Expr, decimals: int, size: float) -> pl.Expr:
    """Whether a value of at most this size is not `floor(x * scale + 0.5) / scale`.

    While halves are exact, whichever way they are rounded, `round` finds the same, and goes through the column once.
    """
    scale = 10.0**decimals
    if size * scale < HALVES:
        return value.round(decimals) != value
    return divided((value * scale + 0.5).floor(), pl.lit(scale)) != value


HALVES = 2.0**51
"""Below it every whole number and a half is a double of its own, and so is the next."""


def _no_code(bound: Constraint, value: pl.Expr) -> Check:
    """Codes that are a row need no list, and its ends tell most."""
    row = _row_of_codes(bound)
    if row is None:
        return _refused(bound, ~value.is_in(sorted(bound.codes or (), key=str)), "unknown-code")
    first, last = row
    return _refused(bound, (value < first) | (value > last), "unknown-code", passed=_ends(bound, first, last))


def _ends(bound: Constraint, low: Limit, high: Limit) -> tuple[Extreme, Extreme]:
    return Extreme(bound.variable, "least", low), Extreme(bound.variable, "greatest", high)


def _row_of_codes(bound: Constraint) -> tuple[int, int] | None:
    """The first and last of whole numbers without a gap."""
    codes = sorted(code for code in bound.codes or () if isinstance(code, int))
    is_row = bound.kinds == (int,) and bool(codes) and codes == list(range(codes[0], codes[-1] + 1))
    return (codes[0], codes[-1]) if is_row else None


def _limit(variable: Variable, limit: Limit) -> pl.Expr:
    whole = isinstance(limit, float) and limit.is_integer() and variable.type == "integer"
    return pl.lit(int(limit)) if whole and isinstance(limit, float) else pl.lit(limit)


def _ticks(group: Group) -> Iterator[pl.Expr]:
    """The rest of a group's ticks FALSE where one of them is answered; with none all stay NULL."""
    names = [variable.name for variable in group.variables]
    answered = pl.any_horizontal(pl.col(name).is_not_null() for name in names)
    yield from (pl.coalesce(pl.col(name), pl.when(answered).then(pl.lit(False))).alias(name) for name in names)


# ---- what is asked and what is computed, in turn ----


def _steps(writer: _Writer) -> Iterator[tuple[pl.Expr, ...]]:
    yield tuple(_eras(writer))
    yield tuple(_uncollected(writer))
    for variables in _levels(writer.form):
        yield tuple(_conditions(writer, variables))
        yield tuple(_values(writer, variables))


def _eras(writer: _Writer) -> Iterator[pl.Expr]:
    rules = (rule.collected for rule in writer.form.rules)
    for era in (*(variable.collected for variable in writer.form.variables), *rules):
        if era is not None and era not in writer.eras:
            writer.eras[era] = f"gone:{len(writer.eras)}"
            yield _outside_era(era, writer.day).alias(writer.eras[era])


def _outside_era(era: Era, day: pl.Expr) -> pl.Expr:
    parts = [day < era.start] if era.start else []
    parts += [day > era.end] if era.end else []
    return _any((pl.lit(False), *parts, *(day.is_between(start, end) for start, end in era.gaps)))


def _uncollected(writer: _Writer) -> Iterator[pl.Expr]:
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


def _conditions(writer: _Writer, variables: list[Variable]) -> Iterator[pl.Expr]:
    for variable in variables:
        if variable.enable_when is not None and variable.enable_when.node not in writer.asked:
            name = f"asked:{len(writer.asked)}"
            writer.asked[variable.enable_when.node] = name
            yield writer.compiler(variable.enable_when.node).alias(name)


def _values(writer: _Writer, variables: list[Variable]) -> Iterator[pl.Expr]:
    for variable in variables:
        value = _calculated(writer, variable) if variable.is_calculated else _when_asked(writer, variable)
        yield value.alias(variable.name)


def _calculated(writer: _Writer, variable: Variable) -> pl.Expr:
    assert variable.calculate is not None
    value = writer.compiler(variable.calculate.node).cast(column_type(variable))
    if variable.enable_when is None:
        return value
    return pl.when(pl.col(writer.asked[variable.enable_when.node])).then(value)


def _when_asked(writer: _Writer, variable: Variable) -> pl.Expr:
    """Not asked unless the condition is TRUE; then NULL, or the `otherwise` when the condition is FALSE."""
    asked, gone = writer.is_asked(variable), writer.is_gone(variable)
    assert asked is not None
    value = pl.when(asked).then(pl.col(variable.name))
    if variable.otherwise is None:
        return value
    replaced = ~asked if gone is None else ~asked & ~gone
    return value.when(replaced).then(pl.lit(variable.otherwise).cast(column_type(variable)))


# ---- what must hold ----


def _timepoint_check(form: Form) -> Check:
    issue = Issue(TIMEPOINT, "unknown-timepoint", IssueSeverity.REFUSED, (), (TIMEPOINT,))
    return Check(~pl.col(TIMEPOINT).is_in(list(form.timepoints)), issue)


def _variable_checks(writer: _Writer, variable: Variable) -> Iterator[Check]:
    asks = not variable.is_calculated and variable.retired is None
    if asks and (variable.required or variable.required_when is not None):
        yield _requirement(writer, variable)
    for rule, severity, limit in later_limits(variable):
        yield _later_limit(writer, variable, (rule, severity), limit)
    yield from _validity_checks(writer, variable)


def _requirement(writer: _Writer, variable: Variable) -> Check:
    lacking = pl.col(variable.name).is_null() & _no_reason(writer, variable.reason_name, variable.offered_reasons)
    if not variable.required and variable.required_when is not None:
        lacking = lacking & writer.compiler(variable.required_when.node)
    issue = Issue(variable.name, "required", IssueSeverity.HARD, variables=(variable.name,))
    return Check(writer.when_asked(variable, lacking), issue)


def _no_reason(writer: _Writer, name: str, offered: tuple[str, ...]) -> pl.Expr:
    """Whether none of the allowed reasons is given."""
    if name not in writer.reasons or not offered:
        return pl.lit(True)
    return ~writer.reason(name).is_in(list(offered)).fill_null(False)


def _later_limit(
    writer: _Writer, variable: Variable, broken: tuple[str, IssueSeverity], limit: Limit | Expression
) -> Check:
    value, is_lower = pl.col(variable.name), broken[0].endswith("min")
    if not isinstance(limit, Expression):
        bound = _limit(variable, limit)
        behind = asked_behind(writer.form, (variable.name,))
        return Check(value < bound if is_lower else value > bound, _limit_issue(variable.name, broken, behind, limit))
    behind = asked_behind(writer.form, (variable.name, *references(limit.node)))
    bound = writer.compiler(limit.node)
    make = partial(_limit_issue, variable.name, broken, behind)
    return Check(value < bound if is_lower else value > bound, make(None), (bound,), make)


def _limit_issue(variable: str, broken: tuple[str, IssueSeverity], names: tuple[str, ...], bound: AnswerValue) -> Issue:
    rule, severity = broken
    return Issue(variable, rule, severity, ((rule[-3:], bound),), names)


def _validity_checks(writer: _Writer, variable: Variable) -> Iterator[Check]:
    """A code of a system must be valid on the variable's day."""
    on = variable.valid_on
    known = validity(variable, asked_behind(writer.form, (variable.name, *(references(on.node) if on else ()))))
    if known is None:
        return
    value, day = pl.col(variable.name), writer.compiler(on.node) if on else writer.day
    ended = {code: era.end for code, era in known.eras.items() if era.end and known.replaced_by.get(code)}
    replaced = (day > _of_code(value, ended)).fill_null(False) if ended else pl.lit(False)
    invalid = _any(_outside_eras(known, value, day)).fill_null(False)
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


def _group_checks(writer: _Writer, group: Group) -> Iterator[Check]:
    asked = [variable for variable in group.variables if not variable.is_calculated and variable.retired is None]
    names = tuple(variable.name for variable in asked)
    if group.required and group.shares_reason and asked:
        lacking = _all(pl.col(name).is_null() for name in names)
        lacking = lacking & _no_reason(writer, group.name, group.offered_reasons)
        issue = Issue(group.name, "required", IssueSeverity.HARD, variables=names)
        yield Check(writer.when_asked(asked[0], lacking), issue)
    if group.none is not None:
        others = _any((pl.lit(False), *(pl.col(name) for name in names if name != group.none)))
        issue = Issue(group.name, "none-excludes-others", IssueSeverity.HARD, variables=names)
        yield Check(pl.col(group.none) & others, issue)
    if has_ticks(group) and asked:
        nothing = _any(~pl.col(name) for name in names) & ~_any(pl.col(name).fill_null(False) for name in names)
        off = (part for part in map(writer.is_off, asked) if part is not None)
        issue = Issue(group.name, "nothing-ticked", IssueSeverity.HARD, variables=names)
        yield Check(nothing & ~_any((pl.lit(False), *off)), issue)


def _rule_checks(writer: _Writer) -> Iterator[Check]:
    """A rule is broken only when FALSE. It is shown at the last of its questions that a respondent meets."""
    for rule in writer.form.rules:
        if rule.retired is not None:
            continue
        asked = asked_behind(writer.form, references(rule.require.node))
        severity = IssueSeverity.HARD if rule.severity == "hard" else IssueSeverity.SOFT
        broken = ~writer.compiler(rule.require.node)
        broken = broken if rule.collected is None else broken & ~pl.col(writer.eras[rule.collected])
        yield Check(broken, Issue(asked[-1] if asked else "", rule.name, severity, (), asked))


def _reason_checks(writer: _Writer) -> Iterator[Check]:
    """Reasons that are not allowed, and reasons given beside a value."""
    for name, variables in writer.form.reason_names.items():
        if name not in writer.reasons:
            continue
        reason = writer.reason(name)
        unknown = ~reason.is_in(sorted({*variables[0].offered_reasons, *SYSTEM_REASONS}))
        answered = _any(pl.col(_given(variable.name)).is_not_null() for variable in variables)
        for rule, broken in (
            ("unknown-reason", unknown),
            ("value-and-reason", reason.is_not_null() & ~unknown & answered),
        ):
            yield Check(broken, Issue(name, rule, IssueSeverity.REFUSED, (), (name,)))


# ---- what a form on the screen cannot have wrong and a file can ----


def _beside_the_rules(writer: _Writer, variable: Variable) -> Iterator[Check]:
    name, given = variable.name, pl.col(_given(variable.name))
    off, gone = writer.is_off(variable), writer.is_gone(variable)
    if variable.is_calculated:
        computed = pl.col(name)
        yield Check(
            given.is_not_null() & given.ne_missing(computed),
            _calculation(name, None),
            (computed,),
            partial(_calculation, name),
        )
        return
    if off is not None:
        differs = off & given.is_not_null()
        differs = differs if variable.otherwise is None else differs & given.ne_missing(pl.col(name))
        yield Check(differs, _only(name, "not-asked", IssueSeverity.HARD))
    if gone is not None:
        yield Check(gone & given.is_not_null(), _only(name, "not-collected", IssueSeverity.SOFT))
    if variable.reason_name in writer.reasons and writer.form.reason_names[variable.reason_name][0] is variable:
        yield _wrong_reason(writer, variable.reason_name)


def _wrong_reason(writer: _Writer, name: str) -> Check:
    """The reason says that it was not asked or not collected, and one of the variables it speaks for was."""
    said = writer.reason(name).is_in(["not_asked", "not_collected"])
    here = _any(~_any((pl.lit(False), *_absent(writer, part))) for part in writer.form.reason_names[name])
    return Check(said & here, _only(name, "wrong-reason", IssueSeverity.HARD))


def _absent(writer: _Writer, variable: Variable) -> Iterator[pl.Expr]:
    yield from (part for part in (writer.is_off(variable), writer.is_gone(variable)) if part is not None)


def _calculation(name: str, computed: AnswerValue) -> Issue:
    return Issue(name, "calculation", IssueSeverity.SOFT, (("computed", computed),), (name,))


def _only(name: str, rule: str, severity: IssueSeverity) -> Issue:
    return Issue(name, rule, severity, (), (name,))
