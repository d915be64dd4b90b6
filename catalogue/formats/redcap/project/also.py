"""What a variable says that REDCap has no words for, as one attribute of its item that other readers pass by. Pure.

The attribute is JSON with keys of the catalogue's own language. REDCap's words come first: a key stands here only where
they say less. What is not of the right shape is left out.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from catalogue.formats.redcap.columns import SYSTEM
from catalogue.formats.values import plain_number
from catalogue.model import Alias, Era, Expression, Group, Variable

LIMITS = ("min", "soft_min", "soft_max", "max")
Said = Mapping[str, Any]


def _text(thing: Any) -> str | None:
    return None if thing is None else thing.source


def _logic(expression: Expression | None) -> str | None:
    return None if expression is None else expression.text


def _value(value: Any) -> str | None:
    """A constant as it is written."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, bool):
        return str(value).lower()
    return plain_number(value) if isinstance(value, int | float) else str(value)


def _aliases(aliases: tuple[Alias, ...]) -> dict[str, Any] | None:
    """Names in other systems; several in one system, by occasion."""
    found: dict[str, Any] = {}
    for alias in aliases:
        if alias.system == SYSTEM:
            continue
        if alias.occasion:
            found.setdefault(alias.system, {})[alias.occasion] = alias.name
        else:
            found[alias.system] = alias.name
    return found or None


def _era(era: Era | None) -> dict[str, Any] | None:
    if era is None:
        return None
    ends = {"from": era.start and era.start.isoformat(), "to": era.end and era.end.isoformat()}
    gaps = [{"from": start.isoformat(), "to": end.isoformat()} for start, end in era.gaps]
    return {key: day for key, day in {**ends, "gaps": gaps}.items() if day}


def _reasons(variable: Variable) -> dict[str, str] | None:
    """The codes of its list that are reasons for no answer."""
    codes = variable.codelist.codes if variable.codelist else ()
    return {str(code.value): code.missing for code in codes if code.missing} or None


def _retired(variable: Variable) -> dict[str, str] | None:
    retired = variable.retired
    return None if retired is None else {"version": retired.version, "reason": retired.reason}


def _hard(variable: Variable) -> dict[str, str]:
    """Limits that hold; REDCap's only ask, but those of a slider."""
    keys = () if variable.display == "scale" else ("min", "max")
    limits = {key: _value(getattr(variable.limits, key)) for key in keys}
    return {key: limit for key, limit in limits.items() if limit is not None}


OF_VARIABLE: Mapping[str, Callable[[Variable], Any]] = MappingProxyType(
    {
        "unit": lambda variable: _text(variable.unit),
        "max_length": lambda variable: _value(variable.max_length),
        "required_when": lambda variable: _logic(variable.required_when),
        "otherwise": lambda variable: _value(variable.otherwise),
        "prefill": lambda variable: _logic(variable.prefill),
        "reasons": _reasons,
        "aliases": lambda variable: _aliases(variable.aliases),
        "collected": lambda variable: _era(variable.collected),
        "retired": _retired,
        "identifies": lambda variable: variable.identifies if variable.identifies != "direct" else None,
    }
)
"""For each key that REDCap has no word for, what a variable says under it."""


def said_also(question: Variable | Group, missing: Said | None) -> str:
    """The attribute of a question, empty when nothing is left to say; `missing` where the project's codes differ."""
    said: dict[str, Any] = {}
    if isinstance(question, Variable):
        said = {key: told for key, say in OF_VARIABLE.items() if (told := say(question)) is not None}
        said |= _hard(question)
    elif question.none is not None:
        said["none"] = question.none.removeprefix(f"{question.name}_")
    if missing is not None:
        said["missing"] = missing
    return json.dumps(said, ensure_ascii=False) if said else ""


# ---- and back ----

TEXTS = frozenset({"unit", "max_length", "required_when", "otherwise", "prefill", "identifies", "none", *LIMITS})
TABLES = frozenset({"aliases", "collected", "retired", "missing"})


def with_also(entry: Mapping[str, Any], attribute: str) -> dict[str, Any]:
    """An entry of a form with what our own writer has said of it."""
    said = table_said(attribute)
    changed = {**entry, **{key: said[key] for key in TEXTS if isinstance(said.get(key), str)}}
    for hard in ("min", "max"):
        if hard in changed and changed.get(f"soft_{hard}") == changed[hard]:
            changed[f"soft_{hard}"] = None
    for key in TABLES:
        if _is_table(said.get(key)):
            changed[key] = {**(entry.get(key) or {}), **said[key]} if key == "aliases" else said[key]
    if entry.get("codes") and _is_table(said.get("reasons")):
        changed["codes"] = {
            code: _with_reason(label, said["reasons"].get(code)) for code, label in entry["codes"].items()
        }
    return changed


def table_said(attribute: str) -> Said:
    """What such an attribute holds; nothing when it is spoilt."""
    try:
        said = json.loads(attribute)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _is_table(value: Any, depth: int = 2) -> bool:
    """Whether a value is a table of texts, or of tables and lists of such."""
    if isinstance(value, list):
        return depth > 0 and all(_is_table(part, depth - 1) for part in value)
    if not isinstance(value, dict):
        return False
    return depth >= 0 and all(isinstance(part, str) or _is_table(part, depth - 1) for part in value.values())


def _with_reason(label: Any, reason: Any) -> Any:
    return {"label": label, "missing": reason} if isinstance(reason, str) else label
