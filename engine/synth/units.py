"""What is answered at once: a question, a whole checklist or matrix, a thing outside the form; how it is drawn.

Mostly ordinary answers, so that soft limits are seldom met by chance; now and then an edge, or none at all.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from catalogue.expressions.nodes import Call, Case, Literal, Reference, walk
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Code, Expression, Form, Limit, Variable
from engine.answer_columns import outside_variables
from engine.answers import AnswerValue
from engine.constraints import constraint, has_ticks, in_era

SPECIAL, UNANSWERED, REASON = 0.25, 0.06, 0.03
"""How often a draw is a special value, none at all, or a reason why not."""
TICKED = 0.3
USUAL_PAST, USUAL_FUTURE, TO_COME = 730, 365, 0.05
"""Days: how far back, and how far ahead, a date lies that nothing limits; and how often it is still to come."""
WORDS = ("oppdiktet", "svar", "til", "prøve", "uten", "innhold", "æøå")


Wishes = Mapping[str, AnswerValue]
NO_WISHES: Wishes = {}


@dataclass(frozen=True, slots=True)
class Draw:
    """What one unit is answered with: values, or the reason why there are none; neither when it is left open."""

    values: Mapping[str, AnswerValue]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit, the values of each variable that matter to some rule, and how an ordinary value is drawn.

    What is `held` has that value in every draw, None for none at all.
    """

    name: str
    variables: tuple[Variable, ...]
    special: Mapping[str, tuple[AnswerValue, ...]]
    today: date
    none: str = ""
    may_be_open: bool = True
    outside: bool = False
    ticks: bool = False
    held: Wishes = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its values in a row."""
        return tuple(self.special)

    def draw(self, rng: random.Random, wishes: Wishes = NO_WISHES) -> Draw:
        """Answers at random; the variables that are wished for have just that value, None for no answer at all."""
        wishes = {**wishes, **self.held}
        if any(value is None for value in wishes.values()):
            return Draw({})
        chance = rng.random()
        if not wishes and self.may_be_open and chance < UNANSWERED:
            return Draw({})
        if not wishes and self.reasons and chance < UNANSWERED + REASON:
            return Draw({}, rng.choice(self.reasons))
        values = {
            variable: wishes[variable] if variable in wishes else self._value(rng, variable, place)
            for place, variable in enumerate(self.names)
        }
        return Draw(self._consistent(rng, values, wishes))

    def changed(self, rng: random.Random, draw: Draw, wishes: Wishes) -> Draw:
        """The same answers but for those wished for."""
        wishes = {**wishes, **self.held}
        if not draw.values:
            return self.draw(rng, wishes)
        return Draw(self._consistent(rng, {**draw.values, **wishes}, wishes))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons that may be given instead of an answer."""
        return self.variables[0].offered_reasons if self.variables else ()

    def _value(self, rng: random.Random, name: str, place: int) -> AnswerValue:
        if self.ticks:
            return rng.random() < TICKED
        special = self.special[name]
        if special and (not self.variables or rng.random() < SPECIAL):
            return rng.choice(special)
        return ordinary(self.variables[place], rng, self.today)

    def _consistent(
        self, rng: random.Random, values: Mapping[str, AnswerValue], wishes: Wishes
    ) -> Mapping[str, AnswerValue]:
        """Ticks as a person sets them: the one that excludes the others is alone, and one at least is set."""
        if not self.ticks:
            return values
        alone = bool(self.none) and (
            wishes.get(self.none, False) or (values[self.none] and True not in wishes.values())
        )
        if alone and wishes.get(self.none) is not False:
            return {name: name == self.none for name in values}
        ticked = {**values, self.none: False} if self.none else dict(values)
        if not any(ticked.values()):
            free = [name for name in ticked if name not in wishes and name != self.none]
            ticked[rng.choice(free or list(ticked))] = True
        return ticked


def units_of(catalogue: Catalogue, form: Form, today: date) -> tuple[Unit, ...]:
    """Everything that can be answered in the form or read by it, in its order; what lies outside comes first."""
    compared = _compared(form)
    units = []
    if form.timepoints:
        units.append(Unit(TIMEPOINT, (), {TIMEPOINT: form.timepoints}, today, may_be_open=False, outside=True))
    for name, variable in outside_variables(catalogue, form).items():
        if name in compared:
            units.append(Unit(name, (variable,), {name: special_values(variable, compared[name])}, today, outside=True))
    for name, variables in form.reason_names.items():
        asked = tuple(variable for variable in variables if not variable.retired)
        group = form.groups.get(name)
        if asked:
            special = {variable.name: special_values(variable, compared.get(variable.name, ())) for variable in asked}
            required = group.required if group else any(variable.required for variable in asked)
            none = (group.none or "") if group else ""
            ticks = group is not None and has_ticks(group)
            units.append(Unit(name, asked, special, today, none, may_be_open=not required, ticks=ticks))
    return tuple(units)


def special_values(variable: Variable, compared: Sequence[AnswerValue] = ()) -> tuple[AnswerValue, ...]:
    """The codes, both truths, the limits, and values that rules compare with and their neighbours; all admissible."""
    bounds = variable.limits
    edges = [limit for limit in (bounds.min, bounds.soft_min, bounds.soft_max, bounds.max) if _is_constant(limit)]
    found: list[AnswerValue] = [code.value for code in _outer(variable) if not code.retired]
    found += [True, False] if variable.type == "boolean" else []
    near = [neighbour for value in (*edges, *compared) for neighbour in _neighbours(variable, value)]
    return tuple(dict.fromkeys(value for value in (*found, *near) if admissible(variable, value)))


