"""Which of our types a question has, by what the table calls it and by what else it says."""

from collections.abc import Mapping, Sequence

from catalogue.formats.klokebok.columns import (
    COLUMNS,
    KNOWN_TYPES,
)
from catalogue.formats.klokebok.question import Choice
from catalogue.formats.tables import folded
from catalogue.formats.values import number_of
from catalogue.value_types import LONG_TEXT_LENGTH, TEXT_LENGTH

NUMBERS = [column for column in COLUMNS if column.endswith("_numerisk")]
DAYS = [column for column in COLUMNS if column.endswith("_dato") and "intervall" in column]


def type_of(row: Mapping[str, str], choices: Sequence[Choice]) -> str:
    """The type: what has values is a code; what is hidden is what its bounds say it is."""
    if choices:
        return "code"
    named = KNOWN_TYPES.get(folded(row["type"]), "")
    if named in {"", "code"}:
        named = "date" if any(row[column] for column in DAYS) else ""
        named = named or ("integer" if any(row[column] for column in NUMBERS) or row["desimaler"] else "text")
    if named == "integer":
        return "decimal" if _finest(row) else "integer"
    if named == "text" and _length(row) > TEXT_LENGTH:
        return "longtext"
    return named


def decimals_of(row: Mapping[str, str], kind: str) -> str:
    """How many decimals a number has; `0` for whole numbers, empty for what is no number."""
    if kind == "integer":
        return "0"
    return str(_finest(row)) if kind == "decimal" else ""


def length_of(row: Mapping[str, str], kind: str) -> str:
    """The greatest length of a text; empty where the table has none that a text can have."""
    longest = {"text": TEXT_LENGTH, "longtext": LONG_TEXT_LENGTH}.get(kind, 0)
    return str(_length(row)) if 0 < _length(row) <= longest else ""


def _length(row: Mapping[str, str]) -> int:
    written = row["antall_tegn"].strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 0


def _finest(row: Mapping[str, str]) -> int:
    """The decimals said, or those its bounds have."""
    said = row["desimaler"].strip()
    bounds = (number_of(row[column]) or "" for column in NUMBERS)
    finest = max(len(bound.partition(".")[2]) for bound in bounds)
    return min(9, max(finest, int(said) if said.isascii() and said.isdigit() and len(said) == 1 else 0))
