"""The rules of one form, ready for a file: each piece of its table → what is wrong with which row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from catalogue.expressions.scope import scope_of
from catalogue.model import Catalogue, Form
from engine.answer_columns import Columns, anchor_of, outside_variables
from engine.answers import Issue
from engine.bulk.evaluation import Broken, evaluate
from engine.bulk.rows import Reader
from engine.compilers.polars import Compiler
from engine.compilers.polars_form import FormPlan, compile_form


@dataclass(frozen=True, slots=True)
class Checking:
    """A form's plan and how a file's columns are read for it."""

    plan: FormPlan
    reader: Reader

    def check(self, table: pl.DataFrame) -> tuple[Broken, ...]:
        """Everything that is wrong with some rows of a table, check by check."""
        frame, unreadable = self.reader.read(table)
        return evaluate(self.plan, frame, unreadable)


def checking(
    catalogue: Catalogue, form: Form, columns: Columns, header: tuple[str, ...] | None, timepoint: str, today: date
) -> Checking:
    """The rules for a file with these columns; None when any may come. `timepoint` is that of rows that name none."""
    plan = compile_form(
        form,
        scope_of(catalogue, form),
        partial(Compiler, value_sets=catalogue.value_sets),
        anchor=anchor_of(catalogue, form),
        outside=outside_variables(catalogue, form),
        reasons=_reasons(form, columns, columns.known if header is None else frozenset(header)),
        today=today,
    )
    return Checking(plan, Reader(columns, plan.schema, timepoint, plan.free))


def row_by_row(found: tuple[Broken, ...]) -> Iterator[tuple[int, Issue]]:
    """The issues by the rows' places, and within a row in the order in which they are told."""
    issues = [(place, order, issue) for order, part in enumerate(found) for place, issue in part.issues()]
    issues.sort(key=lambda told: told[:2])
    yield from ((place, issue) for place, _, issue in issues)


def _reasons(form: Form, columns: Columns, names: frozenset[str]) -> frozenset[str]:
    """The names whose missing reasons such a file may give."""
    written = {reason for name, reason in columns.reasons.items() if name in names}
    flagged = {reason for name, (reason, _) in columns.flags.items() if name in names}
    coded = {
        variable.reason_name
        for name, variable in columns.values.items()
        if name in names and not variable.is_calculated and columns.coded(variable)
    }
    return frozenset(written | flagged | coded) & frozenset(form.reason_names)
