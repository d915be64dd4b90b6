"""What a file of others said and we have no word for, as it goes out again: beside our words, never instead. Pure.

It stands under `extras` as JSON, in the words of FHIR. What the catalogue says by now comes first.
"""

import json
from collections.abc import Callable
from typing import Any

from catalogue.formats.fhir.canonical import SYSTEM
from catalogue.formats.fhir.own import Json, extensions_of
from catalogue.formats.selecting import Extended, extras_of

NAMES = ("id", "url", "version", "name", "status")
"""What a questionnaire is called there."""
ELEMENT, BEFORE, AFTER = "element", "before", "after"
"""The words under which an element's further keys are kept, and the items without an answer around a question."""
ROOT, PARENT, OPEN = "root", "parent", "open"
"""A section whose questions stood in no group; the question below which another stood; the list beside a free text."""


def with_kept(element: Json, thing: Extended) -> Json:
    """The element with what else it once had."""
    kept = loads(extras_of(thing, SYSTEM).get(ELEMENT, ""), dict)
    extensions = element.pop("extension", [])
    if "extension" in kept:
        written = {extension["url"] for extension in extensions}
        extensions = [*extensions, *(each for url, each in extensions_of(kept) if url not in written)]
    beside = {key: value for key, value in kept.items() if key != "extension" and key not in element}
    return {**element, **beside, **({"extension": extensions} if extensions else {})}


def kept_items(thing: Extended, key: str) -> list[Json]:
    """Items without an answer that stood before or after something."""
    return [item for item in loads(extras_of(thing, SYSTEM).get(key, ""), list) if isinstance(item, dict)]


def loads(text: str, kind: type) -> Any:
    """What was kept, when it is still what it was; someone may have edited it."""
    try:
        found = json.loads(text) if text else kind()
    except (ValueError, RecursionError):
        return kind()
    return found if isinstance(found, kind) else kind()


dumps: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False).encode
"""A value to keep, or to write on one line."""
