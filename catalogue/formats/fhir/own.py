"""What FHIR has no word for, in an extension of our own: words of our language by key, and back. Pure.

A text is a `valueString`, a mapping has an extension for each key, a list one called `-` for each part. A file that
somebody has changed by hand gives what is there, of whatever shape: what is no text where one is expected is nothing.

An expression of ours that also stands there in the standard's words is kept with a digest of those: it counts as long
as they are what they were.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from catalogue.formats.fhir.urls import OWN
from catalogue.texts import Text

Json = dict[str, Any]
Spoken = Callable[[Text], Mapping[str, str]]
_sorted_text = json.JSONEncoder(sort_keys=True).encode
PART, SOURCE = "-", "text"
"""What a list's parts are called, and the words of a text that has translations beside it; no name of ours is so."""


def own(key: str, said: Any, spoken: Spoken | None = None) -> list[Json]:
    """The extension that says this; none when there is nothing to say. `spoken` are a text's words by language."""
    return [{"url": OWN + key, **_value(said, spoken)}] if said not in (None, "", {}, [], ()) else []


def owns(said: Mapping[str, Any]) -> list[Json]:
    """An extension for each key that says something."""
    return [extension for key, value in said.items() if value is not None for extension in own(key, value)]


def sealed(text: str, standard: Any) -> Json:
    """An expression of ours beside the same in the standard's words."""
    return {"expression": text, "of": digest_of(standard)}


def unsealed(said: Any, standard: Any) -> str:
    """The expression, as long as the standard's words are what they were; else nothing."""
    text = words(said.get("expression")) if isinstance(said, dict) else ""
    return text if text and words(said.get("of")) == digest_of(standard) else ""


def digest_of(standard: Any) -> str:
    """What the standard's words are known again by."""
    return sha256(_sorted_text(standard).encode()).hexdigest()[:12]


def said_of(element: Any) -> Json:
    """What our own extensions of an element say, by key."""
    return {url.removeprefix(OWN): _said(extension) for url, extension in extensions_of(element) if url.startswith(OWN)}


def extensions_of(element: Any) -> list[tuple[str, Json]]:
    """The extensions of an element, each with its address."""
    written = element.get("extension") if isinstance(element, dict) else None
    if not isinstance(written, list):
        return []
    return [
        (extension["url"], extension)
        for extension in written
        if isinstance(extension, dict) and isinstance(extension.get("url"), str)
    ]


def value_of(extension: Mapping[str, Any]) -> Any:
    """The value of an extension, of whatever type."""
    for key, value in extension.items():
        if key.startswith("value"):
            return value
    return None


def words(said: Any) -> str:
    """A text, in the language of the source; nothing for what is none."""
    said = said.get(SOURCE) if isinstance(said, dict) else said
    return said.strip() if isinstance(said, str) else ""


def mapping(said: Any) -> Json:
    """A mapping; an empty one for what is none."""
    return said if isinstance(said, dict) else {}


def parts(said: Any) -> list[Any]:
    """A list; one that stands alone is a list of one."""
    return said if isinstance(said, list) else [said] if said else []


def _value(said: Any, spoken: Spoken | None = None) -> Json:
    if isinstance(said, Mapping):
        return {"extension": [{"url": str(key), **_value(value, spoken)} for key, value in _present(said.items())]}
    if isinstance(said, list | tuple):
        return {"extension": [{"url": PART, **_value(value, spoken)} for value in said]}
    if isinstance(said, Text):
        others = spoken(said) if spoken else {}
        return _value({SOURCE: said.source, **others}) if others else {"valueString": said.source}
    return {"valueString": str(said).lower() if isinstance(said, bool) else str(said)}


def _present(entries: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    return ((key, value) for key, value in entries if value not in (None, "", {}, [], ()))


def _said(extension: Json) -> Any:
    inside = extensions_of(extension)
    if not inside:
        value = value_of(extension)
        return value if isinstance(value, str) else None
    if all(url == PART for url, _ in inside):
        return [_said(part) for _, part in inside]
    return {url: _said(part) for url, part in inside}
