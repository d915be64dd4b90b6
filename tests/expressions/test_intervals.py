"""Where expressions lie: tables of bounds, and the promise that no value ever lies outside."""

import math
from datetime import date

import pytest
from declared_names import read_table
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_meaning import meaning
from typed_nodes import ROWS, SCOPE, dates, numbers

from catalogue.expressions.intervals import interval, overflow, with_calculations
from catalogue.expressions.nodes import Node
from catalogue.expressions.parser import parse
from catalogue.expressions.scope import Binding

TABLES, NAMES, VALUE_SETS = read_table("intervals.yaml")


@pytest.mark.parametrize(("text", "bounds"), TABLES["lies"].items())
def test_lies_between(text, bounds):
    found = interval(parse(text), NAMES, VALUE_SETS)
    assert (found and [found.low, found.high, found.least]) == bounds


@pytest.mark.parametrize("text", TABLES["holds"])
def test_holds(text):
    assert overflow(parse(text), NAMES, VALUE_SETS) is None


@pytest.mark.parametrize("case", TABLES["overflows"], ids=lambda case: case["text"])
def test_overflows(case):
    problem = overflow(parse(case["text"]), NAMES, VALUE_SETS)
    assert case["says"] in problem.message
    assert case["text"][problem.at :].startswith(case["at"])
    assert problem.slug == "expression-can-overflow"


def test_calculated_variables_have_the_bounds_of_their_expressions():
    scope = {
        "vekt": Binding("number", 30.0, 250.0, 1),
        "dobbel": Binding("number", 0.0, 100.0, 0),
        "kvadrat": Binding("number", -1e12, 1e12, 1),
        "frist": Binding("date", date(1900, 1, 1), date(1900, 1, 2)),
    }
    texts = {"dobbel": "vekt * 2 + 0.5", "kvadrat": "dobbel * dobbel", "frist": "add_days(date '2000-01-01', dobbel)"}
    found = with_calculations(scope, [(name, parse(text)) for name, text in texts.items()])
    assert (found["dobbel"].low, found["dobbel"].high) == (61, 501)
    assert (found["kvadrat"].low, found["kvadrat"].high) == (3721, 251001)
    assert (found["frist"].low, found["frist"].high) == (date(2000, 3, 2), date(2001, 5, 16))


def lies_within(data: st.DataObject, node: Node) -> None:
    """Whatever the values within the bounds, unless the expression is refused as one that can overflow."""
    row = data.draw(ROWS)
    value = None if overflow(node, SCOPE) else meaning(node, row)
    if value is None:
        return
    found = interval(node, SCOPE)
    number = float(value.toordinal() if isinstance(value, date) else value)
    assert found.low <= number <= found.high
    assert number == 0 or abs(number) >= found.least
    assert math.isfinite(number)
    assert number.is_integer() or not found.whole


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_no_value_lies_outside(data):
    lies_within(data, data.draw(numbers(2) | dates(2)))


@pytest.mark.fuzz
@given(st.data())
@settings(max_examples=5_000, deadline=None)
def test_no_value_of_a_larger_expression_lies_outside(data):
    lies_within(data, data.draw(numbers(3) | dates(3)))
