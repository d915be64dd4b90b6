"""The registry's questionnaires in LHC-Forms: the questions that our own form shows, and its scores."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import expect

from catalogue.formats import FORMATS
from catalogue.formats.fhir.canonical import addresses_of
from catalogue.formats.fhir.questions import Question, questions_of
from catalogue.formats.records import WriteOptions
from catalogue.model import Form
from engine.answers import Answers, AnswerValue, Context, Outcome
from engine.evaluation import evaluator
from engine.synth import synthesise
from renderers.html.questions import questionnaire
from tests.formats.lhc_forms import LhcForms, lhc_forms
from tests.nkr import nkr_catalogue

__all__ = ["lhc_forms"]
pytestmark = pytest.mark.slow
TODAY = date(2026, 3, 1)
FORMS = {
    "rygg.pasient": 2,
    "rygg.oppfolging": 2,
    "nakke.pasient": 2,
    "deformitet.pasient": 2,
    "deformitet.kirurgoppfolging": 2,
}
"""The forms that are shown, and with how many people's answers."""
CALCULATED = "sdc-questionnaire-calculatedExpression"
Row = Mapping[str, AnswerValue]


def form_of(address: str) -> Form:
    return next(form for form in nkr_catalogue().forms if form.address == address)


@cache
def exported(address: str) -> dict[str, Any]:
    """The questionnaire of one form, as `export fhir` writes it."""
    bundle = json.loads(FORMATS["fhir"].write(nkr_catalogue(), WriteOptions((address,))).content)
    found = [entry["resource"] for entry in bundle["entry"]]
    return next(resource for resource in found if resource["resourceType"] == "Questionnaire")


def all_items(items: list[Any]) -> Iterator[Any]:
    """Items and those below them, of a questionnaire or a response."""
    for item in items:
        yield item
        yield from all_items(item.get("item", []))


def links_of(address: str) -> dict[str, str]:
    """The link of each question by the name our own form has for it; a matrix is one question."""
    form = form_of(address)
    asked = questions_of(form, addresses_of(nkr_catalogue()))
    own = questionnaire(form).questions.values()
    return {question.link: own_question.name for own_question in own for question in _asked(own_question, asked)}


def _asked(own_question: Any, asked: Mapping[str, Question]) -> list[Question]:
    return [asked[variable.name] for variable in own_question.variables if variable.name in asked]


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


def response(address: str, values: Row) -> dict[str, Any]:
    """Answers as a response to the questionnaire; what it calculates itself is left to it."""
    form = form_of(address)
    asked = {found.link: found for found in questions_of(form, addresses_of(nkr_catalogue())).values()}
    given = {
        name: value for name, value in values.items() if name in form.variable and not form.variable[name].calculate
    }
    return {"resourceType": "QuestionnaireResponse", "item": list(_answered(exported(address)["item"], asked, given))}


def _answered(items: list[Any], asked: Mapping[str, Question], values: Row) -> Iterator[Any]:
    for item in items:
        answers = list(_answers(asked[item["linkId"]], values)) if item["linkId"] in asked else []
        inside = list(_answered(item.get("item", []), asked, values))
        if answers or inside:
            parts = {"answer": answers} if answers else {"item": inside}
            yield {"linkId": item["linkId"], **parts}


def _answers(question: Question, values: Row) -> Iterator[Any]:
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


def outcome_of(address: str, row: Row) -> Outcome:
    """What is asked and calculated when nothing is known but these answers, as is so in a response."""
    form = form_of(address)
    answers = Answers({name: value for name, value in row.items() if name in form.variable})
    return evaluator(nkr_catalogue(), form).evaluate(answers, Context(TODAY))


def shown_by_us(address: str, outcome: Outcome) -> set[str]:
    """The questions that our own form shows."""
    questions = questionnaire(form_of(address)).questions.values()
    gone = outcome.not_asked.keys() | outcome.not_collected
    return {question.name for question in questions if {variable.name for variable in question.variables} - gone}


