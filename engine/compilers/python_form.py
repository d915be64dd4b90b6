"""A form → one generated Python function that evaluates it: limits, what is asked, calculations, requirements, rules.

Written for speed: every variable is a local, what always holds costs one comparison, and issues are made beforehand,
so that a correct submission touches almost nothing but its own values. First comes what each value may be at all,
then, by dependency, what is asked and what is computed, then what must hold before the form is final.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter

from catalogue.dependencies import asked_behind, evaluated, evaluation_order
from catalogue.expressions.lowering import lower
from catalogue.expressions.nodes import Call, Node, Reference, references, walk
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Era, Expression, Form, Group, Limit, ValueSet, Variable
from engine.answers import Answers, AnswerValue, Context, Issue, IssueSeverity, Outcome
from engine.compilers.python import Code, Fragment, plain_number, run_source, value_set_tables
from engine.constraints import (
    Constraint,
    constraint,
    has_ticks,
    in_era,
    later_limits,
    reason_issues,
    tick_groups,
    ticked,
    validity,
)

Evaluate = Callable[[Answers, Context], Outcome]


@dataclass(slots=True)
class _Writer:
    """The function being written, and where it keeps things."""

    form: Form
    code: Code
    locals: Mapping[str, str]
    reasons: dict[str, str]
    reasons_read: frozenset[str]

    def __getitem__(self, variable: Variable) -> str:
        return self.locals[variable.name]


def compile_form(form: Form, value_sets: Mapping[str, ValueSet]) -> Evaluate:
    """The form's evaluation. The form must come from a catalogue without errors."""
    names = [variable.name for variable in form.variables]
    nodes = tuple(lower(node) for node in evaluated(form))
    others = sorted({name for node in nodes for name in references(node)} - set(names) - {TIMEPOINT})
    locals_ = {name: f"v{number}" for number, name in enumerate(names)}
    locals_ |= {name: f"o{number}" for number, name in enumerate(others)} | {TIMEPOINT: "timepoint"}
    reasons: dict[str, str] = {}
    writer = _Writer(form, Code(locals_, reasons, value_set_tables(value_sets)), locals_, reasons, _reasons_read(nodes))
    _write_opening(writer, others)
    for variable in form.variables:
        if not variable.is_calculated:
            _write_constraint(writer, variable)
    _write_eras(writer)
    for condition, variables in groupby(evaluation_order(form), key=_condition):
        _write_step(writer, condition, list(variables))
    for variable in form.variables:
        _write_requirement(writer, variable)
        _write_limits(writer, variable)
        _write_validity(writer, variable)
    for group in form.groups.values():
        _write_group(writer, group)
    _write_rules(writer)
    return _finished(writer)


def _write_opening(writer: _Writer, others: list[str]) -> None:
    code = writer.code
    asked = [variable for variable in writer.form.variables if not variable.is_calculated]
    code.line("found = []; refused = set(); off = {}; gone = ()")
    code.line("values = answers.values; reasons = answers.reasons; today = context.today")
    code.line("timepoint = context.timepoint; others = context.others; anchor = context.anchor")
    ticks = tick_groups(writer.form)
    if ticks:
        code.line(f"values = ticked({code.constant(ticks)}, values)")
    if asked:
        blank = code.constant({variable.name: None for variable in asked})
        pick = code.constant(_picker([variable.name for variable in asked]))
        targets = ", ".join(writer[variable] for variable in asked)
        code.line(f"try: {targets}, = {pick}(values)")
        code.line(f"except KeyError: {targets}, = {pick}({{**{blank}, **values}})")
    for name in others:
        code.line(f"{writer.locals[name]} = others.get({name!r})")


def _picker(names: list[str]) -> Callable[[Mapping[str, AnswerValue]], tuple[AnswerValue, ...]]:
    """The values of these names as a tuple, also of a single one."""
    pick = itemgetter(*names)
    return pick if len(names) > 1 else lambda values: (pick(values),)


def _write_constraint(writer: _Writer, variable: Variable) -> None:
    """What the value may be at all; a refused value reads as NULL from here on."""
    name, bound = writer[variable], constraint(variable)
    wrong = " or ".join(_breaks(name, bound, writer.code))
    row = writer.code.constant(bound)
    writer.code.line(f"if {name} is not None and ({wrong}):")
    writer.code.line(f"    found.append({row}.issue({name})); refused.add({variable.name!r}); {name} = None")


def _breaks(name: str, bound: Constraint, code: Code) -> Iterator[str]:
    """The conditions under which a value that is not None is refused, cheapest first."""
    kinds = [kind.__name__ for kind in bound.kinds]
    for kind in bound.kinds:
        code.constants[kind.__name__] = kind
    yield " and ".join(f"{name}.__class__ is not {kind}" for kind in kinds)
    if bound.codes is not None:
        yield f"{name} not in {code.constant(bound.codes)}"
    if bound.low is not None:
        yield f"not {_constant(bound.low, code)} <= {name} <= {_constant(bound.high, code)}"
    if bound.decimals is not None:
        scale = 10**bound.decimals  # the nearest whole number of the smallest unit must be the value itself
        yield f"({name} * {scale} + 0.5) // 1 / {scale} != {name}"
    if bound.max_length is not None:
        yield f"len({name}) > {bound.max_length}"


