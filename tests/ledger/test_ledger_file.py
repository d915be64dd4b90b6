"""The ledger as a file: lines added whole or not at all, by one at a time, and only to what is in order."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from migrations_gen.ledger import files
from migrations_gen.ledger.chain import ClockBehind, appended
from migrations_gen.ledger.checking import check
from migrations_gen.ledger.files import LEDGER, append_lines, read_lines
from migrations_gen.ledger.flaws import LedgerRefused, Overtaken
from migrations_gen.ledger.lines import line_of
from migrations_gen.ledger.records import Office
from migrations_gen.ledger.signing import key_added
from tests.ledger.honest import LEADER, LINES, REOPENING, SEAL, START, key


@pytest.fixture
def folder(tmp_path):
    append_lines(tmp_path, LINES[:3])
    return tmp_path


def content(folder):
    return (folder / LEDGER).read_bytes()


def test_there_is_no_ledger_before_the_first_entry(tmp_path):
    assert read_lines(tmp_path) == ()


def test_lines_are_added_and_read_back(folder):
    append_lines(folder, LINES[3:5])
    append_lines(folder, LINES[5:])
    assert read_lines(folder) == LINES
    assert content(folder) == "".join(f"{line}\n" for line in LINES).encode()


def test_a_text_may_hold_what_others_take_for_a_line_break(folder):
    owner = "Kari\u2028Nordmann\u0085"
    added = key_added(key(owner, Office.LEADER))
    entry = appended(LINES[:3], added, by="kari", office=Office.SECRETARIAT, signer=SEAL, at=START.replace(hour=20))
    append_lines(folder, [line_of(entry)])
    assert check(read_lines(folder)).entries[-1].act == added


NOT_NEXT = [
    # what is added to three entries, what is said
    (LINES[4:5], LedgerRefused, "has 3 entries, and this would be entry 5"),
    (LINES[2:3], Overtaken, "has 3 entries, and this would be entry 3. Try again."),
    (LINES[3:4] * 2, LedgerRefused, "stands once more"),
    ((LINES[3].replace("nora", "nina"),), LedgerRefused, "was edited, or forged"),
    ((LINES[3].replace('"by":', '"by": '),), LedgerRefused, "not written just as an entry is"),
    (("",), LedgerRefused, "blank"),
]


@pytest.mark.parametrize(("lines", "kind", "said"), NOT_NEXT)
def test_what_does_not_come_next_is_not_added(folder, lines, kind, said):
    before = content(folder)
    with pytest.raises(LedgerRefused, match=said) as refused:
        append_lines(folder, lines)
    assert type(refused.value) is kind
    assert content(folder) == before


def test_what_no_rule_allows_is_not_added(folder):
    entry = appended(LINES[:3], REOPENING, by="leif", office=Office.LEADER, signer=SEAL, at=START.replace(hour=20))
    with pytest.raises(LedgerRefused, match="none before it") as refused:
        append_lines(folder, [line_of(entry)])
    assert [flaw.slug for flaw in refused.value.flaws] == ["unknown-statement"]


def test_a_ledger_that_was_tampered_with_is_not_added_to(folder):
    (folder / LEDGER).write_text("\n".join(LINES[1:3]) + "\n", encoding="utf-8")
    with pytest.raises(LedgerRefused, match=r"not in order, and is not added to\. Entry 1 is missing"):
        append_lines(folder, LINES[3:4])


def test_a_line_that_a_crash_left_half_written_is_told_and_kept(folder):
    whole = content(folder)
    half = whole + LINES[3].encode()[:200]
    (folder / LEDGER).write_bytes(half)
    assert [(flaw.slug, flaw.number) for flaw in check(read_lines(folder)).flaws] == [("cut-off", 4)]
    with pytest.raises(LedgerRefused, match="breaks off in the middle"):
        append_lines(folder, LINES[3:4])
    assert content(folder) == half


def test_a_last_line_that_lacks_only_its_end_gets_it(folder):
    (folder / LEDGER).write_bytes(content(folder).removesuffix(b"\n"))
    append_lines(folder, LINES[3:])
    assert read_lines(folder) == LINES


def test_a_full_disk_leaves_the_ledger_as_it_was(folder, monkeypatch):
    before = content(folder)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        append_lines(folder, LINES[3:4])
    assert content(folder) == before


def test_two_who_write_at_once_take_turns(folder):
    """Both made their entry for the same ledger: one is in time."""
    entries = [
        appended(
            LINES[:3], key_added(new), by="kari", office=Office.SECRETARIAT, signer=SEAL, at=START.replace(hour=20)
        )
        for new in (LEADER, key("lars", Office.LEADER))
    ]

    def attempt(entry):
        try:
            append_lines(folder, [line_of(entry)])
        except Overtaken:
            return False
        return True

    with ThreadPoolExecutor() as writers:
        assert sorted(writers.map(attempt, entries)) == [False, True]
    assert check(read_lines(folder)).flaws == ()
    assert len(read_lines(folder)) == 4


def test_bytes_that_are_no_text_are_told_with_their_line(folder):
    (folder / LEDGER).write_bytes(content(folder).replace(b"kari", b"kar\xff", 1))
    assert [(flaw.slug, flaw.number) for flaw in check(read_lines(folder)).flaws] == [("not-json", 2)]


def test_a_file_that_is_no_ledger_for_its_size_is_not_read(folder, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 100)
    with pytest.raises(LedgerRefused, match="which no ledger is"):
        read_lines(folder)


def test_a_clock_that_is_behind_signs_nothing():
    with pytest.raises(ClockBehind, match="Set the clock right"):
        appended(LINES, REOPENING, by="leif", office=Office.LEADER, signer=SEAL, at=START)
