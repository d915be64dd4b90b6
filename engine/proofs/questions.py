"""What a form's rules imply, asked one by one: can it be made final, can each question be asked and answered, can each
rule be broken? A reply that no answers can show is a finding for the author.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import z3

from catalogue.expressions.scope import TIMEPOINT
from catalogue.findings import Finding, Location, Severity
from catalogue.model import Catalogue, Form, Rule, Variable
from engine.answers import AnswerValue, IssueSeverity
from engine.compilers.python import compile_expression
from engine.proofs.building import world_of
from engine.proofs.records import Replayed
from engine.proofs.sampling import samples
from engine.proofs.solving import Reply, Solving, Verdict
from engine.proofs.truth import TRUE, Quantity, Truth, both
from engine.proofs.world import Demand, World

WISHES = 32
"""How many further questions a witness is wished to show, so that fewer need be put."""

MESSAGES: Mapping[str, str] = {
    "never-asked": "'{subject}' can never be asked{because}. Correct its condition, or retire the question.",
    "never-answered": "'{subject}' must be answered, and no answer to it is possible{because}. Loosen one of them.",
    "impossible-answer": "No final answers can have {subject}{because}. Take the answer out, or loosen one of them.",
    "unmet-rule": "The rule '{subject}' can never be met{because}. Correct one of them.",
    "implied-rule": "The rule '{subject}' can never be broken{because}. Take it out, or correct it.",
    "soft-limit-out-of-reach": "The soft limit of {subject} can never be passed{because}. Move it, or take it out.",
}
"""What is said of a question that no answers can show, by slug."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Something that answers should be able to show. `without` are demands left out while it is asked."""

    slug: str
    subject: str
    at: Location
    condition: z3.BoolRef
    shown_by: Callable[[Replayed], bool]
    severity: Severity = Severity.WARNING
    without: tuple[str, ...] = ()
    exact: bool = True


def form_findings(catalogue: Catalogue, form: Form) -> Iterator[Finding]:
    """The findings of one form; when it can never be made final there is only that."""
    world = world_of(catalogue, form)
    solving = Solving(catalogue, world)
    possible = solving.ask(TRUE, lambda witness: witness.is_final)
    if possible.verdict is Verdict.IMPOSSIBLE:
        yield Finding(form.at, "contradicting-rules", _contradiction(form, possible))
        return
    left = list(_not_shown(solving, list(questions(world))))
    undecided = any(reply.verdict is Verdict.UNDECIDED for _, reply in left)
    sampled = list(samples(catalogue, world)) if undecided else []
    for question, reply in left:
        if reply.verdict is Verdict.IMPOSSIBLE:
            message = MESSAGES[question.slug].format(subject=question.subject, because=_because(reply))
            yield Finding(question.at, question.slug, message + _exactness(question, reply), question.severity)
        elif not any(_agrees(question)(witness) for witness in sampled):
            yield Finding(question.at, "undecided", _undecided(question, len(sampled)), Severity.WARNING)


def _not_shown(solving: Solving, waiting: list[Question]) -> Iterator[tuple[Question, Reply]]:
    """The questions that no answers show. One witness may show many, so each is held against all that are left."""
    while waiting:
        question = waiting.pop(0)
        reply = solving.ask(question.condition, _agrees(question), question.without, _wishes(question, waiting))
        witness = reply.witness
        if witness is None:
            yield question, reply
        elif witness.is_final:
            waiting = [other for other in waiting if not _agrees(other)(witness)]


def _wishes(question: Question, waiting: list[Question]) -> list[z3.BoolRef]:
    """What the witness of a question might show besides: the next question of each other subject."""
    first = {other.at: other.condition for other in reversed(waiting) if not other.without and other.at != question.at}
    return list(reversed(first.values()))[:WISHES]


def _agrees(question: Question) -> Callable[[Replayed], bool]:
    """Whether a record shows it: final but for the rules left out."""

    def agrees(witness: Replayed) -> bool:
        hard = [issue.rule for issue in witness.outcome.issues if issue.severity is not IssueSeverity.SOFT]
        return set(hard) <= {*question.without} and question.shown_by(witness)

    return agrees


def questions(world: World) -> Iterator[Question]:
    """Everything that is asked of a form, in its order."""
    for variable in world.form.variables:
        if variable.retired is None and not variable.is_calculated:
            yield from _of_variable(variable, world)
    for demand in world.remarks:
        if demand.kind != "rule":
            yield _of_soft_limit(demand, world)
    for rule in world.form.rules:
        if rule.retired is None:
            yield from _of_rule(rule, world)


