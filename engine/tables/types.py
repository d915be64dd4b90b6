"""How a value is kept: one column type per value type of the catalogue, and what is the same in both databases.

Numbers are binary64. PostgreSQL has dates and times of its own; SQLite keeps them as ISO text, times to the
minute, in the form `compilers/sql_words.py` reads.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Dialect, Double, Integer, Text, Time
from sqlalchemy.types import TypeDecorator, TypeEngine

from catalogue.model import Variable
from engine.compilers.sql_words import iso


class WholeNumber(TypeDecorator[int]):
    """A whole number kept as binary64, like every number, and read back as an int."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> float | None:
        """Drivers would send an int as an integer."""
        return None if value is None else float(value)

    def process_result_value(self, value: float | None, dialect: Dialect) -> int | None:
        """A condition has seen to it that nothing is lost."""
        return None if value is None else int(value)


class Instant(TypeDecorator[datetime]):
    """A moment in the world's time, kept in UTC; a clock without zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite's text carries no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NATIVE: Mapping[type, TypeEngine[Any]] = MappingProxyType({date: Date(), time: Time(), datetime: DateTime()})


class Calendar(TypeDecorator[Any]):
    """A date, a time or both as the clock on the wall shows them: PostgreSQL's own type, in SQLite ISO text."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[date] | type[time]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column's type."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else NATIVE[self.kind])

    def process_bind_param(self, value: date | time | None, dialect: Dialect) -> date | time | str | None:
        """In the form the SQL compiler reads."""
        return iso(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | time | None:
        """A text can only be one that a condition has seen."""
        return self.kind.fromisoformat(value) if isinstance(value, str) else value


def _code(variable: Variable) -> TypeEngine[Any]:
    numeric = variable.codelist is not None and variable.codelist.numeric
    return Integer() if numeric else Text()


COLUMN_TYPES: Mapping[str, Callable[[Variable], TypeEngine[Any]]] = MappingProxyType(
    {
        "boolean": lambda _: Boolean(),
        "integer": lambda _: WholeNumber(),
        "decimal": lambda _: Double(),
        "code": _code,
        "coding": lambda _: Text(),
        "date": lambda _: Calendar(date),
        "time": lambda _: Calendar(time),
        "datetime": lambda _: Calendar(datetime),
        "text": lambda _: Text(),
        "longtext": lambda _: Text(),
    }
)
"""The column type of every value type."""


def column_type(variable: Variable) -> TypeEngine[Any]:
    """The type of the column that holds this variable's values."""
    return COLUMN_TYPES[variable.type](variable)
