"""Literals of FHIRPath as values of ours. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, time

from catalogue.expressions.nodes import Literal
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath.grammar import Constant, Quantity
from catalogue.formats.fhir.fhirpath.results import FALSE, TRUE, Found, Many, single

MOST = 1e15
"""Where whole numbers are no longer exact."""


def constant(path: Constant | Quantity) -> Many:
    """A literal as a collection of one."""
    if isinstance(path, Quantity):
        return Many((Found(f"quantity {path.unit}", number(path.number)),))
    made = CONSTANTS.get(path.kind)
    if made is None:
        raise CannotSay(f"{path.text}, a moment with its hour")
    return single(path.kind, made(path.text))


def number(text: str) -> Literal:
    """A number within what is exact here."""
    found = float(text)
    if found >= MOST:
        raise CannotSay(f"the number {text}, which is too large to be exact")
    return Literal(found)


def code_number(text: str) -> float | None:
    """The number that a code is here; None for a text that is no whole number as codes are written."""
    try:
        found = int(text)
    except ValueError:
        return None
    return float(found) if str(found) == text and abs(found) < MOST else None


def _day(text: str) -> Literal:
    try:
        return Literal(date.fromisoformat(text))
    except ValueError:
        raise CannotSay(f"@{text}, which is no whole day") from None


def _time(text: str) -> Literal:
    """An hour with its seconds: without them FHIRPath does not know whether an answer is the same hour."""
    try:
        found = time.fromisoformat(text.removeprefix("T"))
    except ValueError:
        raise CannotSay(f"@{text}, which is no time of day") from None
    if text.count(":") < 2 or found.second or found.microsecond:
        raise CannotSay(f"@{text}: an hour is compared as hours, minutes and no seconds, @T08:30:00")
    return Literal(found)


CONSTANTS: Mapping[str, Callable[[str], Literal]] = {
    "boolean": lambda text: TRUE if text == "true" else FALSE,
    "number": number,
    "text": Literal,
    "date": _day,
    "time": _time,
}