def uncollected(address: str, outcome: Outcome) -> set[str]:
    """Questions whose time is over: FHIR has no word for it."""
    questions = questionnaire(form_of(address)).questions.values()
    return {
        question.name
        for question in questions
        if {variable.name for variable in question.variables} <= outcome.not_collected
    }


def calculated_there(address: str) -> set[str]:
    """The variables that the questionnaire itself calculates, to a number, a yes or no, or a coding."""
    return {
        item["linkId"]
        for item in all_items(exported(address)["item"])
        for extension in item.get("extension", [])
        if extension["url"].endswith(CALCULATED) and (item["type"] != "choice" or "%questionnaire" in str(extension))
    }


def answers_in(found: Mapping[str, Any]) -> dict[str, Any]:
    """The first answer to each question of a response."""
    return {item["linkId"]: _value(item["answer"]) for item in all_items(found["item"]) if "answer" in item}


def _value(answer: list[Any]) -> Any:
    """A value; of a coding its code."""
    (value,) = answer[0].values()
    return value["code"] if isinstance(value, Mapping) else value


def rows_of(address: str) -> list[Row]:
    return list(synthesise(nkr_catalogue(), form_of(address), FORMS[address], seed=3, today=TODAY).rows)


# ---- the forms ----


@pytest.mark.parametrize("address", FORMS)
def test_the_same_questions_and_scores_for_the_same_answers(lhc_forms: LhcForms, address: str) -> None:
    lhc_forms.page.clock.set_fixed_time(datetime.combine(TODAY, time(12)))
    names = links_of(address)
    for row in rows_of(address):
        outcome = outcome_of(address, row)
        lhc_forms.show(exported(address), response(address, row))
        shown = {names[link] for link in lhc_forms.shown() if link in names}
        assert shown - uncollected(address, outcome) == shown_by_us(address, outcome)
        told = answers_in(lhc_forms.response())
        for name in calculated_there(address):
            ours = outcome.calculated[name]
            assert told.get(name) == (str(ours) if isinstance(told.get(name), str) else pytest.approx(ours)), name


def test_answers_entered_by_hand_open_questions_and_give_scores(lhc_forms: LhcForms) -> None:
    page = lhc_forms.page
    lhc_forms.show(exported("rygg.pasient"))
    assert "smertestillende_bruk" not in lhc_forms.shown()
    choose(lhc_forms, "smertestillende/1/1", 1)
    expect(page.locator('[id="item-smertestillende_bruk/1/1"]')).to_be_visible()
    choose(lhc_forms, "smertestillende/1/1", 2)
    expect(page.locator('[id="item-smertestillende_bruk/1/1"]')).to_be_hidden()
    page.locator('[id="hoyde/1/1"]').fill("180")
    page.locator('[id="vekt/1/1"]').fill("81")
    page.keyboard.press("Tab")
    expect(page.locator('[id="kmi/1/1"]')).to_have_value("25")
    odi = [item.name for item in form_of("rygg.pasient").groups["odi"].variables if not item.is_calculated]
    for number, name in enumerate(odi):
        choose(lhc_forms, f"{name}/1/1/1", number % 3 + 1)
    lhc_forms.settle()
    outcome = outcome_of("rygg.pasient", {name: number % 3 for number, name in enumerate(odi)})
    assert answers_in(lhc_forms.response())["odi_skaar"] == outcome.calculated["odi_skaar"] == 18.0


def choose(lhc: LhcForms, element: str, number: int) -> None:
    """Chooses the option with this number, from 1, in a list that opens when it is entered."""
    lhc.page.locator(f'[id="{element}"]').fill("")
    lhc.page.locator(f'[id="{element}"]').click()
    for _ in range(number):
        lhc.page.keyboard.press("ArrowDown")
    lhc.page.keyboard.press("Enter")
    lhc.page.keyboard.press("Tab")