def _constant(value: Limit | None, code: Code) -> str:
    return plain_number(value) if isinstance(value, float) else code.constant(value)


def _write_eras(writer: _Writer) -> None:
    """What was not collected at the anchor date, or is retired, has no value."""
    by_era: dict[Era, list[Variable]] = {}
    for variable in writer.form.variables:
        if variable.retired is not None and not variable.is_calculated:
            _write_gone(writer, [variable], "")
        elif variable.collected is not None:
            by_era.setdefault(variable.collected, []).append(variable)
    for era, variables in by_era.items():
        writer.code.line(f"if not in_era({writer.code.constant(era)}, anchor or today):")
        _write_gone(writer, variables, "    ")


def _write_gone(writer: _Writer, variables: list[Variable], indent: str) -> None:
    names = ", ".join(repr(variable.name) for variable in variables)
    writer.code.line(f"{indent}gone += ({names},)")
    for variable in variables:
        if not variable.is_calculated:
            writer.code.line(f"{indent}{writer[variable]} = None")


def _condition(variable: Variable) -> Node | None:
    """What decides whether a variable is asked; a calculated one is never asked."""
    return variable.enable_when.node if variable.enable_when and not variable.is_calculated else None


def _write_step(writer: _Writer, condition: Node | None, variables: list[Variable]) -> None:
    """Neighbours in the order of evaluation that are asked under the same condition."""
    if condition is not None:
        _write_asked(writer, lower(condition), variables)
    for variable in variables:
        if variable.is_calculated:
            _write_calculation(writer, variable)
        _write_reason(writer, variable)


def _write_asked(writer: _Writer, condition: Node, variables: list[Variable]) -> None:
    """Not asked unless the condition is TRUE; then NULL, or the `otherwise` when the condition is FALSE."""
    code = writer.code
    when_false = code.false_when(condition)
    code.line(f"if not {code.true_when(condition)}:")
    for variable in variables:
        replaced = "None" if variable.otherwise is None else f"{variable.otherwise!r} if {when_false} else None"
        collected = f"if {variable.name!r} not in gone: " if variable.collected is not None else ""
        code.line(f"    {collected}off[{variable.name!r}] = {writer[variable]} = {replaced}")


def _write_calculation(writer: _Writer, variable: Variable) -> None:
    assert variable.calculate is not None
    code, name = writer.code, writer[variable]
    value = code.value(lower(variable.calculate.node)).optional
    condition = lower(variable.enable_when.node) if variable.enable_when else None
    if condition is not None:
        value = f"({value}) if {code.true_when(condition)} else None"
    code.line(f"{name} = {value}")
    kind = {"integer": "int", "decimal": "float"}.get(variable.type)
    if variable.type == "code" and variable.codelist is not None and variable.codelist.numeric:
        kind = "int"
    if kind is not None:
        code.line(f"if {name} is not None: {name} = {kind}({name})")


def _write_reason(writer: _Writer, variable: Variable) -> None:
    """The missing reason as it would be were the form final now, for expressions that read it."""
    if variable.name not in writer.reasons_read:
        return
    code, name = writer.code, writer[variable]
    given = f"reasons.get({variable.reason_name!r}) or 'not_answered'"
    state = f"'not_collected' if {variable.name!r} in gone else 'not_asked' if {variable.name!r} in off else {given}"
    writer.reasons[variable.name] = code.local(f"None if {name} is not None else {state}").source


def _reasons_read(nodes: tuple[Node, ...]) -> frozenset[str]:
    """The variables whose missing reason some expression reads."""
    calls = (part for node in nodes for part in walk(node) if isinstance(part, Call))
    return frozenset(
        argument.name
        for call in calls
        if call.function == "missing_reason"
        for argument in call.arguments
        if isinstance(argument, Reference)
    )


def _write_requirement(writer: _Writer, variable: Variable) -> None:
    """A required variable needs a value or an allowed reason once it is asked; one refused has had its say."""
    if variable.is_calculated or variable.retired is not None or not (variable.required or variable.required_when):
        return
    code, name = writer.code, writer[variable]
    allowed = code.constant(frozenset(variable.offered_reasons))
    lacking = f"{name} is None and reasons.get({variable.reason_name!r}) not in {allowed}"
    lacking += f" and {variable.name!r} not in refused"
    if not variable.required and variable.required_when is not None:
        lacking = f"{lacking} and {code.true_when(lower(variable.required_when.node))}"
    issue = code.constant(Issue(variable.name, "required", IssueSeverity.HARD, variables=(variable.name,)))
    code.line(f"if {lacking}{_when_asked(variable)}: found.append({issue})")


def _when_asked(variable: Variable) -> str:
    asked = f" and {variable.name!r} not in off" if variable.enable_when is not None else ""
    return f"{asked} and {variable.name!r} not in gone" if variable.collected is not None else asked


