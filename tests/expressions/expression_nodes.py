"""Expressions at random, for properties: every kind of node the parser can give, whether it has a type or not."""

import unicodedata
from datetime import date, time

from hypothesis import strategies as st

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference

NUMBERS = st.one_of(
    st.integers(-20, 20).map(float),
    st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False),
)
LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
TEXTS = st.text(LETTERS, min_size=1, max_size=8).map(lambda text: unicodedata.normalize("NFC", text).strip() or "x")
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
CONSTANTS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS, st.dates(), TIMES).map(Literal)
NAMES = st.sampled_from(["a", "b", "hoyde", "operasjon.op_dato", "timepoint", "index", "date", "left"]).map(Reference)

assert date.min.year == 1  # st.dates() covers every date that can be written


def calls(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """A call of any function with as many arguments as it can have."""

    def call(name: str) -> st.SearchStrategy[Node]:
        row = FUNCTIONS[name]
        least = len(row.parameters)
        most = least + 2 if row.repeats else least
        return st.lists(parts, min_size=least, max_size=most).map(lambda arguments: Call(name, tuple(arguments)))

    return st.sampled_from(sorted(FUNCTIONS)).flatmap(call)


def cases(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    branches = st.lists(st.tuples(parts, parts), min_size=1, max_size=3).map(tuple)
    return st.builds(Case, branches, parts)


NODES = st.recursive(CONSTANTS | NAMES, lambda parts: calls(parts) | cases(parts), max_leaves=16)
