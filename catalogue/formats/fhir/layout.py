"""Resources as text: what people look for on a line of its own, all else together. Pure, quick and stable."""

from typing import Any

from catalogue.formats.fhir.kept import dumps
from catalogue.formats.fhir.own import Json

OPENED = frozenset({"entry", "resource", "item", "concept", "answerOption", "contained"})
"""What is written line by line; the rest is short."""


def text_of(resource: Json) -> str:
    """A resource as JSON."""
    return _written(resource, "") + "\n"


def _written(value: Any, indent: str) -> str:
    inner = f"{indent} "
    if isinstance(value, dict):
        if not OPENED & value.keys():
            return dumps(value)
        return _lines("{", "}", [f"{dumps(key)}: {_below(key, part, inner)}" for key, part in value.items()], indent)
    return dumps(value)


def _below(key: str, value: Any, indent: str) -> str:
    if key not in OPENED:
        return dumps(value)
    if isinstance(value, list):
        return _lines("[", "]", [_written(part, f"{indent} ") for part in value], indent)
    return _written(value, indent)


def _lines(start: str, end: str, parts: list[str], indent: str) -> str:
    inside = f",\n{indent} ".join(parts)
    return f"{start}\n{indent} {inside}\n{indent}{end}"
