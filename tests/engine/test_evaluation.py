"""Every table in `evaluation/` holds: a form, answers, and what the evaluation makes of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.answers import Answers, Context, Issue
from engine.evaluation import evaluator, final_answers, is_final, prefilled
from tests.catalogues import catalogue_in, catalogue_of, form_of

TABLES = sorted((Path(__file__).parent / "evaluation").glob("*.yaml"))
TODAY = date(2026, 11, 22)


def cases() -> Iterator[Any]:
    for path in TABLES:
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, case in enumerate(table["cases"], 1):
            yield pytest.param(table, case, id=f"{path.stem}-{number}")


def sentence(issue: Issue) -> str:
    return f"{issue.variable} {issue.severity} {issue.rule}"


@pytest.mark.parametrize(("table", "case"), list(cases()))
def test_evaluation(table: dict[str, Any], case: dict[str, Any]) -> None:
    catalogue = catalogue_in(table)
    form = catalogue.form["test.skjema"]
    answers = Answers(case["answers"], case.get("reasons", {}))
    context = Context(TODAY, "preop", case.get("anchor"), case.get("others", {}))
    outcome = evaluator(catalogue, form).evaluate(answers, context)
    assert [sentence(issue) for issue in outcome.issues] == case["issues"]
    if "not_asked" in case:
        assert dict(outcome.not_asked) == case["not_asked"]
    if "not_collected" in case:
        assert sorted(outcome.not_collected) == case["not_collected"]
    for name, value in case.get("calculated", {}).items():
        assert outcome.calculated[name] == value
        assert type(outcome.calculated[name]) is type(value)
    final = final_answers(form, answers, outcome)
    if "final" in case:
        assert dict(final.values) == case["final"]
    if "final_reasons" in case:
        assert dict(final.reasons) == case["final_reasons"]


def test_a_soft_issue_can_be_confirmed_and_a_hard_one_cannot() -> None:
    limits = "- {name: hoyde, label: Høyde, type: integer, soft_max: 210, required: true}"
    catalogue = catalogue_of(form_of(limits))
    evaluate = evaluator(catalogue, catalogue.form["test.skjema"]).evaluate
    high = evaluate(Answers({"hoyde": 220}), Context(TODAY))
    assert not is_final(high)
    assert is_final(high, frozenset({("hoyde", "above-soft-max")}))
    assert not is_final(evaluate(Answers(), Context(TODAY)), frozenset({("hoyde", "required")}))


def test_a_new_row_starts_with_what_is_known() -> None:
    variables = """
    - {name: dato, label: Dato, type: date, prefill: today()}
    - {name: tid, label: Tid, type: text, prefill: timepoint}
    - {name: tom, label: Tom, type: integer, prefill: 1 / 0}
    """
    form = catalogue_of(form_of(variables)).form["test.skjema"]
    assert prefilled(form, Context(TODAY, "preop")).values == {"dato": TODAY, "tid": "preop"}
