"""Text from a browser or a file ↔ typed values, per value type.

What people write is read kindly (decimal comma or point, spaces in thousands, `8.30` and `0830` as times) but never
guessed: a year of two digits is refused. What cannot be read is an issue, and the text is kept by whoever typed it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from catalogue.model import Code, Variable
from engine.answers import AnswerValue, Issue, IssueSeverity


@dataclass(frozen=True, slots=True)
class Style:
    """How a language writes values."""

    decimal: str = ","
    day_first: bool = True


PLAIN = Style(decimal=".", day_first=False)
"""Values as in files of our own: decimal point, ISO dates."""

_NUMBER = re.compile(r"[+-]?\d{1,16}(?:[.,]\d{1,12})?", re.ASCII)
_SPACES = re.compile(r"\s")
_DAY_FIRST = re.compile(r"(\d{1,2})[. /-](\d{1,2})[. /-](\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})(?::00)?", re.ASCII)
_TRUE, _FALSE = frozenset({"1", "true", "ja", "yes"}), frozenset({"0", "false", "nei", "no"})


class NotReadable(ValueError):
    """The text is no value of this type."""


def parse_value(variable: Variable, text: str) -> AnswerValue | Issue:
    """The typed value of what was written; None when nothing was; an issue when it cannot be read."""
    cleaned = clean(text)
    if cleaned is None:
        return None
    try:
        return _READERS[variable.type](variable, cleaned)
    except NotReadable:
        return Issue(
            variable.name, _ISSUE.get(variable.type, "wrong-type"), IssueSeverity.REFUSED, (), (variable.name,)
        )


def clean(text: str) -> str | None:
    """Text as every runtime sees it: NFC, trimmed, line ends as one character; empty is None."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip() or None


def format_value(variable: Variable, value: AnswerValue, style: Style = PLAIN) -> str:
    """How a value is written in an input of this style; `parse_value` reads it back to the same value."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float():
            return _number_text(value).replace(".", style.decimal)
        case datetime():
            return f"{_date_text(value.date(), style)} {value:%H:%M}"
        case date():
            return _date_text(value, style)
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _number_text(value: float) -> str:
    if value == int(value):
        return str(int(value))
    return f"{value:.12f}".rstrip("0") if "e" in repr(value) else repr(value)


def _date_text(value: date, style: Style) -> str:
    return f"{value.day:02}.{value.month:02}.{value.year:04}" if style.day_first else value.isoformat()


def _boolean(variable: Variable, text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise NotReadable


def _decimal(variable: Variable, text: str) -> float:
    compact = _SPACES.sub("", text)
    if not _NUMBER.fullmatch(compact):
        raise NotReadable
    return float(compact.replace(",", "."))


def _integer(variable: Variable, text: str) -> int | float:
    """A whole number; one with a fraction stays a float, so that the evaluation says it is not whole."""
    number = _decimal(variable, text)
    return int(number) if number.is_integer() else number


def _code(variable: Variable, text: str) -> int | str:
    for code in variable.codes:
        if str(code.value) == text:
            return code.value
    raise NotReadable


def _coding(variable: Variable, text: str) -> int | str:
    """A code in any case, alone or with its label behind it, as it is suggested."""
    written, *label = text.split()
    code = variable.system.written.get(written.casefold()) if variable.system else None
    if code is None or (label and " ".join(label).casefold() != code.label.source.casefold()):
        raise NotReadable
    return code.value


def with_label(code: Code) -> str:
    """A system's code as it is suggested and shown: `ABC16 Its label`."""
    return f"{code.value} {code.label.source}"


def _date(variable: Variable, text: str) -> date:
    found = _ISO_DATE.fullmatch(text)
    if found:
        year, month, day = map(int, found.groups())
    else:
        found = _DAY_FIRST.fullmatch(text)
        if not found:
            raise NotReadable
        day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise NotReadable from None


def _time(variable: Variable, text: str) -> time:
    found = _TIME.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise NotReadable
    return time(int(found[1]), int(found[2]))


def _datetime(variable: Variable, text: str) -> datetime:
    day, _, clock = text.replace("T", " ").rpartition(" ")
    return datetime.combine(_date(variable, day.strip()), _time(variable, clock))


def _text(variable: Variable, text: str) -> str:
    if "\x00" in text:
        raise NotReadable
    return " ".join(text.split("\n")) if variable.type == "text" else text


_READERS: Mapping[str, Callable[[Variable, str], AnswerValue]] = {
    "boolean": _boolean,
    "integer": _integer,
    "decimal": _decimal,
    "code": _code,
    "coding": _coding,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "text": _text,
    "longtext": _text,
}

_ISSUE = {"code": "unknown-code", "coding": "unknown-code"}