def _write_limits(writer: _Writer, variable: Variable) -> None:
    """The limits that do not refuse a value by themselves."""
    for rule, severity, limit in later_limits(variable):
        if isinstance(limit, Expression):
            _write_dependent_limit(writer, variable, (rule, severity), limit)
        else:
            _write_constant_limit(writer, variable, (rule, severity), limit)


Broken = tuple[str, IssueSeverity]
"""The slug of the issue a broken limit makes, and what it stops."""


def _sign(rule: str) -> str:
    return "<" if rule.endswith("min") else ">"


def _write_constant_limit(writer: _Writer, variable: Variable, broken: Broken, limit: Limit) -> None:
    code, name = writer.code, writer[variable]
    issue = code.constant(_limit_issue(variable.name, *broken, asked_behind(writer.form, (variable.name,)), limit))
    code.line(f"if {name} is not None and {name} {_sign(broken[0])} {_constant(limit, code)}: found.append({issue})")


def _write_dependent_limit(writer: _Writer, variable: Variable, broken: Broken, limit: Expression) -> None:
    code, name = writer.code, writer[variable]
    bound = code.value(lower(limit.node))
    behind = asked_behind(writer.form, (variable.name, *references(limit.node)))
    make = code.constant(partial(_limit_issue, variable.name, *broken, behind))
    known = Fragment("", bound.needs | {name}).guard
    code.line(f"if {known} and {name} {_sign(broken[0])} {bound.source}: found.append({make}({bound.source}))")


def _limit_issue(
    variable: str, rule: str, severity: IssueSeverity, names: tuple[str, ...], bound: AnswerValue
) -> Issue:
    return Issue(variable, rule, severity, ((rule[-3:], bound),), names)


def _write_validity(writer: _Writer, variable: Variable) -> None:
    """A code of a system must be valid on the variable's day."""
    on = variable.valid_on
    behind = asked_behind(writer.form, (variable.name, *(references(on.node) if on else ())))
    known = validity(variable, behind)
    if known is None:
        return
    code, name = writer.code, writer[variable]
    day = code.value(lower(on.node)) if on else Fragment("(anchor or today)")
    given = Fragment("", day.needs | {name}).guard
    dated, found = code.constant(known.eras), code.constant(known)
    code.line(f"if {given} and {name} in {dated}: found += {found}.issues({name}, {day.source})")


def _write_group(writer: _Writer, group: Group) -> None:
    code = writer.code
    asked = [variable for variable in group.variables if not variable.is_calculated and variable.retired is None]
    names = tuple(variable.name for variable in asked)
    if group.required and group.shares_reason and asked:
        none_given = " and ".join(f"{writer[variable]} is None" for variable in asked)
        allowed = code.constant(frozenset(group.offered_reasons))
        issue = code.constant(Issue(group.name, "required", IssueSeverity.HARD, variables=names))
        lacking = f"{none_given} and reasons.get({group.name!r}) not in {allowed}{_when_asked(asked[0])}"
        code.line(f"if {lacking}: found.append({issue})")
    if group.none is not None:
        others = " or ".join(f"{writer[variable]}" for variable in asked if variable.name != group.none)
        issue = code.constant(Issue(group.name, "none-excludes-others", IssueSeverity.HARD, variables=names))
        code.line(f"if {writer.locals[group.none]} and ({others or 'False'}): found.append({issue})")
    if has_ticks(group) and asked:
        ticks = ", ".join(writer[variable] for variable in asked)
        issue = code.constant(Issue(group.name, "nothing-ticked", IssueSeverity.HARD, variables=names))
        nothing = f"False in ({ticks},) and True not in ({ticks},)"
        code.line(f"if {nothing} and off.keys().isdisjoint({names!r}): found.append({issue})")


def _write_rules(writer: _Writer) -> None:
    """A rule is broken only when FALSE. It is shown at the last of its questions that a respondent meets."""
    code, form = writer.code, writer.form
    for rule in form.rules:
        if rule.retired is not None:
            continue
        asked = asked_behind(form, references(rule.require.node))
        severity = IssueSeverity.HARD if rule.severity == "hard" else IssueSeverity.SOFT
        issue = code.constant(Issue(asked[-1] if asked else "", rule.name, severity, (), asked))
        applies = f"in_era({code.constant(rule.collected)}, anchor or today) and " if rule.collected else ""
        code.line(f"if {applies}{code.false_when(lower(rule.require.node))}: found.append({issue})")


def _finished(writer: _Writer) -> Evaluate:
    code, form = writer.code, writer.form
    code.line("if reasons: found += reason_issues(REASONS, values, reasons)")
    calculated = ", ".join(f"{part.name!r}: {writer[part]}" for part in form.variables if part.is_calculated)
    code.line(f"return Outcome({{{calculated}}}, off, frozenset(gone), tuple(found))")
    source = "\n".join(("def evaluate(answers, context):", *code.lines))
    offered = {
        name: (variables, frozenset(variables[0].offered_reasons)) for name, variables in form.reason_names.items()
    }
    constants = {
        **code.constants,
        "Outcome": Outcome,
        "in_era": in_era,
        "reason_issues": reason_issues,
        "ticked": ticked,
        "REASONS": offered,
    }
    evaluate: Evaluate = run_source(source, constants, "evaluate")
    return evaluate
