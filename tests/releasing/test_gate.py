"""What the gate lets through and what it refuses, and how long an emergency release may go without the board's word."""

from datetime import date

import pytest

from migrations_gen.ledger.checking import check
from migrations_gen.ledger.records import Decision, Emergency, Office, Outcome, Released, Reopening, Verdict
from migrations_gen.policy import default_policy
from migrations_gen.releasing.emergency import for_the_table, last_day, notice, unanswered
from migrations_gen.releasing.gate import refusal
from renderers.i18n import languages
from tests.ledger.honest import (
    CHANGE,
    CONTROLLER,
    FIRST_RELEASE,
    FIRST_TEXT,
    NEXT_TEXT,
    OTHER_CHANGE,
    SEAL,
    STRANGER,
    Book,
    decision,
    digest,
    honest,
    key_added,
    release,
    statement,
)

UNTIL = date(2026, 12, 15)
BEFORE, AFTER = UNTIL, date(2026, 12, 16)
BOTH = {CHANGE: Outcome.RECOMMENDED, OTHER_CHANGE: Outcome.RECOMMENDED}
ACCEPTED = {CHANGE: Verdict.ACCEPTED, OTHER_CHANGE: Verdict.ACCEPTED}
LATER_TEXT = "the catalogue with one word spelt right\n"


def said(book: Book, text: str, today: date = BEFORE, trusted: str = SEAL.fingerprint) -> str:
    return refusal(check(book.lines, {trusted}), digest(text), today) or ""


# ---- what has been decided ----


@pytest.mark.parametrize("text", [FIRST_TEXT, NEXT_TEXT])
def test_what_was_released_passes(text: str) -> None:
    assert said(honest(), text) == ""


@pytest.mark.parametrize("other", [NEXT_TEXT + " ", NEXT_TEXT.replace("a", "á", 1), ""])
def test_one_byte_changed_and_it_does_not(other: str) -> None:
    assert "has not been released: no decision on just these files" in said(honest(), other)


def test_what_is_decided_and_not_released_does_not() -> None:
    assert "has not been released" in said(Book(honest().lines[:-1]), NEXT_TEXT)


def test_a_ledger_that_was_tampered_with_carries_nothing() -> None:
    book = honest()
    book.lines[5] = book.lines[5].replace("Fagrådet tilrår", "Fagrådet fraråder")
    told = said(book, NEXT_TEXT)
    assert "The ledger is not in order" in told
    assert "Entry 6" in told


def test_another_registrys_ledger_carries_nothing() -> None:
    assert "not trusted here" in said(honest(), NEXT_TEXT, trusted=STRANGER.fingerprint)


def test_no_ledger_carries_nothing() -> None:
    assert "The ledger is empty" in said(Book(), NEXT_TEXT)


# ---- emergencies ----


def emergency() -> Book:
    """What the controller put in use alone; the board has a case on it."""
    book = Book()
    book.add(key_added(SEAL), "registry", Office.SEAL)
    book.add(FIRST_RELEASE, "kari", Office.SECRETARIAT)
    book.add(key_added(CONTROLLER), "kari", Office.SECRETARIAT)
    alone = book.add(decision(None, verdicts=ACCEPTED), "dagny", Office.CONTROLLER, CONTROLLER)
    reason = Emergency(reason="Skjemaet kunne ikke fullføres", until=UNTIL)
    book.add(release(None, alone, emergency=reason), "kari", Office.SECRETARIAT)
    return book


def heard(book: Book, outcomes: dict[str, Outcome], verdicts: dict[str, Verdict], proposal: str = "p1") -> Book:
    """The board's statement, and then the controller's decision on it."""
    number = book.add(statement(proposal=proposal, outcomes=outcomes), "leif", Office.LEADER)
    book.add(decision(number, proposal=proposal, verdicts=verdicts), "dagny", Office.CONTROLLER, CONTROLLER)
    return book


def corrected(book: Book) -> Book:
    """Another release, of a spelling that the secretariat may put right alone."""
    spelling = Decision(
        proposal="p3",
        number=5,
        title="Skrivefeil",
        office=Office.SECRETARIAT,
        statement=None,
        before=digest(NEXT_TEXT),
        digest=digest(LATER_TEXT),
        verdicts={"c2222222222222222": Verdict.ACCEPTED},
    )
    number = book.add(spelling, "kari", Office.SECRETARIAT)
    act = Released(
        version="4.1.1",
        digest=digest(LATER_TEXT),
        before=digest(NEXT_TEXT),
        changes=digest("x"),
        proposal="p3",
        statement=None,
        decisions=(number,),
    )
    book.add(act, "kari", Office.SECRETARIAT)
    return book


