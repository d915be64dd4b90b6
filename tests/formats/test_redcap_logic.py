"""REDCap's logic and our expressions: what each means in the other, and that the unanswered come out the same."""

from itertools import product

import pytest

from catalogue.expressions.nodes import Node
from catalogue.expressions.parser import parse as ours
from catalogue.expressions.printer import to_text
from catalogue.formats.expressing import CannotSay
from catalogue.formats.redcap.entries import spelt
from catalogue.formats.redcap.logic import Apply, Constant, Field, Logic, LogicError, parse
from catalogue.formats.redcap.meaning import Meant, condition, number
from catalogue.formats.redcap.said import condition_text, number_text
from engine.answers import AnswerValue
from engine.compilers.python import compile_expression
from tests.engine.clinic import TODAY

FIELDS = {
    "x": Meant("x", "code", frozenset({"0", "1", "2"}), whole=True),
    "t": Meant("t", "code-text", frozenset({"a", "b"})),
    "c": Meant("c", "checkbox", ticks={"1": "c_1", "2": "c_2"}),
    "y": Meant("y", "boolean"),
    "n": Meant("n", "number"),
    "m": Meant("m", "number"),
    "d": Meant("d", "date"),
    "e": Meant("e", "date"),
    "s": Meant("s", "text"),
    "o": Meant("o", "elsewhere"),
}

CONDITIONS = {
    "[x] = '1'": "x = 1",
    "[x]=\"1\" and ([t]='a' or [t]<>'b')": "x = 1 and (t = 'a' or t <> 'b' or t is null)",
    "[c(1)] = '1'": "c_1 is true",
    "[c(1)] = '0' or not([c(2)] = 1)": "c_1 is not true or c_2 is not true",
    "[y]=1 or [y] != '1'": "y or y is not true",
    "[y] = '0'": "not y",
    "[x] = '' and [n] <> \"\"": "x is null and n is not null",
    "[x]='7' or [x]<>'9'": "false or true",
    "[d] > '2020-01-01' and [d] <= [e]": "d > date '2020-01-01' and d <= e",
    "!([x]=1) && [n] >= 3": "(x = 1) is not true and n >= 3",
    "5 < [n]": "n > 5",
    "[n] + [m] > 10": "n + m > 10",
    "[x] = '1' // the rest\n and [n] > 0": "x = 1 and n > 0",
}
CALCULATIONS = {
    "round([n]/([m]^2), 1)": "round(n / power(m, 2), 1)",
    "sum([x],[n],[c(1)])": "sum_answered(x, n, case when c_1 then 1 else 0 end)",
    "mean ([n], [m])": "mean_answered(n, m)",
    'datediff([d],[e],"y")': "abs(days_between(d, e)) / 365.2425",
    "datediff([d],[e],'d','mdy',true)": "days_between(d, e)",
    "rounddown([n]/2, 0)": "floor(n / 2)",
    "if([n]>5, 1, if([x]=2, 3, ''))": "case when n > 5 then 1 when x = 2 then 3 end",
    "-[n]*2+.5": "-n * 2 + 0.5",
    "[y] + 1": "case when y then 1 when not y then 0 end + 1",
    "mod([n], 3)": "n - 3 * floor(n / 3)",
}
UNTOLD = {
    "sqrt([n])": "the function sqrt()",
    "[o] = '1'": "in another form",
    "[unknown] = '1'": "no field of the dictionary",
    "[s] > 'a'": "an order of what is no number",
    "datediff([d],[e],'h')": "datediff in hours",
    "[c] = '1'": "without one of its choices",
}
BROKEN = [
    "",
    "[x] =",
    "([x] = 1",
    "[x] = 'a",
    "[event_1][x] = 1",
    "[x] = 1 1",
    "and",
    "[user-dag] = 1",
    "sum([x]",
    "((" * 40,
]


@pytest.mark.parametrize(("logic", "expression"), CONDITIONS.items())
def test_a_condition(logic: str, expression: str) -> None:
    node = condition(parse(logic), FIELDS)
    assert to_text(node) == expression
    assert ours(expression) == node


@pytest.mark.parametrize(("logic", "expression"), CALCULATIONS.items())
def test_a_calculation(logic: str, expression: str) -> None:
    assert to_text(number(parse(logic), FIELDS)) == expression


