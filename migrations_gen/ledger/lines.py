"""An entry as its one line, and back. Pure.

The line is canonical JSON (keys sorted, no space, NFC, nothing escaped that need not be), so an entry has one line and
no other. A line is read only if it is that line byte for byte: what looks the same and is not, is refused.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from migrations_gen.ledger.codec import WrongValue, field_of, plain, record_of
from migrations_gen.ledger.records import ACTS, Act, Entry

LONGEST = 8 * 1024 * 1024
"""So many characters a line may have; a statement with every view in it has a hundredth of that."""

KINDS: Mapping[type[Act], str] = MappingProxyType({kind: name for name, kind in ACTS.items()})
"""What each record is called in a line."""

_FIELDS = {"act", "at", "body", "by", "key", "number", "office", "previous", "signature"}
_SIGNATURE = ',"signature":'
"""The last key of a line, whatever the act; what is signed is all before it."""


class LineRefused(Exception):
    """A line is not an entry of a ledger. `slug` says in which way, the message how."""

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(message)
        self.slug = slug


def line_of(entry: Entry) -> str:
    """The entry's line, without a line break."""
    content = plain(entry)
    return _written(content | {"act": KINDS[type(entry.act)], "body": content["act"]})


def entry_of(line: str) -> Entry:
    """The entry that a line is; raises `LineRefused` for anything else."""
    _refuse_at_sight(line)
    entry = _read(_parsed(line))
    if line_of(entry) != line:
        raise LineRefused("not-canonical", "it says what an entry says, but is not written just as an entry is")
    return entry


def signed_part(line: str) -> bytes:
    """What a line's signature is over: the line without the signature."""
    return f"{line.rpartition(_SIGNATURE)[0]}}}".encode()


def digest_of(line: str) -> str:
    """What the next entry calls this one by."""
    return sha256(line.encode("utf-8", "surrogateescape")).hexdigest()


def _refuse_at_sight(line: str) -> None:
    if not line.strip():
        raise LineRefused("blank-line", "it is blank")
    if len(line) > LONGEST:
        raise LineRefused("line-too-long", f"it has {len(line):,} characters; {LONGEST:,} is the most")
    try:
        line.encode()
    except UnicodeEncodeError:
        raise LineRefused("not-json", "it is not UTF-8") from None


def _parsed(line: str) -> dict[str, Any]:
    try:
        content = json.loads(line, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "something in it has no end"
        raise LineRefused("not-json", f"it is not JSON: {reason}") from None
    if not isinstance(content, dict):
        raise LineRefused("wrong-fields", "it is not a JSON object")
    lacking, strange = sorted(_FIELDS - content.keys()), sorted(content.keys() - _FIELDS)
    if lacking or strange:
        told = [*(f"'{name}' is missing" for name in lacking), *(f"{name!a:.60} does not belong" for name in strange)]
        raise LineRefused("wrong-fields", ", ".join(told))
    return content


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise LineRefused("duplicate-key", f"it has {twin!a:.60} twice")
    return content


def _read(content: dict[str, Any]) -> Entry:
    name = content.pop("act")
    kind = ACTS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise LineRefused("wrong-value", f"'act' is {name!a:.60}; it should be one of {', '.join(ACTS)}")
    try:
        act = record_of(kind, content.pop("body"), "body")
        return Entry(act=act, **{field: field_of(Entry, field, value) for field, value in content.items()})
    except WrongValue as wrong:
        raise LineRefused("wrong-value", str(wrong)) from None


def _written(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
