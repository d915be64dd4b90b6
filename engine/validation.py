"""Rows of answers against a form's rules, row by row, as if each were to be final: every issue of every row.

Pure: today is an argument. Nothing is cleared: what is not asked and yet answered is an issue, as an import must
report it.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Form, Variable
from engine.answer_columns import Columns
from engine.answer_files import Cell, Row
from engine.answers import Answers, AnswerValue, Context, Issue, IssueSeverity, Outcome
from engine.coercion import parse_value
from engine.constraints import constraint
from engine.evaluation import evaluator

FILE_ISSUES: Mapping[str, str] = MappingProxyType(
    {
        "not-asked": "answered although it is not asked",
        "not-collected": "answered although it was not collected at that time",
        "wrong-reason": "the reason says that it was not asked or collected, and it was",
        "calculation": "another value than the formula gives (parameter: computed)",
        "unknown-timepoint": "the row's timepoint is none of the form's",
    }
)
"""The message keys for what only a file can have wrong, beside those of `ISSUES`."""

_WHOLE_AS_REAL = re.compile(r"(-?\d+)[.,]0+")
_NO_VALUE = "NA"
"""What R writes for no value; a text may be just that."""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row and what is wrong with it."""

    row: Row
    issues: tuple[Issue, ...]


@dataclass(slots=True)
class _Read:
    """A row's cells as answers, and what could not be read."""

    values: dict[str, AnswerValue] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    others: dict[str, AnswerValue] = field(default_factory=dict)
    refused: list[Issue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Validation:
    """The rules of one form, ready for many rows. `timepoint` is that of rows which name none."""

    catalogue: Catalogue
    form: Form
    columns: Columns
    timepoint: str
    today: date

    def check(self, row: Row) -> CheckedRow:
        """Everything that is wrong with a row."""
        if row.fault:
            return CheckedRow(row, ())
        read = self._read(row)
        context = self._context(row, read)
        if self.form.timepoints and context.timepoint not in self.form.timepoints:
            read.refused.append(_issue(TIMEPOINT, "unknown-timepoint", IssueSeverity.REFUSED))
        answers = Answers(read.values, read.reasons)
        outcome = evaluator(self.catalogue, self.form).evaluate(answers, context)
        found = (*read.refused, *outcome.issues, *_beside_the_rules(self.form, answers, outcome))
        return CheckedRow(row, tuple(_once_each(found)))

    def _read(self, row: Row) -> _Read:
        read, columns = _Read(), self.columns
        for name, cell in row.cells.items():
            if name in columns.values:
                _read_value(read, columns, columns.values[name], cell)
            elif name in columns.reasons and _given(cell):
                read.reasons[columns.reasons[name]] = str(cell).strip()
            elif name in columns.flags and str(cell).strip().lower() in {"1", "true"}:
                reason_name, reason = columns.flags[name]
                read.reasons[reason_name] = reason
            elif name in columns.outside:
                dotted, variable = columns.outside[name]
                value = None if columns.reason_of(variable, cell) else value_of(variable, cell)
                read.others[dotted] = None if isinstance(value, Issue) else value
        return read

    def _context(self, row: Row, read: _Read) -> Context:
        named = row.cells.get(TIMEPOINT) if not self.columns.coded_reasons else None
        module = self.catalogue.modules.get(self.form.module)
        anchor = read.others.get(module.episode.anchor) if module else None
        return Context(
            today=self.today,
            timepoint=str(named).strip() if _given(named) else self.timepoint,
            anchor=anchor if isinstance(anchor, date) else None,
            others=read.others,
        )


def value_of(variable: Variable, cell: Cell) -> AnswerValue | Issue:
    """The typed value in a cell, of text or of JSON."""
    match cell:
        case None:
            return None
        case str():
            return parse_value(variable, _plain(variable, cell))
        case bool():
            return cell if variable.type == "boolean" else constraint(variable).issue(cell)
        case int() | float():
            return _number(variable, cell)
        case _:
            return _issue(variable.name, "wrong-type", IssueSeverity.REFUSED)


def _number(variable: Variable, number: float) -> AnswerValue | Issue:
    if variable.type == "boolean":
        return bool(number) if number in (0, 1) else constraint(variable).issue(number)
    if variable.type == "decimal" or not math.isfinite(number) or number != int(number):
        return number
    return int(number)


def _plain(variable: Variable, text: str) -> str:
    """A cell as programs for statistics write it: NA for no value, whole codes with `.0`."""
    if variable.type in {"text", "longtext"}:
        return text
    found = _WHOLE_AS_REAL.fullmatch(text.strip()) if variable.type in {"code", "boolean"} else None
    return "" if text.strip() == _NO_VALUE else found[1] if found else text


def _read_value(read: _Read, columns: Columns, variable: Variable, cell: Cell) -> None:
    reason = columns.reason_of(variable, cell)
    if reason is not None:
        read.reasons[variable.reason_name] = reason
        return
    value = value_of(variable, cell)
    if isinstance(value, Issue):
        read.refused.append(value)
    elif value is not None:
        read.values[variable.name] = value


def _given(cell: Cell) -> bool:
    return cell is not None and str(cell).strip() not in {"", _NO_VALUE}


def _beside_the_rules(form: Form, answers: Answers, outcome: Outcome) -> Iterator[Issue]:
    """What a form on the screen cannot have wrong and a file can."""
    for variable in form.variables:
        name, value = variable.name, answers.values.get(variable.name)
        reason = answers.reasons.get(variable.reason_name)
        if variable.is_calculated:
            computed = outcome.calculated.get(name)
            if value is not None and value != computed:
                yield _issue(name, "calculation", IssueSeverity.SOFT, computed=computed)
        elif name in outcome.not_asked:
            if value is not None and value != outcome.not_asked[name]:
                yield _issue(name, "not-asked", IssueSeverity.HARD)
        elif name in outcome.not_collected:
            if value is not None:
                yield _issue(name, "not-collected", IssueSeverity.SOFT)
        elif reason in {"not_asked", "not_collected"}:
            yield _issue(variable.reason_name, "wrong-reason", IssueSeverity.HARD)


def _issue(variable: str, rule: str, severity: IssueSeverity, **parameters: AnswerValue) -> Issue:
    return Issue(variable, rule, severity, tuple(parameters.items()), (variable,))


def _once_each(found: tuple[Issue, ...]) -> Iterator[Issue]:
    """Each issue once; a value that was refused is not also said to lack."""
    refused = {issue.variable for issue in found if issue.severity is IssueSeverity.REFUSED}
    for issue in dict.fromkeys(found):
        if issue.rule != "required" or issue.variable not in refused:
            yield issue
