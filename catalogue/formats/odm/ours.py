"""What ODM has no word for, as aliases of our own context: `skjemaverk:purpose`. One place for writing and reading.

A value that is no plain text is JSON; so is a text that would look like it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.formats.declaring.values import Entry
from catalogue.formats.odm.elements import Aliases

CONTEXT = "skjemaverk"
"""The context of our names and expressions; with a colon and a key, of what else we say."""
PREFIX = f"{CONTEXT}:"
JSON = ("{", "[", '"')


def own_aliases(name: str, entry: Mapping[str, Any], told: Iterable[str] = ()) -> Aliases:
    """Our name for a thing, and the keys of its entry that are told nowhere else."""
    left = ((f"{PREFIX}{key}", encoded(value)) for key, value in entry.items() if key not in told)
    return ((CONTEXT, name), *left)


def encoded(value: Any) -> str:
    """A value of an entry as the name of an alias."""
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if text.startswith(JSON) else text


def decoded_value(name: str) -> Any:
    """The value again; what looks like JSON and is none is a text."""
    if not name.startswith(JSON):
        return name
    try:
        return _texts(json.loads(name))
    except (ValueError, RecursionError):
        return name


def _texts(value: Any) -> Any:
    """Every scalar a text, as it is when a document is read."""
    if isinstance(value, dict):
        return {key: _texts(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_texts(part) for part in value]
    return str(value)


def own_entry(aliases: Aliases) -> Entry:
    """The keys that we have said."""
    return {
        context.removeprefix(PREFIX): decoded_value(name) for context, name in aliases if context.startswith(PREFIX)
    }


def own_name(aliases: Aliases) -> str | None:
    """Our name for a thing."""
    return next((name for context, name in aliases if context == CONTEXT), None)


def is_ours(context: str) -> bool:
    """Whether a context is of our own making."""
    return context == CONTEXT or context.startswith(PREFIX)
