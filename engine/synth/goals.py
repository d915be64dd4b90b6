"""What made-up answers should reach: every value that matters, every reason, each condition TRUE and FALSE."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.expressions.nodes import Case, Node, references, walk
from catalogue.model import Catalogue, Expression, Form, Variable
from engine.answers import AnswerValue
from engine.compilers.python import compile_expression
from engine.synth.units import special_values

LEFT_OPEN = "not_answered"


@dataclass(frozen=True, slots=True)
class Seen:
    """Final answers as a goal looks at them: values by name, those outside the form included, reasons, and the day."""

    values: Mapping[str, AnswerValue]
    reasons: Mapping[str, str]
    today: date


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """One thing to reach. `unit` and `wish` say what to answer for it, `reads` which names have a say in it."""

    name: str
    reached: Callable[[Seen], bool]
    reads: tuple[str, ...]
    unit: str = ""
    wish: tuple[str, AnswerValue] | None = None
    reason: str | None = None


def goals_of(catalogue: Catalogue, form: Form) -> tuple[Goal, ...]:
    """Values and reasons in the order of the form, then conditions in the order they are written."""
    return (*_answers(form), *_conditions(catalogue, form))


def _answers(form: Form) -> Iterator[Goal]:
    for variable in form.variables:
        if not variable.retired:
            yield from _values(variable)
    for name, variables in form.reason_names.items():
        first = variables[0]
        group = form.groups.get(name)
        may_be_open = not (group.required if group and group.shares_reason else first.required)
        if not first.retired:
            for reason in (*first.offered_reasons, *((LEFT_OPEN,) if may_be_open else ())):
                yield _reason(name, first, reason)


def _values(variable: Variable) -> Iterator[Goal]:
    """Each code, truth and limit; of a calculated one the codes and truths, which no wish can bring about."""
    name = variable.name
    if variable.is_calculated and variable.type not in {"code", "boolean"}:
        return
    wanted = special_values(variable) if variable.is_calculated else _edges(variable)
    for value in wanted:
        reached = _has(name, value)
        if variable.is_calculated:
            reads = references(variable.calculate.node) if variable.calculate else ()
            yield Goal(f"{name} = {value}", reached, (name, *reads))
        else:
            yield Goal(f"{name} = {value}", reached, (name,), variable.reason_name, (name, value))


def _edges(variable: Variable) -> tuple[AnswerValue, ...]:
    bounds = variable.limits
    limits = {limit for limit in (bounds.min, bounds.soft_min, bounds.soft_max, bounds.max) if limit is not None}
    return tuple(
        value for value in special_values(variable) if variable.codes or isinstance(value, bool) or value in limits
    )


def _has(name: str, value: AnswerValue) -> Callable[[Seen], bool]:
    return lambda seen: seen.values.get(name) == value and seen.values.get(name) is not None


def _reason(name: str, first: Variable, reason: str) -> Goal:
    return Goal(
        f"{name} {reason}",
        lambda seen: seen.reasons.get(name) == reason,
        (first.name,),
        name,
        reason="" if reason == LEFT_OPEN else reason,
    )


def _conditions(catalogue: Catalogue, form: Form) -> Iterator[Goal]:
    """Each condition TRUE and FALSE; a hard rule cannot be FALSE in valid answers. And each branch of a `case`."""
    hard = {rule.name for rule in form.rules if rule.severity == "hard"}
    retired = {rule.name for rule in form.rules if rule.retired}
    for use in form.uses:
        if use.owner in retired:
            continue
        if use.expects == "boolean" and use.key != "calculate":
            only_true = use.key == "require" and use.owner in hard
            for truth in (True,) if only_true else (True, False):
                yield _outcome(catalogue, f"{use.owner} {use.key}", use.expression.node, truth)
        if use.key == "calculate":
            yield from _branches(catalogue, use.owner, _in_form(form, use.owner, use.expression))


def _in_form(form: Form, name: str, written: Expression) -> Node:
    """A calculation as the form computes it: an instrument's score reads the form's own names."""
    variable = form.variable.get(name)
    return variable.calculate.node if variable and variable.calculate else written.node


def _branches(catalogue: Catalogue, owner: str, node: Node) -> Iterator[Goal]:
    for part in walk(node):
        if isinstance(part, Case):
            for number, (when, _) in enumerate(part.branches, 1):
                yield _outcome(catalogue, f"{owner} case {number}", when, True)


def _outcome(catalogue: Catalogue, name: str, node: Node, truth: bool) -> Goal:
    compiled = compile_expression(node, catalogue.value_sets)
    return Goal(
        f"{name} {str(truth).upper()}",
        lambda seen: compiled(seen.values, seen.reasons, seen.today) is truth,
        references(node),
    )
