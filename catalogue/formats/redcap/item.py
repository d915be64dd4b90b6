"""One question as a data dictionary has it, between its row and our variable; both ways meet here. Pure."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.formats.markup import plain
from catalogue.formats.redcap.columns import (
    CHOICES,
    COLUMNS,
    SLIDER_MAX,
    SLIDER_MIN,
    VALIDATION,
    choices_of,
    choices_text,
)
from catalogue.formats.redcap.types import CHECKLIST, validation_of
from catalogue.formats.values import day_of, number_of


@dataclass(frozen=True, slots=True)
class Item:
    """What the columns say of one field, in our words; limits and logic as they are written there."""

    field: str
    form: str
    label: str
    type: str
    help: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    display: str = ""
    ends: tuple[str, str] | None = None
    limits: Mapping[str, str] = dataclasses.field(default_factory=dict)
    decimals: int = 0
    identifies: bool = False
    required: bool = False
    asked_when: str = ""
    calculation: str | None = None


def cells(item: Item, header: str = "") -> dict[str, str]:
    """The row of a question, with the header over it."""
    kind = _field_type(item)
    return {
        **dict.fromkeys(COLUMNS, ""),
        "field_name": item.field,
        "form_name": item.form,
        "section_header": header,
        "field_type": kind,
        "field_label": item.label,
        CHOICES: _choices(item, kind),
        "field_note": item.help,
        VALIDATION: validation_of(item.type, item.decimals) if kind == "text" else "",
        "text_validation_min": _limit(item, kind, "min", str(SLIDER_MIN)),
        "text_validation_max": _limit(item, kind, "max", str(SLIDER_MAX)),
        "identifier": "y" if item.identifies else "",
        "branching_logic": item.asked_when,
        "required_field": "y" if item.required else "",
    }


def _field_type(item: Item) -> str:
    if item.calculation is not None:
        return "calc"
    if item.display == "scale":
        return "slider"
    if item.type == "code":
        return "dropdown" if item.display == "select" else "radio"
    return {CHECKLIST: "checkbox", "boolean": "yesno", "longtext": "notes"}.get(item.type, "text")


def _choices(item: Item, kind: str) -> str:
    if item.calculation is not None:
        return item.calculation
    if kind == "slider":
        return " | | ".join(item.ends) if item.ends else ""
    return choices_text(list(item.codes))


def _limit(item: Item, kind: str, end: str, usual: str) -> str:
    """A slider's ends are limits, and need not be said when they are the usual ones; other limits only ask."""
    limit = item.limits.get(f"soft_{end}") or item.limits.get(end, "")
    if kind == "slider":
        return "" if limit == usual else limit
    return limit if kind == "text" else ""


def ends_of(labels: str) -> tuple[str, str] | None:
    """The words at the two ends of a slider; what stands between them has no place of its own."""
    words = [plain(part) for part in labels.split("|")]
    return (words[0], words[-1]) if len(words) > 1 and words[0] and words[-1] else None


FREE = frozenset(
    {"field_type", VALIDATION, "custom_alignment", "question_number", "matrix_group_name", "matrix_ranking"}
    | {"field_annotation", "form_name", "field_name"}
)
"""Columns that say what the variable itself does not, or says less exactly."""


LIMITS = frozenset({"text_validation_min", "text_validation_max"})
_NUMBERED = re.compile(r" \(\d+\)$")


def _choices_meant(text: str) -> dict[str, str]:
    """The codes and labels, whatever was done to make them distinct."""
    meant: dict[str, str] = {}
    for code, label in choices_of(text):
        meant.setdefault(code, _NUMBERED.sub("", label.replace("|", "/")))
    return meant


def still_holds(column: str, kept: str, row: Mapping[str, str]) -> bool:
    """Whether what a file once said in a column is still true of the row as it is now; logic is judged apart."""
    shown = row[column]
    if column in FREE or not shown:
        return True
    if column == CHOICES and row["field_type"] == "slider":
        return ends_of(kept) == ends_of(shown)
    if column == CHOICES:
        return _choices_meant(kept) == _choices_meant(shown) or not choices_of(kept)
    if column in LIMITS and _limit_meant(kept) == _limit_meant(shown):
        return True
    return plain(kept) == plain(shown) or not plain(kept)


def _limit_meant(text: str) -> str:
    """A limit whatever its zeros, comma and order of day and month."""
    return number_of(text) or day_of(text) or text.strip()
