"""What the model knows in the words an author would write: aliases, reasons, periods, retirements. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from catalogue.formats.values import plain_number
from catalogue.model import Alias, Catalogue, Era, Expression, Form, Limit, MissingValue, Module, Retirement

Words = dict[str, Any]


def alias_words(aliases: Iterable[Alias], without: str = "") -> Words:
    """Outside names by system: one, several, or by occasion one or several."""
    systems: dict[str, dict[str, list[str]]] = {}
    for alias in aliases:
        if alias.system != without:
            systems.setdefault(alias.system, {}).setdefault(alias.occasion, []).append(alias.name)
    return {system: _names(found) for system, found in systems.items()}


def _names(found: Mapping[str, list[str]]) -> Any:
    said = {occasion: names[0] if len(names) == 1 else names for occasion, names in found.items()}
    return said[""] if set(said) == {""} else said


def missing_words(missing: Iterable[MissingValue]) -> Words:
    """The reasons that may stand instead of a value, and what the outside world writes for them."""
    return {value.reason: _outside(value) or True for value in missing}


def _outside(value: MissingValue) -> Words:
    said = {"code": None if value.code is None else str(value.code), "flag": alias_words(value.flags)}
    return {key: part for key, part in said.items() if part}


def era_words(era: Era | None) -> Words | None:
    """When something is collected."""
    if era is None:
        return None
    gaps = [_period(None if start == date.min else start, None if end == date.max else end) for start, end in era.gaps]
    return {**_period(era.start, era.end), "gaps": gaps}


def _period(start: date | None, end: date | None) -> Words:
    return {"from": start and start.isoformat(), "to": end and end.isoformat()}


def retirement_words(retired: Retirement | None) -> Words | None:
    """Since when something is no longer asked, and why."""
    return {"version": retired.version, "reason": retired.reason} if retired else None


def record_words(record: Iterable[tuple[str, tuple[Alias, ...]]]) -> Words:
    """The outside names of a row's own columns."""
    return {column: alias_words(aliases) for column, aliases in record}


def limit_words(limit: Limit | Expression | None) -> str | None:
    """A limit as an author writes it."""
    if limit is None or isinstance(limit, Expression):
        return limit.text if limit else None
    return limit.isoformat() if isinstance(limit, date) else plain_number(limit)


def module_words(module: Module, forms: Collection[str]) -> Words:
    """A part of the registry; its texts as texts, so that they may have their translations.

    The day its timepoints count from is said when the form that holds it is among these.
    """
    return {
        "title": module.title,
        "episode": {
            "name": module.episode.name,
            "title": module.episode.title,
            "anchor": module.episode.anchor if module.episode.anchor.partition(".")[0] in forms else None,
            "record": record_words(module.episode.record),
        },
        "timepoints": {
            point.name: {
                "title": point.title,
                "alias": point.alias,
                "due": _days(point.due),
                "opens": _days(point.opens),
                "closes": _days(point.closes),
            }
            for point in module.timepoints
        },
        "empty_columns": dict(module.empty_columns),
    }


def _days(count: int | None) -> str | None:
    return None if count is None else f"{count} days"


def first_page_words(catalogue: Catalogue, forms: Collection[Form]) -> Words:
    """What the first page says that a library of FHIR has no word for, and the modules of these forms."""
    names = {form.name for form in forms}
    modules = {form.module for form in forms}
    return {
        "languages": {
            "source": catalogue.languages.source,
            "required": list(catalogue.languages.required),
            "optional": list(catalogue.languages.optional),
        },
        "statutes": catalogue.statutes,
        "analysis_names": catalogue.analysis_names,
        "categories": dict(catalogue.categories),
        "respondents": dict(catalogue.respondents),
        "modules": {name: module_words(module, names) for name, module in catalogue.modules.items() if name in modules},
    }
