"""The values of a list: their labels made distinct, and which of them are reasons for no answer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalogue.formats.klokebok.question import Choice
from catalogue.formats.reasons import NORWEGIAN, reason_of

Remark = tuple[str, str, str]
"""A column, a slug and a sentence."""

BEYOND = frozenset({"-1", "9", "99", "999", "98", "88", "998"})
"""Values that stand for no answer when their label says so. 9 alone may be anything."""


def choices_of(rows: Sequence[Mapping[str, str]]) -> tuple[tuple[Choice, ...], list[Remark]]:
    """The choices of one list, in its order."""
    values = [row["listeverdier"].strip() for row in rows]
    labels = list(
        _distinct([" ".join(row["listetekst"].split()) or value for row, value in zip(rows, values, strict=True)])
    )
    reasons = [_reason(value, label) for value, label in zip(values, labels, strict=True)]
    if all(reasons):
        reasons = [None] * len(reasons)
    remarks: list[Remark] = []
    if len({value.lstrip("0") for value in values}) < len(values):
        remarks.append(("listeverdier", "same-code", "Two values differ only in zeros before the number. Correct one."))
    choices = (Choice(value, label, reason) for value, label, reason in zip(values, labels, reasons, strict=True))
    return tuple(choices), remarks


def _reason(value: str, label: str) -> str | None:
    return reason_of(label, NORWEGIAN) if value in BEYOND else None


def _distinct(labels: Sequence[str]) -> Iterator[str]:
    """Labels with a number behind those that an earlier one has."""
    seen: set[str] = set()
    for label in labels:
        number, free = 2, label
        while free.casefold() in seen:
            free = f"{label} ({number})"
            number += 1
        seen.add(free.casefold())
        yield free


def code_entry(choice: Choice, extras: Mapping[str, str], system: str) -> Any:
    """A code as the catalogue writes it: its label alone, when there is no more to say."""
    era = {key: day for key, day in (("from", choice.start), ("to", choice.end)) if day}
    other = {"missing": choice.missing, "collected": era or None, "extras": {system: extras} if extras else None}
    return {"label": choice.label, **other} if any(other.values()) else choice.label
