"""The ledger's copy in the database: added to in turn, refused otherwise, also by the database itself."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from engine.database import connect
from engine.installation import make_ready
from engine.releases import first_release
from engine.tables.analysis import YesNo
from migrations_gen.ledger.chain import appended
from migrations_gen.ledger.checking import check
from migrations_gen.ledger.flaws import LedgerRefused, Overtaken
from migrations_gen.ledger.kept import differences, kept_lines, record, trust, trusted, wrong_rows
from migrations_gen.ledger.lines import entry_of
from migrations_gen.ledger.records import Office
from migrations_gen.ledger.signing import key_added
from tests.catalogues import catalogue_of, form_of
from tests.engine.databases import DIALECTS, NOW, database_url
from tests.ledger.honest import LEADER, LINES, NEXT_TEXT, SEAL, START, digest, key

CATALOGUE = catalogue_of(form_of("- {name: hoyde, label: Høyde, type: integer, min: 100, max: 230}"))
ENTRIES = tuple(map(entry_of, LINES))


@pytest.fixture(params=DIALECTS)
def engine(request):
    """A registry's database, empty but for its first release."""
    url = database_url(request, request.param)
    make_ready(url, CATALOGUE, YesNo("Ja", "Nei"), first_release("1.0.0", "the whole", "test", NOW))
    engine = connect(url)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine):
    with engine.begin() as connection:
        yield connection


def refused(connection: Connection, statement: str) -> str:
    """What the database says to a statement, past all our own code; empty when it does as it is told."""
    attempt = connection.begin_nested()
    try:
        connection.exec_driver_sql(statement)
    except DBAPIError as error:
        return str(error.orig)
    finally:
        attempt.rollback()
    return ""


def test_entries_are_added_in_their_order_and_read_back_as_lines(connection):
    for entry in ENTRIES[:5]:
        record(connection, entry)
    record(connection, *ENTRIES[5:])
    assert kept_lines(connection) == LINES
    assert check(kept_lines(connection)).flaws == ()
    assert wrong_rows(connection) == ()


NOT_NEXT = [
    # the entry after three, what it is told
    (ENTRIES[2], Overtaken, "Try again"),
    (ENTRIES[0], Overtaken, "Try again"),
    (ENTRIES[7], LedgerRefused, "sign copy"),
]


@pytest.mark.parametrize(("entry", "kind", "said"), NOT_NEXT)
def test_what_does_not_come_next_is_not_added(connection, entry, kind, said):
    record(connection, *ENTRIES[:3])
    with pytest.raises(LedgerRefused, match=said) as told:
        record(connection, entry)
    assert type(told.value) is kind
    assert kept_lines(connection) == LINES[:3]


def test_who_is_a_moment_too_late_is_told_to_try_again(engine, monkeypatch):
    """The other's entry comes between reading and writing."""
    mine, theirs = (
        appended(
            LINES[:3], key_added(new), by="kari", office=Office.SECRETARIAT, signer=SEAL, at=START.replace(hour=20)
        )
        for new in (LEADER, key("lars", Office.LEADER))
    )
    with engine.begin() as connection:
        record(connection, *ENTRIES[:3], theirs)
    monkeypatch.setattr("migrations_gen.ledger.kept.kept_lines", lambda _: LINES[:3])
    with engine.begin() as connection:
        with pytest.raises(Overtaken, match="Somebody else has added entry 4"):
            record(connection, mine)
        assert connection.exec_driver_sql("SELECT count(*) FROM signoff").scalar() == 4


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE signoff SET line = 'x' WHERE number = 2",
        "UPDATE signoff SET number = 99 WHERE number = 3",
        "DELETE FROM signoff",
        "DELETE FROM signoff WHERE number = 3",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_an_entry(connection, statement):
    record(connection, *ENTRIES[:3])
    assert "the ledger can only be added to" in refused(connection, statement)
    assert kept_lines(connection) == LINES[:3]


def test_the_database_takes_only_a_release_that_the_ledger_names(connection):
    row = "INSERT INTO catalogue_release (number, version, revision, digest, snapshot, storage, applied_at, applied_by)"
    values = "'4.1.0', 'r', '{}', 's', '{{}}', '2026-11-22 12:00:00.000000', 'test')"
    decided, other = (f"{row} VALUES (2, {values.format(digest(text))}" for text in (NEXT_TEXT, "another"))
    assert refused(connection, other) == ""
    trust(connection, SEAL.fingerprint, "kari", NOW)
    assert "no decision for this release stands in the ledger" in refused(connection, decided)
    record(connection, *ENTRIES)
    assert refused(connection, decided) == ""
    assert "no decision for this release stands in the ledger" in refused(connection, other)


def test_a_key_is_trusted_once_and_called_by_its_fingerprint(connection):
    assert trusted(connection) == frozenset()
    for later in (0, 1):
        trust(connection, SEAL.fingerprint, "kari", NOW + timedelta(days=later))
    assert trusted(connection) == {SEAL.fingerprint}
    with pytest.raises(LedgerRefused, match="64 hexadecimal digits"):
        trust(connection, SEAL.fingerprint.upper(), "kari", NOW)


FORGED = [
    # the columns of a row whose line is a key's, what is said
    ("release", f"'{digest('another')}'", f"act release, digest {digest('another')}"),
    ("release", "NULL", "act release"),
    ("key", f"'{digest('another')}'", f"digest {digest('another')}"),
]


@pytest.mark.parametrize(("act", "column", "said"), FORGED)
def test_a_row_that_says_what_its_line_does_not_is_found(connection, act, column, said):
    record(connection, *ENTRIES[:2])
    values = {"act": act, "line": LINES[2]}
    insert = f"INSERT INTO signoff (number, act, digest, line) VALUES (3, '{act}', {column}, '{values['line']}')"
    connection.exec_driver_sql(insert, execution_options={"no_parameters": True})
    (flaw,) = wrong_rows(connection)
    assert (flaw.slug, flaw.number) == ("wrong-row", 3)
    assert said in flaw.message


COPIES = [
    # the file's lines, the database's, what is said of which entry
    (LINES, LINES, None),
    ((), (), None),
    (LINES[:6], LINES, ("file-behind", 7, "Entries 7 to 8 are lacking in the file")),
    (LINES, LINES[:7], ("database-behind", 8, "Entry 8 is lacking in the database")),
    ((), LINES, ("file-behind", 1, "Entries 1 to 8 are")),
    (LINES, (*LINES[:4], *LINES[5:]), ("copies-differ", 5, "Entry 5 is not the same")),
    (LINES[:5], (*LINES[:4], LINES[5]), ("copies-differ", 5, "Entry 5 is not the same")),
]


@pytest.mark.parametrize(("in_file", "in_database", "said"), COPIES)
def test_two_copies_tell_where_they_part(in_file, in_database, said):
    found = differences(in_file, in_database)
    if said is None:
        assert found == ()
        return
    slug, number, message = said
    assert [(flaw.slug, flaw.number) for flaw in found] == [(slug, number)]
    assert message in found[0].message
