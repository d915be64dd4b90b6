"""XPath and our expressions: what each means in the other, by an evaluator of XPath that knows nothing of ours."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.expressions.inference import problems
from catalogue.expressions.nodes import Call, Case, Literal, Node, Reference, references
from catalogue.expressions.parser import parse as ours
from catalogue.expressions.printer import to_text
from catalogue.formats.expressing import CannotSay
from catalogue.formats.xlsform.cells import Seen
from catalogue.formats.xlsform.computing import day, number, text
from catalogue.formats.xlsform.constraints import Asked, constrained, is_decided
from catalogue.formats.xlsform.meaning import condition
from catalogue.formats.xlsform.meant import Meant
from catalogue.formats.xlsform.said import broken_text, condition_text, value_text
from catalogue.formats.xlsform.shapes import names_in, shape_of, shape_of_xpath
from catalogue.formats.xlsform.spelling import Names, Spelt
from catalogue.formats.xlsform.xpath import XPathError, parse
from engine.answers import AnswerValue
from engine.compilers.python import compile_expression
from tests.engine.clinic import TODAY
from tests.formats import openrosa

FIELDS = {
    "x": Meant("x", "code", frozenset({"0", "1", "2"}), whole=True),
    "t": Meant("t", "code-text", frozenset({"a", "b"})),
    "c": Meant("c", "ticks", ticks={"p": "c_p", "q": "c_q"}),
    "y": Meant("y", "boolean"),
    "n": Meant("n", "number"),
    "m": Meant("m", "number", whole=True),
    "d": Meant("d", "date"),
    "e": Meant("e", "date"),
    "s": Meant("s", "text"),
    "k": Meant("k", "acknowledge"),
    "day": Meant("day", "today"),
    "repeat": Meant("repeat", "nothing", why="'repeat', which is inside a part that is filled in several times"),
}
SEEN = Seen.of(FIELDS)
AROUND = SEEN.around("n")

CONDITIONS = {
    "${x} = '1'": "x = 1",
    "${x} = 1 and (${t} = 'a' or ${t} != 'b')": "x = 1 and (t = 'a' or t <> 'b' or t is null)",
    "selected(${c}, 'p')": "c_p is true",
    "not(selected(${c}, 'q')) or selected(${x}, '2')": "c_q is not true or x = 2",
    "count-selected(${c}) >= 2": "coalesce(sum_answered(c_p, c_q), 0) >= 2",
    "${c} = 'p'": "c_p is true and c_q is not true",
    "${c} = ''": "c_p is not true and c_q is not true",
    "${y} = 'yes'": "y",
    "${y} != 'yes'": "y is not true",
    "${k} = 'OK'": "k is true",
    "${x} = '' or ${n} != ''": "x is null or n is not null",
    "${x} = '7' or ${x} != '9'": "false or true",
    "${d} > date('2020-01-01') and ${d} <= ${e}": "d > date '2020-01-01' and d <= e",
    "${d} = '2020-01-31'": "d = date '2020-01-31'",
    "${d} <= ${day}": "d <= today()",
    "5 < ${n} and . >= 0": "n > 5 and n >= 0",
    "${n} + ${m} > 10": "n + m > 10",
    "/data/group/x = '1'": "x = 1",
    "../x = 1 and true()": "x = 1 and true",
    "${n}": "n <> 0",
    "not(${n} > 3) = true()": "((n > 3) is not true) is true",
    "if(${x} = 1, ${n} > 3, false())": "case when x = 1 then n > 3 else false end",
    "starts-with(${s}, 'ab')": "starts_with(s, 'ab')",
    "string-length(${s}) > 2": "coalesce(length(s), 0) > 2",
    "${n} mod 2 = 0": "n - 2 * case when n / 2 < 0 then -floor(-(n / 2)) else floor(n / 2) end = 0",
    "${x} = 1 or ${x} = 2 and ${n} < 3": "x = 1 or x = 2 and n < 3",
    "- ${n} < -3": "-n < -3",
}
CALCULATIONS = {
    "round(${n} div (${m} * ${m}), 1)": "round(n / (m * m), 1)",
    "round(${n})": "floor(n + 0.5)",
    "int(abs(${n}))": "floor(abs(n))",
    "int(${n})": "case when n < 0 then -floor(-n) else floor(n) end",
    "if(${n} > 5, 1, if(${x} = 2, 3, ''))": "case when n > 5 then 1 when x = 2 then 3 end",
    "coalesce(${n}, 0) + ${m}": "coalesce(n, 0) + m",
    "pow(${n}, 2)": "power(n, 2)",
    "min(${n}, ${m})": "min_answered(n, m)",
    "today() - ${d}": "days_between(d, today())",
    "int((${e} - ${d}) div 365.25)": (
        "case when days_between(d, e) / 365.25 < 0 then -floor(-(days_between(d, e) / 365.25))"
        " else floor(days_between(d, e) / 365.25) end"
    ),
    "(${x} = 1) + 1": "case when x = 1 then 1 else 0 end + 1",
    "number(format-date(${d}, '%Y'))": "year(d)",
}
UNTOLD = {
    "pulldata('a', 'b', 'c', ${x}) = 1": "looks into a file",
    "regex(${s}, '^[0-9]+$')": "no patterns",
    "${unknown} = 1": "no question of the form",
    "${repeat} = 1": "filled in several times",
    "${s} > 'a'": "an order of what is no number",
    "${d} > '2020-01-01'": "written date",
    "jr:choice-name(${x}, '${x}') = 'Ja'": "label of a choice",
    "${last-saved#x} = 1": "record sent before",
    "once(random()) > 1": "remembers its first value",
    "${s} = 5": "compared with a number",
}
BROKEN = [
    "",
    "${x} =",
    "(${x} = 1",
    "${x} = 'a",
    "${x} 1",
    "and or",
    "count(${x}[. > 1])",
    "@a",
    "a | b",
    "((" * 70,
    "/",
]


@pytest.mark.parametrize(("xpath", "expression"), CONDITIONS.items())
def test_a_condition(xpath: str, expression: str) -> None:
    node = condition(parse(xpath), AROUND)
    assert to_text(node) == expression
    assert ours(expression) == node


@pytest.mark.parametrize(("xpath", "expression"), CALCULATIONS.items())
def test_a_calculation(xpath: str, expression: str) -> None:
    assert to_text(number(parse(xpath), AROUND)) == expression


def test_days_and_texts() -> None:
    assert to_text(day(parse("if(${x} = 1, ${d}, today() - 3)"), AROUND)) == (
        "case when x = 1 then d else add_days(today(), -3) end"
    )
    assert to_text(text(parse("if(${x} = 1, 'ja', substr(${s}, 0, 2))"), AROUND)) == (
        "case when x = 1 then 'ja' else left(s, 2) end"
    )


@pytest.mark.parametrize(("xpath", "why"), UNTOLD.items())
def test_what_has_no_expression_says_why(xpath: str, why: str) -> None:
    with pytest.raises(CannotSay, match=why):
        condition(parse(xpath), AROUND)


@pytest.mark.parametrize("xpath", BROKEN)
def test_what_is_no_xpath_is_said_so(xpath: str) -> None:
    with pytest.raises(XPathError):
        parse(xpath)


# ---- the same truth, by an evaluator of XPath ----

OUR_DAYS = {"d": (None, date(2019, 2, 28), date(2024, 2, 29)), "e": (None, date(2024, 2, 28))}
CHOICES: Mapping[str, tuple[AnswerValue, ...]] = {
    "x": (None, 1.0, 2.0),
    "t": (None, "a"),
    "c": (None, "p", "q", "p q"),
    "y": (None, True, False),
    "n": (None, 0.0, -2.5, 7.0),
    "m": (None, 3.0),
    "s": (None, "abc"),
    "k": (None, True),
}


def answer_rows(*names: str) -> Iterator[dict[str, AnswerValue]]:
    """Every combination of answers to these questions, and none to the others."""
    every = {**CHOICES, **OUR_DAYS}
    blank = dict.fromkeys((*every, "c_p", "c_q"))
    for values in product(*(every[name] for name in names)):
        row = {**blank, **dict(zip(names, values, strict=True))}
        ticked = row["c"]
        if isinstance(ticked, str):
            row |= {"c_p": "p" in ticked.split(), "c_q": "q" in ticked.split()}
        yield row


def in_odk(row: Mapping[str, AnswerValue]) -> dict[str, str]:
    """The same answers as ODK has them."""
    return {name: _in_odk(name, row[name]) for name in (*CHOICES, *OUR_DAYS)}


def _in_odk(name: str, value: AnswerValue) -> str:
    match value:
        case None:
            return ""
        case bool():
            return {"k": "OK"}.get(name, "yes" if value else "no")
        case float():
            return str(int(value)) if value == int(value) else str(value)
        case date():
            return str(openrosa.days_of(value))
        case _:
            return str(value)


def used(text: str) -> tuple[str, ...]:
    """The questions that an XPath names."""
    return tuple(name for name in (*CHOICES, *OUR_DAYS) if f"${{{name}}}" in text or (name == "n" and ". " in text))


TRUTHS = [
    *(xpath for xpath in CONDITIONS if "/" not in xpath and "day" not in xpath and "2020-01-31'" not in xpath),
    "${x} != '1'",
    "not(${x} = '1' and ${n} > 5)",
    "not(not(${t} = 'a') and ${n} >= 0)",
    "${n} != 7 or ${y} = 'no'",
    "not(${y} = 'no') and not(selected(${c}, 'p'))",
    "${n} != ${m}",
    "${d} != ${e}",
    "coalesce(${n}, ${m}) > 3",
    "today() - ${d} > 400",
]


@pytest.mark.parametrize("xpath", TRUTHS)
def test_the_truth_is_odks_for_every_answer_and_for_none(xpath: str) -> None:
    node = condition(parse(xpath), AROUND)
    for row in answer_rows(*used(xpath)):
        assert _is(True, node, row) == openrosa.is_true(xpath, in_odk(row), TODAY, own="n"), (xpath, row)


@pytest.mark.parametrize("xpath", [xpath for xpath in CALCULATIONS if "round(${n} div" not in xpath])
def test_the_number_is_odks_for_every_answer_and_for_none(xpath: str) -> None:
    node = number(parse(xpath), AROUND)
    for row in answer_rows(*used(xpath)):
        assert _value(node, row) == openrosa.number_of(xpath, in_odk(row), TODAY), (xpath, row)


def _value(node: Node, row: Mapping[str, AnswerValue]) -> AnswerValue:
    return compile_expression(node)(dict(row), {}, TODAY)


def _is(truth: bool, node: Node, row: Mapping[str, AnswerValue]) -> bool:
    return _value(node, row) is truth


# ---- what is found once for all of a shape ----


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("x = 1 and y", "m = 1 and k", True),
        ("n + m > 1", "m + n > 1", True),
        ("n + m > 1", "n + n > 1", False),
        ("x = 1", "x = 2", False),
        ("y = true", "y = 1", False),
        ("n < m", "n > m", False),
        ("case when y then n end", "case when k then m end", True),
        ("case when y then n end", "case when y then n else 0 end", False),
    ],
)
def test_two_expressions_are_of_one_shape_when_they_differ_in_names_alone(one: str, other: str, alike: bool) -> None:
    assert (_shape(one) == _shape(other)) is alike


def _shape(expression: str) -> object:
    node = ours(expression)
    return shape_of(node, {name: number for number, name in enumerate(references(node))})


def test_a_name_in_a_text_is_no_name() -> None:
    xpath = "${b} = 'not ${a}' and . > ${a}"
    assert names_in(xpath) == ["b", "a"]
    assert shape_of_xpath(xpath, {"b": 0, "a": 1}) == "${0} = 'not ${a}' and . > ${1}"


# ---- the other way ----

SPELT = {
    "x": Spelt("${x}", "code"),
    "t": Spelt("${t}", "code-text"),
    "c_p": Spelt("${c}", "tick", "p", ("${c}",)),
    "c_q": Spelt("${c}", "tick", "q", ("${c}",)),
    "y": Spelt("${y}", "boolean"),
    "n": Spelt("${n}", "number"),
    "m": Spelt("${m}", "number"),
    "d": Spelt("${d}", "date"),
    "e": Spelt("${e}", "date"),
    "s": Spelt("${s}", "text"),
}
NAMES = Names(SPELT, SEEN.scope)
SAID = {
    "x = 1 and y": "${x} = '1' and ${y} = 'yes'",
    "x <> 1": "${x} != '1' and ${x} != ''",
    "x in (1, 2)": "${x} = '1' or ${x} = '2'",
    "not y": "${y} = 'no'",
    "c_p": "selected(${c}, 'p')",
    "not c_p": "not(selected(${c}, 'p')) and ${c} != ''",
    "is_answered(n)": "${n} != ''",
    "n between 1 and 5": "${n} >= 1 and ${n} <= 5",
    "d <= today()": "${d} <= today()",
    "s = 'it''s'": '${s} = "it\'s"',
}
OURS = [
    *SAID,
    "not (x = 1 and n > 5)",
    "x = 1 or y or c_q",
    "(x = 1 or y) is not true",
    "(n > 3) is false",
    "n = m",
    "n <> m",
    "y = c_p",
    "case when x = 1 then n > 3 when y then c_p end",
    "not case when x = 1 then n > 3 else y end",
    "starts_with(s, 'ab')",
    "not starts_with(s, 'b')",
    "length(s) > 2",
    "is_answered(n + m)",
    "coalesce(n, m) > 3",
    "days_between(d, e) > 10",
    "d < e or d = e",
    "(n > 1) is null",
    "not is_answered(c_p)",
    "t = 'a' or t <> 'b'",
    "add_days(d, 3) > e",
]
NUMBERS = [
    "n / m",
    "n / (m - 3)",
    "n * (m + 2) - 1",
    "n - (m - 1)",
    "n / (m / 2)",
    "-n * 2",
    "round(n, 0)",
    "round(n / 3, 2)",
    "floor(n)",
    "floor(-n / 2)",
    "abs(n) + m",
    "power(n, 3)",
    "power(n, 0)",
    "least(n, m)",
    "greatest(n, m, 2)",
    "coalesce(n, m, 0)",
    "answered(n, m, c_p)",
    "sum_answered(n, m, c_p)",
    "mean_answered(n, m)",
    "min_answered(n, m)",
    "max_answered(n, c_p)",
    "days_between(d, e)",
    "months_between(d, e)",
    "years_between(d, e)",
    "years_between(e, d)",
    "years_between(d, today())",
    "year(d) * 100 + month(e)",
    "length(s)",
    "case when x = 1 then n when y then m end",
    "case when n > 1 then 1 else 0 end + coalesce(m, 5)",
]
TEXT_VALUES = ["case when x = 1 then 'ja' else s end", "coalesce(t, s)", "left(s, 2)"]


@pytest.mark.parametrize(("expression", "xpath"), SAID.items())
def test_how_a_condition_is_written(expression: str, xpath: str) -> None:
    assert condition_text(ours(expression), NAMES) == xpath


@pytest.mark.parametrize("expression", OURS)
def test_a_condition_is_true_there_when_it_is_true_and_broken_when_it_is_false(expression: str) -> None:
    node = ours(expression)
    true, false = condition_text(node, NAMES), broken_text(node, NAMES)
    for row in answer_rows(*used(true + false)):
        there = in_odk(row)
        assert openrosa.is_true(true, there, TODAY) == _is(True, node, row), (true, row)
        assert openrosa.is_true(false, there, TODAY) == _is(False, node, row), (false, row)


@pytest.mark.parametrize("expression", NUMBERS)
def test_a_number_is_the_same_there(expression: str) -> None:
    node = ours(expression)
    xpath = value_text(node, "number", NAMES)
    for row in answer_rows(*used(xpath)):
        assert openrosa.number_of(xpath, in_odk(row), TODAY) == _value(node, row), (xpath, row)


@pytest.mark.parametrize("expression", TEXT_VALUES)
def test_a_text_is_the_same_there(expression: str) -> None:
    node = ours(expression)
    xpath = value_text(node, "text", NAMES)
    for row in answer_rows(*used(xpath)):
        assert openrosa.text_of(xpath, in_odk(row), TODAY) == _value(node, row), (xpath, row)


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("lookup('tariff', x) > 1", "lookup"),
        ("missing_reason(n) = 'unknown'", "missing_reason"),
        ("operasjon.n > 1", "not in this form"),
    ],
)
def test_what_has_no_words_there_says_why(expression: str, why: str) -> None:
    with pytest.raises(CannotSay, match=why):
        condition_text(ours(expression), NAMES)


# ---- whatever people may write ----

NUMERIC = st.sampled_from([Reference("n"), Reference("m"), Reference("x"), Literal(0.0), Literal(2.0), Literal(-1.5)])
BOOLEAN = st.sampled_from([Reference("y"), Reference("c_p"), Reference("c_q")])


def numbers(conditions: st.SearchStrategy[Node], depth: int) -> st.SearchStrategy[Node]:
    if depth == 0:
        return NUMERIC
    inner = numbers(conditions, depth - 1)
    pairs = st.builds(
        lambda name, a, b: Call(name, (a, b)),
        st.sampled_from(["add", "subtract", "multiply", "divide", "least", "coalesce", "sum_answered"]),
        inner,
        inner,
    )
    single = st.builds(lambda name, a: Call(name, (a,)), st.sampled_from(["negate", "abs", "floor"]), inner)
    chosen = st.builds(lambda when, a, b: Case(((when, a),), b), conditions, inner, inner)
    return st.one_of(NUMERIC, pairs, single, chosen)


def conditions(depth: int) -> st.SearchStrategy[Node]:
    if depth == 0:
        return BOOLEAN
    inner = conditions(depth - 1)
    inside = numbers(inner, depth - 1)
    tests = st.builds(
        lambda name, a, b: Call(name, (a, b)), st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]), inside, inside
    )
    both = st.builds(lambda name, a, b: Call(name, (a, b)), st.sampled_from(["and", "or"]), inner, inner)
    single = st.builds(
        lambda name, a: Call(name, (a,)), st.sampled_from(["not", "is_null", "is_true", "is_false"]), inner
    )
    return st.one_of(BOOLEAN, tests, both, single, st.builds(lambda a: Call("is_null", (a,)), inside))


ROWS = [row for number, row in enumerate(answer_rows("x", "c", "y", "n", "m")) if number % 3 == 0]


@given(conditions(3), st.lists(st.sampled_from(ROWS), min_size=4, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_condition_is_true_and_broken_there_as_here(node: Node, rows: list[dict[str, AnswerValue]]) -> None:
    if problems(node, SEEN.scope, "boolean"):
        return
    try:
        true, false = condition_text(node, NAMES), broken_text(node, NAMES)
    except CannotSay:
        return
    for row in rows:
        there = in_odk(row)
        assert openrosa.is_true(true, there, TODAY) == _is(True, node, row), (to_text(node), true, row)
        assert openrosa.is_true(false, there, TODAY) == _is(False, node, row), (to_text(node), false, row)


# ---- constraints ----

LIMITS = [
    (". >= 0 and . <= 10", "integer", ("0", "10", "", "", None)),
    (". > 0 and . < 10", "integer", ("1", "9", "", "", None)),
    ("0 <= . and 150 >= .", "integer", ("0", "150", "", "", None)),
    (". >= 0.5", "decimal", ("0.5", "", "", "", None)),
    (". > 0.5", "decimal", ("", "", "", "", "n > 0.5")),
    (". <= today()", "date", ("", "today()", "", "", None)),
    (". < today() and . >= date('2000-01-01')", "date", ("2000-01-01", "add_days(today(), -1)", "", "", None)),
    ("string-length(.) <= 40", "text", ("", "", "40", "", None)),
    (". != 5", "integer", ("", "", "", "", "n <> 5 or n is null")),
    (". > ${m}", "integer", ("", "", "", "", "n is null or (n > m) is true")),
    (". >= 10 and . <= 0", "integer", ("", "", "", "", "n >= 10 and n <= 0")),
    (". >= 0 and . >= 5", "integer", ("0", "", "", "", "n >= 5")),
]
OWN = {"integer": "n", "decimal": "n", "date": "d", "text": "s"}


@pytest.mark.parametrize(("xpath", "kind", "expected"), LIMITS)
def test_a_constraint_is_limits_or_a_rule(xpath: str, kind: str, expected: tuple[str | None, ...]) -> None:
    known = FIELDS[OWN[kind]]
    found = constrained(parse(xpath), Asked(known, kind, 2), SEEN.around(OWN[kind]))
    require = to_text(found.require) if found.require else None
    wanted = expected[-1] and expected[-1].replace("n ", f"{known.name} ")
    assert (found.min, found.max, found.max_length, found.none, require) == (*expected[:-1], wanted)


def test_the_choice_that_excludes_the_others() -> None:
    xpath = "not(selected(., 'p') and count-selected(.) > 1)"
    assert constrained(parse(xpath), Asked(FIELDS["c"], "boolean", 0), SEEN.around("c")).none == "p"


@pytest.mark.parametrize(
    ("expression", "deciding"),
    [
        ("n + m <= 100", {"n", "m"}),
        ("n > 3 or m > 3", {"n", "m"}),
        ("n > 3 and m > 3", set()),
        ("is_answered(n) or is_answered(m)", set()),
        ("n is null or m > 3", {"n", "m"}),
        ("not (n = 1 and m = 2)", set()),
        ("coalesce(n, 0) > 3", set()),
    ],
)
def test_which_question_must_be_answered_for_a_rule_to_be_broken(expression: str, deciding: set[str]) -> None:
    assert {name for name in ("n", "m") if is_decided(ours(expression), name)} == deciding


def test_a_rule_is_never_broken_while_its_question_is_open() -> None:
    for expression in ("n + m <= 100", "n > 3 or m > 3", "n is null or m > 3", "not (n = 1)", "n in (1, 2) or y"):
        node = ours(expression)
        for name in ("n", "m", "y"):
            if is_decided(node, name):
                assert not any(_is(False, node, {**row, name: None}) for row in ROWS), (expression, name)
