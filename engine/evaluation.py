"""Answers → outcome: what is asked, what is computed, and every issue; and the answers a final form is stored with.

Pure: today and everything outside the form come in the context. The work is done by one generated function per form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import finalize

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import OFFERED_REASONS, Catalogue, Form
from engine.answers import Answers, AnswerValue, Context, IssueSeverity, Outcome
from engine.compilers.python import compile_expression
from engine.compilers.python_form import Evaluate, compile_form
from engine.constraints import tick_groups, ticked


@dataclass(frozen=True, slots=True)
class Evaluator:
    """The evaluation of one form, compiled once."""

    form: Form
    evaluate: Evaluate


_COMPILED: dict[int, dict[str, Evaluator]] = {}
"""Evaluators by the identity of their catalogue, forgotten together with it."""


def evaluator(catalogue: Catalogue, form: Form) -> Evaluator:
    """The form's evaluator, compiled at first use and kept as long as the catalogue."""
    if id(catalogue) not in _COMPILED:
        _COMPILED[id(catalogue)] = {}
        finalize(catalogue, _COMPILED.pop, id(catalogue), None)
    compiled = _COMPILED[id(catalogue)]
    if form.address not in compiled:
        compiled[form.address] = Evaluator(form, compile_form(form, catalogue.value_sets))
    return compiled[form.address]


def prefilled(form: Form, context: Context) -> Answers:
    """The values a new row starts with, from the variables' `prefill`."""
    known = {**context.others, TIMEPOINT: context.timepoint}
    values: dict[str, AnswerValue] = {}
    for variable in form.variables:
        if variable.prefill is not None:
            value = compile_expression(variable.prefill.node)(known, {}, context.today)
            if value is not None:
                values[variable.name] = value
    return Answers(values)


def is_final(outcome: Outcome, confirmed: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """Whether the form may be made final: nothing refused or hard, each soft issue confirmed as (variable, rule)."""
    return all(
        issue.severity is IssueSeverity.SOFT and (issue.variable, issue.rule) in confirmed for issue in outcome.issues
    )


def final_answers(form: Form, answers: Answers, outcome: Outcome) -> Answers:
    """What a final form is stored with: each question has exactly one of value and reason, calculations included.

    What is not asked is cleared, or gets its `otherwise`; what was left open is `not_answered`.
    """
    given = ticked(tick_groups(form), answers.values)
    values: dict[str, AnswerValue] = dict(outcome.calculated)
    reasons: dict[str, str] = {}
    for name, variables in form.reason_names.items():
        for variable in variables:
            values[variable.name] = _final_value(variable.name, given, outcome)
        if all(values[variable.name] is None for variable in variables):
            reasons[name] = _reason(name, variables[0].name, answers.reasons, outcome)
    return Answers(values, reasons)


def _final_value(name: str, given: Mapping[str, AnswerValue], outcome: Outcome) -> AnswerValue:
    if name in outcome.not_asked:
        return outcome.not_asked[name]
    return None if name in outcome.not_collected else given.get(name)


def _reason(name: str, variable: str, given: Mapping[str, str], outcome: Outcome) -> str:
    if variable in outcome.not_collected:
        return "not_collected"
    if variable in outcome.not_asked:
        return "not_asked"
    reason = given.get(name, "not_answered")
    return reason if reason in OFFERED_REASONS else "not_answered"
