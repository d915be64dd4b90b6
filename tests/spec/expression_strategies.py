"""Expressions and rows nobody thought of, drawn from `functions.py`: a new function is tried without a word here.

An expression is what an author could have written and the loader would let through: printed, parsed again and
checked, types and overflow included.
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from hypothesis import strategies as st

from catalogue.expressions.functions import FUNCTIONS, Function
from catalogue.expressions.inference import problems, type_of
from catalogue.expressions.intervals import overflow
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference
from catalogue.expressions.parser import parse
from catalogue.expressions.printer import to_text
from catalogue.model import ValueSet
from catalogue.value_types import EARLIEST, LATEST
from tests.spec.expression_cases import Case as SpecCase
from tests.spec.expression_cases import Name, Row, Value

NAMES: Mapping[str, Name] = {
    "hel": Name("integer"),
    "antall": Name("integer"),
    "tall": Name("decimal"),
    "andel": Name("decimal"),
    "ja": Name("boolean"),
    "nei": Name("boolean"),
    "dag": Name("date"),
    "person.fodt": Name("date"),
    "start": Name("time"),
    "slutt": Name("time"),
    "inn": Name("datetime"),
    "ut": Name("datetime"),
    "navn": Name("text"),
    "merknad": Name("longtext"),
    "grad": Name("code", (0, 1, 2, 3)),
    "kjonn": Name("code", ("A", "b", "Æ")),
}
SCOPE = {name: kind.binding for name, kind in NAMES.items()}
VALUE_SETS = {
    "tariff": ValueSet("tariff", "", "", "1", ("grad",), {(0,): 1.0, (1,): 0.951, (3,): -0.594}),
    "vekter": ValueSet("vekter", "", "", "1", ("kjonn", "grad"), {("A", 0): 0.1, ("A", 1): 0.2, ("Æ", 2): 236.728707}),
}
TYPES = ("boolean", "number", "text", "date", "time", "datetime")
ORDERED = ("number", "date", "time", "datetime")
NAMED = {kind: [name for name, known in SCOPE.items() if known.type == kind] for kind in TYPES}

# ---- values: small and plain ones, and those at the edges ----

ODD_NUMBERS = [0.1, 0.5, 2.675, 1.005, 0.285, -0.05, 1e-9, 999999999999.5, 1e12, -1e12, 9007199254740993 / 1e4]
ODD_DAYS = ["2000-02-29", "1900-02-28", "2024-02-29", "2023-12-31", "2024-01-31", "1800-01-01", "2200-12-31"]
ODD_TEXTS = ["😀", "a😀b", "Ås", "ab", "O'Hara", "\\", "%_", "a|b"]

DECIMALS = st.sampled_from(ODD_NUMBERS) | st.builds(
    lambda number, places: number / 10**places, st.integers(-(10**6), 10**6), st.sampled_from([0, 1, 2, 4, 9])
)
DATES = st.sampled_from([date.fromisoformat(day) for day in ODD_DAYS]) | st.dates(EARLIEST, LATEST)
TIMES = st.sampled_from([time(0), time(23, 59)]) | st.builds(time, st.integers(0, 23), st.integers(0, 59))
TEXTS = st.sampled_from(ODD_TEXTS) | st.text("abÅ😀", min_size=1, max_size=4)
VALUES: Mapping[str, st.SearchStrategy[Value]] = {
    "boolean": st.booleans(),
    "integer": st.sampled_from([0, 1, -1, 10**12, -(10**12)]) | st.integers(-20, 20),
    "decimal": DECIMALS,
    "date": DATES,
    "time": TIMES,
    "datetime": st.builds(datetime.combine, DATES, TIMES),
    "text": TEXTS,
    "longtext": TEXTS,
}
REASONS = st.sampled_from(["unknown", "declined", "not_asked"])


def values_of(name: Name) -> st.SearchStrategy[Value]:
    return st.sampled_from(name.codes) if name.kind == "code" else VALUES[name.kind]


@st.composite
def rows(draw: st.DrawFn) -> Row:
    values = {name: draw(st.none() | values_of(kind) | values_of(kind)) for name, kind in NAMES.items()}
    reasons = {name: draw(REASONS) for name, value in values.items() if value is None and draw(st.booleans())}
    return Row(values, reasons, draw(DATES))


# ---- expressions ----

DEPTH = 3

CONSTANTS: Mapping[str, st.SearchStrategy[Value]] = {
    "boolean": st.booleans(),
    "number": st.sampled_from([0.0, 1.0, 2.0, 3.0, 10.0, 0.1, 0.5, 236.728707]) | DECIMALS,
    "text": st.sampled_from(["A", "b", "preop"]) | TEXTS,
    "date": DATES,
    "time": TIMES,
}


@st.composite
def nodes(draw: st.DrawFn, kind: str, depth: int) -> Node:
    """An expression of one type."""
    shapes = [*["name"] * 2, *(["constant"] if kind in CONSTANTS else []), *(["call"] * 4 + ["case"] if depth else [])]
    match draw(st.sampled_from(shapes)):
        case "name":
            return Reference(draw(st.sampled_from(NAMED[kind])))
        case "constant":
            return Literal(draw(CONSTANTS[kind]))
        case "case":
            branches = draw(
                st.lists(st.tuples(nodes("boolean", depth - 1), nodes(kind, depth - 1)), min_size=1, max_size=2)
            )
            return Case(tuple(branches), draw(st.just(NULL) | nodes(kind, depth - 1)))
        case _:
            return draw(calls(draw(st.sampled_from(BY_RESULT[kind])), kind, depth))


def gives(row: Function, kind: str) -> bool:
    return row.result == kind or (row.result == "same" and ("same" in row.parameters or kind in ORDERED))


BY_RESULT = {kind: [row for row in FUNCTIONS.values() if gives(row, kind)] for kind in TYPES}


@st.composite
def calls(draw: st.DrawFn, row: Function, kind: str, depth: int) -> Node:
    """A function with arguments it takes; `kind` is the type it gives when that is its arguments' own."""
    if row.name == "lookup":
        name = draw(st.sampled_from(sorted(VALUE_SETS)))
        return Call(row.name, (Literal(name), *(Reference(key) for key in VALUE_SETS[name].keys)))
    same = kind if row.result == "same" else draw(st.sampled_from(TYPES if "same" in row.parameters else ORDERED))
    number = len(row.parameters) + (draw(st.integers(0, 2)) if row.repeats else 0)
    kinds = [row.parameter(index) for index in range(number)]
    return Call(row.name, tuple(draw(argument(kind, same, depth - 1)) for kind in kinds))


