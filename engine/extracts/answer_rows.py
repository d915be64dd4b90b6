"""A form's sheet as the rows of answers that other systems' formats are written from. Pure."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

import polars as pl

from catalogue.formats.answers import AnswerRow
from catalogue.model import Form
from engine.extracts.records import Sheet
from engine.tables import FINAL
from engine.tables.names import reason_column

AT_A_TIME = 2_000
CENTRE = ("centre_number", "centre_name")


def answer_rows(sheet: Sheet, form: Form) -> Iterator[AnswerRow]:
    """The rows, in their order; one without an episode is its own, numbered from 1."""
    for start in range(0, sheet.rows, AT_A_TIME):
        for number, row in enumerate(_part(sheet, start).to_dicts(), start + 1):
            yield _row(form, row, number)


def _part(sheet: Sheet, start: int) -> pl.DataFrame:
    return sheet.frame.slice(start, AT_A_TIME).collect()


def _row(form: Form, row: dict[str, Any], number: int) -> AnswerRow:
    completed = row.get("completed_at")
    return AnswerRow(
        episode=row.get("episode_id") or str(number),
        timepoint=row.get("timepoint") or (form.timepoints[0] if form.timepoints else ""),
        values={name: row[name] for name in form.variable if row.get(name) is not None},
        reasons={name: why for name in form.reason_names if (why := row.get(reason_column(name))) is not None},
        person=row.get("person_id") or "",
        centre=next((row[name] for name in CENTRE if row.get(name)), ""),
        is_final=row.get("status") in (None, FINAL),
        completed_at=completed.replace(tzinfo=UTC) if completed else None,
    )
