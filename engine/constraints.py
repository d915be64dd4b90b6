"""What a value may be at all: type, codes, constant limits, length. One constraint gives every check of it.

The generated evaluation, the database's conditions, the form's attributes and the codebook all read this record.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from catalogue.model import CodeValue, Era, Expression, Form, Group, Limit, Variable
from catalogue.value_types import EARLIEST, LATEST, LONG_TEXT_LENGTH, NUMBER_BOUND, TEXT_LENGTH
from engine.answers import Answers, AnswerValue, Issue, IssueSeverity

_KINDS: Mapping[str, tuple[type, ...]] = {
    "boolean": (bool,),
    "integer": (int,),
    "decimal": (float, int),
    "date": (date,),
    "time": (time,),
    "datetime": (datetime,),
    "text": (str,),
    "longtext": (str,),
}
_BOUNDS: Mapping[str, tuple[Limit, Limit]] = {
    "integer": (-NUMBER_BOUND, NUMBER_BOUND),
    "decimal": (-NUMBER_BOUND, NUMBER_BOUND),
    "date": (EARLIEST, LATEST),
}
_LENGTHS = {"text": TEXT_LENGTH, "longtext": LONG_TEXT_LENGTH}


@dataclass(frozen=True, slots=True)
class Constraint:
    """The values one variable admits; what is not limited is None."""

    variable: str
    kinds: tuple[type, ...]
    low: Limit | None = None
    high: Limit | None = None
    codes: frozenset[CodeValue] | None = None
    decimals: int | None = None
    max_length: int | None = None

    def issue(self, value: AnswerValue) -> Issue:
        """What is wrong with a value that breaks this constraint."""
        rule, *parameters = self._broken(value)
        return Issue(self.variable, str(rule), IssueSeverity.REFUSED, tuple(parameters), (self.variable,))

    def _broken(self, value: Any) -> tuple[Any, ...]:
        if self.codes is not None:
            return ("unknown-code",)
        if type(value) not in self.kinds:
            whole = self.kinds == (int,) and isinstance(value, float)
            return ("not-whole" if whole else "wrong-type",)
        if self.low is not None and not self.low <= value:
            return ("below-min", ("min", self.low))
        if self.high is not None and not value <= self.high:
            return ("above-max", ("max", self.high))
        if self.max_length is not None and isinstance(value, str) and len(value) > self.max_length:
            return ("too-long", ("max", self.max_length))
        return ("too-many-decimals", ("decimals", self.decimals))


def constraint(variable: Variable) -> Constraint:
    """The constraint of a variable, from its type, codes and constant limits."""
    if variable.system is not None:
        return Constraint(variable.name, (str,), codes=variable.system.values)
    if variable.type in {"code", "coding"}:
        codes = frozenset(code.value for code in variable.codes)
        kinds: tuple[type, ...] = (int,) if all(isinstance(code, int) for code in codes) else (str,)
        return Constraint(variable.name, kinds, codes=codes)
    low, high = _BOUNDS.get(variable.type, (None, None))
    bounds = variable.limits
    return Constraint(
        variable.name,
        _KINDS[variable.type],
        low=_constant(bounds.min, low),
        high=_constant(bounds.max, high),
        decimals=variable.decimals if variable.type == "decimal" else None,
        max_length=variable.max_length or _LENGTHS.get(variable.type),
    )


def _constant(limit: Limit | Expression | None, general: Limit | None) -> Limit | None:
    """The variable's own limit when it is a constant, else what holds for all of its type."""
    return general if limit is None or isinstance(limit, Expression) else limit


LaterLimit = tuple[str, IssueSeverity, Limit | Expression]
"""The issue's slug, what it stops, and the limit."""


def later_limits(variable: Variable) -> Iterator[LaterLimit]:
    """The limits that do not refuse a value by themselves: soft, dependent on answers, or of a calculation."""
    bounds = variable.limits
    for rule, severity, limit in (
        ("below-min", IssueSeverity.HARD, bounds.min),
        ("above-max", IssueSeverity.HARD, bounds.max),
        ("below-soft-min", IssueSeverity.SOFT, bounds.soft_min),
        ("above-soft-max", IssueSeverity.SOFT, bounds.soft_max),
    ):
        depends = variable.is_calculated or isinstance(limit, Expression)
        if limit is not None and (depends or severity is IssueSeverity.SOFT):
            yield rule, severity, limit


