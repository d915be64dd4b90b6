"""The bounds of a question: numbers, days, and words such as `today`."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from catalogue.formats.klokebok.choices import Remark
from catalogue.formats.klokebok.columns import (
    LIMITS,
    expression_of,
)
from catalogue.formats.values import day_of, number_of
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND, VALUE_TYPES

ORDER = ("min", "soft_min", "soft_max", "max")
ENDINGS: Mapping[str, str] = {"integer": "numerisk", "decimal": "numerisk", "date": "dato"}


def limits_of(row: Mapping[str, str], kind: str, decimals: str) -> tuple[dict[str, str], list[Remark]]:
    """The limits that the type can have, and what is to be said of the others."""
    limits: dict[str, str] = {}
    remarks: list[Remark] = []
    for key in ORDER:
        for ending in ("numerisk", "dato"):
            column = f"{LIMITS[key]}_{ending}"
            written = row[column].strip()
            if not written:
                continue
            limit = _limit(written, kind) if ENDINGS.get(kind) == ending else None
            if limit is None:
                remarks.append((column, "bound-not-understood", _not_understood(written, kind)))
            else:
                limits[key] = limit
    out_of_order = list(_out_of_order(limits))
    for key in out_of_order:
        column = f"{LIMITS[key]}_{ENDINGS[kind]}"
        message = f"The bound {limits.pop(key)} lies beyond another. It is kept under 'extras'; correct one of them."
        remarks.append((column, "bounds-out-of-order", message))
    return limits, remarks


def _limit(written: str, kind: str) -> str | None:
    if kind == "date":
        day = day_of(written)
        if day:
            return day if EARLIEST.isoformat() <= day <= LATEST.isoformat() else None
        expression = expression_of(written)
        return None if expression and expression.startswith("year") else expression
    number = number_of(written)
    if number:
        return number if abs(float(number)) <= NUMBER_BOUND else None
    expression = expression_of(written)
    return expression if expression and expression.startswith("year") else None


def _not_understood(written: str, kind: str) -> str:
    if kind not in ENDINGS:
        return f"The bound '{written}' is no bound of a {VALUE_TYPES[kind].name}. It is kept under 'extras'."
    return f"The bound '{written}' has no meaning here yet. It is kept under 'extras'; write it as an expression."


def _out_of_order(limits: Mapping[str, str]) -> Iterator[str]:
    """The limits to leave out so that the others are in order: of two that cross, the one that only asks."""
    constant = {key: limits[key] for key in ORDER if key in limits and "(" not in limits[key]}
    while True:
        crossing = next(
            ((low, high) for low, high in pairwise(constant) if _after(constant[low], constant[high])), None
        )
        if crossing is None:
            return
        out = next((key for key in crossing if key.startswith("soft")), crossing[1])
        del constant[out]
        yield out


def _after(low: str, high: str) -> bool:
    return low > high if day_of(low) else float(low) > float(high)
