"""What is written out means the same, and compilers meet only what they know."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_meaning import meaning
from typed_nodes import ROWS, booleans, dates, numbers

from catalogue.expressions.functions import COMPILED, FUNCTIONS
from catalogue.expressions.lowering import LOWERED, REPEATED, lower, size
from catalogue.expressions.nodes import Call, Literal, walk
from catalogue.expressions.parser import parse
from catalogue.expressions.printer import to_text

TABLE = yaml.safe_load(Path(__file__).with_name("lowered.yaml").read_text(encoding="utf-8"))
EXPRESSIONS = numbers(2) | booleans(2) | dates(2)


@pytest.mark.parametrize(("text", "lowered"), TABLE.items())
def test_written_out(text, lowered):
    assert to_text(lower(parse(text))) == lowered


def test_every_function_marked_lowered_is_written_out():
    assert {name for name, row in FUNCTIONS.items() if row.lowered} == set(LOWERED) - {"in"}


@given(EXPRESSIONS)
@settings(max_examples=200, deadline=None)
def test_compilers_meet_only_what_they_know(node):
    lowered = lower(node)
    for part in walk(lowered):
        if isinstance(part, Call):
            assert part.function in COMPILED
            assert part.function != "in" or all(isinstance(member, Literal) for member in part.arguments[1:])
    written, calls = len(list(walk(lowered))), {part.function for part in walk(lowered) if isinstance(part, Call)}
    assert size(node) >= written
    assert size(node) == written or calls & set(REPEATED)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_the_meaning_stays(data):
    node, row = data.draw(EXPRESSIONS), data.draw(ROWS)
    try:
        before = meaning(node, row)
    except OverflowError:
        return
    assert meaning(lower(node), row) == before
