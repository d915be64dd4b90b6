"""Expressions at random over the questions of the FHIRPath tests, each with a type.

Numbers are such that binary and decimal arithmetic agree: FHIRPath counts in decimals, and we do not.
"""

from datetime import date, time

from hypothesis import strategies as st

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference

TICKS = ("c_1", "c_2", "c_0")

NUMBERS = st.sampled_from(["n", "m", "k", "x"]).map(Reference) | st.sampled_from([0.0, 1.0, -2.0, 0.5, 10.0]).map(
    Literal
)
DAYS = st.sampled_from(["d", "e"]).map(Reference) | st.sampled_from([Call("today", ()), Literal(date(2024, 2, 29))])
HOURS = st.sampled_from(["h", "i"]).map(Reference) | st.just(Literal(time(8, 30)))
MOMENTS = st.sampled_from(["v", "w"]).map(Reference)
TEXTS = st.sampled_from(["s", "t"]).map(Reference) | st.sampled_from(["a", "b", "it's"]).map(Literal)
TRUTHS = st.sampled_from(["y", "z", *TICKS]).map(Reference)
COMPARISONS = st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"])
EQUALITIES = st.sampled_from(["eq", "ne"])
LISTS = st.sampled_from(["answered", "sum_answered", "min_answered", "max_answered"])


def call(name: str, *parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.tuples(*parts).map(lambda arguments: Call(name, arguments))


def several(
    names: st.SearchStrategy[str], parts: st.SearchStrategy[Node], least: int = 2, most: int = 3
) -> st.SearchStrategy[Node]:
    found = st.lists(parts, min_size=least, max_size=most)
    return st.builds(lambda name, arguments: Call(name, tuple(arguments)), names, found)


def chosen(parts: st.SearchStrategy[Node], depth: int) -> st.SearchStrategy[Node]:
    """`case`, `coalesce`, and the parts themselves."""
    when = truths(depth - 1)
    case = st.builds(lambda when, then, other: Case(((when, then),), other), when, parts, parts | st.just(NULL))
    return parts | case | several(st.just("coalesce"), parts)


def numbers(depth: int) -> st.SearchStrategy[Node]:
    """Numbers."""
    if depth == 0:
        return NUMBERS
    parts = numbers(depth - 1)
    digits = st.sampled_from([Literal(0.0), Literal(1.0), Literal(2.0)])
    return st.one_of(
        chosen(parts, depth),
        *(call(name, parts, parts) for name in ("add", "subtract", "multiply")),
        call("divide", parts, st.sampled_from([Literal(2.0), Literal(-4.0), Reference("x")])),
        *(call(name, parts) for name in ("negate", "abs", "floor")),
        call("round", parts, digits),
        call("power", call("abs", parts), st.sampled_from([Literal(1.0), Literal(2.0), Literal(3.0)])),
        several(st.sampled_from(["least", "greatest"]), parts),
        several(LISTS, parts | TRUTHS | st.just(Reference("c")), least=1),
        call("mean_answered", parts, parts),
        *(call(f"{unit}_between", DAYS, DAYS) for unit in ("days", "months", "years")),
        *(call(name, HOURS, HOURS) for name in ("minutes_between", "duration_minutes")),
        *(call(name, DAYS) for name in ("year", "month")),
        *(call(name, HOURS) for name in ("hour", "minute")),
        call("length", TEXTS),
    )


def days(depth: int) -> st.SearchStrategy[Node]:
    """Days."""
    more = st.sampled_from([Literal(30.0), Literal(-1.0), Reference("n"), Reference("m")])
    return chosen(DAYS, depth) | call("add_days", DAYS, more) | several(st.sampled_from(["least", "greatest"]), DAYS)


def truths(depth: int) -> st.SearchStrategy[Node]:
    """Conditions."""
    if depth <= 0:
        return TRUTHS
    parts = truths(depth - 1)
    ordered = st.sampled_from([numbers(depth - 1), days(depth - 1), HOURS, MOMENTS]).flatmap(
        lambda kind: (
            several(COMPARISONS, kind).filter(lambda node: len(node.arguments) == 2) | call("between", kind, kind, kind)
        )
    )
    alike = st.sampled_from([TEXTS, TRUTHS, numbers(depth - 1)])
    return st.one_of(
        chosen(parts, depth),
        several(st.sampled_from(["and", "or"]), parts),
        *(call(name, parts) for name in ("not", "is_true", "is_false", "is_null")),
        call("is_answered", TEXTS | DAYS),
        ordered,
        alike.flatmap(
            lambda kind: several(st.sampled_from(["eq", "ne"]), kind).filter(lambda n: len(n.arguments) == 2)
        ),
        alike.flatmap(lambda kind: several(st.just("in"), kind)),
        call("starts_with", TEXTS, st.just(Literal("a"))),
        call("eq", call("left", TEXTS, st.just(Literal(1.0))), TEXTS),
    )
