"""The search for valid answers that reach a goal: begin where the conditions point, then change what stands in the way.

A goal's own conditions are answered first (`ways.py`), and as many other goals as go together with it; the rest is
drawn. Then the answers that have a say in what is wrong are changed, one question at a time, and a change is kept
unless it makes things worse.
"""

import random
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import reduce
from operator import or_

from catalogue.expressions.nodes import Literal, references, walk
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Expression, Form
from engine.answers import Answers, AnswerValue, Context, Issue, IssueSeverity, Outcome
from engine.constraints import constraint
from engine.evaluation import evaluator, final_answers
from engine.synth.distance import Distance, distance
from engine.synth.goals import Goal, Seen
from engine.synth.units import NO_WISHES, Draw, Unit, admissible
from engine.synth.ways import Way, Ways, joined

STEPS = 300
"""Changes per search; a form of some hundred variables needs far fewer when its rules can be met."""
FAR, UNUSUAL = 3, 0.001
"""How much a goal that is not reached, and one soft issue, weigh beside one broken rule. What is broken weighs more
the further it is from being met."""
DETOUR, DETOURS = 1, 0.04
"""How much worse a change may make things, now and then: some ways lead over a hill."""
OPEN, ONE, NEAR, STEP, ALONG, LOOSEN = 0.08, 0.45, 0.4, 0.5, 0.3, 0.1
"""How often a change leaves a question open, changes one answer of several, takes a value near another answer's (at a
step that some expression mentions; others along with it), and gives up what the goal's conditions pointed to."""
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """Valid final answers, and what they were given beside."""

    answers: Answers
    outside: Mapping[str, AnswerValue]
    seen: Seen


@dataclass(frozen=True, slots=True)
class _Tried:
    """How far some answers are from what is wanted (below 1: valid), who has a say in what is wrong, and what broke."""

    cost: float
    blame: list[str]
    broken: tuple[str, ...]


