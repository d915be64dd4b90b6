"""What must hold when a form is final, as the numbers of what does not: one text per thing that is looked for.

The same verdicts as `python_form.py` gives, and those about what only a table can have wrong (`FILE_ISSUES`).
"""

from collections.abc import Iterator

from catalogue.dependencies import asked_behind
from catalogue.expressions.nodes import references
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Era, Expression, Group, Limit, Rule, Variable
from engine.answers import IssueSeverity
from engine.compilers.spark_words import spark_name
from engine.constraints import has_ticks, later_limits, validity
from engine.spark import words as names
from engine.spark.stages import FALSE, Stages

REFUSED, HARD, SOFT = IssueSeverity.REFUSED, IssueSeverity.HARD, IssueSeverity.SOFT


def violations(stages: Stages) -> Iterator[str]:
    """A number or NULL for each thing that can be wrong with a row that could be read."""
    form = stages.form
    yield from (names.refused(variable.name) for variable in form.variables if stages.has(variable.name))
    yield from (names.reason_refused(name) for name in form.reason_names if stages.has(f"{name} reason"))
    if form.timepoints:
        elsewhere = f"{spark_name(TIMEPOINT)} NOT IN {names.in_list(form.timepoints)}"
        yield stages.checks.when(elsewhere, TIMEPOINT, "unknown-timepoint", REFUSED)
    for variable in form.variables:
        yield from _requirement(stages, variable)
        yield from _limits(stages, variable)
        yield from _validity(stages, variable)
    for group in form.groups.values():
        yield from _group(stages, group)
    yield from (_rule(stages, rule) for rule in form.rules if rule.retired is None)
    yield from _of_a_table(stages)


def _requirement(stages: Stages, variable: Variable) -> Iterator[str]:
    """A required variable needs a value or an allowed reason once it is asked; one refused has had its say."""
    if variable.is_calculated or variable.retired is not None or not (variable.required or variable.required_when):
        return
    lacking = [
        *_unanswered(stages, (variable,), variable.reason_name, variable.offered_reasons),
        f"{names.refused(variable.name)} IS NULL",
    ]
    if variable.reason_name == variable.name:
        lacking.append(f"{names.reason_refused(variable.name)} IS NULL")
    if not variable.required and variable.required_when is not None:
        lacking.append(f"{stages.words.expression(variable.required_when.node)} IS TRUE")
    yield stages.checks.when(" AND ".join(lacking), variable.name, "required", HARD)


def _unanswered(
    stages: Stages, variables: tuple[Variable, ...], reason_name: str, allowed: tuple[str, ...]
) -> Iterator[str]:
    """The conditions under which questions that are asked together have neither a value nor an allowed reason."""
    yield from (f"{spark_name(variable.name)} IS NULL" for variable in variables)
    if allowed:
        yield f"coalesce({names.given_reason(reason_name)} NOT IN {names.in_list(allowed)}, TRUE)"
    for not_asked in (stages.off(variables[0]), stages.gone(variables[0])):
        if not_asked != FALSE:
            yield f"NOT {not_asked}"


def _limits(stages: Stages, variable: Variable) -> Iterator[str]:
    for rule, severity, limit in later_limits(variable):
        sign = "<" if rule.endswith("min") else ">"
        broken = f"{spark_name(variable.name)} {sign} {_bound(stages, limit)}"
        yield stages.checks.when(broken, variable.name, rule, severity)


def _bound(stages: Stages, limit: Limit | Expression) -> str:
    return f"({stages.words.expression(limit.node)})" if isinstance(limit, Expression) else names.beside(limit)


