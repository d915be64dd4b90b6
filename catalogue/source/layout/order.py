"""The order of keys: the order in which `schema.json` lists them. Keys that an author names keep the author's order."""

import json
from functools import lru_cache
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
        _sort(root, _resolved({"$ref": f"#/$defs/document_{kind}"}))


def _has_anchor(node: Node) -> bool:
    return bool(node.anchor) or any(_has_anchor(entry.value) for entry in node.entries)


def _sort(node: Node, schema: Schema) -> None:
    schema = _branch(schema, _keys(node))
    inner = [entry for entry in node.entries if entry.value.entries]
    if node.kind == "sequence":
        for entry in inner:
            _sort(entry.value, _resolved(schema.get("items", {})))
    elif node.kind == "mapping":
        properties: dict[str, Schema] = schema.get("properties", {})
        for entry in inner:
            inside = properties.get(_key(entry)) or schema.get("additionalProperties")
            _sort(entry.value, _resolved(inside or {}))
        places = {key: place for place, key in enumerate(properties)}
        ordered = sorted(node.entries, key=lambda entry: places.get(_key(entry), len(places)))
        _keep_header(node.entries[:1], ordered[:1])
        node.entries = ordered


def _keep_header(before: list[Entry], after: list[Entry]) -> None:
    """What stands above a block stays above it, whichever key comes first; and a block begins without a blank line."""
    if before and before[0] is not after[0]:
        after[0].above, before[0].above = before[0].above + after[0].above, []
    for entry in after:
        while entry.above and not entry.above[0]:
            entry.above.pop(0)


def _branch(schema: Schema, keys: frozenset[str]) -> Schema:
    """The part of the schema that holds for a mapping with these keys."""
    for choice in (schema, *schema.get("allOf", ())):
        if "then" in choice and set(choice["if"].get("required", ())) <= keys:
            return _branch(_resolved(choice["then"]), keys)
    return schema


def _resolved(schema: Any) -> Schema:
    if not isinstance(schema, dict):
        return {}
    if "$ref" in schema:
        return _resolved(_definitions()[schema["$ref"].removeprefix("#/$defs/")])
    return schema


@lru_cache(maxsize=1)
def _definitions() -> dict[str, Schema]:
    definitions: dict[str, Schema] = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    return definitions


def _keys(node: Node) -> frozenset[str]:
    return frozenset(_key(entry) for entry in node.entries if entry.key is not None)


def _key(entry: Entry) -> str:
    return entry.key.text if entry.key else ""
