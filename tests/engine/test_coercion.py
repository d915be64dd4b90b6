"""What people write, and the value it is read as."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.model import Code, Codelist, Variable
from catalogue.texts import Text
from engine.answers import Issue
from engine.coercion import PLAIN, Style, format_value, parse_value

NORWEGIAN = Style(decimal=",", day_first=True)
CODES = (Code(0, Text("0", "Nei")), Code(1, Text("1", "Ja")))


def variable(kind: str) -> Variable:
    codelist = Codelist("ja_nei", CODES) if kind == "code" else None
    return Variable(name="x", label=Text("x", "X"), type=kind, codelist=codelist, codes=CODES if codelist else ())


READABLE = [
    ("integer", "180", 180),
    ("integer", " 1 200 ", 1200),
    ("integer", "1\u00a0200", 1200),
    ("integer", "-3", -3),
    ("integer", "180,5", 180.5),
    ("integer", "180,0", 180),
    ("decimal", "81,5", 81.5),
    ("decimal", "81.5", 81.5),
    ("decimal", "81", 81.0),
    ("boolean", "ja", True),
    ("boolean", "0", False),
    ("code", "1", 1),
    ("date", "31.12.2020", date(2020, 12, 31)),
    ("date", "1/2/2020", date(2020, 2, 1)),
    ("date", "1.2.2020", date(2020, 2, 1)),
    ("date", "2020-02-29", date(2020, 2, 29)),
    ("time", "8:05", time(8, 5)),
    ("time", "0805", time(8, 5)),
    ("time", "23.59", time(23, 59)),
    ("datetime", "2020-02-29T08:05", datetime(2020, 2, 29, 8, 5)),
    ("datetime", "29.02.2020 08:05", datetime(2020, 2, 29, 8, 5)),
    ("text", "  A\u030ase  ", "\u00c5se"),
    ("text", "to\r\nlinjer", "to linjer"),
    ("longtext", "to\r\nlinjer", "to\nlinjer"),
    ("text", "   ", None),
    ("integer", "", None),
]

UNREADABLE = [
    ("integer", "hundre", "wrong-type"),
    ("integer", "1e5", "wrong-type"),
    ("integer", "\u0663", "wrong-type"),
    ("integer", "inf", "wrong-type"),
    ("decimal", "1,2,3", "wrong-type"),
    ("decimal", "99999999999999999999", "wrong-type"),
    ("boolean", "kanskje", "wrong-type"),
    ("code", "9", "unknown-code"),
    ("code", "01", "unknown-code"),
    ("date", "31.02.2020", "wrong-type"),
    ("date", "1.2.20", "wrong-type"),
    ("time", "24:00", "wrong-type"),
    ("time", "8:60", "wrong-type"),
    ("datetime", "29.02.2020", "wrong-type"),
    ("text", "a\x00b", "wrong-type"),
]


@pytest.mark.parametrize(("kind", "text", "value"), READABLE)
def test_what_is_written_is_read_kindly(kind: str, text: str, value: object) -> None:
    read = parse_value(variable(kind), text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(("kind", "text", "rule"), UNREADABLE)
def test_what_cannot_be_read_is_an_issue_and_never_a_guess(kind: str, text: str, rule: str) -> None:
    read = parse_value(variable(kind), text)
    assert isinstance(read, Issue)
    assert (read.variable, read.rule) == ("x", rule)


VALUES = {
    "integer": st.integers(-(10**12), 10**12),
    "decimal": st.integers(-(10**15), 10**15).map(lambda thousandths: thousandths / 1000),
    "boolean": st.booleans(),
    "code": st.sampled_from([0, 1]),
    "date": st.dates(),
    "time": st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    "datetime": st.datetimes().map(lambda moment: moment.replace(second=0, microsecond=0)),
}


@given(data=st.data(), kind=st.sampled_from(sorted(VALUES)), style=st.sampled_from([PLAIN, NORWEGIAN]))
def test_what_is_shown_in_an_input_is_read_back_as_the_same_value(data: st.DataObject, kind: str, style: Style) -> None:
    value = data.draw(VALUES[kind])
    assert parse_value(variable(kind), format_value(variable(kind), value, style)) == value


@given(st.text(), st.sampled_from([*sorted(VALUES), "text", "longtext"]))
def test_no_text_breaks_the_reader(text: str, kind: str) -> None:
    parse_value(variable(kind), text)
