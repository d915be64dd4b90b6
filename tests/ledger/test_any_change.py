"""Whatever byte of a ledger is changed, and whatever line is taken out, moved or repeated, something is said of it."""

import json
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrations_gen.ledger.checking import check
from migrations_gen.ledger.codec import plain
from migrations_gen.ledger.lines import LineRefused, entry_of, line_of
from migrations_gen.ledger.records import ACTS, Entry
from tests.ledger.honest import LINES

FIELDS = json.loads(LINES[0])
CONTENT = "\n".join(LINES).encode()
MIDDLE = st.integers(0, len(LINES) - 2)


def as_read(content: bytes) -> list[str]:
    return content.decode("utf-8", "surrogateescape").split("\n")


@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
def test_any_other_byte_is_found(place: int, change: int) -> None:
    changed = bytearray(CONTENT)
    changed[place] ^= change
    line = CONTENT[:place].count(b"\n") + 1
    flaws = check(as_read(bytes(changed))).flaws
    assert any(flaw.number == line for flaw in flaws), flaws


@given(st.integers(0, len(CONTENT) - 1))
def test_any_missing_byte_is_found(place: int) -> None:
    assert check(as_read(CONTENT[:place] + CONTENT[place + 1 :])).flaws


@given(MIDDLE)
def test_any_missing_line_but_the_last_is_found(place: int) -> None:
    flaws = check(LINES[:place] + LINES[place + 1 :]).flaws
    assert ("removed", place + 1) in {(flaw.slug, flaw.number) for flaw in flaws}


@given(st.permutations(LINES).filter(lambda lines: tuple(lines) != LINES))
def test_any_other_order_is_found(lines: list[str]) -> None:
    assert {flaw.slug for flaw in check(lines).flaws} == {"reordered"}


@given(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES)))
def test_any_line_that_is_repeated_is_found(which: int, where: int) -> None:
    flaws = check((*LINES[:where], LINES[which], *LINES[where:])).flaws
    assert ("duplicated", which + 1) in {(flaw.slug, flaw.number) for flaw in flaws}


def test_what_is_cut_from_the_end_is_not_found_by_the_ledger_alone() -> None:
    assert all(check(LINES[:length]).flaws == () for length in range(len(LINES)))


# ---- an entry and its line ----

ENTRIES = st.builds(Entry, act=st.one_of(map(st.builds, ACTS.values())), at=st.datetimes(timezones=st.just(UTC)))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.sampled_from([*FIELDS, "else"]), each),
)


@given(ENTRIES)
def test_an_entry_is_what_its_line_says(entry: Entry) -> None:
    line = line_of(entry)
    assert "\n" not in line
    assert plain(entry_of(line)) == plain(entry)
    assert line_of(entry_of(line)) == line


@given(JSON)
def test_any_other_json_is_refused_in_a_sentence(content: object) -> None:
    with pytest.raises(LineRefused):
        entry_of(json.dumps(content))


@given(st.text())
def test_any_other_text_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(LineRefused):
        entry_of(text)
