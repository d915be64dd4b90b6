"""Every expression has its type, or a problem that says what is wrong, where, and what to write instead."""

import pytest
from declared_names import read_table
from expression_nodes import NODES
from hypothesis import given, settings

from catalogue.expressions.inference import problems, type_of
from catalogue.expressions.parser import parse

TABLES, SCOPE, VALUE_SETS = read_table("problems.yaml")


@pytest.mark.parametrize(("text", "kind"), TABLES["right"].items())
def test_right(text, kind):
    node = parse(text)
    assert problems(node, SCOPE, kind, VALUE_SETS) == ()
    assert type_of(node, SCOPE) == kind


@pytest.mark.parametrize("case", TABLES["wrong"] + TABLES["wrong_result"], ids=lambda case: case["text"])
def test_wrong(case):
    (problem,) = problems(parse(case["text"]), SCOPE, case.get("expected"), VALUE_SETS)
    assert case["says"] in problem.message
    assert case["text"][problem.at :].startswith(case["at"])
    assert problem.slug == case.get("slug", "rule-type-mismatch")


def test_all_problems_are_found_at_once_in_reading_order():
    text = "navn + 1 > hoide and roker = 9 or arbeidsstatus = 3"
    found = [(text[problem.at :].split(" ")[0], problem.slug) for problem in problems(parse(text), SCOPE)]
    assert found == [
        ("navn", "rule-type-mismatch"),
        ("hoide", "unknown-reference"),
        ("9", "comparison-with-missing-code"),
        ("3", "unknown-code-in-rule"),
    ]


def test_without_value_sets_none_is_looked_for():
    assert problems(parse("lookup('anything', 1)"), SCOPE) == ()


@given(NODES)
@settings(max_examples=100, deadline=None)
def test_no_expression_is_beyond_the_checker(node):
    for problem in problems(node, SCOPE, "boolean", VALUE_SETS):
        assert problem.message.endswith((".", "?"))
