"""One value as an answer of FHIR, and back; and the reasons for none. Pure.

A day with a time of day is wall clock here and an instant there: it is written with the offset that the wall clock
had in `ZONE` on that day, and read as the wall clock in it.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from catalogue.formats.answers import Value
from catalogue.formats.fhir.enabling import number_of
from catalogue.formats.fhir.own import Json, mapping
from catalogue.formats.fhir.questions import Question

ZONE = ZoneInfo("Europe/Oslo")

ABSENT: Mapping[str, str] = MappingProxyType(
    {
        "unknown": "asked-unknown",
        "declined": "asked-declined",
        "not_applicable": "not-applicable",
        "not_answered": "unknown",
        "not_asked": "not-asked",
        "not_collected": "unsupported",
    }
)
"""The standard's code for each of our reasons."""
REASON_OF: Mapping[str, str] = MappingProxyType(
    {**{code: reason for reason, code in ABSENT.items()}, "masked": "declined", "not-permitted": "declined"}
)
"""Our reason for each of the standard's codes."""


def answer_of(question: Question, value: Value) -> Json:
    """A value as an answer."""
    if question.type == "code":
        found = question.answers.get(str(value))
        kind, said = found or ("Coding", {"code": str(value)})
        return {f"value{kind}": said}
    match value:
        case bool():
            return {"valueBoolean": value}
        case int() | float():
            number = number_of(value)
            if question.written == "quantity":
                return {"valueQuantity": {"value": number}}
            return {"valueInteger" if question.type == "integer" else "valueDecimal": number}
        case datetime():
            return {"valueDateTime": instant_text(value)}
        case date():
            return {"valueDate": value.isoformat()}
        case time():
            return {"valueTime": f"{value:%H:%M:%S}"}
        case _:
            return {"valueUri" if question.written == "url" else "valueString": str(value)}


def instant_text(wall: datetime) -> str:
    """A wall clock as an instant, with its offset."""
    return (wall if wall.tzinfo else wall.replace(tzinfo=ZONE)).isoformat(timespec="seconds")


def wall_clock(written: str) -> datetime:
    """An instant as wall clock; one without an offset is wall clock already. Raises ValueError."""
    found = datetime.fromisoformat(written)
    if found.tzinfo is None:
        return found
    as_written = found.replace(tzinfo=None)
    if as_written.replace(tzinfo=ZONE).utcoffset() == found.utcoffset():
        return as_written
    return found.astimezone(ZONE).replace(tzinfo=None)


class WrongAnswer(Exception):
    """An answer that is no value of its question; the message says why."""


def value_of_answer(question: Question, answer: Json) -> Value:
    """The value of an answer; raises WrongAnswer."""
    key, written = next(((key, value) for key, value in answer.items() if key.startswith("value")), ("", None))
    if question.answers:
        return _code(question, key, written)
    try:
        return _plain(question.type, written)
    except (ValueError, OverflowError, TypeError):
        shown = str(mapping(written) or written)[:60]
        raise WrongAnswer(f"'{shown}' is no {question.type}") from None


def code_of_answer(question: Question, answer: Json) -> str:
    """Our code of an answer; raises WrongAnswer."""
    key, written = next(((key, value) for key, value in answer.items() if key.startswith("value")), ("", None))
    for code, (kind, there) in question.answers.items():
        if f"value{kind}" == key and _is_same(written, there):
            return code
    said = mapping(written)
    shown = str(said.get("code", said.get("display", "")) if said else written)[:60]
    raise WrongAnswer(f"it has no answer '{shown}'")


def _code(question: Question, key: str, written: Any) -> Value:
    code = code_of_answer(question, {key: written})
    return int(code) if question.numeric else code


def _is_same(written: Any, there: Any) -> bool:
    """Whether an answer is this one: by its code, and by its system where both have one; else by its words."""
    if not isinstance(there, dict):
        return bool(written == there) and not isinstance(written, dict)
    said = mapping(written)
    if "code" not in said or "code" not in there:
        return bool(said.get("display")) and said.get("display") == there.get("display")
    systems = (said.get("system"), there.get("system"))
    return said["code"] == there["code"] and (systems[0] == systems[1] or None in systems)


def _plain(kind: str, written: Any) -> Value:
    if kind == "boolean":
        if not isinstance(written, bool):
            raise ValueError
        return written
    if kind in {"integer", "decimal"}:
        return _number(kind, written)
    if kind == "coding":
        written = mapping(written).get("code")
    if not isinstance(written, str) or not written.strip():
        raise ValueError
    match kind:
        case "date":
            return date.fromisoformat(written[:10])
        case "time":
            return time.fromisoformat(written[:8]).replace(second=0, microsecond=0, tzinfo=None)
        case "datetime":
            return wall_clock(written).replace(second=0, microsecond=0)
        case _:
            return written.strip()


def _number(kind: str, written: Any) -> int | float:
    number = mapping(written).get("value") if isinstance(written, dict) else written
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ValueError
    if kind == "decimal":
        return float(number)
    if number != int(number):
        raise ValueError
    return int(number)