HALF = {CHANGE: Verdict.ACCEPTED, OTHER_CHANGE: Verdict.REJECTED}
CASES = [
    # what has come since the emergency release, and which of the two days it passes on
    ("nothing", emergency, {BEFORE}),
    ("the board and the controller", lambda: heard(emergency(), BOTH, ACCEPTED), {BEFORE, AFTER}),
    ("the same on a case of its own", lambda: heard(emergency(), BOTH, ACCEPTED, "p2"), {BEFORE, AFTER}),
    ("on one of two changes", lambda: heard(emergency(), {CHANGE: Outcome.RECOMMENDED}, ACCEPTED), {BEFORE}),
    ("one change rejected", lambda: heard(emergency(), BOTH, HALF), {BEFORE}),
]


@pytest.mark.parametrize(("made", "days"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_for_how_long_it_passes(made, days: set[date]) -> None:
    book = made()
    assert check(book.lines).flaws == ()
    assert {day for day in (BEFORE, AFTER) if not said(book, NEXT_TEXT, day)} == days


def test_it_is_refused_in_a_sentence() -> None:
    told = said(emergency(), NEXT_TEXT, AFTER)
    assert told.startswith("Version 4.1.0 was an emergency release and could be used until 2026-12-15.")
    assert "statement" in told


def test_another_release_on_top_does_not_make_it_good() -> None:
    assert said(corrected(emergency()), LATER_TEXT, BEFORE) == ""
    assert "Version 4.1.0 was an emergency release" in said(corrected(emergency()), LATER_TEXT, AFTER)
    assert said(corrected(heard(emergency(), BOTH, ACCEPTED)), LATER_TEXT, AFTER) == ""
    assert said(heard(corrected(emergency()), BOTH, ACCEPTED), LATER_TEXT, AFTER) == ""


def test_what_was_rejected_must_go_with_a_later_release() -> None:
    assert said(heard(corrected(emergency()), BOTH, HALF), LATER_TEXT, AFTER) != ""
    assert said(corrected(heard(emergency(), BOTH, HALF)), LATER_TEXT, AFTER) == ""


def test_a_statement_that_is_reopened_answers_for_nothing() -> None:
    book = heard(emergency(), BOTH, ACCEPTED)
    book.add(Reopening(proposal="p1", statement=6, reason="Feil"), "leif", Office.LEADER)
    assert said(book, NEXT_TEXT, AFTER) != ""


def test_what_is_not_an_emergency_is_never_unanswered() -> None:
    entries = check(honest().lines).entries
    assert unanswered(entries, digest(NEXT_TEXT)) == ()


WORDS = [
    (emergency, BEFORE, "Versjon 4.1.0 er en hasteutgave"),
    (emergency, AFTER, "kunne brukes til 15.12.2026"),
    (lambda: heard(emergency(), BOTH, ACCEPTED), AFTER, "Fagrådet har siden uttalt seg"),
    (honest, AFTER, ""),
]


@pytest.mark.parametrize(("made", "today", "words"), WORDS)
def test_pages_call_it_by_its_name(made, today: date, words: str) -> None:
    entries = check(made().lines).entries
    act = entries[-1].act if isinstance(entries[-1].act, Released) else entries[4].act
    assert isinstance(act, Released)
    told = notice(act, entries, today, languages()["nb"])
    assert (words in told) if words else told == ""


def test_the_board_finds_it_on_its_table() -> None:
    act = check(emergency().lines).entries[-1].act
    assert isinstance(act, Released)
    draft = for_the_table(act, languages()["nb"])
    assert (draft.before, draft.after, draft.due) == (digest(FIRST_TEXT), digest(NEXT_TEXT), UNTIL)
    assert draft.title == "Hasteutgave 4.1.0: fagrådet skal uttale seg i etterkant"


@pytest.mark.parametrize(
    ("days", "expected"),
    [(None, date(2026, 12, 1)), (10, date(2026, 11, 11)), (30, date(2026, 12, 1)), (31, None), (0, None)],
)
def test_policy_says_how_long_it_may_last(days: int | None, expected: date | None) -> None:
    assert last_day(days, default_policy(), date(2026, 11, 1)) == expected
