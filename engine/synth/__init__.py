"""Made-up answers that are valid and reach every branch: each code, each limit, each condition TRUE and FALSE.

A directed random search with the evaluator as its judge: seeded, so the same catalogue, number and seed give the same
rows. Nothing is taken from real answers.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Form
from engine.answers import AnswerValue
from engine.synth.goals import Goal, goals_of
from engine.synth.search import Found, Search
from engine.synth.units import units_of
from engine.tables.names import reason_column

ATTEMPTS = 4
"""How often a goal is tried before it counts as out of reach."""


class NothingValid(ValueError):
    """No valid answers were found: the form's rules contradict each other, or leave next to nothing."""


@dataclass(frozen=True, slots=True)
class Synthesis:
    """The rows, each column by name, and the goals that no row reached."""

    rows: tuple[Mapping[str, AnswerValue], ...]
    goals: int
    missed: tuple[str, ...]


def synthesise(
    catalogue: Catalogue, form: Form, number: int, *, seed: int, today: date, branches: bool = True
) -> Synthesis:
    """This many valid final answers; what is not yet reached comes first. Without `branches` all are as most give."""
    goals = goals_of(catalogue, form) if branches else ()
    search = Search(catalogue, form, units_of(catalogue, form, today), today, random.Random(seed))
    waiting = dict.fromkeys(goals, ATTEMPTS)
    rows: list[Mapping[str, AnswerValue]] = []
    reached: set[Goal] = set()
    while len(rows) < number:
        found = _next(search, waiting)
        newly = {goal for goal in goals if goal not in reached and goal.reached(found.seen)}
        reached |= newly
        waiting = {goal: left for goal, left in waiting.items() if goal not in newly}
        rows.append(_row(form, found))
    return Synthesis(tuple(rows), len(goals), tuple(goal.name for goal in goals if goal not in reached))


def columns_of(catalogue: Catalogue, form: Form, today: date) -> tuple[str, ...]:
    """The columns a row may have, in order: what stands outside the form, its variables, their reasons."""
    units = units_of(catalogue, form, today)
    outside = [name for unit in units if unit.outside and _is_told(form, name := unit.name)]
    return (*outside, *form.variable, *map(reason_column, form.reason_names))


def _next(search: Search, waiting: dict[Goal, int]) -> Found:
    """Answers that reach the first goal still waiting, and others beside it; else any valid answers."""
    while waiting:
        goal = min(waiting, key=lambda candidate: -waiting[candidate])
        waiting[goal] -= 1
        if not waiting[goal]:
            del waiting[goal]
        found = search.find(goal, tuple(waiting))
        if found is not None:
            return found
    found = search.find(None, ())
    if found is None:
        message = "No valid answers were found. Do the form's hard rules contradict each other?"
        raise NothingValid(message)
    return found


def _row(form: Form, found: Found) -> dict[str, AnswerValue]:
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
