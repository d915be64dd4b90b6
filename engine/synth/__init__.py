"""Made-up answers that are valid and reach every branch: each code, each limit, each condition TRUE and FALSE.

A directed random search with the evaluator as its judge: seeded, so the same catalogue, number and seed give the same
rows. Nothing is taken from real answers.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Form
from engine.answers import AnswerValue
from engine.synth.goals import Goal, goals_of
from engine.synth.search import Found, Search
from engine.synth.units import Unit, units_of
from engine.tables.names import reason_column

ATTEMPTS = 4
"""How often a goal is tried before it counts as out of reach."""
TRIES = 10
"""How often the search begins anew before no answers count as valid."""


class NothingValid(ValueError):
    """No valid answers were found: the form's rules contradict each other, or leave next to nothing."""


Row = Mapping[str, AnswerValue]


@dataclass(frozen=True, slots=True)
class Synthesis:
    """The rows, each column by name, the goals that no row reached, and for each of those what stood in the way."""

    rows: tuple[Row, ...]
    missed: tuple[str, ...]
    hindrances: Mapping[str, str]


class Maker:
    """Makes valid final answers one after the other; what is not yet reached comes first.

    Without `branches` all are such as most people give.
    """

    def __init__(self, catalogue: Catalogue, form: Form, *, seed: int, today: date, branches: bool = True) -> None:
        self.form = form
        self.goals = goals_of(catalogue, form) if branches else ()
        self._search = Search(catalogue, form, units_of(catalogue, form, today), today, random.Random(seed))
        self._waiting = dict.fromkeys((goal for goal in self.goals if not goal.never), ATTEMPTS)
        self._open = dict.fromkeys(self.goals)

    @property
    def missed(self) -> tuple[str, ...]:
        """The goals that no row has reached so far."""
        return tuple(goal.name for goal in self._open)

    @property
    def open_goals(self) -> tuple[Goal, ...]:
        """The same as goals."""
        return tuple(self._open)

    @property
    def hindrances(self) -> Mapping[str, str]:
        """For each goal that no row has reached so far, what stands in the way."""
        return {goal.name: self._hindrance(goal) for goal in self._open}

    def _hindrance(self, goal: Goal) -> str:
        if goal in self._waiting:
            return "the rows were too few"
        if goal.never:
            return "the calculation never gives it"
        if self._search.rests_on_retired(goal):
            return "it rests on what is no longer asked"
        rules = self._search.hindered.get(goal, ())
        return f"stopped by {' and '.join(rules)}" if rules else "no answers were found that bring it about"

    def row(self) -> Row:
        """The next answers."""
        found = self._next()
        for goal in [goal for goal in self._open if goal.reached(found.seen)]:
            del self._open[goal]
            self._waiting.pop(goal, None)
        return row_of(self.form, found)

    def _next(self) -> Found:
        """Answers that reach the goal tried least so far, and others beside it; else any valid answers."""
        waiting = self._waiting
        while waiting:
            goal = max(waiting, key=waiting.__getitem__)
            waiting[goal] -= 1
            if not waiting[goal]:
                del waiting[goal]
            found = self._search.find(goal, tuple(waiting))
            if found is not None:
                return found
        tries = (self._search.find(None, ()) for _ in range(TRIES))
        found = next(filter(None, tries), None)
        if found is None:
            message = "No valid answers were found. Do the form's hard rules contradict each other?"
            raise NothingValid(message)
        return found


def synthesise(
    catalogue: Catalogue, form: Form, number: int, *, seed: int, today: date, branches: bool = True
) -> Synthesis:
    """This many valid final answers."""
    maker = Maker(catalogue, form, seed=seed, today=today, branches=branches)
    rows = tuple(maker.row() for _ in range(number))
    return Synthesis(rows, maker.missed, maker.hindrances)


def answers_beside(
    catalogue: Catalogue, form: Form, known: Mapping[str, AnswerValue], *, seed: int, today: date
) -> Found | None:
    """Such answers as most people give where this much is known: own answers to keep, and all that lies outside.

    What lies outside the form and is not known has no value. None when no valid answers were found.
    """
    units = (_holding(unit, known) for unit in units_of(catalogue, form, today))
    search = Search(catalogue, form, tuple(units), today, random.Random(seed))
    tries = (search.find(None, ()) for _ in range(TRIES))
    return next(filter(None, tries), None)


def _holding(unit: Unit, known: Mapping[str, AnswerValue]) -> Unit:
    names = unit.names if unit.outside else tuple(name for name in unit.names if name in known)
    return replace(unit, held={name: known.get(name) for name in names})


def columns_of(catalogue: Catalogue, form: Form, today: date) -> tuple[str, ...]:
    """The columns a row may have, in order: what stands outside the form, its variables, their reasons."""
    units = units_of(catalogue, form, today)
    outside = [name for unit in units if unit.outside and _is_told(form, name := unit.name)]
    return (*outside, *form.variable, *map(reason_column, form.reason_names))


def row_of(form: Form, found: Found) -> dict[str, AnswerValue]:
    """One row under the names a file of answers has; the timepoint only where there are several."""
    outside = {name: value for name, value in found.outside.items() if _is_told(form, name)}
    reasons = {reason_column(name): reason for name, reason in found.answers.reasons.items()}
    values = {name: found.answers.values.get(name) for name in form.variable}
    return {
        **outside,
        **values,
        **{column: reasons[column] for column in map(reason_column, form.reason_names) if column in reasons},
    }


def _is_told(form: Form, outside: str) -> bool:
    return outside != TIMEPOINT or len(form.timepoints) > 1
