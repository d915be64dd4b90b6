"""What is told of a draft: only what somebody has come to."""

from datetime import date

import pytest

from engine.answers import Answers, Context
from engine.evaluation import evaluator
from renderers.html.questions import questionnaire
from renderers.web.answering import attempt
from tests.catalogues import catalogue_of, form_of

CATALOGUE = catalogue_of(
    form_of(
        """
        - {name: niva, label: Nivå, type: integer, min: 1, max: 9}
        - {name: annet, label: Annet nivå, type: text, max_length: 20}
        - {name: alder, label: Alder, type: integer, min: 0, max: 120, required: true}
        """,
        """
        - {rule: noe_oppgitt, require: "answered(niva) = 1 or alder < 5", severity: hard, message: Skriv et nivå.}
        - {rule: ikke_barn, require: is_answered(annet), severity: soft, message: Skriv hvilket.}
        """,
    )
)
FORM = CATALOGUE.form["test.skjema"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, []),
        ({"alder": "40"}, ["noe_oppgitt"]),
        ({"niva": "4"}, []),
        ({"niva": "44"}, ["above-max"]),
    ],
)
def test_a_rule_is_told_when_one_of_its_questions_has_an_answer(typed, told):
    context = Context(today=date(2026, 1, 15), timepoint="preop")
    tried = attempt(questionnaire(FORM), evaluator(CATALOGUE, FORM), typed, Answers(), context)
    assert [issue.rule for issue in tried.draft_issues] == told
