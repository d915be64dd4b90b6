"""The questions of the FHIRPath tests, and their answers as a response for fhirpathpy, which is not ours."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from fhirpathpy import compile as fhirpath
from fhirpathpy.models import models

from catalogue.formats.fhir.fhirpath import Item

TODAY = date(2026, 3, 1)
QUESTIONS = (
    Item("1.x", "x", "code"),
    Item("1.t", "t", "code-text"),
    Item("1.c", "c", "code-text", {"1": "c_1", "2": "c_2", "none": "c_0"}),
    Item("y", "y", "boolean"),
    Item("z", "z", "boolean"),
    Item("n", "n", "integer"),
    Item("m", "m", "decimal"),
    Item("k", "k", "decimal"),
    Item("d", "d", "date"),
    Item("e", "e", "date"),
    Item("it's", "s", "text"),
    Item("h", "h", "time"),
    Item("i", "i", "time"),
    Item("v", "v", "datetime"),
    Item("w", "w", "datetime"),
)
BY_NAME = {name: item for item in QUESTIONS for name in (item.name, *item.choices.values())}
BY_LINK_ID = {item.link_id: item for item in QUESTIONS}

Answers = Mapping[str, Any]

VALUES: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "boolean": lambda value: {"valueBoolean": value},
    "integer": lambda value: {"valueInteger": int(value)},
    "decimal": lambda value: {"valueDecimal": Decimal(repr(value))},
    "code": lambda value: {"valueCoding": {"system": "urn:x", "code": str(int(value)), "display": "?"}},
    "code-text": lambda value: {"valueCoding": {"code": value}},
    "text": lambda value: {"valueString": value},
    "date": lambda value: {"valueDate": value.isoformat()},
    "time": lambda value: {"valueTime": value.isoformat()},
    "datetime": lambda value: {"valueDateTime": value.isoformat() + "+01:00"},
}


def response(answers: Answers) -> dict[str, Any]:
    """The answers as a QuestionnaireResponse, in two groups; what is not answered is not there."""
    items = [item for question in QUESTIONS for item in _item(question, answers)]
    first = [item for item in items if item["linkId"].startswith("1.")]
    others = [item for item in items if item not in first]
    groups = [{"linkId": "1", "item": first}, {"linkId": "2", "item": [{"linkId": "2.1", "item": others}]}]
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": groups}


def _item(question: Item, answers: Answers) -> list[dict[str, Any]]:
    if question.choices:
        values = [{"valueCoding": {"code": code}} for code, tick in question.choices.items() if answers.get(tick)]
    elif answers.get(question.name) is None:
        values = []
    else:
        values = [VALUES[question.kind](answers[question.name])]
    return [{"linkId": question.link_id, "answer": values}] if values else []


@lru_cache(maxsize=1000)
def _compiled(text: str) -> Any:
    return fhirpath(text, models["r4"])


def evaluated(text: str, answers: Answers) -> Any:
    """The value of a FHIRPath by fhirpathpy; None when it is empty."""
    resource = response(answers)
    found = _compiled(text)(resource, {"resource": resource})
    assert len(found) <= 1, found
    return plain(found[0]) if found else None


def plain(value: Any) -> Any:
    """A value as ours are: numbers as floats, days and hours by what they are written as."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.isoformat()[:16]
    if isinstance(value, time):
        return value.isoformat()
    text = str(value)
    return text[:16] if "T" in text and len(text) > 16 else text
