"""Columns that only we read: what XLSForm has no word for, so that our own reader gets it back. Pure.

They begin with `skjemaverk_`, and every other reader passes them by. What somebody has written in them that cannot be
is left out, as if it were not there. Structured values are JSON, as the catalogue's own pages would have them.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import sha256
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from catalogue.expressions.printer import to_text
from catalogue.formats.values import number_of, plain_number
from catalogue.formats.xlsform.columns import OWN, Line
from catalogue.formats.xlsform.meant import SYSTEM
from catalogue.formats.xlsform.types import ANY_DECIMALS
from catalogue.model import MISSING_REASONS, Alias, Code, Era, Expression, Group, MissingValue, Retirement, Variable
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND

Said = Mapping[str, str]
"""Columns of ours, without what they begin with."""
LOGIC_COLUMNS = ("relevant", "required", "constraint", "calculation", "default")
"""Columns whose cells a check is of."""
CHECK = "check"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
VERSION = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}")


def cell(line: Line, key: str) -> str:
    """What a column of ours says."""
    return line.cell(f"{OWN}{key}")


def check_of(cells: Mapping[str, str]) -> str:
    """A digest of what a row says of logic, so that one sees whether somebody has changed it since."""
    said = json.dumps([cells.get(column, "") for column in LOGIC_COLUMNS], ensure_ascii=False)
    return sha256(said.encode()).hexdigest()[:12]


# ---- out ----


def said_of_variable(variable: Variable) -> dict[str, str]:
    """What a variable says that its row does not, but for texts in several languages and logic."""
    limits = variable.limits
    return _present(
        {
            "decimals": _decimals(variable),
            "soft_min": limit_text(limits.soft_min),
            "soft_max": limit_text(limits.soft_max),
            "limits_source": limits.source or "",
            **_shared(variable.missing, variable.otherwise, variable.collected, variable.retired),
            "aliases": _json(_aliases(alias for alias in variable.aliases if alias.system != SYSTEM)),
            "identifies": variable.identifies or "",
            "display": variable.display if variable.display in {"text", "radio", "hidden"} else "",
        }
    )


def _decimals(variable: Variable) -> str:
    """How many decimals, where a reader would not think so anyway."""
    if variable.decimals is None or (variable.decimals == ANY_DECIMALS and not variable.is_calculated):
        return ""
    return str(variable.decimals)


def said_of_group(group: Group) -> dict[str, str]:
    """What a checklist or matrix says for all of it."""
    first = group.variables[0]
    return _present(_shared(group.missing, first.otherwise, first.collected, first.retired))


def said_of_tick(tick: Variable, group: Group) -> dict[str, str]:
    """What a tick says beside its group."""
    first = group.variables[0]
    return _present(
        {
            "aliases": _json(_aliases(alias for alias in tick.aliases if alias.system != SYSTEM)),
            "collected": _json(_era(tick.collected)) if tick.collected != first.collected else "",
            "retired": _json(_retirement(tick.retired)) if tick.retired != first.retired else "",
        }
    )


def said_of_code(code: Code) -> dict[str, str]:
    """What a code says beside its label."""
    return _present(
        {
            "missing": code.missing or "",
            "collected": _json(_era(code.collected)),
            "retired": _json(_retirement(code.retired)),
        }
    )


def said_of_rule(collected: Era | None, retired: Retirement | None) -> dict[str, str]:
    """When a rule holds."""
    return _present({"collected": _json(_era(collected)), "retired": _json(_retirement(retired))})


def _shared(
    missing: tuple[MissingValue, ...],
    otherwise: bool | float | str | None,
    collected: Era | None,
    retired: Retirement | None,
) -> dict[str, str]:
    return {
        "missing": _json({found.reason: _missing(found) for found in missing}),
        "otherwise": "" if otherwise is None else _scalar(otherwise),
        "collected": _json(_era(collected)),
        "retired": _json(_retirement(retired)),
    }


def _missing(found: MissingValue) -> dict[str, Any]:
    code = {} if found.code is None else {"code": found.code}
    flags = _aliases(found.flags)
    return {**code, **({"flag": flags} if flags else {})}


def _aliases(aliases: Iterable[Alias]) -> dict[str, Any]:
    found: dict[str, dict[str, list[str]]] = {}
    for alias in aliases:
        found.setdefault(alias.system, {}).setdefault(alias.occasion, []).append(alias.name)
    return {
        system: _names(by[""]) if list(by) == [""] else {occasion: _names(names) for occasion, names in by.items()}
        for system, by in found.items()
    }


def _names(names: list[str]) -> Any:
    return names if len(names) > 1 else names[0]


def _era(era: Era | None) -> dict[str, Any]:
    if era is None:
        return {}
    gaps = [_period(start if start > date.min else None, end if end < date.max else None) for start, end in era.gaps]
    return {**_period(era.start, era.end), **({"gaps": gaps} if gaps else {})}


def _period(start: date | None, end: date | None) -> dict[str, str]:
    return {key: day.isoformat() for key, day in (("from", start), ("to", end)) if day is not None}


def _retirement(found: Retirement | None) -> dict[str, str]:
    return {} if found is None else {"version": found.version, "reason": found.reason}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


def _scalar(value: bool | float | str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain_number(value) if isinstance(value, float) else str(value)


def limit_text(limit: object) -> str:
    """A limit as the language writes it."""
    if limit is None:
        return ""
    if isinstance(limit, Expression):
        return to_text(limit.node)
    return plain_number(limit) if isinstance(limit, float | int) else str(limit)


def _present(found: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in found.items() if text}


# ---- in ----


def titles(line: Line, key: str) -> dict[str, str]:
    """What categories or respondents are called, by name."""
    found = _loaded(cell(line, key))
    if not isinstance(found, dict):
        return {}
    return {name: str(title).strip() for name, title in found.items() if _name(name) and str(title).strip()}


def declared(line: Line, keys: Iterable[str]) -> dict[str, Any]:
    """Keys of the language that our columns of a row say, as far as they can be."""
    if not _has_own(line):
        return {}
    found = {key: READ[key](text) for key in keys if (text := cell(line, key.removesuffix("_code")))}
    return {key: value for key, value in found.items() if value is not None}


def code_of(label: str, line: Line | None) -> Any:
    """A code: its label, and what it says beside it."""
    if line is None:
        return label
    found = declared(line, ("missing_code", "collected", "retired"))
    found = {"missing": found.pop("missing_code", None), **found}
    return {"label": label, **found} if any(found.values()) else label


def _has_own(line: Line) -> bool:
    return any(column.startswith(OWN) for column, _ in line.cells)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _read_missing(text: str) -> dict[str, Any] | None:
    found = _loaded(text)
    if not isinstance(found, dict) or not set(found) <= set(MISSING_REASONS) or not found:
        return None
    return found if all(_is_missing(entry) for entry in found.values()) else None


def _is_missing(entry: object) -> bool:
    if not isinstance(entry, dict) or not set(entry) <= {"code", "flag"}:
        return False
    code = entry.get("code", 0)
    is_code = isinstance(code, int | str) and not isinstance(code, bool) and str(code).strip() != ""
    return is_code and ("flag" not in entry or _read_aliases(json.dumps(entry["flag"])) is not None)


def _read_aliases(text: str) -> dict[str, Any] | None:
    found = _loaded(text)
    if not isinstance(found, dict) or not found or not all(map(_is_name, found)):
        return None
    return found if all(_is_alias(entry) for entry in found.values()) else None


def _is_name(key: object) -> bool:
    return isinstance(key, str) and NAME.fullmatch(key) is not None and key != SYSTEM


def _is_alias(entry: object) -> bool:
    if isinstance(entry, dict):
        return bool(entry) and all(map(_is_name, entry)) and all(_is_names(names) for names in entry.values())
    return _is_names(entry)


def _is_names(entry: object) -> bool:
    names = entry if isinstance(entry, list) else [entry]
    are_texts = all(isinstance(name, str) and 0 < len(name.strip()) == len(name) for name in names)
    return bool(names) and are_texts and len(set(map(str, names))) == len(names)


def _read_era(text: str) -> dict[str, Any] | None:
    found = _loaded(text)
    if not isinstance(found, dict) or not found or not set(found) <= {"from", "to", "gaps"}:
        return None
    gaps = found.get("gaps", [])
    if not isinstance(gaps, list) or not all(isinstance(gap, dict) and set(gap) <= {"from", "to"} for gap in gaps):
        return None
    periods = [_days(found), *map(_days, gaps)]
    if None in periods or ("gaps" in found and not gaps):
        return None
    whole, *inside = [period for period in periods if period]
    apart = sorted(inside)
    is_right = all(whole[0] <= start <= end <= whole[1] for start, end in inside) and whole[0] <= whole[1]
    return found if is_right and all(a[1] < b[0] for a, b in pairwise(apart)) else None


def _days(period: Mapping[str, Any]) -> tuple[date, date] | None:
    try:
        return (
            date.fromisoformat(str(period.get("from", date.min.isoformat()))),
            date.fromisoformat(str(period.get("to", date.max.isoformat()))),
        )
    except ValueError:
        return None


def _read_retirement(text: str) -> dict[str, str] | None:
    found = _loaded(text)
    if not isinstance(found, dict) or set(found) != {"version", "reason"}:
        return None
    is_right = VERSION.fullmatch(str(found["version"])) and str(found["reason"]).strip()
    return {key: str(value) for key, value in found.items()} if is_right else None


def _read_limit(text: str) -> str | None:
    number = number_of(text)
    if number is not None:
        return number if abs(float(number)) <= NUMBER_BOUND else None
    try:
        return text if EARLIEST <= date.fromisoformat(text) <= LATEST else None
    except ValueError:
        return None


def _one_of(*words: str) -> Callable[[str], str | None]:
    return lambda text: text if text in words else None


def _name(text: str) -> str | None:
    return text if NAME.fullmatch(text) else None


def _digit(text: str) -> str | None:
    return text if re.fullmatch("[0-9]", text) else None


def _text(text: str) -> str | None:
    return text.strip() or None


READ: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "decimals": _digit,
        "soft_min": _read_limit,
        "soft_max": _read_limit,
        "limits_source": _text,
        "missing": _read_missing,
        "missing_code": _one_of("unknown", "declined", "not_applicable", "not_answered"),
        "otherwise": _text,
        "collected": _read_era,
        "retired": _read_retirement,
        "aliases": _read_aliases,
        "identifies": _one_of("direct", "indirect"),
        "display": _one_of("text", "radio", "hidden"),
        "category": _name,
        "respondent": _name,
        "purpose": _text,
        "source": _text,
    }
)
"""What each column may say."""
OF_VARIABLES = (
    *("decimals", "soft_min", "soft_max", "limits_source", "missing", "otherwise", "collected", "retired"),
    *("aliases", "identifies", "display", "category", "purpose", "source"),
)
OF_GROUPS = ("missing", "otherwise", "collected", "retired", "category", "purpose", "source")
OF_TICKS = ("collected", "retired", "aliases")
"""Which columns a row of each kind may have."""
