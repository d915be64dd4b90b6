"""The ledger's records as JSON has them, and back: strict, by the types that the records declare. Pure.

What is read has every field and no other, each of its own type and nothing that only looks like it: `true` is no
number, `1.0` no whole one. Texts are written in NFC.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from unicodedata import normalize

Record = TypeVar("Record")
Reader = Callable[[Any, str], Any]
"""Takes what JSON has, and where it stands."""


class WrongValue(Exception):
    """What was read is no such record; the message says where and why."""


def plain(value: object) -> Any:
    """What JSON writes for a value of a record."""
    kind: Any = type(value)
    if kind is str:
        return normalize("NFC", str(value))
    names = _names(kind)
    if names:
        return {name: plain(getattr(value, name)) for name in names}
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Mapping():
            return {plain(key): plain(each) for key, each in value.items()}
        case tuple():
            return [plain(each) for each in value]
        case None | bool() | int():
            return value
    raise TypeError(f"a record of the ledger holds a {type(value).__name__}")


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The fields of a record; none when it is no record."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def record_of(kind: type[Record], content: object, place: str = "") -> Record:
    """The record that JSON holds; raises `WrongValue`."""
    hint: Any = kind
    record: Record = _reader(hint)(content, place)
    return record


def field_of(kind: Any, name: str, value: object) -> Any:
    """What JSON holds for one field of a record; raises `WrongValue`."""
    return _reader(_hints(kind)[name])(value, name)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


@cache
def _reader(hint: Any) -> Reader:
    """What reads values of this type; the types are those that `records.py` uses."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if origin is UnionType:
        return _optional(*(each for each in arguments if each is not type(None)))
    if origin is tuple:
        return _many(arguments[0]) if arguments[-1] is Ellipsis else _row(arguments)
    if origin is Mapping:
        return _mapping(arguments[1])
    return _word(hint) if issubclass(hint, StrEnum) else _record(hint)


def _optional(hint: Any) -> Reader:
    read = _reader(hint)
    return lambda value, place: None if value is None else read(value, place)


def _many(hint: Any) -> Reader:
    read = _reader(hint)

    def many(value: Any, place: str) -> tuple[Any, ...]:
        each = enumerate(_demanded(list, "a list", value, place))
        return tuple(read(item, f"{place}[{index}]") for index, item in each)

    return many


def _row(hints: tuple[Any, ...]) -> Reader:
    readers = tuple(map(_reader, hints))

    def row(value: Any, place: str) -> tuple[Any, ...]:
        items = _demanded(list, "a list", value, place)
        if len(items) != len(readers):
            raise WrongValue(f"'{place}' should have {len(readers)} members, not {len(items)}")
        return tuple(
            read(item, f"{place}[{index}]") for index, (read, item) in enumerate(zip(readers, items, strict=True))
        )

    return row


def _mapping(hint: Any) -> Reader:
    read = _reader(hint)

    def mapping(value: Any, place: str) -> dict[str, Any]:
        return {key: read(item, f"{place}.{key}") for key, item in _object(value, place).items()}

    return mapping


def _word(words: type[StrEnum]) -> Reader:
    def word(value: Any, place: str) -> StrEnum:
        try:
            return words(_text(value, place))
        except ValueError:
            raise WrongValue(f"'{place}' is {_shown(value)}; it should be one of {', '.join(words)}") from None

    return word


def _record(kind: Any) -> Reader:
    hints = _hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}

    def record(value: Any, place: str) -> Any:
        content = _object(value, place)
        if content.keys() != readers.keys():
            raise WrongValue(_other_fields(content, readers, place))
        within = f"{place}." if place else ""
        return kind(**{name: read(content[name], f"{within}{name}") for name, read in readers.items()})

    return record


def _other_fields(content: Mapping[str, Any], readers: Mapping[str, Reader], place: str) -> str:
    lacking = [f"'{name}' is missing" for name in readers if name not in content]
    strange = [f"{_shown(name)} does not belong there" for name in content if name not in readers]
    return (f"in '{place}' " if place else "") + ", ".join((*lacking, *strange))


# ---- the simple types ----


def _demanded(kind: type[Any], name: str, value: Any, place: str) -> Any:
    if type(value) is not kind:
        raise WrongValue(f"'{place}' is {_shown(value)}; it should be {name}")
    return value


def _object(value: Any, place: str) -> dict[str, Any]:
    if type(value) is not dict:
        raise WrongValue(f"{repr(place) if place else 'it'} is {_shown(value)}; it should be an object")
    return value


def _text(value: Any, place: str) -> str:
    return str(_demanded(str, "a text", value, place))


def _whole(value: Any, place: str) -> int:
    return int(_demanded(int, "a whole number", value, place))


def _truth(value: Any, place: str) -> bool:
    return bool(_demanded(bool, "true or false", value, place))


def _date(value: Any, place: str) -> date:
    try:
        return date.fromisoformat(_text(value, place))
    except ValueError:
        raise WrongValue(f"'{place}' is {_shown(value)}; a date is written 2026-01-31") from None


def _moment(value: Any, place: str) -> datetime:
    text = _text(value, place)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or not text.endswith("Z"):
        raise WrongValue(f"'{place}' is {_shown(value)}; a moment is written 2026-01-31T12:00:00Z")
    return moment


_SIMPLE: Mapping[Any, Reader] = MappingProxyType(
    {str: _text, int: _whole, bool: _truth, date: _date, datetime: _moment}
)


def _shown(value: Any) -> str:
    """As much of a value as a sentence can hold."""
    text = ascii(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
