"""One expression, one text: canonical writing, with as few parentheses as the meaning needs, and back again."""

from pathlib import Path

import pytest
import yaml
from expression_nodes import NODES
from hypothesis import given, settings

from catalogue.expressions.parser import ExpressionError, parse
from catalogue.expressions.printer import to_text

CANONICAL = yaml.safe_load(Path(__file__).with_name("canonical.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "canonical"), CANONICAL.items())
def test_canonical_text(text, canonical):
    assert to_text(parse(text)) == canonical
    assert to_text(parse(canonical)) == canonical


@given(NODES)
@settings(max_examples=150, deadline=None)
def test_what_is_printed_is_read_as_the_same(node):
    assert parse(to_text(node)) == node


@given(NODES)
@settings(max_examples=150, deadline=None)
def test_no_pair_of_parentheses_can_be_left_out(node):
    text = to_text(node)
    for start, end in brackets(text):
        shorter = f"{text[:start]} {text[start + 1 : end]} {text[end + 1 :]}"
        assert not means_the_same(shorter, node), shorter


def brackets(text):
    """The pairs of parentheses that are no call's and no list's, outside texts."""
    opened, quoted = [], False
    for place, letter in enumerate(text):
        quoted ^= letter == "'"
        if letter == "(" and not quoted:
            is_list = place > 0 and (text[place - 1].isalnum() or text[place - 4 : place] == " in ")
            opened.append(None if is_list else place)
        elif letter == ")" and not quoted:
            start = opened.pop()
            if start is not None:
                yield start, place


def means_the_same(text, node):
    try:
        return parse(text) == node
    except ExpressionError:
        return False
