"""When a question is asked, in FHIR's words and in ours: the same for every answer, and for none."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from catalogue.expressions.parser import parse
from catalogue.expressions.printer import to_text
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.asking import condition_of
from catalogue.formats.fhir.canonical import addresses_of
from catalogue.formats.fhir.enabling import enabling
from catalogue.formats.fhir.questions import Question, questions_of
from engine.compilers.python import compile_expression
from tests.catalogues import catalogue_of, form_of
from tests.engine.clinic import TODAY

CATALOGUE = catalogue_of(
    form_of(
        """
        - {name: x, label: X, type: code, codes: {1: En, 2: To, 3: Tre, 9: {label: Vet ikke, missing: unknown}}}
        - {name: t, label: T, type: code, codes: {a: Ja, b: Nei}}
        - {checklist: c, label: C, ticks: {a: Ene, b: Andre}}
        - {name: y, label: Y, type: boolean}
        - {name: n, label: N, type: integer}
        - {name: o, label: O, type: boolean, enable_when: y, otherwise: false}
        """
    )
)
QUESTIONS = questions_of(CATALOGUE.forms[0], addresses_of(CATALOGUE))
BY_LINK = {question.link: question for question in QUESTIONS.values()}

SAID = {
    "x = 1": "x = 1",
    "x <> 1": "all: x exists True, x != 9, x != 1",
    "x in (1, 3)": "any: x = 1, x = 3",
    "x >= 2": "any: x = 2, x = 3",
    "x is null": "any: x exists False, x = 9",
    "x is not null": "all: x exists True, x != 9",
    "missing_reason(x) = 'unknown'": "x = 9",
    "t = 'b'": "t = b",
    "c_a": "c = a",
    "c_a or c_b": "any: c = a, c = b",
    "y": "y = True",
    "not y": "y = False",
    "y = false": "y = False",
    "n > 3": "n > 3",
    "3 < n": "n > 3",
    "n between 2 and 5": "all: n >= 2, n <= 5",
    "n <> 4": "all: n exists True, n != 4",
    "o": "o = True",
    "y and x = 2 and n < 5": "all: y = True, x = 2, n < 5",
    "y or x in (1, 2) or n is null": "any: y = True, x = 1, x = 2, n exists False",
}
"""Conditions that `enableWhen` has words for, and the words."""
NESTED = ["y and (x = 1 or n > 3)", "not c_a", "not o", "o is null", "n + 1 > 3", "(y or c_a) and n > 1", "x <> 1 or y"]
"""Conditions that are expressions there."""
UNTOLD = {"person.kjonn = 1": "another form", "timepoint = 'preop'": "no question", "x = 7": "no answer '7'"}


def said(part: dict[str, Any]) -> str:
    """An item's conditions in short."""
    conditions = ", ".join(f"{each['question']} {each['operator']} {shown(each)}" for each in part["enableWhen"])
    return f"{part['enableBehavior']}: {conditions}" if "enableBehavior" in part else conditions


def shown(condition: dict[str, Any]) -> str:
    """The answer that is compared with."""
    answer = next(value for key, value in condition.items() if key.startswith("answer"))
    return str(answer["code"] if isinstance(answer, dict) else answer)


def no_path(node: object) -> str:
    return "a path"


@pytest.mark.parametrize(("text", "words"), SAID.items())
def test_a_condition_in_the_words_of_the_standard(text: str, words: str) -> None:
    assert said(enabling(parse(text), QUESTIONS, no_path)) == words


@pytest.mark.parametrize("text", NESTED)
def test_what_it_has_no_words_for_is_an_expression(text: str) -> None:
    (extension,) = enabling(parse(text), QUESTIONS, no_path)["extension"]
    assert extension["valueExpression"] == {"language": "text/fhirpath", "expression": "a path"}


@pytest.mark.parametrize(("text", "why"), UNTOLD.items())
def test_what_cannot_be_said_at_all_says_why(text: str, why: str) -> None:
    with pytest.raises(CannotSay, match=why):
        enabling(parse(text), QUESTIONS, no_path)


# ---- the same truth, by the standard's own rules ----

