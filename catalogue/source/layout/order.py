"""The order of keys: the order in which `schema.json` lists them. Keys that an author names keep the author's order."""

import json
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from itertools import dropwhile
from operator import not_
from typing import Any

from catalogue.source.layout.page import Entry, Node
from catalogue.source.structure import KINDS, SCHEMA

Schema = dict[str, Any]


def in_order(root: Node) -> None:
    """Put the keys of every mapping in order, in place. A file with anchors keeps its order: they stand before their
    use.
    """
    if _has_anchor(root):
        return
    keys = _keys(root)
    kind = next((kind for kind in KINDS if kind in keys), None)
    if kind is not None:
        _sort(root, _document(kind))


def _has_anchor(node: Node) -> bool:
    if node.anchor:
        return True
    below = (entry.value for entry in node.entries)
    return any(value.anchor or (value.entries and _has_anchor(value)) for value in below)


class _Shape:
    """One part of the schema, as far as it says in which order keys stand; unfolded where a page has such a part."""

    def __init__(self, schema: Any) -> None:
        self.schema = _resolved(schema)

    @cached_property
    def choices(self) -> Sequence[tuple[frozenset[str], "_Shape"]]:
        """What it is for a mapping that has these keys; the first that fits."""
        branches = (branch for branch in (self.schema, *self.schema.get("allOf", ())) if "then" in branch)
        return [(frozenset(branch["if"].get("required", ())), _Shape(branch["then"])) for branch in branches]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each key that the schema names."""
        return {key: place for place, key in enumerate(self.schema.get("properties", {}))}

    @cached_property
    def named(self) -> Mapping[str, "_Shape"]:
        """What stands under each key that the schema names."""
        return {key: _Shape(schema) for key, schema in self.schema.get("properties", {}).items() if schema}

    @cached_property
    def others(self) -> "_Shape":
        """What stands under the keys that an author names."""
        return _Shape(self.schema.get("additionalProperties"))

    @cached_property
    def part(self) -> "_Shape":
        """What each part of a sequence is."""
        return _Shape(self.schema.get("items"))

    def of(self, keys: frozenset[str]) -> "_Shape":
        """What it is for a mapping with these keys."""
        return next((shape.of(keys) for needed, shape in self.choices if needed <= keys), self)


def _sort(node: Node, shape: _Shape) -> None:
    if shape.choices:
        shape = shape.of(_keys(node))
    if node.kind == "mapping":
        for entry in node.entries:
            if entry.value.entries:
                _sort(entry.value, shape.named.get(_key(entry), shape.others))
        places, last = shape.places, len(shape.places)
        ordered = sorted(node.entries, key=lambda entry: places.get(_key(entry), last))
        _keep_header(node.entries[0], ordered[0])
        node.entries = ordered
    elif node.kind == "sequence":
        for entry in node.entries:
            if entry.value.entries:
                _sort(entry.value, shape.part)


def _keep_header(before: Entry, after: Entry) -> None:
    """What stands above a block stays above it, whichever key comes first; and a block begins without a blank line."""
    if before is not after:
        after.above, before.above = [*before.above, *after.above], ()
    if after.above:
        after.above = list(dropwhile(not_, after.above))


@cache
def _document(kind: str) -> _Shape:
    return _Shape({"$ref": f"#/$defs/document_{kind}"})


def _resolved(schema: Any) -> Schema:
    if not isinstance(schema, dict):
        return {}
    if "$ref" in schema:
        return _resolved(_definitions()[schema["$ref"].removeprefix("#/$defs/")])
    return schema


@cache
def _definitions() -> dict[str, Schema]:
    definitions: dict[str, Schema] = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    return definitions


def _keys(node: Node) -> frozenset[str]:
    return frozenset(_key(entry) for entry in node.entries if entry.key is not None)


def _key(entry: Entry) -> str:
    return entry.key.text if entry.key else ""
