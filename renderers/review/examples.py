"""One example of a calculation or a rule that gives something else than before: answers, and both results.

Found by trying a few hundred likely answers, in a fixed order, so that the same change always has the same example; no
answer of a person is read. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product

from catalogue.expressions.nodes import Call, Literal, Node, references, walk
from catalogue.model import Expression, Form, Rule, Variable
from catalogue.texts import translatable
from engine.answers import AnswerValue
from engine.compilers.python import compile_expression
from migrations_gen.changes import Change, forms, variables
from migrations_gen.diff.matching import Pair
from renderers.html.wording import Wording
from renderers.review.formulas import Formulas
from renderers.review.telling import Teller

MOST_NAMES, MOST_TRIES, MOST_VALUES = 5, 3000, 12
"""An example of more answers is hard to follow; more tries take time that is seldom worth it."""

DAY = date(2025, 3, 1)
"""What days in examples are counted from; never today."""

CALCULATED = translatable("{answers} gives {before} today, and {after} after the change.")
STOPPED = translatable("Answers such as these are accepted today, and not after the change: {answers}.")
ASKED = translatable(
    "Answers such as these are accepted without a question today, and must be confirmed after the change: {answers}."
)
NOTHING = translatable("nothing")
ANSWER = translatable("{question} {answer}")

Values = Mapping[str, AnswerValue]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: an expression before and after in the later state's names; None where there was none."""

    form: Form
    before: Node | None
    after: Node

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Those that there are."""
        return (self.after,) if self.before is None else (self.before, self.after)

    @property
    def names(self) -> tuple[str, ...]:
        """The variables that are read, in reading order."""
        return tuple(dict.fromkeys(name for node in self.nodes for name in references(node)))

    @property
    def depends_on_the_day(self) -> bool:
        """Whether the same answers may give something else tomorrow."""
        return any(isinstance(part, Call) and part.function == "today" for node in self.nodes for part in walk(node))


def example(change: Change, teller: Teller) -> str:
    """The example as a sentence; empty when there is none, or none that is short."""
    trial = _trial(change, teller)
    if trial is None or trial.depends_on_the_day:
        return ""
    formulas = teller.after.formulas(trial.form)
    is_rule = isinstance(change, forms.RuleAdded | forms.RuleChanged)
    for values, before, after in _tried(trial, formulas):
        if is_rule and after is False and before is not False:
            return _of_rule(change, trial, values, formulas, teller)
        if not is_rule and before != after and None not in (before, after):
            return _of_calculation(change, trial, values, (before, after), formulas)
    return ""


def _trial(change: Change, teller: Teller) -> Trial | None:
    form, earlier = (teller.form_of(change, is_later=is_later) for is_later in (True, False))
    if form is None or not isinstance(change, forms.RuleAdded | forms.RuleChanged | variables.CalculationChanged):
        return None
    before, after = (_node(side) for side in (change.before, change.after))
    if after is None or (before is None and not isinstance(change, forms.RuleAdded)):
        return None
    difference = teller.comparison.difference
    pair = Pair(difference.before.catalogue, difference.after.catalogue, difference.carrying)
    translated = pair.translated(before, earlier) if before is not None and earlier is not None else None
    trial = Trial(form, translated, after)
    return trial if all(_is_steady(name, trial, teller) for name in trial.names) else None


def _is_steady(name: str, trial: Trial, teller: Teller) -> bool:
    """Whether an answer means the same in both states."""
    carry = teller.comparison.difference.carrying.forward.carry(f"{trial.form.address}.{name}")
    return trial.before is None or "." in name or (carry is not None and carry.is_plain)


def _node(side: object) -> Node | None:
    expression = side.require if isinstance(side, Rule) else side
    return expression.node if isinstance(expression, Expression) else None


# ---- trying ----


def _tried(trial: Trial, formulas: Formulas) -> Iterator[tuple[Values, AnswerValue, AnswerValue]]:
    """Answers, and what the two expressions make of them."""
    nodes, names = trial.nodes, trial.names
    asked = {name: formulas.variable(name) for name in names}
    if len(names) > MOST_NAMES or None in asked.values():
        return
    numbers = sorted({number for node in nodes for number in _numbers_in(node)})
    likely = [list(_likely(variable, numbers)) for variable in asked.values() if variable is not None]
    compiled = [compile_expression(node, formulas.catalogue.value_sets) for node in nodes]
    for combination in islice(product(*likely), MOST_TRIES):
        values = dict(zip(names, combination, strict=True))
        results = [calculate(values, {}, DAY) for calculate in compiled]
        yield values, results[0] if trial.before is not None else True, results[-1]


def _numbers_in(node: Node) -> Iterator[float]:
    for part in walk(node):
        if isinstance(part, Literal) and isinstance(part.value, float):
            yield part.value


def _likely(variable: Variable, numbers: list[float]) -> Iterator[AnswerValue]:
    """Answers to try, the most ordinary first."""
    match variable.type:
        case "boolean":
            yield from (True, False)
        case "code":
            yield from [code.value for code in variable.codes if code.missing is None][:MOST_VALUES]
        case "integer" | "decimal":
            yield from list(dict.fromkeys(_numbers(variable, numbers)))[:MOST_VALUES]
        case "date":
            yield from list(dict.fromkeys(_days(numbers)))[:MOST_VALUES]
        case _:
            return


def _numbers(variable: Variable, numbers: list[float]) -> Iterator[float]:
    limits = variable.limits
    low, high = (
        next((bound for bound in bounds if isinstance(bound, int | float)), otherwise)
        for bounds, otherwise in (((limits.soft_min, limits.min), 0), ((limits.soft_max, limits.max), 100))
    )
    around = (part + step for part in numbers for step in (0, 1, -1))
    tried = (round((low + high) / 2), *around, low, high, *(low + (high - low) * part // 4 for part in (1, 3)))
    least, most = (bound if isinstance(bound, int | float) else None for bound in (limits.min, limits.max))
    yield from (part for part in tried if (least is None or part >= least) and (most is None or part <= most))


def _days(numbers: list[float]) -> Iterator[date]:
    """Days so far apart as the numbers of the expression say, in days and in years."""
    yield DAY
    for number in numbers:
        if 0 < number < 120:
            yield from (DAY.replace(year=DAY.year - round(number) + step) for step in (0, 1, -1))
        if 0 < number < 4000:
            yield from (DAY - timedelta(days=round(number) + step) for step in (0, 1, -1))
    yield DAY - timedelta(days=1)


# ---- telling ----


def _answers(values: Values, formulas: Formulas) -> str:
    language = formulas.wording.language
    said = []
    for name, value in values.items():
        variable = formulas.variable(name)
        if variable is not None:
            answer = _answer(variable, value, formulas.wording)
            said.append(language.gettext(ANSWER, question=formulas.called(name), answer=answer))
    return language.listed(said)


def _of_rule(change: Change, trial: Trial, values: Values, formulas: Formulas, teller: Teller) -> str:
    is_hard = isinstance(change.after, Rule) and change.after.severity == "hard"
    rule = next((rule for rule in trial.form.rules if rule.name == change.subject.name), None)
    is_hard = is_hard or (rule is not None and rule.severity == "hard")
    return teller.language.gettext(STOPPED if is_hard else ASKED, answers=_answers(values, formulas))


def _of_calculation(
    change: Change, trial: Trial, values: Values, results: tuple[AnswerValue, AnswerValue], formulas: Formulas
) -> str:
    variable = trial.form.variable[change.subject.name]
    before, after = (_answer(variable, _rounded(one, variable), formulas.wording) for one in results)
    if before == after:
        return ""
    said = _answers(values, formulas)
    return formulas.wording.language.gettext(CALCULATED, answers=said, before=before, after=after)


def _rounded(value: AnswerValue, variable: Variable) -> AnswerValue:
    return round(value, variable.decimals or 2) if isinstance(value, float) else value


def _answer(variable: Variable, value: AnswerValue, wording: Wording) -> str:
    """A value in words, with its unit."""
    label = next((code.label for code in variable.codes if code.value == value), None)
    said = wording.words(label) if label is not None else wording.language.show(_whole(value))
    return f"{said}\N{NO-BREAK SPACE}{wording.words(variable.unit)}" if variable.unit else said


def _whole(value: AnswerValue) -> AnswerValue:
    return int(value) if isinstance(value, float) and value.is_integer() else value
