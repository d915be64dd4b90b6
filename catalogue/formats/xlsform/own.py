"""Columns that only we read: what XLSForm has no word for. Pure.

They begin with `skjemaverk_`, and every other reader passes them by. What somebody has written there that cannot be is
left out, as if it were not there.
"""

from typing import Any

from catalogue.formats.xlsform.columns import OWN, Line
from catalogue.model import MISSING_REASONS

REASONS = tuple(reason for reason in MISSING_REASONS if reason not in {"not_asked", "not_collected"})


def cell(line: Line, key: str) -> str:
    """What a column of ours says."""
    return line.cell(f"{OWN}{key}")


def code_of(label: str, line: Line | None) -> Any:
    """A code: its label, and the reason that it is."""
    missing = cell(line, "missing") if line else ""
    return {"label": label, "missing": missing} if missing in REASONS else label