@pytest.mark.parametrize(("logic", "why"), UNTOLD.items())
def test_what_has_no_expression_says_why(logic: str, why: str) -> None:
    with pytest.raises(CannotSay, match=why.replace("(", r"\(").replace(")", r"\)")):
        condition(parse(logic), FIELDS)


@pytest.mark.parametrize("logic", BROKEN)
def test_what_is_no_logic_is_said_so(logic: str) -> None:
    with pytest.raises(LogicError):
        parse(logic)


@pytest.mark.parametrize("logic", CONDITIONS)
def test_a_condition_written_again_means_the_same(logic: str) -> None:
    node = condition(parse(logic), FIELDS)
    again = condition(parse(condition_text(node, spelt(FIELDS))), FIELDS)
    assert [_is_true(again, answers) for answers in ANSWERS] == [_is_true(node, answers) for answers in ANSWERS]


@pytest.mark.parametrize("logic", [logic for logic in CALCULATIONS if "mod" not in logic])
def test_a_calculation_written_again_means_the_same(logic: str) -> None:
    node = number(parse(logic), FIELDS)
    assert number(parse(number_text(node, spelt(FIELDS))), FIELDS) == node


# ---- the same truth, by REDCap's own rules ----

ANSWERS = [
    {
        "x": x,
        "y": y,
        "c_1": c,
        "c_2": None if c is None else not c,
        "t": t,
        "n": n,
        "m": None,
        "d": None,
        "e": None,
        "s": None,
    }
    for x, y, c, t, n in product(
        (None, 1.0, 2.0), (None, True, False), (None, True, False), (None, "a"), (None, 0.0, 7.0)
    )
]
TRUTHS = [
    "[x] = '1'",
    "[x] <> '1'",
    "not([x] = '1')",
    "not([x] <> '1' or [n] > 5)",
    "[x] = ''",
    "[x] <> '' and [n] < 5",
    "[y] = '1' or [y] = '0'",
    "[y] <> '1'",
    "not([y] = '0')",
    "[c(1)] = '1'",
    "[c(1)] <> '1' and [c(2)] = '0'",
    "not(not([t] = 'a') and [n] >= 0)",
    "[t] <> 'b'",
    "if([n] > 5, [x] = '1', [y] = '1')",
]


@pytest.mark.parametrize("logic", TRUTHS)
def test_the_truth_is_redcaps_for_every_answer_and_for_none(logic: str) -> None:
    tree, node = parse(logic), condition(parse(logic), FIELDS)
    assert [_is_true(node, answers) for answers in ANSWERS] == [_redcap(tree, answers) for answers in ANSWERS]


def _is_true(node: Node, answers: dict[str, AnswerValue]) -> bool:
    return compile_expression(node)(answers, {}, TODAY) is True


def _redcap(logic: Logic, answers: dict[str, AnswerValue]) -> bool:
    """A reading of REDCap's rules that knows nothing of ours: an unanswered field is the empty text."""
    match logic:
        case Apply("and", (left, right)):
            return _redcap(left, answers) and _redcap(right, answers)
        case Apply("or", (left, right)):
            return _redcap(left, answers) or _redcap(right, answers)
        case Apply("not", (part,)):
            return not _redcap(part, answers)
        case Apply("if", (when, then, otherwise)):
            return _redcap(then if _redcap(when, answers) else otherwise, answers)
        case Apply(sign, (left, right)):
            return _compare(sign, _text(left, answers), _text(right, answers))
    raise AssertionError(logic)


def _text(logic: Logic, answers: dict[str, AnswerValue]) -> str:
    match logic:
        case Constant(text):
            return text
        case Field("c", str() as choice):
            return "1" if answers[f"c_{choice}"] else "0"
        case Field(name):
            value = answers[name]
            return "" if value is None else str(int(value)) if isinstance(value, bool | float) else str(value)
    raise AssertionError(logic)


def _compare(sign: str, left: str, right: str) -> bool:
    if sign in {"=", "<>"}:
        return (left == right) == (sign == "=")
    if "" in (left, right):
        return False
    one, other = float(left), float(right)
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[sign]
