"""The shape of one document, by the language's own JSON Schema (`schema.json`), as findings at the very key or value.

The document's first key tells its kind, so a mistake is measured against that kind alone.
"""

import json
from collections.abc import Iterator
from collections.abc import Mapping as ReadMapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import jsonschema

from catalogue.findings import Finding, Location, did_you_mean
from catalogue.source.documents import Data, Document, Mapping, Sequence

SCHEMA = Path(__file__).with_name("schema.json")
WHOLE = ("document_", "intent_")
"""How the definitions are called that data are measured against."""
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
        yield Finding(
            document.data.at, "unknown-document", f"A file must have one of these keys at the left margin: {known}."
        )
        return
    yield from shape_findings(document.data, SCHEMA, f"document_{kind}")


def shape_findings(data: Data, schema: Path, definition: str) -> Iterator[Finding]:
    """Everything in the data that does not have the shape of one definition of a schema file."""
    for error in _validators(schema)[definition].iter_errors(data):
        yield from _SENTENCES.get(str(error.validator), _other)(_Broken.of(error))


@lru_cache(maxsize=4)
def _validators(schema: Path) -> dict[str, jsonschema.protocols.Validator]:
    """One for each definition of something that has an author's first key: `document_…`, `intent_…`."""
    definitions = json.loads(schema.read_text(encoding="utf-8"))["$defs"]
    return {
        name: jsonschema.Draft202012Validator(_inlined(definition, definitions))
        for name, definition in definitions.items()
        if name.startswith(WHOLE)
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


@dataclass(frozen=True, slots=True)
class _Broken:
    """One broken keyword of the schema: its value, the schema it stands in, and the data that broke it."""

    wanted: Any
    schema: ReadMapping[str, Any]
    data: Any

    @classmethod
    def of(cls, error: jsonschema.ValidationError) -> "_Broken":
        return cls(error.validator_value, cast(ReadMapping[str, Any], error.schema), error.instance)

    def finding(self, slug: str, message: str) -> Finding:
        return Finding(self.data.at, slug, message)


def _unknown_keys(broken: _Broken) -> Iterator[Finding]:
    known = set(broken.schema.get("properties", {}))
    for key in broken.data:
        if key not in known:
            remedy = did_you_mean(key, known) or f" Known: {', '.join(sorted(known))}."
            message = f"The key '{key}' is not known here.{remedy}"
            yield Finding(broken.data.key_at(key), "unknown-key", message)


def _missing_keys(broken: _Broken) -> Iterator[Finding]:
    for key in broken.wanted:
        if key not in broken.data:
            yield broken.finding("missing-key", f"The key '{key}' is missing here.")


def _one_of_keys(broken: _Broken) -> Iterator[Finding]:
    keys = ", ".join(part["required"][0] for part in broken.wanted)
    yield broken.finding("missing-key", f"One of these keys is missing here: {keys}.")


def _not_allowed(broken: _Broken) -> Iterator[Finding]:
    allowed = [value for value in broken.wanted if isinstance(value, str)]
    hint = did_you_mean(str(broken.data), allowed)
    message = f"'{broken.data}' is not allowed here; write one of: {', '.join(allowed)}.{hint}"
    yield broken.finding("value-not-allowed", message)


def _wrong_pattern(broken: _Broken) -> Iterator[Finding]:
    expected = broken.schema.get("description", "another form")
    yield broken.finding("wrong-form", f"'{broken.data}' does not have the right form; write {expected}.")


def _wrong_type(broken: _Broken) -> Iterator[Finding]:
    wanted = broken.wanted if isinstance(broken.wanted, list) else [broken.wanted]
    names = list(dict.fromkeys(_TYPE_WORDS[name] for name in wanted))
    got = f"'{broken.data}'" if broken.data else "nothing"
    if isinstance(broken.data, Mapping | Sequence):
        got = "a mapping" if isinstance(broken.data, Mapping) else "a list"
    yield broken.finding("wrong-structure", f"Here stands {got}; it must be {' or '.join(names)}.")


def _empty(broken: _Broken) -> Iterator[Finding]:
    yield broken.finding("empty-value", "Nothing stands here. Write a value, or remove the key.")


def _too_few(broken: _Broken) -> Iterator[Finding]:
    yield broken.finding("wrong-structure", f"Here must be at least {broken.wanted}; there are {len(broken.data)}.")


def _too_many(broken: _Broken) -> Iterator[Finding]:
    yield broken.finding("wrong-structure", f"Here may be at most {broken.wanted}; there are {len(broken.data)}.")


def _repeated(broken: _Broken) -> Iterator[Finding]:
    twice = next(str(entry) for place, entry in enumerate(broken.data) if entry in broken.data[:place])
    yield broken.finding("wrong-structure", f"'{twice}' stands twice in this list. Remove one of them.")


def _other(broken: _Broken) -> Iterator[Finding]:
    yield broken.finding("wrong-structure", "This does not fit here. Compare with the language's schema.json.")


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
    "required": _missing_keys,
    "anyOf": _one_of_keys,
    "enum": _not_allowed,
    "pattern": _wrong_pattern,
    "type": _wrong_type,
    "minLength": _empty,
    "minProperties": _empty,
    "minItems": _too_few,
    "maxItems": _too_many,
    "uniqueItems": _repeated,
}
"""One sentence per keyword of JSON Schema that `schema.json` uses."""
