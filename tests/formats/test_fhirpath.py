"""FHIRPath and our expressions: each in the words of the other, and a sentence where there are none."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.nodes import Call, walk
from catalogue.expressions.parser import MAX_LENGTH
from catalogue.expressions.parser import parse as ours
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.fhirpath import FhirPathError, Item, expression_text, fhirpath_text
from catalogue.formats.fhir.fhirpath.grammar import parse
from catalogue.formats.fhir.fhirpath.said import UNSAID
from tests.formats.fhirpath_responses import BY_LINK_ID, BY_NAME

X = "%resource.descendants().where(linkId = '1.x').answer.value.code"
C = "%resource.descendants().where(linkId = '1.c').answer.value.code"
T = "%resource.descendants().where(linkId = '1.t').answer.value.code"
Y, N, M, D, E = (f"%resource.descendants().where(linkId = '{name}').answer.value" for name in "ynmde")
BOTH_LEAST = "iif($total.empty() or $this < $total, $this, $total)"

WRITTEN = {
    "x = 1": f"{X} = '1'",
    "x >= 1": f"{X}.toInteger() >= 1",
    "x in (1, 2)": f"{X} in ('1' | '2')",
    "c_1": f"iif({C}.exists(), '1' in {C})",
    "c_1 is true": f"'1' in {C}",
    "y and not n > 3 or m is null": f"{Y} and ({N} > 3).not() or {M}.empty()",
    "n + m * 2 < -1": f"{N} + {M} * 2 < -1",
    "round(m, 1)": f"{M}.select(iif($this < 0, -1, 1) * ($this.abs() * 10 + 0.5).floor() / 10)",
    "years_between(d, today())": (
        f"(today().toString().replace('-', '').toInteger() - {D}.toString().replace('-', '').toInteger()) div 10000"
    ),
    "add_days(d, 7) <= e": f"{D} + 7 days <= {E}",
    "s = 'it''s'": r"%resource.descendants().where(linkId = 'it\'s').answer.value = 'it\'s'",
    "sum_answered(n, m)": (
        "%resource.descendants().where(linkId in ('n' | 'm')).answer.value"
        ".aggregate(iif($total.empty(), $this, $total + $this))"
    ),
    "least(n, m)": f"iif({N}.exists() and {M}.exists(), {N}.combine({M}).aggregate({BOTH_LEAST}))",
}
THERE_AND_BACK = [
    *WRITTEN,
    "t = 'a' or t <> 'b'",
    "not c_2",
    "c_0 is not true",
    "y is null and n is not null",
    "is_answered(s) and is_answered(n)",
    "y is true or y is false",
    "y = z",
    "n between 1 and m",
    "n between 1 and 3 and y",
    "-n * 2 - (m - 1)",
    "n - m - 1",
    "(n + m) * (n - m) / 2",
    "abs(n) + floor(m)",
    "round(n / power(m, 2), 3)",
    "years_between(d, e) >= 18",
    "months_between(d, e)",
    "days_between(d, e) - 5 - days_between(e, d)",
    "days_between(date '2020-01-31', d)",
    "add_days(d, -5) < e and add_days(e, n) > d",
    "year(d) * 100 + month(d)",
    "hour(h) * 60 + minute(h)",
    "minutes_between(h, i)",
    "duration_minutes(h, i) > 30",
    "h < time '08:30'",
    "v < w and v <> w",
    "length(s) > 3 and starts_with(s, 'a')",
    "left(s, 3) = 'abc'",
    "coalesce(n, m, 0)",
    "greatest(d, e, today())",
    "least(h, i)",
    "answered(n, m, y)",
    "answered(c)",
    "sum_answered(x, n, m, c_1)",
    "sum_answered(y, z)",
    "mean_answered(n, m)",
    "min_answered(n, m) + max_answered(x, y)",
    "case when n > 5 then 1 when x = 2 then 3 end",
    "case when y then 'a' else t end",
    "x = 1.5",
    "x + 1 = 2",
    "null",
    "not (y or n = 1)",
]
THEIRS = {
    # paths as questionnaires write them
    "%resource.item.where(linkId='n').answer.value > 3": "n > 3",
    "%resource.item.where(linkId='2').item.where(linkId = '2.1').item.where(linkId='n').answer.value.empty()": (
        "n is null"
    ),
    "%resource.repeat(item).where(linkId='n').answer.first().value = 3": "n = 3",
    "QuestionnaireResponse.item.where(linkId='n').answer[0].valueInteger": "n",
    "item.descendants().where(linkId='n').answer.value.exists()": "n is not null",
    "%resource.repeat(item | answer.item).where('n' = linkId).answer.value.ofType(integer)": "n",
    "(%resource.item.where(linkId='d').answer.value as date) > today()": "d > today()",
    "%resource.item.where(linkId='1.x').answer.valueCoding.code = '1'": "x = 1",
    "%resource.item.where(linkId='1.x').answer.value.where(code = '1').exists()": "(x = 1) is true",
    "%resource.item.where(linkId='1.x' and answer.value.code = '1').exists()": "(x = 1) is true",
    "%resource.item.where(linkId='1.x').answer.value.code.toInteger() + 1": "x + 1",
    "%resource.item.where(linkId='m').answer.value.value": "m",
    "%resource.item.where(linkId='1.t').answer.valueCoding": "t",
    "%resource.descendants().where(linkId.startsWith('1.') and linkId != '1.c').answer.exists()": (
        "x is not null or t is not null"
    ),
    # what a checklist has ticked
    "%resource.item.where(linkId='1.c').answer.value.code contains '1'": "c_1 is true",
    "'7' in %resource.item.where(linkId='1.c').answer.value.code": "false",
    "%resource.item.where(linkId='1.c').answer.where(value.code='2').exists()": "c_2 is true",
    "%resource.item.where(linkId='1.c').answer.value.exists(code = '2')": "c_2 is true",
    "%resource.item.where(linkId='1.c').answer.exists()": "c_1 is true or c_2 is true or c_0 is true",
    "%resource.item.where(linkId='1.c').answer.count() >= 2": "coalesce(sum_answered(c), 0) >= 2",
    "%resource.item.where(linkId='1.c').answer.value.code = 'none'": (
        "case when c_1 is true or c_2 is true then false when c_0 is true then true end"
    ),
    "%resource.item.where(linkId='1.c').answer.value.all(code != 'none')": "c_0 is not true",
    # logic
    "%resource.item.where(linkId='y').answer.value = true": "y = true",
    "%resource.item.where(linkId='y').answer.value implies false": "not y",
    "%resource.item.where(linkId='y').answer.value xor %resource.item.where(linkId='z').answer.value": "y <> z",
    "%resource.item.where(linkId='y').answer.value ~ true": "y is true",
    "%resource.item.where(linkId='n').answer.value.exists().not()": "n is null",
    "%resource.item.where(linkId='n').answer.value.not()": "not case when n is not null then true end",
    "iif(%resource.item.where(linkId='n').answer.exists(), 1, 0)": "case when n is not null then 1 else 0 end",
    "(%resource.item.where(linkId='n') | %resource.item.where(linkId='m')).answer.value.exists()": (
        "n is not null or m is not null"
    ),
    "%resource.item.where(linkId='it\\'s').answer.value != ''": "case when s is not null then true end",
    # numbers
    "%resource.item.where(linkId='n' or linkId='m').answer.value.sum()": "sum_answered(n, m)",
    "%resource.item.where(linkId in ('n'|'m')).answer.value.aggregate($this + $total, 0)": (
        "coalesce(sum_answered(n, m), 0)"
    ),
    "%resource.item.where(linkId='n').answer.value.combine(%resource.item.where(linkId='m').answer.value).avg()": (
        "mean_answered(n, m)"
    ),
    "(%resource.item.where(linkId='m').answer.value / 3).round(2)": "round(m / 3, 2)",
    "(%resource.item.where(linkId='n').answer.value.toDecimal()).power(2)": "power(n, 2)",
    "%resource.item.where(linkId='m').answer.value.ceiling()": "-floor(-m)",
    "%resource.item.where(linkId='m').answer.value.truncate()": "case when m < 0 then -floor(-m) else floor(m) end",
    "%resource.item.where(linkId='m').answer.value.toInteger()": "case when floor(m) = m then m end",
    "%resource.item.where(linkId='y').answer.value.toInteger()": "case when y then 1 when not y then 0 end",
    "-%resource.item.where(linkId='n').answer.value": "-n",
    "(%resource.item.where(linkId='n').answer.value | %resource.item.where(linkId='m').answer.value).first()": (
        "coalesce(n, m)"
    ),
    "%resource.item.where(linkId in ('n' | 'm')).answer.value.select($this * 2).max()": ("max_answered(n * 2, m * 2)"),
    # days
    "%resource.item.where(linkId='d').answer.value + 2 weeks": "add_days(d, 14)",
    "%resource.item.where(linkId='d').answer.value <= today() - 18 years": "years_between(d, today()) >= 18",
    "%resource.item.where(linkId='d').answer.value > %resource.item.where(linkId='e').answer.value - 1 month": (
        "months_between(d, e) < 1"
    ),
    "today() - 2 years < %resource.item.where(linkId='e').answer.value": "years_between(e, today()) < 2",
    "%resource.item.where(linkId='h').answer.value > @T08:30:00": "h > time '08:30'",
}
NOT_THEIRS = {
    "%resource.item.answer.value": "the answers of all questions at once",
    "%resource.item.where(linkId='q').answer.value": "'q', which is no question of the form",
    "%resource.item.where(linkId != 'n').answer.exists()": "which questions stand in a group",
    "%patient.birthDate": "%patient, which a response does not hold",
    "%resource.item.where(linkId='1.x').answer.value = 'a'": "a choice without its .code ('1.x') compared with a text",
    "%resource.item.where(linkId='1.x').answer.value.code > 1": "a code ('1.x') compared with a number",
    "%resource.item.where(linkId='n').answer.value = 'a'": "a number ('n') compared with a text",
    "%resource.item.where(linkId='n').answer.valueString": "'n' as String",
    "%resource.item.where(linkId='1.x').answer.value.display": ".display of a choice without its .code ('1.x')",
    "%resource.item.where(linkId='1.x').answer.value.ordinal()": "the options have no weights",
    "%resource.item.where(linkId in ('n' | 'm')).answer.value = 3": "several answers compared at once",
    "%resource.item.where(linkId in ('n' | 'm')).answer.value + 3": "several answers where one is expected",
    "(%resource.item.where(linkId='n').answer.value | %resource.item.where(linkId='m').answer.value).sum()": (
        "how many different answers"
    ),
    "%resource.item.where(linkId='it\\'s').answer.value.matches('[a-z]+')": "the function matches() of an answer",
    "%resource.item.where(linkId='it\\'s').answer.value + 'a'": "texts put together",
    "%resource.item.where(linkId='d').answer.value + 1 month": "here are only days and weeks",
    "%resource.item.where(linkId='d').answer.value < today() - 1 month": "here are only days and weeks",
    "%resource.item.where(linkId='d').answer.value > @2020": "@2020, which is no whole day",
    "%resource.item.where(linkId='v').answer.value > @2020-01-01T10:00": "a moment with its hour",
    "%resource.item.where(linkId='v').answer.value = %resource.item.where(linkId='w').answer.value": (
        "they have a zone there"
    ),
    "%resource.item.where(linkId='h').answer.value = @T08:30": "and no seconds",
    "now()": "the function now()",
    "%resource.item.where(linkId='m').answer.value.sqrt()": "the function sqrt()",
    "%a + 1": "%a, which needs itself",
    "%b": "%b, in which it ends too early",
}
BROKEN = {
    "": "it ends too early",
    "a +": "it ends too early",
    "(a": "')' was expected before the end",
    "a b": "the end was expected before 'b'",
    "'a": "is not closed",
    "a.where(": "it ends too early",
    "a.(b)": "a name was expected before '('",
    "a.$this": "'$this' has no place after a dot",
    "§": "'§' cannot be read",
    "(" * 60: "brackets within each other",
    "a" + ".b" * 150: "more than 70 levels",
    "1" * 30_000: "longer than 20,000",
}


@pytest.mark.parametrize(("expression", "path"), WRITTEN.items())
def test_an_expression_in_fhirpath(expression: str, path: str) -> None:
    assert fhirpath_text(ours(expression), BY_NAME) == path


@pytest.mark.parametrize("expression", THERE_AND_BACK)
def test_what_we_write_is_read_again_as_it_was(expression: str) -> None:
    assert expression_text(fhirpath_text(ours(expression), BY_NAME), BY_LINK_ID, wanted="value") == expression


@pytest.mark.parametrize(("path", "expression"), THEIRS.items())
def test_what_others_write(path: str, expression: str) -> None:
    assert expression_text(path, BY_LINK_ID, wanted="value") == expression


@pytest.mark.parametrize(("path", "why"), NOT_THEIRS.items())
def test_what_has_no_expression_says_why(path: str, why: str) -> None:
    with pytest.raises(CannotSay) as refused:
        expression_text(path, BY_LINK_ID, wanted="value", variables={"a": "%a", "b": "1 +"})
    assert why in str(refused.value)


@pytest.mark.parametrize(("path", "why"), BROKEN.items(), ids=lambda text: text[:20])
def test_what_is_no_fhirpath_says_where(path: str, why: str) -> None:
    with pytest.raises(FhirPathError) as refused:
        expression_text(path, BY_LINK_ID, wanted="value")
    assert why in refused.value.message
    assert 0 <= refused.value.at <= len(path)


def test_a_condition_is_asked_only_whether_it_is_true() -> None:
    path = "%resource.item.where(linkId='n').answer.value"
    assert expression_text(path, BY_LINK_ID, wanted="condition") == "n is not null"
    assert expression_text(path, BY_LINK_ID, wanted="value") == "n"


ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
WEIGHED = {
    item.link_id: item
    for item in (
        Item("p", "p", "code", weights={"0": 0, "1": 1}),
        Item("q", "q", "code-text", weights={"aldri": 0, "ofte": 3}),
        Item("r", "r", "code-text", {"a": "r_a", "b": "r_b"}, {"a": 2}),
        Item("s", "s", "text"),
    )
}
COUNTED_Q = "case when q = 'aldri' then 0 when q = 'ofte' then 3 end"
WEIGHTS = {
    "%resource.item.where(linkId='p').answer.value.ordinal()": "p",
    "%resource.item.where(linkId='q').answer.value.weight() > 2": f"{COUNTED_Q} > 2",
    "%resource.item.where(linkId='q').answer.valueCoding.extension('URL').value": COUNTED_Q,
    "%resource.item.where(linkId='q').answer.value.extension.where(url='URL').valueDecimal": COUNTED_Q,
    "%questionnaire.item.where(linkId='q').answerOption.where(value=%resource.item.where(linkId='q').answer.value)"
    ".extension.where(url='URL').valueDecimal": COUNTED_Q,
    "%questionnaire.item.where(linkId='q').answerOption"
    ".where(valueCoding.code=%resource.item.where(linkId='q').answer.valueCoding.code).extension.where(url=%u).value": (
        COUNTED_Q
    ),
    "%resource.item.where(linkId in ('p' | 'q')).answer.value.weight().aggregate($this + $total, 0)": (
        f"coalesce(sum_answered(p, {COUNTED_Q}), 0)"
    ),
    "%resource.item.where(linkId='r').answer.value.weight().sum()": "sum_answered(case when r_a is true then 2 end)",
}


@pytest.mark.parametrize(("path", "expression"), WEIGHTS.items())
def test_what_an_answer_counts(path: str, expression: str) -> None:
    variables = {"u": f"'{ORDINAL}'"}
    assert expression_text(path.replace("URL", ORDINAL), WEIGHED, wanted="value", variables=variables) == expression


RENAMED = {
    "p": Item("p", "p", "code", weights={"LA-0": 0, "LA-1": 1}, codes={"LA-0": "0", "LA-1": "1"}),
    "q": Item("q", "q", "code", weights={"LA-0": 5, "LA-1": 7}, codes={"LA-0": "0", "LA-1": "1"}),
    "t": Item("t", "t", "code-text", codes={"LA-0": "aldri"}),
}
OURS_FOR_THEIRS = {
    "%resource.item.where(linkId='p').answer.value.code = 'LA-1'": "p = 1",
    "%resource.item.where(linkId='p').answer.value.code in ('LA-1' | 'LA-0' | '1')": "p in (1, 0)",
    "%resource.item.where(linkId='p').answer.value.code = '1'": "case when p is not null then false end",
    "%resource.item.where(linkId='t').answer.value.code != 'LA-0'": "t <> 'aldri'",
    "%resource.item.where(linkId in ('p' | 'q')).answer.value.weight().sum()": (
        "sum_answered(p, case when q = 0 then 5 when q = 1 then 7 end)"
    ),
    "%resource.item.where(linkId='p').answer.value.code = %resource.item.where(linkId='q').answer.value.code": "p = q",
}


@pytest.mark.parametrize(("path", "expression"), OURS_FOR_THEIRS.items())
def test_codes_that_are_others_here(path: str, expression: str) -> None:
    assert expression_text(path, RENAMED, wanted="value") == expression


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("%resource.item.where(linkId='p').answer.value.code.toInteger()", "a code ('p') made into a number"),
        (
            "%resource.item.where(linkId='p').answer.value.code = %resource.item.where(linkId='x').answer.value.code",
            "whose codes are others",
        ),
    ],
)
def test_codes_that_are_others_here_are_no_numbers_there(path: str, why: str) -> None:
    with pytest.raises(CannotSay) as refused:
        expression_text(path, {**RENAMED, "x": Item("x", "x", "code")}, wanted="value")
    assert why in str(refused.value)


def test_a_variable_of_the_questionnaire_stands_for_its_path() -> None:
    variables = {"n": "%resource.item.where(linkId='n').answer.value", "double": "%n * 2"}
    assert expression_text("%double > 10", BY_LINK_ID, wanted="condition", variables=variables) == "n * 2 > 10"


def test_a_tick_is_found_by_its_list_alone() -> None:
    lists = {name: item for name, item in BY_NAME.items() if name == item.name}
    assert fhirpath_text(ours("c_1 and answered(c) > 1"), lists) == fhirpath_text(
        ours("c_1 and answered(c) > 1"), BY_NAME
    )


def test_a_checklist_of_texts_and_a_quantity_have_no_codes() -> None:
    items = [Item("f", "f", "text", {"Epler": "f_epler"}), Item("q", "q", "quantity")]
    text = "f_epler is true and q > 3 and sum_answered(q, q) > 1"
    path = fhirpath_text(ours(text), {item.name: item for item in items})
    assert path.startswith("'Epler' in %resource.descendants().where(linkId = 'f').answer.value and %resource")
    assert expression_text(path, {item.link_id: item for item in items}, wanted="condition") == text


@pytest.mark.parametrize(
    ("expression", "answering", "code"),
    [
        ("case when n > 3 then 'a' else t end", "t", f"iif({N} > 3, 'a', {T})"),
        ("case when n > 3 then 1 else 2 end", "x", f"iif({N} > 3, 1, 2).toString()"),
        ("n + 1", "x", f"({N} + 1).toString()"),
    ],
)
def test_a_computed_code_is_the_option_that_has_it(expression: str, answering: str, code: str) -> None:
    path = fhirpath_text(ours(expression), BY_NAME, answering=BY_NAME[answering])
    options = f"%questionnaire.repeat(item).where(linkId = '1.{answering}').answerOption.value"
    assert path == f"{options}.where(code = {code})"
    assert expression_text(path, BY_LINK_ID, wanted="value") == expression


def test_a_computed_number_is_its_own_answer() -> None:
    assert fhirpath_text(ours("m"), BY_NAME, answering=BY_NAME["n"]) == M


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_is_written_or_has_a_reason(name: str) -> None:
    """A new function of ours needs a line in `said.py`, and here."""
    if name in UNSAID:
        with pytest.raises(CannotSay, match=name):
            fhirpath_text(Call(name, ()), BY_NAME)
    else:
        parts = [part for text in THERE_AND_BACK for part in walk(ours(text)) if isinstance(part, Call)]
        assert [part for part in parts if part.function == name], f"no example of {name}"


@pytest.mark.parametrize(
    ("expression", "why"),
    {
        "timepoint = 'preop'": "on which occasion",
        "operasjon.dato < d": "in another form",
        "ukjent = 1": "no question of the form",
        "least(v, w)": "moments",
        "bilde = 'a'": "which is a attachment",
    }.items(),
)
def test_what_fhirpath_has_no_words_for_says_why(expression: str, why: str) -> None:
    with pytest.raises(CannotSay, match=why):
        fhirpath_text(ours(expression), {**BY_NAME, "bilde": Item("b", "bilde", "attachment")})


DEEP = {
    "brackets": lambda many: "(" * many + N + ")" * many,
    "iif": lambda many: "iif(" * many + N + ", 1, 2)" * many,
    "select": lambda many: N + ".select($this" * many + ")" * many,
    "truncate": lambda many: N + ".truncate()" * many,
    "implies": lambda many: " implies ".join([f"{N} > 1"] * many),
    "sum": lambda many: " + ".join([N] * many),
    "or": lambda many: " or ".join([f"{N} > 1"] * many),
    "combine": lambda many: N + f".combine({N})" * many + ".count()",
    "mod": lambda many: N + " mod 2" * many,
}


@pytest.mark.parametrize("many", [5, 30, 65, 500])
@pytest.mark.parametrize("shape", DEEP)
def test_however_deep_and_long_it_is_read_or_refused(shape: str, many: int) -> None:
    with suppress(CannotSay, FhirPathError):
        assert len(expression_text(DEEP[shape](many), BY_LINK_ID, wanted="value")) <= MAX_LENGTH


WORDS = ["%resource", ".item", ".where(", "linkId", "=", "'n'", ")", ".answer", ".value", "$this", "iif(", ",", "and"]
PIECES = st.lists(
    st.sampled_from([*WORDS, "@2020-01-01", "5 days", "|", "in", "{}", "-", "[0]", "%`a`", " ", "'"]), max_size=25
)


@given(st.text(max_size=60) | PIECES.map(" ".join) | PIECES.map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        expression = expression_text(text, BY_LINK_ID, wanted="condition")
    except (CannotSay, FhirPathError):
        return
    assert ours(expression)
    parse(text)
