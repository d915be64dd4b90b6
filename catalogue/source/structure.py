"""The shape of one document, by the language's own JSON Schema (`schema.json`), as findings at the very key or value.

The document's first key tells its kind, so a mistake is measured against that kind alone.
"""

import json
from collections.abc import Iterator, Mapping as ReadMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

from catalogue.findings import Finding, Location, did_you_mean
from catalogue.source.documents import Data, Document, Mapping, Sequence

SCHEMA = Path(__file__).with_name("schema.json")
KINDS = ("catalogue", "form", "module", "codelists", "instrument", "value_set", "system")
"""What a document can be, by the key that tells it; `form` before `module`, because a form names its module."""


def kind_of(data: Data | None) -> str | None:
    """What a document is, by its keys."""
    return next((kind for kind in KINDS if isinstance(data, Mapping) and kind in data), None)


def structure_findings(document: Document) -> Iterator[Finding]:
    """Everything in the document that does not have the shape of its kind."""
    if document.data is None:
        if not document.findings:
            yield Finding(Location(document.name, 1, 1), "empty-file", "The file is empty. Fill it or remove it.")
        return
    kind = kind_of(document.data)
    if kind is None:
        known = ", ".join(KINDS)
        yield Finding(document.data.at, "unknown-document", f"A file must have one of these keys at the left margin: {known}.")
        return
    for error in _validators()[kind].iter_errors(document.data):
        yield from _finding_sentences(error)


@lru_cache(maxsize=1)
def _validators() -> dict[str, jsonschema.protocols.Validator]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    definitions = schema["$defs"]
    return {
        kind: jsonschema.Draft202012Validator(_inlined(definitions[f"document_{kind}"], definitions)) for kind in KINDS
    }


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """The schema with every `$ref` replaced by its definition: following them takes most of jsonschema's time."""
    if isinstance(schema, list):
        return [_inlined(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    return {key: _inlined(part, definitions) for key, part in schema.items()}


def _finding_sentences(error: jsonschema.ValidationError) -> Iterator[Finding]:
    handler = _SENTENCES.get(str(error.validator))
    if handler is not None:
        yield from handler(error, error.instance)
    else:
        yield Finding(error.instance.at, "wrong-structure", f"This does not fit here: {error.message}.")


def _unknown_keys(error: jsonschema.ValidationError, here: Any) -> Iterator[Finding]:
    known = set(error.schema.get("properties", {}))
    for key in here:
        if key not in known:
            remedy = did_you_mean(key, known) or f" Known: {', '.join(sorted(known))}."
            yield Finding(here.key_at(key), "unknown-key", f"The key '{key}' is not known here.{remedy}")


def _missing_key(error: jsonschema.ValidationError, here: Any) -> Iterator[Finding]:
    for key in error.validator_value:
        if key not in here and f"'{key}'" in error.message:
            yield Finding(here.at, "missing-key", f"The key '{key}' is missing here.")


def _one_of_keys(error: jsonschema.ValidationError, here: Any) -> Iterator[Finding]:
    keys = ", ".join(part["required"][0] for part in error.validator_value)
    yield Finding(here.at, "missing-key", f"One of these keys is missing here: {keys}.")


def _not_allowed(error: jsonschema.ValidationError, here: Any) -> Iterator[Finding]:
    allowed = list(dict.fromkeys(str(value).lower() if isinstance(value, bool) else str(value) for value in error.validator_value))
    message = f"'{here}' is not allowed here; write one of: {', '.join(allowed)}.{did_you_mean(str(here), allowed)}"
    yield Finding(here.at, "value-not-allowed", message)


def _wrong_pattern(error: jsonschema.ValidationError, here: Any) -> Iterator[Finding]:
    expected = error.schema.get("description", "another form")
    yield Finding(here.at, "wrong-form", f"'{here}' does not have the right form; write {expected}.")


def _wrong_type(error: jsonschema.ValidationError, here: Any) -> Iterator[Finding]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    names = list(dict.fromkeys(_TYPE_WORDS[name] for name in wanted))
    got = "a mapping" if isinstance(here, Mapping) else "a list" if isinstance(here, Sequence) else f"'{here}'" if here else "nothing"
    yield Finding(here.at, "wrong-structure", f"Here stands {got}; it must be {' or '.join(names)}.")


def _empty(error: jsonschema.ValidationError, here: Any) -> Iterator[Finding]:
    yield Finding(here.at, "empty-value", "Nothing stands here. Write a value, or remove the key.")


def _wrong_count(error: jsonschema.ValidationError, here: Any) -> Iterator[Finding]:
    bound = "at most" if error.validator == "maxItems" else "at least"
    yield Finding(here.at, "wrong-structure", f"Here must be {bound} {error.validator_value} entries; there are {len(here)}.")


_TYPE_WORDS: ReadMapping[str, str] = {
    "object": "a mapping (key: value)",
    "array": "a list",
    "string": "a text",
    "number": "a text",
    "integer": "a text",
    "boolean": "a text",
}

_SENTENCES = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "anyOf": _one_of_keys,
    "enum": _not_allowed,
    "pattern": _wrong_pattern,
    "type": _wrong_type,
    "minLength": _empty,
    "minProperties": _empty,
    "minItems": _wrong_count,
    "maxItems": _wrong_count,
}
"""One sentence per keyword of JSON Schema that `schema.json` uses."""
