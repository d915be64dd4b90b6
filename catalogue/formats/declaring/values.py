"""Small values of the model as they are written in a document. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from catalogue.formats.values import plain_number
from catalogue.model import Alias, Code, Era, Expression, Extras, Limit, MissingValue, Retirement

Entry = dict[str, Any]
"""Part of a document: what is None is not written."""


def limit_text(limit: Limit | Expression | None) -> str | None:
    """A limit: a number, a day, or an expression."""
    match limit:
        case None:
            return None
        case Expression():
            return limit.text
        case date():
            return limit.isoformat()
        case _:
            return plain_number(limit)


def value_text(value: bool | float | str | None) -> str | None:
    """A constant answer."""
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else plain_number(value)


def era_entry(era: Era | None) -> Entry | None:
    """When something is collected."""
    if era is None:
        return None
    gaps = [_period(_day(start, date.min), _day(end, date.max)) for start, end in era.gaps]
    return {**_period(_day(era.start), _day(era.end)), **present(gaps=gaps or None)}


def _period(start: str | None, end: str | None) -> Entry:
    return present(**{"from": start, "to": end})


def _day(day: date | None, is_open: date | None = None) -> str | None:
    return None if day is None or day == is_open else day.isoformat()


def retired_entry(retired: Retirement | None) -> Entry | None:
    """Since which version something is out of use."""
    return {"version": retired.version, "reason": retired.reason} if retired else None


def aliases_entry(aliases: Iterable[Alias]) -> Entry | None:
    """Outside names by system, and by occasion where they have one."""
    found: dict[str, dict[str, list[str]]] = {}
    for alias in aliases:
        found.setdefault(alias.system, {}).setdefault(alias.occasion, []).append(alias.name)
    return {
        system: _names(occasions[""]) if "" in occasions else {key: _names(names) for key, names in occasions.items()}
        for system, occasions in found.items()
    } or None


def _names(names: list[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else names


def extras_entry(extras: Extras) -> Entry | None:
    """What other systems say that the language has no word for."""
    found: dict[str, dict[str, str]] = {}
    for system, key, text in extras:
        found.setdefault(system, {})[key] = text
    return found or None


def missing_entry(missing: Iterable[MissingValue]) -> Entry | None:
    """The reasons that may stand instead of a value."""
    return {
        value.reason: present(code=None if value.code is None else str(value.code), flag=aliases_entry(value.flags))
        for value in missing
    } or None


def codes_entry(codes: Iterable[Code]) -> Entry:
    """The codes of a list; one that is only a value and a label is written so."""
    return {str(code.value): _code(code) for code in codes}


def _code(code: Code) -> Any:
    more = present(
        missing=code.missing,
        collected=era_entry(code.collected),
        retired=retired_entry(code.retired),
        extras=extras_entry(code.extras),
    )
    return {"label": code.label, **more} if more else code.label


def record_entry(record: Iterable[tuple[str, tuple[Alias, ...]]]) -> Entry | None:
    """The outside names of a row's own columns."""
    return {column: aliases_entry(aliases) for column, aliases in record} or None


def flag(value: bool) -> str | None:
    """`true`, or nothing."""
    return "true" if value else None


def present(**entry: Any) -> Entry:
    """The keys that have something to say."""
    return {key: value for key, value in entry.items() if value is not None}


def common(values: Iterable[Any]) -> Any:
    """The value that all share; None when they differ."""
    found = list(values)
    return found[0] if found and all(value == found[0] for value in found) else None


def without(entry: Mapping[str, Any], *keys: str) -> Entry:
    """The entry without some of its keys."""
    return {key: value for key, value in entry.items() if key not in keys}
