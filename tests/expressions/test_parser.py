"""What the parser understands, what it refuses and where, and that no text at all makes it fail in another way."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference
from catalogue.expressions.parser import MAX_LENGTH, ExpressionError, parse
from catalogue.expressions.printer import literal_text, to_text
from catalogue.expressions.words import MAX_NESTING

HERE = Path(__file__).parent
UNDERSTOOD = yaml.safe_load((HERE / "understood.yaml").read_text(encoding="utf-8"))
REFUSED = yaml.safe_load((HERE / "refused.yaml").read_text(encoding="utf-8"))


def in_brackets(node: Node) -> str:
    """A node with every operation in brackets, first its name, then its parts."""
    match node:
        case Literal(value):
            return literal_text(value)
        case Reference(name):
            return name
        case Call(function, arguments):
            return f"({' '.join([function, *map(in_brackets, arguments)])})"
        case Case(branches, otherwise):
            pairs = [f"({in_brackets(when)} {in_brackets(then)})" for when, then in branches]
            return f"(case {' '.join(pairs)} {in_brackets(otherwise)})"


@pytest.mark.parametrize(("text", "nodes"), [pair for part in UNDERSTOOD.values() for pair in part.items()])
def test_understood(text, nodes):
    assert in_brackets(parse(text)) == nodes
    assert in_brackets(parse(f"\n\t {text} \n")) == nodes


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["text"])
def test_refused(case):
    with pytest.raises(ExpressionError) as caught:
        parse(case["text"])
    assert case["says"] in caught.value.message
    assert case["text"][caught.value.at :].startswith(case["at"])
    assert caught.value.slug == case.get("slug", "invalid-expression")


@pytest.mark.parametrize(
    ("text", "pointed_at"),
    [
        ("a + navn", ["+", "a", "navn"]),
        ("not a is null", ["not", "is", "a"]),
        ("a not in (1, b)", ["in", "in", "a", "1", "b"]),
        ("x between\n  1 and 2", ["between", "x", "1", "2"]),
        ("case when a then null else true end", ["case", "a", "null", "true"]),
        ("round(operasjon.tid, 1)", ["round", "operasjon.tid", "1"]),
        ("-a + -5", ["+", "-a", "a", "-5"]),
        ("a or b or c", ["or b", "a", "b", "c"]),
        ("d < date '2019-01-01'", ["<", "d", "date"]),
    ],
)
def test_every_node_knows_its_place(text, pointed_at):
    def places(node):
        parts = node.arguments if isinstance(node, Call) else ()
        if isinstance(node, Case):
            parts = [*(part for branch in node.branches for part in branch), node.otherwise]
        return [node.at, *(place for part in parts for place in places(part))]

    assert [text[place:].startswith(start) for place, start in zip(places(parse(text)), pointed_at, strict=True)] == [
        True
    ] * len(pointed_at)


FOREIGN = (HERE / "foreign.txt").read_text(encoding="utf-8").split()
PLACES = (
    "{0} = 1",
    "a + {0}",
    "abs({0})",
    "f.{0} > 1",
    "{0}.f in ({0}, 1)",
    "case {0} when 1 then {0} end",
    "-{0} * {0}",
)


@pytest.mark.parametrize("place", PLACES)
def test_the_words_of_sql_are_names_like_others(place):
    """What are keywords of some database (`index`, `any`, `row`, `interval`) are none here."""
    for name in FOREIGN:
        other = parse(place.format("something_else"))
        assert to_text(parse(place.format(name))) == to_text(other).replace("something_else", name)


NESTED = {
    "brackets": lambda levels: "(" * levels + "a" + ")" * levels,
    "calls": lambda levels: "abs(" * levels + "a" + ")" * levels,
    "comparisons": lambda levels: "(1 = " * levels + "a" + ")" * levels,
    "cases": lambda levels: "case when a then " * levels + "1" + " end" * levels,
    "lists": lambda levels: "a in (" * levels + "1" + ")" * levels,
}


@pytest.mark.parametrize("nest", NESTED.values(), ids=NESTED)
def test_nesting_is_bounded(nest):
    assert parse(nest(MAX_NESTING))
    for levels in (MAX_NESTING + 1, 100):
        with pytest.raises(ExpressionError, match="too many levels") as caught:
            parse(nest(levels))
        assert caught.value.slug == "expression-too-large"


@pytest.mark.parametrize("text", ["not " * 900 + "a", "- " * 1900 + "a", "a + " * 900 + "b"])
def test_a_long_way_down_is_too_deep(text):
    with pytest.raises(ExpressionError, match="too many levels"):
        parse(text)


def test_a_long_row_of_conditions_is_one_level():
    assert len(parse(" and ".join(["a"] * 600)).arguments) == 600


def test_length_is_bounded():
    assert parse("a " + "+ b" + " " * (MAX_LENGTH - 5))
    with pytest.raises(ExpressionError, match="longer than"):
        parse("a" + " " * MAX_LENGTH)


def read_or_refuse(text: str) -> None:
    found = outcome(text)
    if isinstance(found, ExpressionError):
        assert found.message.endswith((".", "?"))
        assert 0 <= found.at <= len(text)
    else:
        assert parse(to_text(found)) == found


def outcome(text: str) -> Node | ExpressionError:
    try:
        return parse(text)
    except ExpressionError as error:
        return error


WORDS = (HERE / "words.txt").read_text(encoding="utf-8").split()


@given(st.text(max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused(text):
    read_or_refuse(text)


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from(["", " ", "\n"]))
@settings(max_examples=600, deadline=None)
def test_any_words_are_read_or_refused(words, between):
    read_or_refuse(between.join(words))


@pytest.mark.fuzz
@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from(["", " ", "\n"]))
@settings(max_examples=50_000, deadline=None)
def test_any_longer_words_are_read_or_refused(words, between):
    read_or_refuse(between.join(words))
