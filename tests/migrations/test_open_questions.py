"""What is never guessed: a table of versions, and what is asked about them."""

from pathlib import Path

import pytest
import yaml

from migrations_gen.diff import diff
from migrations_gen.diff.asking import QUESTIONS
from tests.states import states_of

CASES = yaml.safe_load(Path(__file__).with_name("open_questions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_what_is_asked(case):
    found = diff(*states_of(case["before"], case["after"], case.get("changes", "")))
    assert found.findings == ()
    told = [" ".join(filter(None, (one.slug, str(one.subject), str(one.other or "")))) for one in found.questions]
    assert told == case["asks"]
    for line in case.get("says", "").splitlines():
        assert line.strip() in found.questions[0].suggestion


@pytest.mark.parametrize("case", [case for case in CASES if case["asks"]], ids=lambda case: case["case"])
def test_the_first_suggestion_can_be_pasted_once_the_dots_are_filled_in(case):
    """Every suggestion is YAML that a changes file takes."""
    asked = diff(*states_of(case["before"], case["after"])).questions
    for question in asked:
        for entry in yaml.safe_load(question.suggestion):
            assert isinstance(entry, dict), question.suggestion


def test_every_question_is_asked_by_some_case():
    asked = {line.split()[0] for case in CASES for line in case["asks"]}
    assert QUESTIONS.keys() == asked
