"""Range checks as limits and rules. Pure.

A comparison with one value is a limit where it says at least or at most; any other is a rule. What is in no language of
ours is kept as it is, and told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalogue.formats.declaring.values import Entry
from catalogue.formats.odm.checks import computed_limit, rule_of
from catalogue.formats.odm.elements import Check, Item, Words
from catalogue.formats.odm.said import Said
from catalogue.formats.values import plain_number
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND

LIMIT_KEYS = ("min", "soft_min", "soft_max", "max")
OF_COMPARATORS = {("GE", False): "min", ("GE", True): "soft_min", ("LE", True): "soft_max", ("LE", False): "max"}
STRICT = {"GT": ("GE", 1), "LT": ("LE", -1)}
SIGNS = {"LT": "<", "LE": "<=", "GT": ">", "GE": ">=", "EQ": "=", "NE": "<>"}
SETS = {"IN": "in", "NOTIN": "not in"}
WORDS = {
    "LT": "less than",
    "LE": "at most",
    "GT": "greater than",
    "GE": "at least",
    "EQ": "equal to",
    "NE": "other than",
    "IN": "one of",
    "NOTIN": "none of",
}


@dataclass(slots=True)
class Checked:
    """What the checks of one item come to."""

    limits: dict[str, str] = field(default_factory=dict)
    messages: dict[str, Words] = field(default_factory=dict)
    rules: list[Entry] = field(default_factory=list)
    kept: list[Check] = field(default_factory=list)


def checked(name: str, label: str, entry: Mapping[str, Any], checks: Iterable[Check], said: Said) -> Checked:
    """The limits and rules of a variable; `entry` is what is known of it already."""
    found = Checked()
    for check in checks:
        rule, limit = _own_rule(check, said), computed_limit(name, check.formal)
        if rule:
            found.rules.append(rule)
        elif limit and limit[0] not in found.limits:
            found.limits[limit[0]] = limit[1]
        elif not _compared(name, label, entry, check, found, said):
            found.kept.append(check)
    return found


def rules_at(item: Item, said: Said) -> Iterator[Entry]:
    """The rules of ours that stand at an item."""
    return (rule for check in item.checks if (rule := _own_rule(check, said)))


def _own_rule(check: Check, said: Said) -> Entry | None:
    rule = rule_of(check)
    if rule is None:
        return None
    name, require = rule
    message = said.text(check.message) or name
    return {"rule": name, "require": require, "severity": _severity(check), "message": message}


def _compared(name: str, label: str, entry: Mapping[str, Any], check: Check, found: Checked, said: Said) -> bool:
    """Whether a comparison with values has become a limit or a rule."""
    if check.formal or not check.values:
        return False
    return _as_limit(entry, check, found) or _as_rule(name, label, entry, check, found, said)


def _as_limit(entry: Mapping[str, Any], check: Check, found: Checked) -> bool:
    """Whether a check has become a limit of its own, which no other says and which is in order with the others."""
    if len(check.values) != 1:
        return False
    comparator, value = check.comparator or "", _constant(entry, check.values[0])
    if comparator in STRICT and entry["type"] == "integer" and isinstance(value, float):
        comparator, value = STRICT[comparator][0], value + STRICT[comparator][1]
    key = OF_COMPARATORS.get((comparator, check.is_soft))
    if key is None or value is None or key in found.limits or not _fits(entry, value):
        return False
    limits = {**found.limits, key: value.isoformat() if isinstance(value, date) else plain_number(value)}
    if not _in_order(entry, limits):
        return False
    found.limits = limits
    if check.message:
        found.messages[key] = check.message
    return True


def _constant(entry: Mapping[str, Any], written: str) -> float | date | None:
    """A limit of the variable's type."""
    try:
        if entry["type"] in {"integer", "decimal"}:
            number = float(written)
            return number if abs(number) <= NUMBER_BOUND else None
        if entry["type"] == "date":
            day = date.fromisoformat(written)
            return day if EARLIEST <= day <= LATEST else None
    except ValueError:
        return None
    return None


def _fits(entry: Mapping[str, Any], value: float | date) -> bool:
    if isinstance(value, date):
        return True
    decimals = int(entry.get("decimals") or 0) if entry["type"] == "decimal" else 0
    return round(value, decimals) == value


def _in_order(entry: Mapping[str, Any], limits: Mapping[str, str]) -> bool:
    values = [_constant(entry, limits[key]) for key in LIMIT_KEYS if key in limits]
    known = [value.toordinal() if isinstance(value, date) else value for value in values if value is not None]
    return known == sorted(known)


def _as_rule(name: str, label: str, entry: Mapping[str, Any], check: Check, found: Checked, said: Said) -> bool:
    """Whether a comparison has become a rule."""
    comparator = check.comparator or ""
    values = [_literal(entry, value) for value in check.values]
    if (entry["type"] in {"text", "longtext"} and comparator in {"LT", "LE", "GT", "GE"}) or None in values:
        return False
    if comparator in SETS:
        require = f"{name} {SETS[comparator]} ({', '.join(map(str, values))})"
    elif comparator in SIGNS and len(values) == 1:
        require = f"{name} {SIGNS[comparator]} {values[0]}"
    else:
        return False
    message = said.text(check.message) or f"{label}: {WORDS[comparator]} {', '.join(check.values)}"
    found.rules.append({"rule": f"{name}_check", "require": require, "severity": _severity(check), "message": message})
    return True


def _literal(entry: Mapping[str, Any], written: str) -> str | None:
    """A value as an expression writes it; None when it is none that the variable may have."""
    kind = entry["type"]
    value = _constant(entry, written)
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if value is not None:
        return plain_number(value) if _fits(entry, value) else None
    if kind == "boolean":
        return {"1": "true", "true": "true", "0": "false", "false": "false"}.get(written.lower())
    if kind in {"text", "longtext"} and written:
        return "'" + written.replace("'", "''") + "'"
    return None


def _severity(check: Check) -> str:
    return "soft" if check.is_soft else "hard"
