"""The fields of a dictionary with the names they get here, before any logic is read. Pure."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalogue.formats.naming import LONGEST, folded_name, name_for
from catalogue.formats.redcap.columns import CHOICES, WITHOUT_ANSWER, choices_of
from catalogue.formats.redcap.meaning import ELSEWHERE, Fields, Meant
from catalogue.formats.redcap.types import CHECKLIST, type_of
from catalogue.formats.tables import Row

LONGEST_CHECKLIST = 24
"""A checklist's name leaves room for its ticks'."""
KINDS: Mapping[str, str] = {"integer": "number", "decimal": "number", "longtext": "text"}
"""The kind of value of a type, where it is not called so."""


@dataclass(frozen=True, slots=True)
class Found:
    """A field as REDCap calls it: its row, our name and type, the codes of its choices, the key of each tick."""

    field: str
    row: Row
    form: str
    name: str
    type: str
    meant: Meant
    codes: tuple[tuple[str, str], ...] = ()
    ticks: Mapping[str, str] = dataclasses.field(default_factory=dict)


def _meant(name: str, kind: str, codes: tuple[tuple[str, str], ...], ticks: Mapping[str, str]) -> Meant:
    """What a field is in an expression of its own form."""
    if kind == CHECKLIST:
        return Meant(name, "checkbox", ticks={code: f"{name}_{key}" for code, key in ticks.items()})
    values = frozenset(code for code, _ in codes)
    has_numbers = _is_whole(values)
    if kind == "code":
        return Meant(name, "code" if has_numbers else "code-text", values, whole=has_numbers)
    return Meant(name, KINDS.get(kind, kind), values, whole=kind == "integer" or has_numbers)


def _is_whole(codes: Iterable[str]) -> bool:
    """Whether all codes are whole numbers as our language reads them."""
    codes = list(codes)
    return (
        bool(codes)
        and all(code == str(int(code)) for code in codes if _is_digits(code))
        and all(map(_is_digits, codes))
    )


def _is_digits(code: str) -> bool:
    return code.removeprefix("-").isascii() and code.removeprefix("-").isdigit() and len(code) <= 16


def holds_answer(row: Row) -> bool:
    """Whether a field has an answer of a type of ours."""
    return row.cells["field_type"].strip().lower() not in WITHOUT_ANSWER


def found_fields(rows: Iterable[Row], form: str) -> Iterator[Found]:
    """The fields of one form."""
    taken: set[str] = set()
    for row in rows:
        kind, name = type_of(row.cells), row.cells["field_name"]
        codes = tuple(_distinct(choices_of(row.cells[CHOICES]))) if kind in {"code", CHECKLIST} else ()
        ours = name_for(name, taken, LONGEST_CHECKLIST if kind == CHECKLIST else LONGEST)
        ticks = _ticks(ours, codes, taken) if kind == CHECKLIST else {}
        yield Found(name.strip().lower(), row, form, ours, kind, _meant(ours, kind, codes, ticks), codes, ticks)


def _distinct(codes: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each code once, each label once."""
    values: set[str] = set()
    labels: set[str] = set()
    for value, label in codes:
        if value.lstrip("0").casefold() in values:
            continue
        number, free = 2, label
        while free.casefold() in labels:
            free, number = f"{label} ({number})", number + 1
        values.add(value.lstrip("0").casefold())
        labels.add(free.casefold())
        yield value, free


def _ticks(name: str, codes: Iterable[tuple[str, str]], taken: set[str]) -> dict[str, str]:
    """A key for each tick, so that no variable of the form has its name already. It comes from the code, as other words
    for a choice are no other choice.
    """
    spelt = ((code, folded_name(f"minus {code[1:]}" if code.startswith("-") else code)) for code, _ in codes)
    keys = ((code, name_for(f"{name}_{short}", taken, LONGEST)) for code, short in spelt)
    return {code: key.removeprefix(f"{name}_") for code, key in keys}


def own_meanings(found: Iterable[Found]) -> Fields:
    """What the fields of a form mean in its own expressions."""
    return {each.field: each.meant for each in found}


def meanings_elsewhere(found: Iterable[Found]) -> tuple[Fields, Fields]:
    """What fields mean in conditions of other forms, which cannot see them, and in their calculations, which can."""
    seen = {each.field: each.meant.seen_outside(each.form) for each in found}
    return dict.fromkeys(seen, ELSEWHERE), seen