def _outer(variable: Variable) -> tuple[Code, ...]:
    """A codelist's codes; of a coding system, which has too many, the first and last that are valid at all times."""
    if variable.system is None:
        return variable.codes
    always = [code for code in variable.codes if not code.collected]
    return tuple(dict.fromkeys((*always[:1], *always[-1:])))


def admissible(variable: Variable, value: Any) -> bool:
    """Whether the variable's own constraint allows the value."""
    bound = constraint(variable)
    if type(value) not in bound.kinds or (bound.codes is not None and value not in bound.codes):
        return False
    if isinstance(value, str):
        return bound.max_length is None or 0 < len(value) <= bound.max_length
    if bound.decimals is not None and isinstance(value, float) and round(value, bound.decimals) != value:
        return False
    return bound.low is None or bound.high is None or bool(bound.low <= value <= bound.high)


def ordinary(variable: Variable, rng: random.Random, today: date) -> AnswerValue:
    """A value as most people would give, within soft limits where there are any."""
    return ORDINARY[variable.type](variable, rng, today)


def _compared(form: Form) -> dict[str, list[AnswerValue]]:
    """The names that the form's expressions read, each with the constants it is compared to."""
    found: dict[str, list[AnswerValue]] = {}
    for node in (part for use in form.uses for part in walk(use.expression.node)):
        if isinstance(node, Reference):
            found.setdefault(node.name, [])
        elif isinstance(node, Call | Case):
            parts = node.arguments if isinstance(node, Call) else ()
            constants = [part.value for part in parts if isinstance(part, Literal)]
            for name in (part.name for part in parts if isinstance(part, Reference)):
                found.setdefault(name, []).extend(constants)
    return found


def _neighbours(variable: Variable, value: object) -> Iterator[AnswerValue]:
    """The value in the variable's own type, with what lies just under and over it."""
    if isinstance(value, bool) or value is None:
        return
    if variable.type == "date" and isinstance(value, date):
        yield from (value, value - timedelta(days=1), value + timedelta(days=1))
    elif isinstance(value, int | float) and variable.type in {"integer", "code"}:
        yield from (int(value), int(value) - 1, int(value) + 1)
    elif isinstance(value, int | float) and variable.type == "decimal":
        step = 10.0 ** -(variable.decimals or 0)
        yield from (round(value + change, variable.decimals or 0) for change in (0.0, -step, step))
    elif isinstance(value, str):
        yield value


def _is_constant(limit: Limit | Expression | None) -> bool:
    return limit is not None and not isinstance(limit, Expression)


def _bounds(variable: Variable) -> tuple[float, float]:
    """The soft limits of a number, else its hard ones, else something to begin with."""
    limits = variable.limits
    low = next((float(part) for part in (limits.soft_min, limits.min) if isinstance(part, int | float)), 0.0)
    high = next((float(part) for part in (limits.soft_max, limits.max) if isinstance(part, int | float)), low + 100.0)
    return min(low, high), high


def _integer(variable: Variable, rng: random.Random, today: date) -> int:
    low, high = _bounds(variable)
    return rng.randint(int(low), int(high))


def _decimal(variable: Variable, rng: random.Random, today: date) -> float:
    return round(rng.uniform(*_bounds(variable)), variable.decimals or 0)


def _code(variable: Variable, rng: random.Random, today: date) -> AnswerValue:
    return rng.choice([code.value for code in variable.codes if not code.retired] or [None])


def _coding(variable: Variable, rng: random.Random, today: date) -> AnswerValue:
    """A code that is valid today."""
    return rng.choice(
        [code.value for code in variable.codes if not code.collected or in_era(code.collected, today)] or [None]
    )


def _date(variable: Variable, rng: random.Random, today: date) -> date:
    """Any day from the variable's own lower limit to today, of late when it has none; seldom a day to come."""
    bound = constraint(variable)
    low, high = bound.low, bound.high
    assert isinstance(low, date)
    assert isinstance(high, date)
    latest = today + timedelta(days=USUAL_FUTURE) if rng.random() < TO_COME else today
    end = max(min(high, latest), low)
    start = low if _is_constant(variable.limits.min) else max(low, end - timedelta(days=USUAL_PAST))
    return start + timedelta(days=rng.randint(0, (end - start).days))


def _time(variable: Variable, rng: random.Random, today: date) -> time:
    return time(rng.randrange(24), rng.randrange(60))


def _datetime(variable: Variable, rng: random.Random, today: date) -> datetime:
    day = today - timedelta(days=rng.randint(0, USUAL_PAST))
    return datetime.combine(day, _time(variable, rng, today))


def _text(variable: Variable, rng: random.Random, today: date) -> str:
    longest = constraint(variable).max_length or 1
    return " ".join(rng.sample(WORDS, rng.randint(1, 4)))[:longest].strip() or "x"


ORDINARY: Mapping[str, Callable[[Variable, random.Random, date], AnswerValue]] = {
    "boolean": lambda variable, rng, today: rng.random() < 0.5,
    "integer": _integer,
    "decimal": _decimal,
    "code": _code,
    "coding": _coding,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "text": _text,
    "longtext": _text,
}
"""How an ordinary value of each type is drawn."""
