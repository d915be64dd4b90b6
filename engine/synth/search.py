"""The search for valid answers that reach a goal: draw everything, then draw again what stands in the way."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.dependencies import dependencies
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Form
from engine.answers import Answers, AnswerValue, Context, Issue, IssueSeverity
from engine.evaluation import evaluator, final_answers
from engine.synth.goals import Goal, Seen
from engine.synth.units import Draw, Unit

STEPS = 400
"""Draws per search; a form of some hundred variables needs far fewer when its rules can be met."""
FAR, UNUSUAL = 3, 0.001
"""How much a goal that is not reached, and one soft issue, weigh beside one broken rule."""


@dataclass(frozen=True, slots=True)
class Found:
    """Valid final answers, and what they were given beside."""

    answers: Answers
    outside: Mapping[str, AnswerValue]
    seen: Seen


@dataclass(frozen=True, slots=True)
class _Tried:
    """Answers, how far they are from what is wanted (below 1: valid), and who has a say in what is wrong."""

    cost: float
    found: Found
    blame: list[str]


class Search:
    """The search in one form; draws come from one seeded source, so it repeats itself exactly."""

    def __init__(
        self, catalogue: Catalogue, form: Form, units: tuple[Unit, ...], today: date, rng: random.Random
    ) -> None:
        self.form = form
        self.today = today
        self.rng = rng
        self.units = {unit.name: unit for unit in units}
        self.evaluate = evaluator(catalogue, form).evaluate
        self.unit_of = {name: unit.name for unit in units for name in unit.names}
        self.waits_for = dependencies(form)

    def find(self, goal: Goal | None, also: tuple[Goal, ...]) -> Found | None:
        """Valid answers that reach the goal, and by good luck some of the others; None when none were found."""
        state = {name: unit.draw(self.rng) for name, unit in self.units.items()}
        for other in (*reversed(also), *((goal,) if goal else ())):
            if other.unit in self.units:
                state[other.unit] = self._wished(other)
        kept = goal.unit if goal else ""
        tried = self._try(state, goal)
        for _ in range(STEPS):
            if not tried.cost:
                break
            unit = self._to_draw_again(tried.blame, kept)
            candidate = {**state, unit: self.units[unit].draw(self.rng)}
            attempt = self._try(candidate, goal)
            if attempt.cost <= tried.cost:
                state, tried = candidate, attempt
        return tried.found if tried.cost < 1 else None

    def _wished(self, goal: Goal) -> Draw:
        if goal.reason is not None:
            return Draw({}, goal.reason)
        return self.units[goal.unit].draw(self.rng, goal.wish)

    def _try(self, state: Mapping[str, Draw], goal: Goal | None) -> _Tried:
        """How far these answers are from what is wanted; without a goal they should be such as most people give."""
        found, issues = self._finished(state)
        hard = [issue for issue in issues if issue.severity is not IssueSeverity.SOFT]
        wrong = list(issues) if goal is None else hard
        blame = [name for issue in wrong for name in (issue.variables or (issue.variable,))]
        cost = len(hard) + UNUSUAL * (len(wrong) - len(hard))
        if goal is not None and not goal.reached(found.seen):
            cost += FAR
            blame += goal.reads
        return _Tried(cost, found, blame)

    def _finished(self, state: Mapping[str, Draw]) -> tuple[Found, tuple[Issue, ...]]:
        """The answers made final, and every issue they have, before and after."""
        own = {name: draw for name, draw in state.items() if not self.units[name].outside}
        outside = {
            name: value for unit, draw in state.items() if unit not in own for name, value in draw.values.items()
        }
        values = {name: value for draw in own.values() for name, value in draw.values.items()}
        drafted = Answers(values, {name: draw.reason for name, draw in own.items() if draw.reason})
        context = Context(today=self.today, timepoint=str(outside.get(TIMEPOINT, "")), others=outside)
        answers = final_answers(self.form, drafted, self.evaluate(drafted, context))
        outcome = self.evaluate(answers, context)
        seen = Seen({**outside, **answers.values}, answers.reasons, self.today)
        return Found(answers, outside, seen), outcome.issues

    def _to_draw_again(self, blame: Iterable[str], kept: str) -> str:
        """One of the units that have a say, directly or through what decides whether they are asked."""
        involved = dict.fromkeys(self.unit_of[name] for name in self._all_behind(blame) if name in self.unit_of)
        free = [unit for unit in involved if unit != kept] or list(self.units)
        return self.rng.choice(free)

    def _all_behind(self, names: Iterable[str]) -> dict[str, None]:
        behind: dict[str, None] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            for member in self._members(name):
                if member not in behind:
                    behind[member] = None
                    waiting += self.waits_for.get(member, ())
        return behind

    def _members(self, name: str) -> tuple[str, ...]:
        """A group's name stands for its variables."""
        group = self.form.groups.get(name)
        return tuple(variable.name for variable in group.variables) if group else (name,)
