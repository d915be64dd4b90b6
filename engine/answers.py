"""Answers and what is found when they are evaluated: plain frozen records, shared by browser, store and bulk.

A value is a bool, int, float, str, date, time or datetime, or None when there is none. Value and missing reason are
kept apart; a checklist's or matrix's reason stands under the group's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType

AnswerValue = bool | int | float | str | date | time | None
"""A datetime is a date too."""

NOTHING: Mapping[str, AnswerValue] = MappingProxyType({})


class IssueSeverity(StrEnum):
    """What an issue stops."""

    REFUSED = "refused"
    """Type, code or constant limit: the value is never saved, not in a draft either."""
    HARD = "hard"
    """The form cannot be made final until it is met."""
    SOFT = "soft"
    """The form can be made final when somebody confirms it with a reason."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The values of one form on one occasion, and the reasons for those that are missing."""

    values: Mapping[str, AnswerValue] = field(default_factory=lambda: NOTHING)
    reasons: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Issue:
    """One remark on answers.

    `variable` is where it is shown (a variable or group), `rule` what was broken: a slug of `ISSUES` for what a
    variable's own declaration says (`required`, `above-max` …), or the name of a form's rule. `parameters` fill the
    message.
    """

    variable: str
    rule: str
    severity: IssueSeverity
    parameters: tuple[tuple[str, AnswerValue], ...] = ()
    variables: tuple[str, ...] = ()

    @property
    def parameter(self) -> dict[str, AnswerValue]:
        """The parameters by name."""
        return dict(self.parameters)


ISSUES: Mapping[str, str] = MappingProxyType(
    {
        "wrong-type": "the value is of another type",
        "not-whole": "a whole number was expected",
        "too-many-decimals": "more decimals than the variable has (parameter: decimals)",
        "unknown-code": "not a code of this variable",
        "too-long": "more characters than allowed (parameter: max)",
        "below-min": "under the lower limit (parameter: min)",
        "above-max": "over the upper limit (parameter: max)",
        "below-soft-min": "unusually low (parameter: min)",
        "above-soft-max": "unusually high (parameter: max)",
        "required": "asked and neither answered nor given an allowed reason",
        "unknown-reason": "a missing reason that this variable does not allow",
        "value-and-reason": "both a value and a missing reason",
        "none-excludes-others": "the tick that excludes the others is set together with one of them",
        "nothing-ticked": "every tick of a checklist or matrix is FALSE, which is no answer",
        "code-not-valid": "the system's code was not valid on the day (parameters: code, day)",
        "code-replaced": "the same, and another code came after it (parameters: code, day, replacement)",
    }
)
"""The message keys for what a variable's own declaration says; every other `rule` is the name of a form's rule."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an evaluation needs beside the answers.

    `others` holds the values of other final forms of the episode and of the person, dotted (`person.fodselsdato`).
    `anchor` is the date eras are compared with: the episode's anchor date, until known the day the row was created.
    """

    today: date
    timepoint: str = ""
    anchor: date | None = None
    others: Mapping[str, AnswerValue] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an evaluation found: calculated values, what is not asked or not collected, and every issue.

    `not_asked` gives for each variable that is not asked the value it reads as: NULL, or its `otherwise`.
    """

    calculated: Mapping[str, AnswerValue]
    not_asked: Mapping[str, AnswerValue]
    not_collected: frozenset[str]
    issues: tuple[Issue, ...]

    def of(self, severity: IssueSeverity) -> tuple[Issue, ...]:
        """The issues of one severity."""
        return tuple(issue for issue in self.issues if issue.severity is severity)
