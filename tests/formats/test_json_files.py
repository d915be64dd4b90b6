"""JSON is read within bounds: what is broken, endless or no number is refused with a place, the rest is clean text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.formats.json_files import MAX_DEPTH, lines_of, parsed_json

REFUSED = {
    "cut off": (b'{"a": [1,', "cut off"),
    "no JSON": (b"a: 1", "not JSON"),
    "nothing": (b"  ", "empty"),
    "only null": (b"null", "empty"),
    "no number": (b'{"a": NaN}', "NaN"),
    "without end": (b'{"a": -Infinity}', "Infinity"),
    "too large": (b'{"a": 1e999}', "larger than any"),
    "too many digits": (b'{"a": ' + b"9" * 500 + b"}", "larger than any"),
    "too deep": (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "levels"),
    "much too deep": (b"[" * 100_000, "levels"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_sentence(case: str) -> None:
    data, words = REFUSED[case]
    parsed = parsed_json(data, "fil.json")
    assert parsed.value is None
    assert [words in finding.message for finding in parsed.findings] == [True]


def test_the_place_of_a_mistake_is_said() -> None:
    (finding,) = parsed_json(b'{\n "a": 1,\n "b" 2\n}', "fil.json").findings
    assert str(finding.at) == "fil.json:3:6"


def test_a_key_that_stands_twice_is_told_and_the_last_counts() -> None:
    parsed = parsed_json(b'{"a": 1,\n "b": 2,\n "a": 3}', "fil.json")
    assert parsed.value == {"a": 3, "b": 2}
    assert [(finding.slug, finding.at.line) for finding in parsed.findings] == [("repeated-key", 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_gives_the_same(encoding: str) -> None:
    assert parsed_json('{"a": "æøå"}'.encode(encoding), "fil.json").value == {"a": "æøå"}


def test_what_no_text_may_hold_becomes_a_space() -> None:
    parsed = parsed_json(rb'{"a": ["x\u0000y", "x\ud800y", "\u2028"]}', "fil.json")
    assert parsed.value == {"a": ["x y", "x y", " "]}


def test_the_line_of_each_value_of_a_key() -> None:
    text = '{"id": "a",\n "item": [{"id": "b"},\n {"id": "a"}, {"id": "\\u00e5"}]}'
    assert lines_of(text, "id") == {"a": 1, "b": 2, "å": 3}


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_finding(data: bytes) -> None:
    parsed = parsed_json(data, "fil.json")
    assert (parsed.value is None) == any(finding.slug == "not-readable" for finding in parsed.findings)
