"""What a cell of a file means, and what only a file can have wrong.

Nothing is cleared when a file is validated: what is not asked and yet answered is an issue, as an import must report
it.
"""

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

from catalogue.model import Variable
from engine.answer_files import Cell
from engine.answers import AnswerValue, Issue, IssueSeverity
from engine.coercion import parse_value
from engine.constraints import constraint

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


def value_of(variable: Variable, cell: Cell) -> AnswerValue | Issue:
    """The value in a cell, of text or of JSON; an issue when it is none of the variable's type."""
    value, bound = _value_of(variable, cell), constraint(variable)
    if value is None or isinstance(value, Issue) or type(value) in bound.kinds:
        return value
    return bound.issue(value)


def _value_of(variable: Variable, cell: Cell) -> AnswerValue | Issue:
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
            return _wrong_type(variable)


def _number(variable: Variable, number: float) -> AnswerValue | Issue:
    if math.isnan(number):
        return _wrong_type(variable)
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


def _wrong_type(variable: Variable) -> Issue:
    return Issue(variable.name, "wrong-type", IssueSeverity.REFUSED, (), (variable.name,))
