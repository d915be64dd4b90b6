"""One answer as ODM writes it, and back: booleans are words, times have seconds. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from catalogue.formats.answers import Value
from catalogue.formats.values import plain_number
from catalogue.model import Variable

BOOLEANS = MappingProxyType({"true": True, "1": True, "false": False, "0": False})


def value_text(value: Value) -> str:
    """A value in ODM's words."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return plain_number(value)
        case datetime() | time():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return value


def value_of(variable: Variable, written: str) -> Value | None:
    """The value that is written; None when it is none of the variable's type."""
    try:
        return OF_TYPES[variable.type](variable, written)
    except (ValueError, OverflowError):
        return None


def _code(variable: Variable, written: str) -> Value | None:
    return next((code.value for code in variable.codes if str(code.value) == written), None)


def _integer(variable: Variable, written: str) -> Value | None:
    number = float(written)
    return int(number) if number == int(number) and "_" not in written else None


def _decimal(variable: Variable, written: str) -> Value | None:
    number = float(written)
    return number if number - number == 0 and "_" not in written else None


def _moment(variable: Variable, written: str) -> Value | None:
    """To the minute: a zone is of another system's making, and the clock on the wall counts."""
    return datetime.fromisoformat(written).replace(tzinfo=None, second=0, microsecond=0)


OF_TYPES: Mapping[str, Callable[[Variable, str], Value | None]] = MappingProxyType(
    {
        "boolean": lambda variable, written: BOOLEANS.get(written.lower()),
        "integer": _integer,
        "decimal": _decimal,
        "code": _code,
        "coding": lambda variable, written: written or None,
        "date": lambda variable, written: date.fromisoformat(written),
        "time": lambda variable, written: time.fromisoformat(written).replace(tzinfo=None, second=0, microsecond=0),
        "datetime": _moment,
        "text": lambda variable, written: written or None,
        "longtext": lambda variable, written: written or None,
    }
)
"""How a value of each type is read."""