def _validity(stages: Stages, variable: Variable) -> Iterator[str]:
    """A code of a system must be valid on the variable's day."""
    known = validity(variable, ())
    if known is None:
        return
    day = f"({stages.words.expression(variable.valid_on.node)})" if variable.valid_on else names.DAY
    by_era: dict[Era, list[str]] = {}
    for code, era in known.eras.items():
        by_era.setdefault(era, []).append(str(code))
    branches: list[tuple[str, str]] = []
    for era, codes in by_era.items():
        replaced = [code for code in codes if code in known.replaced_by]
        if era.end and replaced:
            after = f"{spark_name(variable.name)} IN {names.in_list(replaced)} AND {day} > {names.beside(era.end)}"
            branches.append((after, "code-replaced"))
        outside = f"{spark_name(variable.name)} IN {names.in_list(codes)} AND NOT {names.in_era(era, day)}"
        branches.append((outside, "code-not-valid"))
    yield stages.checks.first(variable.name, HARD, *branches)


def _group(stages: Stages, group: Group) -> Iterator[str]:
    asked = tuple(variable for variable in group.variables if not variable.is_calculated and variable.retired is None)
    if group.required and group.shares_reason and asked:
        lacking = _unanswered(stages, asked, group.name, group.offered_reasons)
        refused = f"{names.reason_refused(group.name)} IS NULL"
        yield stages.checks.when(" AND ".join((*lacking, refused)), group.name, "required", HARD)
    others = [spark_name(variable.name) for variable in asked if variable.name != group.none]
    if group.none is not None and others:
        both = f"{spark_name(group.none)} AND ({' OR '.join(others)})"
        yield stages.checks.when(both, group.name, "none-excludes-others", HARD)
    if has_ticks(group) and asked:
        yield stages.checks.when(_nothing_ticked(stages, asked), group.name, "nothing-ticked", HARD)


def _nothing_ticked(stages: Stages, ticks: tuple[Variable, ...]) -> str:
    """Some are FALSE, none is TRUE, and all are asked."""
    columns = [spark_name(variable.name) for variable in ticks]
    some = " OR ".join(f"{column} IS FALSE" for column in columns)
    none = " AND ".join(f"{column} IS NOT TRUE" for column in columns)
    asked = (f" AND NOT {off}" for off in dict.fromkeys(map(stages.off, ticks)) if off != FALSE)
    return f"({some}) AND {none}{''.join(asked)}"


def _rule(stages: Stages, rule: Rule) -> str:
    """A rule is broken only when FALSE."""
    asked = asked_behind(stages.form, references(rule.require.node))
    broken = f"({stages.words.expression(rule.require.node)}) IS FALSE"
    if rule.collected:
        broken = f"{names.in_era(rule.collected, names.DAY)} AND {broken}"
    severity = HARD if rule.severity == "hard" else SOFT
    return stages.checks.when(broken, asked[-1] if asked else "", rule.name, severity)


def _of_a_table(stages: Stages) -> Iterator[str]:
    """What a form on the screen cannot have wrong and a table can."""
    for variable in stages.form.variables:
        if stages.has(variable.name):
            yield from _strange_value(stages, variable)
    for reason_name, variables in stages.form.reason_names.items():
        if stages.has(f"{reason_name} reason"):
            by_system = f"{names.given_reason(reason_name)} IN ('not_asked', 'not_collected')"
            met = f"{by_system} AND ({' OR '.join(dict.fromkeys(_is_met(stages, part) for part in variables))})"
            yield stages.checks.when(met, reason_name, "wrong-reason", HARD)


def _is_met(stages: Stages, variable: Variable) -> str:
    """Whether a variable is asked and collected."""
    hindered = [part for part in (stages.off(variable), stages.gone(variable)) if part != FALSE]
    return " AND ".join(f"NOT {part}" for part in hindered) or "TRUE"


def _strange_value(stages: Stages, variable: Variable) -> Iterator[str]:
    name, off, gone = variable.name, stages.off(variable), stages.gone(variable)
    another = f"{names.given(name)} IS NOT NULL AND NOT ({names.given(name)} <=> {spark_name(name)})"
    if variable.is_calculated:
        yield stages.checks.when(another, name, "calculation", SOFT)
        return
    if off != FALSE:
        yield stages.checks.when(f"{off} AND {another}", name, "not-asked", HARD)
    if gone != FALSE:
        still = f"NOT {off} AND {gone} AND {names.given(name)} IS NOT NULL"
        yield stages.checks.when(still, name, "not-collected", SOFT)
