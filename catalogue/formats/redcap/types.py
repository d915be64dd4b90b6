"""Field types and validation types to the types of ours, and back."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.redcap.columns import CHOICES, VALIDATION, choices_of

CHECKLIST = "checklist"
"""Not a type of ours but a group; here it stands among them."""
ANY_DECIMALS = 4
"""Decimals of a `number` that does not say how many."""

OF_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "notes": "longtext",
        "radio": "code",
        "dropdown": "code",
        "select": "code",
        "checkbox": CHECKLIST,
        "yesno": "boolean",
        "truefalse": "boolean",
        "calc": "decimal",
        "slider": "integer",
        "sql": "text",
        "text": "text",
    }
)
"""Our type for each field type; that of a text is told by its validation."""

OF_VALIDATION: Mapping[str, str] = MappingProxyType(
    {
        **{f"date_{order}": "date" for order in ("ymd", "mdy", "dmy")},
        **{f"datetime_{order}": "datetime" for order in ("ymd", "mdy", "dmy")},
        **{f"datetime_seconds_{order}": "datetime" for order in ("ymd", "mdy", "dmy")},
        "date": "date",
        "time": "time",
        "integer": "integer",
        "int": "integer",
        "number": "decimal",
        "float": "decimal",
        "number_comma_decimal": "decimal",
    }
)
_DECIMALS = re.compile(r"number_([1-9])dp(_comma_decimal)?")

VALIDATION_OF: Mapping[str, str] = MappingProxyType(
    {"integer": "integer", "date": "date_ymd", "datetime": "datetime_ymd", "time": "time"}
)
"""The validation that a type is written with."""


def type_of(cells: Mapping[str, str]) -> str:
    """Our type, or a checklist; a list without choices is a text."""
    field = cells["field_type"].strip().lower()
    kind = OF_FIELDS.get(field, "text")
    if kind in {"code", CHECKLIST} and not choices_of(cells[CHOICES]):
        return "text"
    if field == "text":
        validation = cells[VALIDATION].strip().lower()
        return "decimal" if _DECIMALS.fullmatch(validation) else OF_VALIDATION.get(validation, "text")
    return kind


def decimals_of(cells: Mapping[str, str]) -> int:
    """How many decimals a number has."""
    found = _DECIMALS.fullmatch(cells[VALIDATION].strip().lower())
    return int(found[1]) if found else ANY_DECIMALS


def validation_of(kind: str, decimals: int) -> str:
    """The validation type that a variable is written with."""
    if kind == "decimal":
        return "number" if decimals >= ANY_DECIMALS else f"number_{decimals}dp" if decimals else "integer"
    return VALIDATION_OF.get(kind, "")
