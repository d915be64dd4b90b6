"""FHIRPath and our expressions have the same value for every answer and for none, by an evaluator that is not ours."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import product
from typing import Any

import pytest
from fhirpathpy.engine.invocations.constants import SystemTime
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalogue.expressions.nodes import Node, references
from catalogue.expressions.parser import parse as ours
from catalogue.expressions.printer import to_text
from catalogue.expressions.scope import Binding, expand_lists
from catalogue.formats.fhir.fhirpath import expression_text, fhirpath_text
from engine.compilers.python import compile_expression
from tests.formats.fhirpath_expressions import TICKS, days, numbers, truths
from tests.formats.fhirpath_responses import BY_LINK_ID, BY_NAME, TODAY, Answers, evaluated, plain
from tests.formats.test_fhirpath import THEIRS, THERE_AND_BACK

SCOPE = {"c": Binding("list", members=TICKS)}


@pytest.fixture(autouse=True, scope="module")
def a_day_of_its_own() -> Iterator[None]:
    """fhirpathpy asks the clock; the tests are always on the same day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SystemTime, "now", lambda clock: datetime.combine(TODAY, time(12)))
        yield


# ---- answers: some of each kind, and none ----

SOME: dict[str, tuple[Any, ...]] = {
    "x": (0.0, 1.0, 2.0),
    "t": ("a", "b"),
    "y": (True, False),
    "z": (True, False),
    "n": (0.0, 1.0, 4.0, -8.0, 6.0),
    "m": (0.5, 4.0, -2.5, 2.25),
    "k": (0.25, -1.5),
    "d": (date(2000, 2, 29), date(2019, 12, 31), TODAY, date(2024, 1, 31)),
    "e": (date(2026, 2, 28), date(2000, 2, 28), date(2024, 3, 1)),
    "s": ("abc", "it's", "Åse"),
    "h": (time(8, 30), time(23, 59), time(0)),
    "i": (time(8, 5), time(12)),
    "v": (datetime(2020, 1, 31, 8, 30), datetime(2020, 1, 31, 23)),
    "w": (datetime(2020, 1, 31, 8, 30), datetime(2019, 6, 1, 12)),
}
TICKED = ((None, None, None), (True, False, False), (False, True, True), (False, False, True))


def with_ticks(answers: Answers, ticked: tuple[bool | None, ...]) -> dict[str, Any]:
    return {**answers, **dict(zip(TICKS, ticked, strict=True))}


def rows_for(names: set[str]) -> list[dict[str, Any]]:
    """Every combination of the answers that an expression reads, each of them also missing; of many, every third."""
    asked = sorted(names & set(SOME))
    ticked = TICKED if names & {"c", *TICKS} else TICKED[:1]
    values = product(*((None, *SOME[name]) for name in asked))
    rows = [with_ticks(dict(zip(asked, row, strict=True)), ticks) for row, ticks in product(values, ticked)]
    return rows[:: 3 if len(rows) > 200 else 1]


def ours_of(node: Node, answers: Answers) -> Any:
    return plain(compile_expression(expand_lists(node, SCOPE))(answers, {}, TODAY))


def same(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return left == pytest.approx(right, rel=1e-9, abs=1e-9)
    return type(left) is type(right) and left == right


# What fhirpathpy does otherwise than FHIRPath says, by what stands in the path.
WRONG_THERE = {
    "-%resource": "a sign before what is empty is an error",
    ".power(": "a power of a negative number is empty, and of 0 an error",
    ".sum()": "a sum of nothing is 0, and of answers an error",
    ".avg()": "the same",
    "linkId='n') | %resource": "a union of questions forgets what type their answers are",
    "item | answer.item": "the same",
}
OTHER_ANSWERS = {
    ".value.value": "it is of a quantity, and the answers here are decimals",
    "'1.t').answer.valueCoding": "it is a coding there, and its code here",
}


def anywhere(path: str) -> str:
    """A path to questions that stand at the top there, and in groups here."""
    return path.replace("QuestionnaireResponse.item", "%resource.item").replace(".item.where", ".descendants().where")


def is_compared(path: str) -> bool:
    return not any(part in path for part in (*WRONG_THERE, *OTHER_ANSWERS))


@pytest.mark.parametrize("expression", [text for text in THERE_AND_BACK if "power" not in text])
def test_an_expression_has_the_same_value_in_fhirpath(expression: str) -> None:
    node = ours(expression)
    path = fhirpath_text(node, BY_NAME)
    different = [row for row in rows_for(set(references(node))) if not same(evaluated(path, row), ours_of(node, row))]
    assert different == []


@pytest.mark.parametrize("path", list(filter(is_compared, THEIRS)))
def test_a_fhirpath_has_the_same_value_here(path: str) -> None:
    node = ours(expression_text(path, BY_LINK_ID, wanted="value"))
    rows = rows_for(set(references(node)))
    different = [
        (row, theirs, here)
        for row in rows
        if not same(theirs := evaluated(anywhere(path), row), here := ours_of(node, row))
    ]
    assert different == []


# ---- expressions nobody thought of ----

ROWS = st.fixed_dictionaries({name: st.none() | st.sampled_from(values) for name, values in SOME.items()})


TABLES = st.lists(st.builds(with_ticks, ROWS, st.sampled_from(TICKED)), min_size=4, max_size=4)


@given(truths(3) | numbers(3) | days(2), TABLES)
@settings(max_examples=120, suppress_health_check=list(HealthCheck))
def test_any_expression_has_the_same_value_there_and_back(node: Node, rows: list[dict[str, Any]]) -> None:
    assume(len(to_text(node)) < 300)
    path = fhirpath_text(node, BY_NAME)
    back = ours(expression_text(path, BY_LINK_ID, wanted="value"))
    for row in rows:
        here = ours_of(node, row)
        assert same(evaluated(path, row), here), path
        assert same(ours_of(back, row), here), to_text(back)