def argument(kind: str, same: str, depth: int) -> st.SearchStrategy[Node]:
    match kind:
        case "same" | "ordered":
            return nodes(same, depth)
        case "any":
            return st.sampled_from(TYPES).flatmap(lambda any_type: nodes(any_type, depth))
        case "item":
            return nodes("number", depth) | nodes("boolean", depth)
        case "whole":
            return st.builds(Literal, st.integers(0, 9).map(float))
        case "constant":
            return st.builds(Literal, TEXTS)
        case "variable":
            return st.builds(Reference, st.sampled_from([name for name in NAMES if "." not in name]))
        case _:
            return nodes(kind, depth)


def is_admitted(node: Node) -> bool:
    """Whether the loader would let it through."""
    return not problems(node, SCOPE, value_sets=VALUE_SETS) and overflow(node, SCOPE, VALUE_SETS) is None


@st.composite
def batches(draw: st.DrawFn) -> list[SpecCase]:
    """Some expressions on the same rows, all functions being equally likely to stand outermost."""
    table = tuple(draw(st.lists(rows(), min_size=4, max_size=12)))
    outermost = draw(st.lists(st.sampled_from(list(FUNCTIONS.values())), min_size=10, max_size=25))
    written = [to_text(draw(calls(row, draw(st.sampled_from(ORDERED)), DEPTH))) for row in outermost]
    found = {text: parse(text) for text in written}
    return [
        SpecCase(text, node, type_of(node, SCOPE), NAMES, table, VALUE_SETS)
        for text, node in found.items()
        if is_admitted(node)
    ]
