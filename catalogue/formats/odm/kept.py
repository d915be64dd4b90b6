"""What other systems' files say that we have no word for: as `extras` of a thing, and out of them again. Pure.

Whoever edits a catalogue by hand may have broken one; then it is as if it were not there.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from catalogue.formats.declaring.values import Entry
from catalogue.formats.odm.elements import Aliases, Check, Definition, Formal, Words

Pairs = tuple[tuple[str, str], ...]


def pairs_text(pairs: Pairs) -> str:
    """Pairs of texts (words by language, aliases by context)."""
    return json.dumps(pairs, ensure_ascii=False)


def checks_text(checks: tuple[Check, ...]) -> str:
    """Range checks that mean nothing here."""
    return json.dumps([_given(asdict(check)) for check in checks], ensure_ascii=False)


def definition_text(definition: Definition) -> str:
    """A condition or a method in another language."""
    known = {key: getattr(definition, key) for key in ("oid", "name", "description", "formal", "kind")}
    return json.dumps(_given(known), ensure_ascii=False)


def _given(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value}


def pairs_of(kept: Mapping[str, str], key: str) -> Words | Aliases:
    """Pairs again."""
    return _pairs(_loaded(kept.get(key)))


def checks_of(kept: Mapping[str, str], key: str) -> tuple[Check, ...]:
    """Range checks again."""
    found = _loaded(kept.get(key))
    return tuple(_check(said) for said in found if isinstance(said, dict)) if isinstance(found, list) else ()


def definition_of(kept: Mapping[str, str], key: str) -> Definition | None:
    """A condition or a method again."""
    said = _loaded(kept.get(key))
    if not isinstance(said, dict) or not said.get("oid"):
        return None
    return Definition(
        str(said["oid"]),
        str(said.get("name") or said["oid"]),
        _pairs(said.get("description")),
        _pairs(said.get("formal")),
        str(said["kind"]) if said.get("kind") else None,
    )


def mapping_of(kept: Mapping[str, str], key: str) -> dict[str, str]:
    """A mapping of texts again."""
    said = _loaded(kept.get(key))
    return {str(name): str(value) for name, value in said.items()} if isinstance(said, dict) else {}


def _check(said: Mapping[str, Any]) -> Check:
    values = said.get("values")
    return Check(
        str(said["comparator"]) if said.get("comparator") else None,
        bool(said.get("is_soft")),
        tuple(map(str, values)) if isinstance(values, list) else (),
        _pairs(said.get("formal")),
        _pairs(said.get("message")),
    )


def _pairs(said: Any) -> Formal:
    if not isinstance(said, list):
        return ()
    return tuple((str(pair[0]), str(pair[1])) for pair in said if isinstance(pair, list) and len(pair) == 2)


def _loaded(text: str | None) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None


def with_kept(extras: Any, system: str, kept: Mapping[str, str]) -> Entry | None:
    """What a thing has said in other systems, and in this one."""
    known: Entry = extras if isinstance(extras, dict) else {}
    if not kept:
        return known or None
    said = known.get(system)
    return {**known, system: {**(said if isinstance(said, dict) else {}), **kept}}