def _of_variable(variable: Variable, world: World) -> Iterator[Question]:
    name, asked, answer = variable.name, world.asked[variable.name], world.answers[variable.name]
    given = both((asked, answer.known))
    if variable.enable_when is not None:
        yield _about(variable, "never-asked", asked, lambda witness: _is_asked(witness, name), world)
    if variable.required:
        yield _about(variable, "never-answered", given, lambda witness: _has_answer(witness, name), world)
    for value, condition in _possible_answers(variable, answer, world):
        yield _of_answer(variable, value, both((asked, condition)), world)


def _about(
    variable: Variable, slug: str, condition: z3.BoolRef, shown: Callable[[Replayed], bool], world: World
) -> Question:
    exact = variable.name not in world.prover.inexact_names
    return Question(slug, variable.name, variable.at, condition, shown, Severity.ERROR, exact=exact)


def _possible_answers(
    variable: Variable, answer: Truth | Quantity, world: World
) -> Iterator[tuple[AnswerValue, z3.BoolRef]]:
    """Each truth and each code, with when it is the answer."""
    if isinstance(answer, Truth):
        yield from ((True, answer.true), (False, answer.false))
    elif variable.type == "code":
        for code in variable.codes:
            if code.retired is None:
                yield code.value, both((answer.known, answer.value == world.prover.number(code.value)))


def _of_answer(variable: Variable, value: AnswerValue, condition: z3.BoolRef, world: World) -> Question:
    name = variable.name
    return Question(
        "impossible-answer",
        f"{name} = {value}",
        variable.at,
        condition,
        lambda witness: _is_asked(witness, name) and witness.final.values.get(name) == value,
        exact=name not in world.prover.inexact_names,
    )


def _of_soft_limit(demand: Demand, world: World) -> Question:
    variable = world.form.variable[demand.owner]
    slug, shown = "soft-limit-out-of-reach", _found(demand)
    return Question(slug, demand.name, variable.at, demand.broken, shown, exact=demand.exact)


def _of_rule(rule: Rule, world: World) -> Iterator[Question]:
    """Whether it can be broken, a hard one by answers that meet all others; and whether it can be TRUE at all."""
    rules = (demand for demand in (*world.demands, *world.remarks) if demand.kind == "rule")
    demand = next(demand for demand in rules if demand.owner == rule.name)
    without = (demand.name,) if rule.severity == "hard" else ()
    exact = demand.exact
    yield Question("implied-rule", rule.name, rule.at, demand.broken, _found(demand), without=without, exact=exact)
    yield Question("unmet-rule", rule.name, rule.at, demand.met, _holds(rule, world), Severity.ERROR, exact=exact)


def _holds(rule: Rule, world: World) -> Callable[[Replayed], bool]:
    holds = compile_expression(rule.require.node, world.prover.value_sets)

    def shown(witness: Replayed) -> bool:
        context = witness.record.context
        values = {**context.others, TIMEPOINT: context.timepoint, **witness.final.values}
        return holds(values, witness.final.reasons, context.today) is True

    return shown


def _found(demand: Demand) -> Callable[[Replayed], bool]:
    slug = demand.owner if demand.kind == "rule" else demand.kind
    rule_only = demand.kind == "rule"
    return lambda witness: any(
        issue.rule == slug and (rule_only or issue.variable == demand.owner) for issue in witness.outcome.issues
    )


def _is_asked(witness: Replayed, name: str) -> bool:
    return name not in witness.outcome.not_asked and name not in witness.outcome.not_collected


def _has_answer(witness: Replayed, name: str) -> bool:
    return _is_asked(witness, name) and witness.final.values.get(name) is not None


def _because(reply: Reply) -> str:
    """The demands that stand in the way, in an author's own names."""
    names = [f"'{demand.name}'" for demand in reply.because]
    if not names:
        return ", whatever else is answered"
    return f" beside {_listed(names)}"


def _listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _contradiction(form: Form, reply: Reply) -> str:
    names = [f"'{demand.name}'" for demand in reply.because]
    together = f"{_listed(names)} contradict each other" if len(names) > 1 else f"{_listed(names)} can never be met"
    return f"No answers to '{form.address}' can ever be made final: {together}. Correct one of them."


def _exactness(question: Question, reply: Reply) -> str:
    exact = question.exact and all(demand.exact for demand in reply.because)
    return "" if exact else " This was reckoned with exact decimals, not as a computer rounds them."


def _undecided(question: Question, sampled: int) -> str:
    return (
        f"Whether '{question.subject}' ({question.slug}) is so could not be decided;"
        f" none of {sampled} made-up answers shows the opposite. Simplify the expression if you can."
    )
