"""How a question looks and what it may hold: its length, decimals, unit, limits and scale. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalogue.formats.fhir.expressing import Reading, path_of
from catalogue.formats.fhir.found import Found, texts
from catalogue.formats.fhir.own import Json, extensions_of, mapping, unsealed, value_of, words
from catalogue.formats.fhir.taken import Taken, told
from catalogue.formats.fhir.units import unit_of
from catalogue.formats.fhir.urls import (
    DECIMALS,
    EXPRESSION,
    HIDDEN,
    ITEM_CONTROL,
    MAX,
    MIN,
    SLIDER_STEP,
    UNIT,
)
from catalogue.formats.fhir.walking import below_of, control_of
from catalogue.formats.values import plain_number
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND, VALUE_TYPES

Words = dict[str, Any]
ANY_DECIMALS = 4
"""Decimals of a number that does not say how many."""
LONGEST_SCALE = 20
DISPLAYS: Mapping[str, str] = {"radio-button": "radio", "drop-down": "select"}


def look(found: Found, taken: Taken, *, is_calculated: bool) -> Words:
    """How a question looks, and whether it is shown."""
    control = control_of(found.item)
    hidden = taken.value(HIDDEN) is True
    if hidden and (is_calculated or found.said.get("retired")):
        taken.urls.add(HIDDEN)
    elif hidden:
        taken.remarks.append(("hidden-question", "is hidden there; here only what is calculated is. It is asked."))
    if control == "autocomplete" and found.kind == "coding":
        taken.urls.add(ITEM_CONTROL)
    if control in DISPLAYS and found.kind in {"code", "boolean"}:
        taken.urls.add(ITEM_CONTROL)
        return {"display": "hidden" if hidden and is_calculated else DISPLAYS[control]}
    own = words(found.said.get("display"))
    return {"display": "hidden" if hidden and is_calculated else own or None}


def size(found: Found, taken: Taken, extras: dict[str, str]) -> Words:
    """Length, decimals and unit."""
    said: Words = {}
    length = found.item.get("maxLength")
    if found.kind in {"text", "longtext"} and isinstance(length, int) and 0 < length <= 999_999:
        taken.keys.add("maxLength")
        said["max_length"] = length
    if found.kind == "decimal":
        decimals = taken.value(DECIMALS)
        is_known = isinstance(decimals, int) and not isinstance(decimals, bool) and 0 <= decimals <= 9
        said["decimals"] = decimals if is_known else ANY_DECIMALS
        if is_known:
            taken.urls.add(DECIMALS)
        else:
            extras["decimals"] = str(ANY_DECIMALS)
    unit = unit_of(taken.value(UNIT))
    if found.kind in {"integer", "decimal"} and unit:
        taken.urls.add(UNIT)
        said["unit"] = unit
    return said


def limits(found: Found, taken: Taken, reading: Reading, declared: Words) -> Words:
    """The limits, hard and soft."""
    said: Words = {key: words(found.said.get(key)) for key in ("soft_min", "soft_max", "limits_source")}
    for key, url in (("min", MIN), ("max", MAX)):
        extension = next((extension for each, extension in extensions_of(found.item) if each == url), None)
        standard = [extension] if extension else []
        own = unsealed(found.said.get(key), standard)
        limit = own or (_limit(found, taken, extension, reading, declared) if extension else "")
        if limit:
            taken.urls.add(url)
            said[key] = limit
    low, high = said.get("min"), said.get("max")
    if low and high and _constants(low, high) and _above(low, high):
        taken.remarks.append(("bounds-out-of-order", "has a least above its greatest. Both are kept under 'extras'."))
        taken.urls -= {MIN, MAX}
        said |= {"min": None, "max": None}
    return {key: value for key, value in said.items() if value}


def _limit(found: Found, taken: Taken, extension: Json, reading: Reading, declared: Words) -> str:
    element = next((value for key, value in extension.items() if key.startswith("_value")), None)
    written = path_of(mapping(element), EXPRESSION)
    if written and found.kind in {"integer", "decimal", "date"} and not found.is_cell:
        understood = reading.path(written, "value", VALUE_TYPES[found.kind].expression_type)
        told(taken, understood, "its limit")
        return understood.text
    value = value_of(extension)
    limit = constant_limit(found.kind, value, declared)
    if not limit:
        shown = value if isinstance(value, str | int | float) else "there"
        message = f"the limit '{shown}' is no limit of a {found.kind} here. It is kept under 'extras'."
        taken.remarks.append(("bound-not-understood", message))
    return limit


def constant_limit(kind: str, value: Any, declared: Words) -> str:
    """A limit as an author writes it; nothing where it is none of this type."""
    if kind == "date" and isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return ""
        return day.isoformat() if EARLIEST <= day <= LATEST else ""
    value = mapping(value).get("value") if isinstance(value, dict) else value
    if kind not in {"integer", "decimal"} or isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    decimals = int(declared.get("decimals") or 0)
    is_limit = abs(value) <= NUMBER_BOUND and round(value, decimals) == value
    return plain_number(float(value)) if is_limit else ""


def _constants(*limits: str) -> bool:
    return all(limit[:1].isdigit() or limit[:1] == "-" for limit in limits)


def _above(low: str, high: str) -> bool:
    try:
        return float(low) > float(high)
    except ValueError:
        return low > high


def scale(found: Found, taken: Taken, declared: Words) -> Words:
    """A slider with two ends near each other is a scale; what its ends are called stands below it."""
    low, high = declared.get("min"), declared.get("max")
    if control_of(found.item) != "slider" or found.kind != "integer" or not (low and high and _constants(low, high)):
        return {}
    if not 0 < float(high) - float(low) <= LONGEST_SCALE:
        return {}
    taken.urls.add(ITEM_CONTROL)
    if taken.value(SLIDER_STEP) == 1:
        taken.urls.add(SLIDER_STEP)
    below = [below_of(found.item, code) for code in ("lower", "upper")]
    ends = [texts(each.get("text")) for each in below if each]
    return {"display": "scale", "ends": ends if len(ends) == 2 and all(ends) else None}