@dataclass(slots=True)
class _Plan:
    """What the units are to be answered with: values by name, or for a whole unit the reason why there are none."""

    values: Way
    reasons: dict[str, str]


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
        self.reads = _reads(form)
        self.rules = {rule.name: rule for rule in form.rules}
        self.value_sets = catalogue.value_sets
        module = catalogue.modules.get(form.module)
        self.anchor = module.episode.anchor if module else ""
        self.steps = _steps(form, self.reads)
        self.beside = _beside(form, self.unit_of)
        self.ways = Ways(form, {name: unit.special[name] for unit in units for name in unit.names})
        self.hindered: dict[Goal, tuple[str, ...]] = {}
        self._ways_to: dict[Goal, tuple[Way, ...]] = {}
        self._distances: dict[Goal | str, Distance] = {}

    def find(self, goal: Goal | None, also: Iterable[Goal]) -> Found | None:
        """Valid answers that reach the goal, and by good luck some of the others; None when none were found."""
        plan = _Plan({}, {})
        if goal is not None:
            self._plan(plan, goal)
        kept = {self.unit_of[name] for name in plan.values if name in self.unit_of}
        for other in also:
            self._plan(plan, other)
        state = self._begun(plan)
        tried = self._try(state, goal)
        own = {goal.unit} if goal else set()
        for _ in range(STEPS):
            if not tried.cost:
                break
            behind = self._all_behind(tried.blame)
            unit = self._to_change(behind, own, kept)
            candidate = {**state, **self._changed(unit, state, behind)}
            attempt = self._try(candidate, goal)
            if attempt.cost <= tried.cost + (DETOUR if self.rng.random() < DETOURS else 0):
                state, tried = candidate, attempt
        if tried.cost < 1:
            return self._found(state)
        if goal is not None:
            self.hindered[goal] = tried.broken or self.hindered.get(goal, ())
        return None

    def rests_on_retired(self, goal: Goal) -> bool:
        """Whether something that is no longer asked has a say in the goal."""
        known = self.form.variable
        return any(known[name].retired is not None for name in self._behind(goal.reads) if name in known)

    # ---- where to begin ----

    def _plan(self, plan: _Plan, goal: Goal) -> None:
        """Add what the goal needs, when it goes together with what is planned already."""
        ways = list(self._ways(goal))
        self.rng.shuffle(ways)
        for way in ways:
            both = joined(plan.values, way)
            if both is not None and self._fits(way, plan, goal):
                plan.values = both
                if goal.reason is not None:
                    plan.reasons[goal.unit] = goal.reason
                return

    def _ways(self, goal: Goal) -> tuple[Way, ...]:
        if goal not in self._ways_to:
            if goal.wish is not None:
                self._ways_to[goal] = self.ways.to_answer(*goal.wish)
            elif goal.holds is not None:
                self._ways_to[goal] = self.ways.to_hold(*goal.holds)
            else:
                self._ways_to[goal] = self.ways.to_ask(goal.reads[0])
        return self._ways_to[goal]

    def _fits(self, way: Way, plan: _Plan, goal: Goal) -> bool:
        """Whether no unit would be both answered and left open."""
        answered, opened = self._units(plan.values)
        more, left = self._units(way)
        reasons = {*plan.reasons, *((goal.unit,) if goal.reason is not None else ())}
        if goal.reason is not None and plan.reasons.get(goal.unit, goal.reason) != goal.reason:
            return False
        return not (answered | more) & (opened | left | reasons)

    def _units(self, way: Way) -> tuple[set[str], set[str]]:
        """The units that are answered in this way, and those left open."""
        answered = {self.unit_of[name] for name, value in way.items() if value is not None and name in self.unit_of}
        return answered, {self.unit_of[name] for name, value in way.items() if value is None and name in self.unit_of}

    def _begun(self, plan: _Plan) -> dict[str, Draw]:
        wishes: dict[str, dict[str, AnswerValue]] = {}
        for name, value in plan.values.items():
            if name in self.unit_of:
                wishes.setdefault(self.unit_of[name], {})[name] = value
        state = {name: unit.draw(self.rng, wishes.get(name, NO_WISHES)) for name, unit in self.units.items()}
        return {**state, **{name: Draw({}, reason) for name, reason in plan.reasons.items() if name in state}}

    # ---- how good it is ----

    def _try(self, state: Mapping[str, Draw], goal: Goal | None) -> _Tried:
        """How far these answers are from what is wanted; without a goal they should be such as most people give."""
        drafted, context = self._drafted(state)
        outcome = self.evaluate(drafted, context)
        hard = [issue for issue in outcome.issues if issue.severity is not IssueSeverity.SOFT]
        wrong: Sequence[Issue] = outcome.issues if goal is None else hard
        blame = [name for issue in wrong for name in self._blamed(issue)]
        cost = len(hard) + UNUSUAL * (len(wrong) - len(hard))
        seen = self._seen(drafted, context, outcome, goal)
        cost += sum(self._distance_of_rule(issue.rule)(seen) for issue in hard if issue.rule in self.rules)
        if goal is not None and not goal.reached(seen):
            cost += FAR + self._distance_of_goal(goal)(seen)
            blame += goal.reads
        return _Tried(cost, blame, tuple(dict.fromkeys(issue.rule for issue in hard)))

    def _distance_of_goal(self, goal: Goal) -> Distance:
        if goal not in self._distances:
            node, truth = goal.holds or (Literal(True), True)
            self._distances[goal] = distance(node, truth, self.value_sets)
        return self._distances[goal]

    def _distance_of_rule(self, name: str) -> Distance:
        if name not in self._distances:
            self._distances[name] = distance(self.rules[name].require.node, True, self.value_sets)
        return self._distances[name]

    def _seen(self, drafted: Answers, context: Context, outcome: Outcome, goal: Goal | None) -> Seen:
        """What the goal will see when the answers are made final; their reasons only when it looks at them."""
        if goal is not None and goal.looks_at_reasons:
            answers = final_answers(self.form, drafted, outcome)
            return Seen({**context.others, **answers.values}, answers.reasons, self.today)
        gone = dict.fromkeys(outcome.not_collected)
        parts = (context.others, drafted.values, gone, outcome.not_asked, outcome.calculated)
        return Seen(reduce(or_, map(dict, parts), {}), {}, self.today)

    def _blamed(self, issue: Issue) -> Iterable[str]:
        """The names with a say in an issue, outside the form too."""
        return (issue.variable, *issue.variables, *self._read_by(issue.rule))

    def _read_by(self, rule: str) -> tuple[str, ...]:
        return references(self.rules[rule].require.node) if rule in self.rules else ()

    def _drafted(self, state: Mapping[str, Draw]) -> tuple[Answers, Context]:
        values: dict[str, AnswerValue] = {}
        outside: dict[str, AnswerValue] = {}
        reasons: dict[str, str] = {}
        for name, draw in state.items():
            if self.units[name].outside:
                outside |= draw.values
            else:
                values |= draw.values
                if draw.reason:
                    reasons[name] = draw.reason
        anchor = outside.get(self.anchor)
        context = Context(
            today=self.today,
            timepoint=str(outside.get(TIMEPOINT, "")),
            others=outside,
            anchor=anchor if isinstance(anchor, date) else None,
        )
        return Answers(values, reasons), context

    def _found(self, state: Mapping[str, Draw]) -> Found | None:
        """The answers made final, unless they break something only then."""
        drafted, context = self._drafted(state)
        answers = final_answers(self.form, drafted, self.evaluate(drafted, context))
        issues = self.evaluate(answers, context).issues
        if any(issue.severity is not IssueSeverity.SOFT for issue in issues):
            return None
        seen = Seen({**context.others, **answers.values}, answers.reasons, self.today)
        return Found(answers, context.others, seen)

    # ---- what to change ----

    def _to_change(self, behind: Iterable[str], own: set[str], kept: set[str]) -> str:
        """One of the units that have a say, directly or through what decides whether they are asked."""
        involved = dict.fromkeys(self.unit_of[name] for name in behind)
        loose = self.rng.random() < LOOSEN
        free = [unit for unit in involved if unit not in own and (loose or unit not in kept)]
        return self.rng.choice(free or [unit for unit in self.units if unit not in own] or list(self.units))

    def _changed(self, name: str, state: Mapping[str, Draw], behind: Sequence[str]) -> Mapping[str, Draw]:
        """The unit with other answers; now and then others move along."""
        unit, rng = self.units[name], self.rng
        if unit.may_be_open and rng.random() < OPEN:
            return {name: Draw({})}
        variable = rng.choice([part for part in behind if self.unit_of[part] == name] or list(unit.names))
        if rng.random() < NEAR:
            near = self._near(variable, state, behind)
            if near is not None:
                along = self._along(variable, near, state) if rng.random() < ALONG else {}
                return {**along, name: unit.changed(rng, state[name], {variable: near})}
        if len(unit.names) > 1 and rng.random() < ONE:
            return {name: unit.changed(rng, state[name], {variable: self._another(unit, variable, state[name])})}
        return {name: unit.draw(rng)}

    def _along(self, variable: str, value: AnswerValue, state: Mapping[str, Draw]) -> Mapping[str, Draw]:
        """Some of the answers it stands beside in an expression, at the same value: several dates become one day."""
        return {
            self.unit_of[name]: self.units[self.unit_of[name]].changed(
                self.rng, state[self.unit_of[name]], {name: value}
            )
            for name in self.beside.get(variable, ())
            if self.rng.random() < HALF and self._admits(name, value)
        }

    def _admits(self, name: str, value: AnswerValue) -> bool:
        unit = self.units[self.unit_of[name]]
        return bool(unit.variables) and admissible(unit.variables[unit.names.index(name)], value)

    def _another(self, unit: Unit, variable: str, draw: Draw) -> AnswerValue:
        if unit.ticks:
            return not draw.values.get(variable, False)
        return unit.draw(self.rng).values.get(variable) or self.rng.choice(unit.special[variable] or (None,))

    def _near(self, variable: str, state: Mapping[str, Draw], behind: Sequence[str]) -> AnswerValue:
        """A value at, or a step from, what another answer says that has a say in the same."""
        unit = self.units[self.unit_of[variable]]
        place = unit.names.index(variable)
        if not unit.variables:
            return None
        kinds = constraint(unit.variables[place]).kinds
        values = (state[self.unit_of[part]].values.get(part) for part in behind)
        known = [value for value in (*values, self.today) if type(value) in kinds and not isinstance(value, bool | str)]
        if not known:
            return None
        step = self.rng.choice(self.steps.get(variable, STANDARD) if self.rng.random() < STEP else STANDARD)
        moved = _moved(self.rng.choice(known), self.rng.choice((step, -step)), self.rng.choice(DAYS))
        return moved if self._admits(variable, moved) else None

    def _all_behind(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names that are answered among those that these names rest on."""
        return tuple(name for name in self._behind(names) if name in self.unit_of)

    def _behind(self, names: Iterable[str]) -> Iterable[str]:
        behind: dict[str, None] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            for member in self._members(name):
                if member not in behind:
                    behind[member] = None
                    waiting += self.reads.get(member, ())
        return behind

    def _members(self, name: str) -> tuple[str, ...]:
        """A group's name stands for its variables."""
        group = self.form.groups.get(name)
        return tuple(variable.name for variable in group.variables) if group else (name,)


STANDARD = (0, 1)
DAYS = (1, 1, 30.44, 365.25)
"""A step of a date is so many days, months or years."""
MINUTES = 24 * 60


def _reads(form: Form) -> Mapping[str, tuple[str, ...]]:
    """For each variable the names it rests on, outside the form too: what asks for it, computes it, limits it."""
    found = {}
    for variable in form.variables:
        bounds = variable.limits
        written = (
            *(variable.enable_when, variable.required_when, variable.calculate),
            *(bounds.min, bounds.soft_min, bounds.soft_max, bounds.max),
        )
        names = (name for part in written if isinstance(part, Expression) for name in references(part.node))
        found[variable.name] = tuple(dict.fromkeys(names))
    return found


def _steps(form: Form, reads: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[int, ...]]:
    """For each name the steps at which something happens: the whole numbers of the expressions that read it, also by
    way of a calculation."""
    found: dict[str, set[int]] = {}
    for use in form.uses:
        node = use.expression.node
        numbers = {int(number) for number in _numbers(part for part in walk(node) if isinstance(part, Literal))}
        waiting = [*references(node), use.owner]
        while waiting:
            name = waiting.pop()
            steps = found.setdefault(name, set(STANDARD))
            if not numbers <= steps:
                steps |= numbers
                waiting += reads.get(name, ())
    return {name: tuple(sorted(steps | {step + 1 for step in steps})) for name, steps in found.items()}


def _beside(form: Form, answered: Container[str]) -> Mapping[str, tuple[str, ...]]:
    """For each name that is answered those that stand in an expression together with it."""
    found: dict[str, dict[str, None]] = {}
    for use in form.uses:
        names = [name for name in references(use.expression.node) if name in answered]
        for name in names:
            found.setdefault(name, {}).update(dict.fromkeys(other for other in names if other != name))
    return {name: tuple(others) for name, others in found.items()}


def _numbers(literals: Iterable[Literal]) -> Iterator[float]:
    for literal in literals:
        if isinstance(literal.value, int | float) and not isinstance(literal.value, bool):
            yield abs(literal.value)


def _moved(value: AnswerValue, step: int, days: float) -> AnswerValue:
    """A number or time of day so many units or minutes later, a date so many times these days."""
    match value:
        case date():
            try:
                return value + timedelta(days=int(step * days))
            except OverflowError:
                return value
        case time():
            minutes = (value.hour * 60 + value.minute + step) % MINUTES
            return time(minutes // 60, minutes % 60)
        case int() | float():
            return value + step
        case _:
            return value
