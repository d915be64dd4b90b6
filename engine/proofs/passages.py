"""How a row of one version of a form is read as a row of another: every answer an expression over the earlier row.

The words of the prover and of the engine for the same thing: `later_row` does in Python what the prover reasons about.
Knows nothing of where the expressions come from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from catalogue.expressions.nodes import Call, Node, Reference, references
from catalogue.expressions.scope import TIMEPOINT, Binding
from catalogue.model import Form, ValueSet, Variable
from engine.answers import Answers, AnswerValue, Context
from engine.compilers.python import compile_expression
from engine.proofs.records import Replayed


@dataclass(frozen=True, slots=True)
class Carried:
    """One answer of the later row, and the reason when there is none, as expressions over the earlier row."""

    value: Node
    reason: Node

    @property
    def plain_name(self) -> str | None:
        """The earlier variable that it is, where it is one as it stands."""
        value = self.value
        is_plain = isinstance(value, Reference) and self.reason == reason_of(value.name)
        return value.name if isinstance(value, Reference) and is_plain else None


def reason_of(name: str) -> Node:
    """Why a variable has no value."""
    return Call("missing_reason", (Reference(name),))


@dataclass(frozen=True, slots=True)
class Beside:
    """A variable of another form: what its name means, and the reasons that may stand instead of an answer."""

    binding: Binding
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Passage:
    """From a row of the form `before`. `answers` go by the later form's variables; one that is not there was not asked
    for before.

    `outside` has every name of other forms that the later form reads, over such names of the earlier version; what is
    not there is nothing. `beside` says what those of the earlier names mean that the earlier form itself does not know.
    """

    before: Form
    answers: Mapping[str, Carried]
    outside: Mapping[str, Node] = field(default_factory=dict)
    beside: Mapping[str, Beside] = field(default_factory=dict)
    value_sets: Mapping[str, ValueSet] = field(default_factory=dict)

    @cached_property
    def same_outside(self) -> Mapping[str, str]:
        """The names of other forms that are one earlier name, as it stands."""
        return {name: node.name for name, node in self.outside.items() if isinstance(node, Reference)}

    @cached_property
    def reads_outside(self) -> tuple[str, ...]:
        """The earlier names of other forms that it rests on."""
        answers = (node for carried in self.answers.values() for node in (carried.value, carried.reason))
        found = (name for node in (*answers, *self.outside.values()) for name in references(node))
        return tuple(dict.fromkeys(name for name in found if "." in name or name == TIMEPOINT))

    def later_row(self, form: Form, witness: Replayed) -> tuple[Answers, Context]:
        """The answers a final row becomes in the later form, and what is then known beside them."""
        row, context = self._row(witness), witness.record.context
        values = {name: row.read(self._compiled(carried.value)) for name, carried in self.answers.items()}
        reasons = {name: row.read(self._compiled(carried.reason)) for name, carried in self.answers.items()}
        fitted = {name: fit(form.variable[name], value) for name, value in values.items() if value is not None}
        others = {name: row.read(self._compiled(node)) for name, node in self.outside.items()}
        timepoint = others.pop(TIMEPOINT, None) or context.timepoint
        return (
            Answers(fitted, _by_unit(form, fitted, reasons)),
            Context(context.today, str(timepoint), context.anchor, others),
        )

    def _row(self, witness: Replayed) -> "_Row":
        context, final = witness.record.context, witness.final
        values = {**context.others, TIMEPOINT: context.timepoint, **final.values}
        reasons = dict(witness.record.beside)
        for unit, variables in self.before.reason_names.items():
            reasons |= {variable.name: final.reasons[unit] for variable in variables if unit in final.reasons}
        return _Row(values, reasons, context.today)

    def _compiled(self, node: Node) -> Callable[..., Any]:
        if node not in self._functions:
            self._functions[node] = compile_expression(node, self.value_sets)
        return self._functions[node]

    @cached_property
    def _functions(self) -> dict[Node, Callable[..., Any]]:
        return {}


@dataclass(frozen=True, slots=True)
class _Row:
    """What expressions over the earlier row read."""

    values: Mapping[str, AnswerValue]
    reasons: Mapping[str, str]
    today: date

    def read(self, function: Callable[..., Any]) -> Any:
        return function(self.values, self.reasons, self.today)


def fit(variable: Variable, value: AnswerValue) -> AnswerValue:
    """A number as the variable keeps numbers, where it is one that it can keep."""
    if isinstance(value, float) and value.is_integer() and _is_whole(variable):
        return int(value)
    return value


def _is_whole(variable: Variable) -> bool:
    return variable.type == "integer" or (variable.codelist is not None and variable.codelist.numeric)


def _by_unit(form: Form, values: Mapping[str, AnswerValue], reasons: Mapping[str, str | None]) -> dict[str, str]:
    """The reasons as a row keeps them: one for a group that shares it, when nothing in the group is answered."""
    found: dict[str, str] = {}
    for unit, variables in form.reason_names.items():
        given = [reason for variable in variables if (reason := reasons.get(variable.name))]
        if given and all(variable.name not in values for variable in variables):
            found[unit] = given[0]
    return found


def unchanged(before: Form, after: Form) -> Passage:
    """Where every question is the one of the same name."""
    shared = (
        name for name, variable in after.variable.items() if name in before.variable and not variable.is_calculated
    )
    answers = {name: Carried(Reference(name), reason_of(name)) for name in shared}
    return Passage(before, answers, {name: Reference(name) for name in outside_names(after)})


def outside_names(form: Form) -> list[str]:
    """What is read of other forms, the person and the timepoint."""
    return sorted({name for use in form.uses for name in references(use.expression.node)} - set(form.variable))
