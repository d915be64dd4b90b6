"""Reading raw data without trust: a value of the wrong shape reads as absent, because the structure pass has named it.

So every document can be built as far as it goes, and one run reports what is wrong with structure and meaning alike.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from catalogue.expressions.nodes import NULL, Call
from catalogue.expressions.parser import ExpressionError, parse
from catalogue.findings import NOWHERE, Finding, Location
from catalogue.model import Alias, CodeValue, Era, Expression, Extras, Limit, Limits, MissingValue, Retirement
from catalogue.source.documents import Mapping, Scalar, Sequence
from catalogue.value_types import VALUE_TYPES

WHOLE = re.compile(r"0|-?[1-9][0-9]{0,15}")
NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
EMPTY = Mapping()
EMPTY.at, EMPTY.keys_at, EMPTY.size = NOWHERE, {}, 0


@dataclass(slots=True)
class Notes:
    """The findings of a build, collected while it goes on."""

    findings: list[Finding] = field(default_factory=list)

    def add(self, at: Location, slug: str, message: str) -> None:
        self.findings.append(Finding(at, slug, message))


def text(data: Mapping, key: str) -> str:
    """A text, trimmed; empty when it is not there."""
    value = data.get(key)
    return value.strip() if isinstance(value, Scalar) else ""


def scalar(data: Mapping, key: str) -> Scalar | None:
    """A text with its place, or None when it is not there or empty."""
    value = data.get(key)
    return value if isinstance(value, Scalar) and value.strip() else None


def optional(data: Mapping, key: str) -> str | None:
    """A text, or None when it is not there."""
    return text(data, key) or None


def flag(data: Mapping, key: str) -> bool:
    """True when the key says `true`."""
    return text(data, key) == "true"


def count(data: Mapping, key: str) -> int | None:
    """A whole number, or None."""
    value = text(data, key)
    return int(value) if WHOLE.fullmatch(value) else None


def days(data: Mapping, key: str) -> int | None:
    """The number in `90 days`."""
    value = text(data, key).partition(" ")[0]
    return int(value) if WHOLE.fullmatch(value) else None


def mapping(data: Mapping, key: str) -> Mapping:
    """A mapping; an empty one when it is not there."""
    value = data.get(key)
    return value if isinstance(value, Mapping) else EMPTY


def mappings(data: Mapping, key: str) -> Iterator[Mapping]:
    """The mappings in a list."""
    return (entry for entry in sequence(data, key) if isinstance(entry, Mapping))


def names(data: Mapping, key: str) -> tuple[Scalar, ...]:
    """The scalars in a list."""
    return tuple(entry for entry in sequence(data, key) if isinstance(entry, Scalar))


def sequence(data: Mapping, key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, Sequence) else []


def words(data: Mapping, key: str) -> Iterator[tuple[str, str, Mapping]]:
    """A mapping whose values are either a text or a mapping with `label`: (key, label, the mapping or an empty one)."""
    for name, value in mapping(data, key).items():
        if isinstance(value, Scalar):
            yield name, value.strip(), EMPTY
        elif isinstance(value, Mapping):
            yield name, text(value, "label"), value


def code_value(written: str) -> CodeValue:
    """A code as a whole number where it is written as one."""
    return int(written) if WHOLE.fullmatch(written) else written


def day(data: Mapping, key: str, notes: Notes) -> date | None:
    """A date, or None; an impossible one is a finding."""
    written = text(data, key)
    return _date(written, data[key].at, notes) if written else None


def _date(written: str, at: Location, notes: Notes) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        notes.add(at, "impossible-date", f"'{written}' is not a date. Write it as 2019-01-31.")
        return None


def expression(data: Mapping, key: str, notes: Notes) -> Expression | None:
    """An expression, parsed; one that cannot be is a finding, and stands as NULL so that its owner is still built."""
    written = data.get(key)
    if not isinstance(written, Scalar) or not written.strip():
        return None
    try:
        return Expression(written.strip(), parse(written.strip()), written.body)
    except ExpressionError as error:
        notes.add(written.place_of(error.at), error.slug, error.message)
        return Expression(written.strip(), NULL, written.body)


def limits(data: Mapping, kind: str, notes: Notes) -> Limits:
    """The four limits of a variable of this value type."""
    return Limits(
        min=_limit(data, "min", kind, notes),
        soft_min=_limit(data, "soft_min", kind, notes),
        soft_max=_limit(data, "soft_max", kind, notes),
        max=_limit(data, "max", kind, notes),
        source=optional(data, "limits_source"),
    )


def _limit(data: Mapping, key: str, kind: str, notes: Notes) -> Limit | Expression | None:
    written = text(data, key)
    if not written:
        return None
    if NUMBER.fullmatch(written) and VALUE_TYPES[kind].expression_type == "number":
        return float(written)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written) and kind == "date":
        return _date(written, data[key].at, notes)
    return expression(data, key, notes)


def aliases(data: Mapping, key: str = "aliases") -> tuple[Alias, ...]:
    """Outside names by system: one, several, or by occasion one or several."""
    return tuple(
        Alias(system, name.strip(), occasion, name.at)
        for system, written in mapping(data, key).items()
        for occasion, names in (written.items() if isinstance(written, Mapping) else (("", written),))
        for name in (names if isinstance(names, Sequence) else (names,))
        if isinstance(name, Scalar)
    )


def extras(data: Mapping) -> Extras:
    """What outside formats say that the language has no word for, exactly as written."""
    return tuple(
        (system, key, str(value))
        for system, entry in mapping(data, "extras").items()
        if isinstance(entry, Mapping)
        for key, value in entry.items()
        if isinstance(value, Scalar)
    )


def record(data: Mapping) -> tuple[tuple[str, tuple[Alias, ...]], ...]:
    """The outside names of a row's own columns, by column."""
    columns = mapping(data, "record")
    return tuple((column, aliases(columns, column)) for column in columns)


def missing_values(data: Mapping) -> tuple[MissingValue, ...]:
    """The reasons a variable allows, with what the outside world writes for them."""
    return tuple(
        MissingValue(reason, code_value(text(entry, "code")) if "code" in entry else None, aliases(entry, "flag"))
        for reason, entry in mapping(data, "missing").items()
        if isinstance(entry, Mapping)
    )


def era(data: Mapping, notes: Notes) -> Era | None:
    """When something is collected."""
    if "collected" not in data:
        return None
    period = mapping(data, "collected")
    gaps = ((day(gap, "from", notes), day(gap, "to", notes)) for gap in mappings(period, "gaps"))
    closed = tuple((start or date.min, end or date.max) for start, end in gaps)
    return Era(day(period, "from", notes), day(period, "to", notes), closed)


def retirement(data: Mapping) -> Retirement | None:
    """Since when something is no longer asked."""
    entry = mapping(data, "retired")
    return Retirement(text(entry, "version"), text(entry, "reason")) if entry else None


def both(first: Expression | None, second: Expression | None) -> Expression | None:
    """The condition that holds when both do."""
    if first is None or second is None:
        return first or second
    node = Call("and", (first.node, second.node))
    return replace(second, text=f"({first.text}) and ({second.text})", node=node)