ANSWERS = [
    {"x": x, "t": t, "c": c, "y": y, "n": n}
    for x, t, c, y, n in product(
        (None, "1", "2", "9"), (None, "a", "b"), ((), ("a",), ("a", "b")), (None, True, False), (None, 2, 4, 7)
    )
]


def answered(question: Question, answers: dict[str, Any]) -> list[Any]:
    """The answers of a question as they stand in a response; what is not asked has none."""
    value = answers.get(question.name)
    if question.name == "o":
        return [True] if answers["y"] else []
    if question.ticks:
        return [question.answers[code][1] for code in value]
    if value is None:
        return []
    return [question.answers[value][1]] if question.answers else [value]


def holds(condition: dict[str, Any], answers: dict[str, Any]) -> bool:
    """R4: false without an answer; else whether any answer is so."""
    given = answered(BY_LINK[condition["question"]], answers)
    operator = condition["operator"]
    wanted = next(value for key, value in condition.items() if key.startswith("answer"))
    if operator == "exists":
        return bool(given) is wanted
    return any(compares(operator, value, wanted) for value in given)


def compares(operator: str, value: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        value, wanted = (each["code"] for each in (value, wanted))
    match operator:
        case "=":
            return bool(value == wanted)
        case "!=":
            return bool(value != wanted)
        case _:
            return bool(
                {"<": value < wanted, "<=": value <= wanted, ">": value > wanted, ">=": value >= wanted}[operator]
            )


def is_asked(part: dict[str, Any], answers: dict[str, Any]) -> bool:
    found = [holds(condition, answers) for condition in part["enableWhen"]]
    return any(found) if part.get("enableBehavior", "any") == "any" else all(found)


def truths(text: str) -> list[bool]:
    """Our own meaning, for every answer."""
    compiled = compile_expression(parse(text))
    return [compiled(*meant(answers)) is True for answers in ANSWERS]


def meant(answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str], date]:
    """The same answers as our expressions see them."""
    x, c = answers["x"], answers["c"]
    values = {
        "x": float(x) if x in ("1", "2", "3") else None,
        "t": answers["t"],
        "y": answers["y"],
        "n": None if answers["n"] is None else float(answers["n"]),
        "o": bool(answers["y"]) if answers["y"] is not None else None,
        **{f"c_{code}": code in c if c else None for code in ("a", "b")},
    }
    return values, {"x": "unknown"} if x == "9" else {}, TODAY


@pytest.mark.parametrize("text", SAID)
def test_it_is_asked_there_just_when_it_is_asked_here(text: str) -> None:
    part = enabling(parse(text), QUESTIONS, no_path)
    assert [is_asked(part, answers) for answers in ANSWERS] == truths(text)


@pytest.mark.parametrize("text", SAID)
def test_what_is_read_again_means_the_same(text: str) -> None:
    again = to_text(condition_of(enabling(parse(text), QUESTIONS, no_path), BY_LINK))
    assert truths(again) == truths(text)


X = {"system": QUESTIONS["x"].answers["1"][1]["system"]}
C = {"system": QUESTIONS["c"].answers["a"][1]["system"]}
OF_OTHERS = [
    [{"question": "x", "operator": "!=", "answerCoding": {**X, "code": "1"}}],
    [{"question": "x", "operator": "!=", "answerCoding": {**X, "code": "9"}}],
    [{"question": "x", "operator": "exists", "answerBoolean": True}],
    [{"question": "x", "operator": "exists", "answerBoolean": False}],
    [{"question": "c", "operator": "exists", "answerBoolean": False}],
    [{"question": "c", "operator": "!=", "answerCoding": {**C, "code": "a"}}],
    [
        {"question": "y", "operator": "!=", "answerBoolean": True},
        {"question": "n", "operator": ">=", "answerInteger": 4},
    ],
    [{"question": "t", "operator": "!=", "answerCoding": QUESTIONS["t"].answers["a"][1]}],
]


@pytest.mark.parametrize("behavior", ["all", "any"])
@pytest.mark.parametrize("conditions", OF_OTHERS)
def test_conditions_of_others_are_read_with_their_meaning(conditions: list[dict[str, Any]], behavior: str) -> None:
    part = {"enableWhen": conditions, "enableBehavior": behavior}
    text = to_text(condition_of(part, BY_LINK))
    assert [is_asked(part, answers) for answers in ANSWERS] == truths(text)
