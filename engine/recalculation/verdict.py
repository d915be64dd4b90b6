"""What stands in the way of a recomputed value: the limits and rules it would break, by row.

Only what rests on the changed values counts: what a row breaks already, for other reasons, is not this work's to
judge. A soft limit or rule that somebody has confirmed for the row does not stand in the way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalogue.expressions.nodes import references
from catalogue.model import Expression, Form, Variable
from engine.answers import Answers, Issue, IssueSeverity, Outcome
from engine.evaluation import final_answers
from engine.occasions import Occasion
from engine.recalculation.plan import behind, resting_on

ASKED = "asked"
"""The rule's name when a question is asked that was not, or the other way round."""

CHECK = "check"
"""The severity of what only the database's own condition refused; the rule is its name."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why a row was not written. `severity` is an issue's, or `check`."""

    row_id: str
    variable: str
    rule: str
    severity: str


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far some changed values reach: the calculations that rest on them, the questions behind them, and the names
    whose questions they may ask or not.
    """

    affected: frozenset[str]
    behind: frozenset[str]
    asks: tuple[str, ...]


class Judge:
    """The rules of one form, with what each reads."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._reads: Mapping[str, frozenset[str]] = {
            **{variable.name: frozenset(_read_by(variable)) for variable in form.variables},
            **{
                group.name: frozenset(name for variable in group.variables for name in _read_by(variable))
                for group in form.groups.values()
            },
        }
        self._rules = {rule.name: frozenset(references(rule.require.node)) for rule in form.rules}
        self._reaches: dict[frozenset[str], _Reach] = {}

    def issues(self, changed: frozenset[str], outcome: Outcome) -> Iterator[Issue]:
        """The issues that rest on the changed values, or say that a question behind them has no acceptable answer."""
        reach = self._reach(changed)
        for issue in outcome.issues:
            reads = self._rules.get(issue.rule) or self._reads.get(issue.variable, frozenset()) | {issue.variable}
            unreadable = issue.severity is IssueSeverity.REFUSED and issue.variable in reach.behind
            if unreadable or reads & reach.affected:
                yield issue

    def asked_otherwise(self, changed: frozenset[str], row: Occasion, outcome: Outcome) -> Iterator[Obstacle]:
        """The questions that the changed values ask and that were not asked, or the other way round."""
        asks = self._reach(changed).asks
        if asks:
            final = final_answers(self.form, row.answers, outcome)
            for name in asks:
                if not _same(self.form.reason_names[name], name, row.answers, final):
                    yield Obstacle(row.id, name, ASKED, IssueSeverity.HARD)

    def _reach(self, changed: frozenset[str]) -> _Reach:
        if changed not in self._reaches:
            affected, parts = resting_on(self.form, changed), self.form.reason_names
            asks = tuple(name for name, variables in parts.items() if _conditions(variables) & affected)
            self._reaches[changed] = _Reach(affected, behind(self.form, changed), asks)
        return self._reaches[changed]


def _conditions(variables: tuple[Variable, ...]) -> frozenset[str]:
    """The names that decide whether these are asked."""
    conditions = (variable.enable_when for variable in variables if variable.enable_when)
    return frozenset(name for condition in conditions for name in references(condition.node))


def _same(variables: tuple[Variable, ...], reason_name: str, one: Answers, other: Answers) -> bool:
    values = all(one.values.get(variable.name) == other.values.get(variable.name) for variable in variables)
    return values and one.reasons.get(reason_name) == other.reasons.get(reason_name)


def _read_by(variable: Variable) -> Iterator[str]:
    """The names that decide about a variable's value and whether it must have one."""
    bounds = variable.limits
    written = (
        *(variable.enable_when, variable.required_when, variable.valid_on),
        *(bounds.min, bounds.soft_min, bounds.soft_max, bounds.max),
    )
    yield from (name for part in written if isinstance(part, Expression) for name in references(part.node))
