"""What bulk validation must find, row by row: `evaluation.py` on each row, and what only a file can have wrong.

The reference that the columns of Polars are held to; slow, and as plain as can be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue, Form
from engine.answer_columns import Columns, anchor_of
from engine.answers import Answers, AnswerValue, Context, Issue, IssueSeverity, Outcome
from engine.evaluation import evaluator
from engine.validation import value_of

Cells = Mapping[str, Any]


@dataclass(slots=True)
class Read:
    """A row's cells as answers, and what could not be read."""

    values: dict[str, AnswerValue] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    others: dict[str, AnswerValue] = field(default_factory=dict)
    refused: list[Issue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RowByRow:
    """The rules of one form. `timepoint` is that of rows which name none."""

    catalogue: Catalogue
    form: Form
    columns: Columns
    timepoint: str
    today: date

    def issues(self, cells: Cells) -> list[Issue]:
        """Everything that is wrong with a row."""
        read = self._read(cells)
        context = self._context(cells, read)
        if self.form.timepoints and context.timepoint not in self.form.timepoints:
            read.refused.append(issue(TIMEPOINT, "unknown-timepoint", IssueSeverity.REFUSED))
        answers = Answers(read.values, read.reasons)
        outcome = evaluator(self.catalogue, self.form).evaluate(answers, context)
        return once_each((*read.refused, *outcome.issues, *beside_the_rules(self.form, answers, outcome)))

    def _read(self, cells: Cells) -> Read:
        read, columns = Read(), self.columns
        for name, cell in cells.items():
            if name in columns.values:
                variable = columns.values[name]
                reason = columns.reason_of(variable, cell)
                value = None if reason else value_of(variable, cell)
                if reason is not None:
                    read.reasons[variable.reason_name] = reason
                elif isinstance(value, Issue):
                    read.refused.append(value)
                elif value is not None:
                    read.values[variable.name] = value
            elif name in columns.reasons and is_given(cell):
                read.reasons[columns.reasons[name]] = str(cell).strip()
            elif name in columns.flags and str(cell).strip().lower() in {"1", "true"}:
                reason_name, reason = columns.flags[name]
                read.reasons[reason_name] = reason
            elif name in columns.outside:
                dotted, variable = columns.outside[name]
                value = None if columns.reason_of(variable, cell) else value_of(variable, cell)
                read.others[dotted] = None if isinstance(value, Issue) else value
        return read

    def _context(self, cells: Cells, read: Read) -> Context:
        named = cells.get(TIMEPOINT) if not self.columns.coded_reasons else None
        name = anchor_of(self.catalogue, self.form)
        anchor = read.others.get(name, read.values.get(name))
        return Context(
            today=self.today,
            timepoint=str(named).strip() if is_given(named) else self.timepoint,
            anchor=anchor if isinstance(anchor, date) else None,
            others=read.others,
        )


def is_given(cell: Any) -> bool:
    return cell is not None and str(cell).strip() not in {"", "NA"}


def beside_the_rules(form: Form, answers: Answers, outcome: Outcome) -> Iterator[Issue]:
    """What a form on the screen cannot have wrong and a file can."""
    for variable in form.variables:
        name, value = variable.name, answers.values.get(variable.name)
        reason = answers.reasons.get(variable.reason_name)
        if variable.is_calculated:
            computed = outcome.calculated.get(name)
            if value is not None and value != computed:
                yield issue(name, "calculation", IssueSeverity.SOFT, computed=computed)
        elif name in outcome.not_asked:
            if value is not None and value != outcome.not_asked[name]:
                yield issue(name, "not-asked", IssueSeverity.HARD)
        elif name in outcome.not_collected:
            if value is not None:
                yield issue(name, "not-collected", IssueSeverity.SOFT)
        elif reason in {"not_asked", "not_collected"}:
            yield issue(variable.reason_name, "wrong-reason", IssueSeverity.HARD)


def issue(variable: str, rule: str, severity: IssueSeverity, **parameters: AnswerValue) -> Issue:
    return Issue(variable, rule, severity, tuple(parameters.items()), (variable,))


def once_each(found: tuple[Issue, ...]) -> list[Issue]:
    """Each issue once; a value that was refused is not also said to lack."""
    refused = {part.variable for part in found if part.severity is IssueSeverity.REFUSED}
    return [part for part in dict.fromkeys(found) if part.rule != "required" or part.variable not in refused]
