"""From the prover's model to answers that a person can read and the engine can evaluate: witness and counterexample."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import z3

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import OFFERED_REASONS, Catalogue
from engine.answers import Answers, AnswerValue, Context, IssueSeverity, Outcome
from engine.evaluation import evaluator, final_answers
from engine.proofs.truth import Quantity, Term, Truth
from engine.proofs.words import LENGTH
from engine.proofs.world import World


@dataclass(frozen=True, slots=True)
class Record:
    """Answers to one form on one occasion, with all that was known beside them.

    `beside` has why answers of other forms are missing, for those whose reason is asked about.
    """

    answers: Answers
    context: Context
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A record as the engine sees it: made final, and what was found."""

    record: Record
    final: Answers
    outcome: Outcome

    @property
    def is_final(self) -> bool:
        """Whether the form could be made final, every soft issue confirmed."""
        return all(issue.severity is IssueSeverity.SOFT for issue in self.outcome.issues)


def record_of(world: World, model: z3.ModelRef) -> Record:
    """The answers that a model stands for."""
    values = {
        name: _value(world, name, world.form.variable[name].type, term, model) for name, term in world.answers.items()
    }
    others = {name: _value(world, name, world.scope[name].type, term, model) for name, term in world.outside.items()}
    timepoint = others.pop(TIMEPOINT, None) or (world.form.timepoints or ("",))[0]
    return Record(
        Answers({name: value for name, value in values.items() if value is not None}, _reasons(world, values, model)),
        Context(
            today=_day(_number(world.prover.today, model)),
            timepoint=str(timepoint),
            anchor=_day(_number(world.anchor, model)),
            others=others,
        ),
        {
            name: world.prover.words.text(_number(reason.value, model))
            for name, reason in world.beside.items()
            if others[name] is None
        },
    )


def replay(catalogue: Catalogue, world: World, record: Record) -> Replayed:
    """What the engine says of a record."""
    outcome = evaluator(catalogue, world.form).evaluate(record.answers, record.context)
    return Replayed(record, final_answers(world.form, record.answers, outcome), outcome)


def _reasons(world: World, values: dict[str, AnswerValue], model: z3.ModelRef) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, variables in world.form.reason_names.items():
        if all(values.get(variable.name) is None for variable in variables):
            reason = world.prover.words.text(_number(z3.Int(f"{name} reason"), model))
            if reason in OFFERED_REASONS and reason in variables[0].offered_reasons:
                found[name] = reason
    return found


def _value(world: World, name: str, kind: str, term: Term, model: z3.ModelRef) -> AnswerValue:
    """The value of a term in a model, as a value of this type (of a variable, or of an expression)."""
    if not z3.is_true(model.eval(term.known, model_completion=True)):
        return None
    if isinstance(term, Truth):
        return bool(z3.is_true(model.eval(term.true, model_completion=True)))
    return _decoded(world, name, kind, term, model)


def _decoded(world: World, name: str, kind: str, term: Quantity, model: z3.ModelRef) -> AnswerValue:
    if kind in {"decimal", "number"} and not z3.is_int(term.value):
        found = model.eval(term.value, model_completion=True)
        return float(Decimal(found.numerator_as_long()) / Decimal(found.denominator_as_long()))
    number = _number(term.value, model)
    match kind:
        case "date":
            return _day(number)
        case "time":
            return time(number // 60, number % 60)
        case "datetime":
            return datetime(1, 1, 1) + timedelta(minutes=number - 1440)
        case "text" | "longtext" | "coding":
            return world.prover.words.text(number, _number(LENGTH(number), model))
        case "code":
            variable = world.form.variable[name]
            is_number = variable.codelist is None or variable.codelist.numeric
            return number if is_number else world.prover.words.text(number)
        case _:
            return number


def _number(term: z3.ArithRef, model: z3.ModelRef) -> int:
    found = model.eval(term, model_completion=True)
    return int(found.as_long())


def _day(number: int) -> date:
    return date.fromordinal(number)
