"""What stands at each moment of the honest ledger, and what no longer does."""

from datetime import timedelta

import pytest

from migrations_gen.ledger.checking import check
from migrations_gen.ledger.records import KeyRevoked, Office, Reopening
from migrations_gen.ledger.signing import key_added
from migrations_gen.ledger.standing import decisions_on, keys_at, release_of, releases_in, statement_on
from tests.ledger.honest import (
    CONTROLLER,
    EMERGENCY,
    LINES,
    NEXT_TEXT,
    SEAL,
    START,
    Book,
    decision,
    digest,
    key,
    release,
    statement,
)

ENTRIES = check(LINES).entries

STANDS = [
    # after so many entries: the statement, the decisions, the releases
    (3, None, [], ["4.0.0"]),
    (4, 4, [], ["4.0.0"]),
    (5, None, [], ["4.0.0"]),
    (6, 6, [], ["4.0.0"]),
    (7, 6, [7], ["4.0.0"]),
    (8, 6, [7], ["4.0.0", "4.1.0"]),
]


@pytest.mark.parametrize(("length", "stands", "decided", "released"), STANDS)
def test_what_stands(length, stands, decided, released):
    entries = ENTRIES[:length]
    found = statement_on(entries, "p1")
    assert (found[0] if found else None) == stands
    assert [entry.number for entry, _ in decisions_on(entries, "p1")] == decided
    assert [act.version for _, act in releases_in(entries)] == released


def test_nothing_stands_on_another_proposal():
    assert statement_on(ENTRIES, "p2") is None
    assert decisions_on(ENTRIES, "p2") == ()


def test_a_decision_falls_with_the_statement_it_rests_on():
    book = Book(LINES[:7])
    book.add(decision(None, office=Office.SECRETARIAT), "kari", Office.SECRETARIAT)
    book.add(Reopening(proposal="p1", statement=6, reason="Feil protokoll"), "leif", Office.LEADER)
    checked = check(book.lines)
    assert checked.flaws == ()
    assert [entry.number for entry, _ in decisions_on(checked.entries, "p1")] == [8]


def test_a_release_is_found_by_what_it_released():
    found = release_of(ENTRIES, digest(NEXT_TEXT))
    assert found is not None
    assert (found[0].number, found[1].version) == (8, "4.1.0")
    assert release_of(ENTRIES, digest("another")) is None


def test_what_was_released_in_an_emergency_is_confirmed_as_it_is():
    book = Book(LINES[:6])
    book.add(decision(None), "dagny", Office.CONTROLLER, CONTROLLER)
    book.add(release(None, 7, emergency=EMERGENCY), "kari", Office.SECRETARIAT)
    assert release_of(check(book.lines).entries, digest(NEXT_TEXT))[1].emergency == EMERGENCY
    book.add(decision(6), "dagny", Office.CONTROLLER, CONTROLLER)
    book.add(release(6, 9), "kari", Office.SECRETARIAT)
    checked = check(book.lines)
    assert checked.flaws == ()
    assert release_of(checked.entries, digest(NEXT_TEXT))[1].emergency is None


def test_the_rest_of_a_proposal_has_a_statement_of_its_own():
    """What was postponed starts from the release, and the board says what it thinks of it anew."""
    book = Book(LINES)
    book.add(statement(before=digest(NEXT_TEXT), after=digest("the rest")), "leif", Office.LEADER)
    assert check(book.lines).flaws == ()


def test_a_key_counts_until_it_is_revoked():
    book = Book(LINES)
    book.add(KeyRevoked(fingerprint=CONTROLLER.fingerprint, reason="Sluttet"), "dagny", Office.CONTROLLER, CONTROLLER)
    checked = check(book.lines)
    assert checked.flaws == ()
    both = {SEAL.fingerprint, CONTROLLER.fingerprint}
    hour = timedelta(hours=1)
    assert set(keys_at(checked.entries, START + hour)) == {SEAL.fingerprint}
    assert set(keys_at(checked.entries, START + 2 * hour)) == both
    assert set(keys_at(checked.entries, START + 7 * hour)) == both
    assert set(keys_at(checked.entries, START + 8 * hour)) == {SEAL.fingerprint}


def test_another_seal_takes_over():
    book = Book(LINES)
    new = key("the registry's next", Office.SEAL)
    book.add(key_added(new), "kari", Office.SECRETARIAT)
    book.add(KeyRevoked(fingerprint=SEAL.fingerprint, reason="Byttet"), "kari", Office.SECRETARIAT, new)
    book.add(statement(proposal="p2"), "leif", Office.LEADER, new)
    assert check(book.lines, {SEAL.fingerprint}).flaws == ()
