"""The same as test_fhirpath_meaning.py, by the evaluator that programs use in browsers, and all at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.expressions.nodes import Node, references
from catalogue.expressions.parser import parse as ours
from catalogue.expressions.printer import to_text
from catalogue.formats.fhir.fhirpath import expression_text, fhirpath_text
from tests.formats.fhirpath_expressions import days, numbers, truths
from tests.formats.fhirpath_responses import BY_LINK_ID, BY_NAME, TODAY, Answers, response
from tests.formats.lhc_forms import LhcForms, lhc_forms
from tests.formats.test_fhirpath import THEIRS, THERE_AND_BACK
from tests.formats.test_fhirpath_meaning import OTHER_ANSWERS, TABLES, anywhere, ours_of, rows_for, same

__all__ = ["lhc_forms"]
pytestmark = pytest.mark.slow


def in_json(value: Any) -> Any:
    """A response for the browser: its decimals are the numbers of JavaScript."""
    if isinstance(value, Mapping):
        return {key: in_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [in_json(part) for part in value]
    return value if isinstance(value, str | bool | int) else float(value)


def differences(
    lhc: LhcForms, paths: Mapping[str, Node], rows: Sequence[Answers]
) -> list[tuple[str, Answers, Any, Any]]:
    """The paths, and the answers, for which fhirpath.js says otherwise than our expression."""
    lhc.page.clock.set_fixed_time(datetime.combine(TODAY, time(12)))
    told = lhc.evaluated(list(paths), [in_json(response(row)) for row in rows])
    return [
        (path, row, theirs, here)
        for (path, node), values in zip(paths.items(), told, strict=True)
        for row, theirs in zip(rows, values, strict=True)
        if not same(of_kind(theirs, here := ours_of(node, row)), here)
    ]


def of_kind(theirs: list[str], here: Any) -> Any:
    """What the browser said as a value of the kind that ours has."""
    if len(theirs) != 1:
        return theirs or None
    if isinstance(here, bool):
        return {"true": True, "false": False}.get(theirs[0], theirs[0])
    try:
        return float(theirs[0]) if isinstance(here, float) else theirs[0]
    except ValueError:
        return theirs[0]


# What fhirpath.js does otherwise than FHIRPath says, by what stands in the path; each is as untrue as FALSE is.
WRONG_THERE = {
    "-%resource": "a sign before an answer is an error",
    "~ true": "what is empty is not equivalent to anything, which is FALSE, and is empty there",
}


def test_our_expressions_have_the_same_value_in_the_browser(lhc_forms: LhcForms) -> None:
    nodes = map(ours, THERE_AND_BACK)
    assert [difference for node in nodes for difference in _of(lhc_forms, fhirpath_text(node, BY_NAME), node)] == []


def test_what_others_write_has_the_same_value_in_the_browser(lhc_forms: LhcForms) -> None:
    compared = [path for path in THEIRS if not any(part in path for part in (*WRONG_THERE, *OTHER_ANSWERS))]
    nodes = {anywhere(path): ours(expression_text(path, BY_LINK_ID, wanted="value")) for path in compared}
    assert [difference for path, node in nodes.items() for difference in _of(lhc_forms, path, node)] == []


def _of(lhc: LhcForms, path: str, node: Node) -> list[Any]:
    return differences(lhc, {path: node}, rows_for(set(references(node))))


@given(st.lists(truths(3) | numbers(3) | days(2), min_size=10, max_size=30), TABLES)
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_any_expression_has_the_same_value_in_the_browser(
    lhc_forms: LhcForms, nodes: list[Node], rows: list[dict[str, Any]]
) -> None:
    paths = {fhirpath_text(node, BY_NAME): node for node in nodes if len(to_text(node)) < 300}
    assert differences(lhc_forms, paths, rows) == []