def in_era(era: Era, day: date) -> bool:
    """Whether something is collected on this day: within from and to, and in no gap; all inclusive."""
    if (era.start and day < era.start) or (era.end and day > era.end):
        return False
    return not any(start <= day <= end for start, end in era.gaps)


def ticked(groups: tuple[tuple[str, ...], ...], values: Mapping[str, AnswerValue]) -> Mapping[str, AnswerValue]:
    """The values with the rest of a group's ticks FALSE where one of them is answered; with none all stay NULL."""
    open_ticks = {
        name: False
        for names in groups
        if any(values.get(name) is not None for name in names)
        for name in names
        if values.get(name) is None
    }
    return {**values, **open_ticks} if open_ticks else values


def tick_groups(form: Form) -> tuple[tuple[str, ...], ...]:
    """The names of the ticks that belong together: a checklist's, and a matrix's when its cells are ticks."""
    return tuple(
        tuple(variable.name for variable in group.variables) for group in form.groups.values() if has_ticks(group)
    )


def has_ticks(group: Group) -> bool:
    """Whether a group's variables are ticks: with one set the rest are FALSE, and all FALSE is no answer."""
    return group.shares_reason and all(variable.type == "boolean" for variable in group.variables)


@dataclass(frozen=True, slots=True)
class Validity:
    """When those codes of a coding's system are valid that are not always; `behind` are the questions it rests on."""

    variable: str
    eras: Mapping[CodeValue, Era]
    replaced_by: Mapping[CodeValue, str]
    behind: tuple[str, ...]

    def issues(self, code: CodeValue, day: date) -> Iterator[Issue]:
        """The issue of a code that was not valid on this day."""
        era = self.eras[code]
        if in_era(era, day):
            return
        told: tuple[tuple[str, AnswerValue], ...] = (("code", code), ("day", day))
        replacement = self.replaced_by.get(code) if era.end and day > era.end else None
        if replacement is None:
            yield Issue(self.variable, "code-not-valid", IssueSeverity.HARD, told, self.behind)
        else:
            told = (*told, ("replacement", replacement))
            yield Issue(self.variable, "code-replaced", IssueSeverity.HARD, told, self.behind)


def validity(variable: Variable, behind: tuple[str, ...]) -> Validity | None:
    """When the codes of a coding are valid; None when all always are, or it is no coding."""
    if variable.system is None or variable.is_calculated:
        return None
    eras = {code.value: code.collected for code in variable.codes if code.collected}
    return Validity(variable.name, eras, variable.system.replaced_by, behind) if eras else None


Reasons = Mapping[str, tuple[tuple[Variable, ...], frozenset[str]]]
SYSTEM_REASONS = frozenset({"not_answered", "not_asked", "not_collected"})


def reason_issues(known: Reasons, values: Mapping[str, AnswerValue], reasons: Mapping[str, str]) -> Iterator[Issue]:
    """Reasons that are not allowed, and reasons given beside a value. Those the system sets are allowed everywhere."""
    for name, reason in reasons.items():
        if name not in known or reason not in known[name][1] | SYSTEM_REASONS:
            yield Issue(name, "unknown-reason", IssueSeverity.REFUSED, (), (name,))
        elif any(values.get(variable.name) is not None for variable in known[name][0]):
            yield Issue(name, "value-and-reason", IssueSeverity.REFUSED, (), (name,))


def without_refused(answers: Answers, issues: tuple[Issue, ...]) -> Answers:
    """The answers that may be saved in a draft: all but those a type, code or constant limit refuses."""
    refused = {issue.variable for issue in issues if issue.severity is IssueSeverity.REFUSED}
    values = {name: value for name, value in answers.values.items() if name not in refused}
    reasons = {name: reason for name, reason in answers.reasons.items() if name not in refused}
    return Answers(values, reasons)
