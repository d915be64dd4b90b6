"""Expressions at random that have a type, over names with bounds, and values for those names."""

from datetime import date

from hypothesis import strategies as st

from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference
from catalogue.expressions.scope import Binding

SCOPE = {
    "antall": Binding("number", 0.0, 5.0, 0),
    "hoyde": Binding("number", 100.0, 230.0, 0),
    "endring": Binding("number", -20.0, 20.0, 1),
    "andel": Binding("number", -1.0, 1.0, 3),
    "stor": Binding("number", -1e12, 1e12, 2),
    "ja": Binding("boolean"),
    "fodt": Binding("date", date(1900, 1, 1), date(2020, 12, 31)),
    "slutt": Binding("date", date(2000, 2, 29), date(2001, 3, 1)),
}
NAMES = {kind: [name for name in SCOPE if SCOPE[name].type == kind] for kind in ("number", "boolean", "date")}

NUMBER = st.sampled_from([0.0, 1.0, -1.0, 2.0, 7.0, 100.0, 0.1, -0.25, 1e6, 3.3e-5]).map(Literal)
NUMBERS = NUMBER | st.sampled_from(NAMES["number"]).map(Reference)
BOOLEANS = st.sampled_from([Reference("ja"), Literal(True), Literal(False)])
DATES = st.sampled_from([Reference("fodt"), Reference("slutt"), Call("today", ()), Literal(date(2010, 1, 31))])
DIGITS = st.integers(0, 9).map(float).map(Literal)


def call(name: str, *parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.tuples(*parts).map(lambda arguments: Call(name, arguments))


def listed(name: str, parts: st.SearchStrategy[Node], least: int) -> st.SearchStrategy[Node]:
    return st.lists(parts, min_size=least, max_size=3).map(lambda arguments: Call(name, tuple(arguments)))


def choice(names: str, *parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.sampled_from(names.split()).flatmap(lambda name: call(name, *parts))


def numbers(levels: int) -> st.SearchStrategy[Node]:
    """Numbers of at most so many operations on top of each other."""
    if levels == 0:
        return NUMBERS
    parts, days, conditions = numbers(levels - 1), dates(levels - 1), booleans(levels - 1)
    lists = ("answered", "sum_answered", "mean_answered", "min_answered", "max_answered")
    return st.one_of(
        parts,
        choice("add subtract multiply divide", parts, parts),
        choice("negate abs floor", parts),
        choice("round power", parts, DIGITS),
        st.sampled_from(("least", "greatest", "coalesce")).flatmap(lambda name: listed(name, parts, 2)),
        st.sampled_from(lists).flatmap(lambda name: listed(name, parts | BOOLEANS, 1)),
        choice("days_between months_between years_between", days, days),
        choice("year month", days),
        st.builds(lambda when, then, other: Case(((when, then),), other), conditions, parts, parts),
    )


def dates(levels: int) -> st.SearchStrategy[Node]:
    if levels == 0:
        return DATES
    parts = dates(levels - 1)
    return st.one_of(
        parts, choice("least greatest coalesce", parts, parts), call("add_days", parts, numbers(levels - 1))
    )


def booleans(levels: int) -> st.SearchStrategy[Node]:
    if levels == 0:
        return BOOLEANS
    parts, values = booleans(levels - 1), numbers(levels - 1)
    return st.one_of(
        parts,
        choice("and or", parts, parts),
        choice("not is_null is_true", parts),
        choice("eq ne lt le gt ge", values, values),
        choice("is_null is_answered", values),
        call("between", values, values, values),
        listed("in", values, 2),
    )


def value_of(name: str) -> st.SearchStrategy[object]:
    """A value within the bounds of a name, the bounds themselves and zero more often than others."""
    known = SCOPE[name]
    if known.type == "boolean":
        return st.booleans()
    if known.type == "date":
        return st.sampled_from([known.low, known.high]) | st.dates(known.low, known.high)
    scale = 10**known.decimals
    whole = st.integers(int(known.low * scale), int(known.high * scale))
    ends = st.sampled_from(
        [part for part in (known.low, known.high, 0.0, 1 / scale) if known.low <= part <= known.high]
    )
    return ends | whole.map(lambda value: value / scale)


ROWS = st.fixed_dictionaries({name: st.none() | value_of(name) for name in SCOPE})
