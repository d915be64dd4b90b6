"""A change's own name, and the digest of all changes between two states: what a view, a statement and a decision are
bound to.

The same change has the same name wherever it is compared, and another value gives another name; so what was said of a
change holds for as long as it is that change, and no longer. Pure.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256

from migrations_gen.changes.base import Change

LENGTH = 16
"""So many hexadecimal digits tell the changes of one registry apart."""


def name_of(change: Change) -> str:
    """The change's own name: `c` and 16 hexadecimal digits."""
    content = [type(change).__name__, *map(_plain, (change.subject, change.before, change.after))]
    return f"c{_digest(content)[:LENGTH]}"


def digest_of(names: Iterable[str]) -> str:
    """The digest of a set of changes, whatever their order; SHA-256 over their sorted names, one to a line."""
    return sha256("\n".join(sorted(names)).encode()).hexdigest()


def _digest(content: object) -> str:
    return sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _plain(value: object) -> object:
    """A value of the model as JSON has it; places, which do not count when two are compared, are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        counted = (field for field in fields(value) if field.compare)
        return [type(value).__name__, {field.name: _plain(getattr(value, field.name)) for field in counted}]
    match value:
        case Enum():
            return value.value
        case Mapping():
            return sorted(([_plain(key), _plain(each)] for key, each in value.items()), key=repr)
        case set() | frozenset():
            return sorted((_plain(each) for each in value), key=repr)
        case tuple() | list():
            return [_plain(each) for each in value]
        case date():
            return value.isoformat()
        case None | bool() | int() | float() | str():
            return value
    raise TypeError(f"a change holds a {type(value).__name__}, which has no canonical form")
