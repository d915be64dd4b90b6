"""What is answered at once: a question, a whole checklist or matrix, a thing outside the form; how it is drawn.

Mostly ordinary answers, so that soft limits are seldom met by chance; now and then an edge, or none at all.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from catalogue.expressions.nodes import Call, Case, Literal, Reference, walk
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Expression, Form, Limit, Variable
from engine.answer_columns import outside_variables
from engine.answers import AnswerValue
from engine.constraints import constraint

SPECIAL, UNANSWERED, REASON = 0.25, 0.06, 0.03
"""How often a draw is a special value, none at all, or a reason why not."""
TICKED = 0.3
USUAL_PAST, USUAL_FUTURE, TO_COME = 730, 365, 0.05
"""Days: how far back, and how far ahead, a date lies that nothing limits; and how often it is still to come."""
WORDS = ("oppdiktet", "svar", "til", "prøve", "uten", "innhold", "æøå")


@dataclass(frozen=True, slots=True)
class Draw:
    """What one unit is answered with: values, or the reason why there are none; neither when it is left open."""

    values: Mapping[str, AnswerValue]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit, the values of each variable that matter to some rule, and how an ordinary value is drawn."""

    name: str
    variables: tuple[Variable, ...]
    special: Mapping[str, tuple[AnswerValue, ...]]
    today: date
    none: str = ""
    may_be_open: bool = True
    outside: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its values in a row."""
        return tuple(self.special)

    def draw(self, rng: random.Random, wish: tuple[str, AnswerValue] | None = None) -> Draw:
        """Answers at random; with a wish, this variable has this value."""
        chance = rng.random()
        if wish is None and self.may_be_open and chance < UNANSWERED:
            return Draw({})
        reasons = self.variables[0].offered_reasons if self.variables else ()
        if wish is None and reasons and chance < UNANSWERED + REASON:
            return Draw({}, rng.choice(reasons))
        if len(self.special) == 1:
            name = self.names[0]
            return Draw({name: wish[1] if wish else self._value(rng, name, 0)})
        return Draw(self._group(rng, wish))

    def _value(self, rng: random.Random, name: str, place: int) -> AnswerValue:
        special = self.special[name]
        if special and (not self.variables or rng.random() < SPECIAL):
            return rng.choice(special)
        return ordinary(self.variables[place], rng, self.today)

    def _group(self, rng: random.Random, wish: tuple[str, AnswerValue] | None) -> dict[str, AnswerValue]:
        """All the ticks or cells; the tick that excludes the others is alone."""
        values: dict[str, AnswerValue] = {}
        for place, variable in enumerate(self.variables):
            ticks = variable.type == "boolean"
            values[variable.name] = rng.random() < TICKED if ticks else self._value(rng, variable.name, place)
        if wish:
            values[wish[0]] = wish[1]
        alone = self.none and (wish == (self.none, True) or (not wish and values[self.none]))
        if alone:
            return {name: name == self.none for name in values}
        return {**values, self.none: False} if self.none else values


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
            units.append(Unit(name, asked, special, today, none, may_be_open=not required))
    return tuple(units)


def special_values(variable: Variable, compared: Sequence[AnswerValue] = ()) -> tuple[AnswerValue, ...]:
    """The codes, both truths, the limits, and values that rules compare with and their neighbours; all admissible."""
    bounds = variable.limits
    edges = [limit for limit in (bounds.min, bounds.soft_min, bounds.soft_max, bounds.max) if _is_constant(limit)]
    found: list[AnswerValue] = [code.value for code in variable.codes if not code.retired]
    found += [True, False] if variable.type == "boolean" else []
    near = [neighbour for value in (*edges, *compared) for neighbour in _neighbours(variable, value)]
    return tuple(dict.fromkeys(value for value in (*found, *near) if admissible(variable, value)))


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
    "coding": _code,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "text": _text,
    "longtext": _text,
}
"""How an ordinary value of each type is drawn."""
