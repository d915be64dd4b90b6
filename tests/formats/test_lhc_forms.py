"""The registry's questionnaires in LHC-Forms: the same questions as our own form shows for the same answers, the same scores."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from catalogue.formats import FORMATS
from catalogue.formats.fhir.canonical import addresses_of
from catalogue.formats.fhir.questions import Question, questions_of
from catalogue.formats.records import WriteOptions
from catalogue.model import Catalogue, Form
from catalogue.source.loader import load
from engine.answers import Answers, AnswerValue, Context, Outcome
from engine.evaluation import evaluator
from engine.synth import synthesise
from renderers.html.questions import questionnaire
from tests.formats.lhc_forms import lhc_forms

__all__ = ["lhc_forms"]
pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 3, 1)
FORMS = {
    "rygg.pasient": 5,
    "nakke.pasient": 2,
    "deformitet.pasient": 2,
    "rygg.oppfolging": 2,
    "deformitet.kirurgoppfolging": 3,
}
"""The forms that are shown, and with how many patients' answers."""


@cache
def registry() -> Catalogue:
    found = load(ROOT).catalogue
    assert found is not None
    return found


def form_of(address: str) -> Form:
    return next(form for form in registry().forms if form.address == address)


@cache
def exported(address: str) -> dict[str, Any]:
    """The questionnaire of one form, as `export fhir` writes it."""
    bundle = json.loads(FORMATS["fhir"].write(registry(), WriteOptions((address,))).content)
    found = [entry["resource"] for entry in bundle["entry"]]
    return next(resource for resource in found if resource["resourceType"] == "Questionnaire")


# ---- answers ----

WRITTEN: Mapping[str, tuple[str, Any]] = {
    "boolean": ("valueBoolean", bool),
    "integer": ("valueInteger", int),
    "decimal": ("valueDecimal", float),
    "date": ("valueDate", str),
    "time": ("valueTime", lambda value: f"{value:%H:%M:%S}"),
    "datetime": ("valueDateTime", lambda value: f"{value:%Y-%m-%dT%H:%M:%S}+01:00"),
    "text": ("valueString", str),
    "longtext": ("valueString", str),
}


def response(address: str, values: Mapping[str, AnswerValue]) -> dict[str, Any]:
    """Answers as a response to the questionnaire; what it calculates itself is left to it."""
    form = form_of(address)
    asked = {found.link: found for found in questions_of(form, addresses_of(registry())).values()}
    given = {
        name: value for name, value in values.items() if name in form.variable and not form.variable[name].calculate
    }
    return {"resourceType": "QuestionnaireResponse", "item": list(_answered(exported(address)["item"], asked, given))}


def _answered(items: list[Any], asked: Mapping[str, Question], values: Mapping[str, AnswerValue]) -> Iterator[Any]:
    for item in items:
        answers = list(_answers(asked[item["linkId"]], values)) if item["linkId"] in asked else []
        inside = list(_answered(item.get("item", []), asked, values))
        if answers or inside:
            parts = {"answer": answers} if answers else {"item": inside}
            yield {"linkId": item["linkId"], **parts}


def _answers(question: Question, values: Mapping[str, AnswerValue]) -> Iterator[Any]:
    if question.ticks:
        chosen = [code for code, tick in question.ticks.items() if values.get(tick)]
    elif question.type == "code":
        value = values.get(question.name)
        chosen = [] if value is None else [str(value)]
    elif (value := values.get(question.name)) is not None and question.type in WRITTEN:
        key, write = WRITTEN[question.type]
        yield {key: write(value)}
        return
    else:
        return
    for kind, answer in (question.answers[code] for code in chosen):
        yield {f"value{kind}": answer}


def rows_of(address: str, number: int) -> list[Mapping[str, AnswerValue]]:
    return list(synthesise(registry(), form_of(address), number, seed=3, today=TODAY).rows)


def outcome_of(address: str, row: Mapping[str, AnswerValue]) -> Outcome:
    form = form_of(address)
    answers = Answers({name: value for name, value in row.items() if name in form.variable})
    others = {name: value for name, value in row.items() if "." in name}
    return evaluator(registry(), form).evaluate(answers, Context(TODAY, others=others))


def shown_by_us(address: str, outcome: Outcome) -> set[str]:
    """The links of the questions that our own form shows."""
    gone = outcome.not_collected.union(outcome.not_asked)
    questions = questionnaire(form_of(address)).questions.values()
    return {name for name in (question.name for question in questions if {v.name for v in question.variables} - gone)}
