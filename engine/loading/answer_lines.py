"""Rows of answers from another system's format as lines of JSON under our own names, which the bulk reader reads.

So they go through the same checks as any file.
"""

from collections.abc import Iterable, Iterator

from catalogue.expressions.scope import TIMEPOINT
from catalogue.formats.answers import AnswerRow
from engine.answer_files import json_lines
from engine.answers import AnswerValue
from engine.tables import FINAL, SAVED
from engine.tables.names import reason_column


def answer_lines(rows: Iterable[AnswerRow]) -> Iterator[str]:
    """A line for each row."""
    return json_lines(map(_cells, rows))


def _cells(row: AnswerRow) -> dict[str, AnswerValue]:
    """What the row says of itself is always there; a row that was not finished is a draft."""
    completed = row.completed_at.isoformat() if row.completed_at else ""
    return {
        "episode_id": row.episode,
        "person_id": row.person,
        "centre_number": row.centre,
        "status": FINAL if row.is_final else SAVED,
        "created_at": completed,
        "completed_at": completed,
        TIMEPOINT: row.timepoint,
        **row.values,
        **{reason_column(name): reason for name, reason in row.reasons.items()},
    }
