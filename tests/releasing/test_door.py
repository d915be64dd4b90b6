"""The gate at a real database: the ledger taken in, what it lets through, and what the database itself refuses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from engine.releases import current_release
from migrations_gen.ledger.flaws import LedgerRefused
from migrations_gen.ledger.kept import kept_lines, trust
from migrations_gen.ledger.records import Emergency, Office
from migrations_gen.ledger.signing import key_added
from migrations_gen.releasing.door import (
    GateClosed,
    begin_production,
    is_in_production,
    pass_gate,
    pass_gate_as_it_is,
    take_in,
)
from migrations_gen.releasing.entrance import Entrance
from tests.engine.databases import DIALECTS, database_url
from tests.ledger.honest import (
    CONTROLLER,
    FIRST_RELEASE,
    FIRST_TEXT,
    NEXT_TEXT,
    SEAL,
    STRANGER,
    Book,
    decision,
    digest,
    honest,
    release,
)
from tests.migrations.migrated import Registry

NOW = datetime(2026, 11, 26, tzinfo=UTC)
TODAY = NOW.date()
VARIABLE = "- {name: hoyde, label: Høyde, type: integer, min: 100, max: 230}"


@pytest.fixture(params=DIALECTS)
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    """A database at its first release, and a transaction that is undone."""
    registry = Registry(tmp_path, database_url(request, request.param))
    registry.version(VARIABLE)
    registry.install()
    with registry.engine() as engine, engine.connect() as opened, opened.begin() as transaction:
        yield opened
        transaction.rollback()


def test_without_a_trusted_key_everything_passes(connection: Connection) -> None:
    take_in(connection, honest().lines)
    assert not is_in_production(connection)
    pass_gate_as_it_is(connection, digest("anything"), TODAY)


def test_in_production_only_what_was_released_passes(connection: Connection) -> None:
    begin_production(connection, SEAL.fingerprint, honest().lines, digest(NEXT_TEXT), "kari", NOW)
    assert is_in_production(connection)
    pass_gate(connection, digest(NEXT_TEXT), TODAY)
    with pytest.raises(GateClosed, match="has not been released"):
        pass_gate(connection, digest(f"{NEXT_TEXT} "), TODAY)


def test_a_catalogue_that_was_altered_in_the_database_is_not_served(connection: Connection) -> None:
    current = current_release(connection)
    assert current is not None
    book = Book()
    book.add(key_added(SEAL), "registry", Office.SEAL)
    book.add(replace(FIRST_RELEASE, digest=current.digest), "kari", Office.SECRETARIAT)
    begin_production(connection, SEAL.fingerprint, book.lines, current.digest, "kari", NOW)
    pass_gate_as_it_is(connection, current.digest, TODAY)
    connection.exec_driver_sql("UPDATE catalogue_release SET snapshot = replace(snapshot, 'Høyde', 'Lengde')")
    with pytest.raises(GateClosed, match="is not what its digest says"):
        pass_gate_as_it_is(connection, current.digest, TODAY)


def test_the_application_cannot_choose_whom_to_trust(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    registry = Registry(tmp_path, database_url(request, "postgresql"))
    registry.version(VARIABLE)
    registry.install()
    registry.query(
        "DO $$ BEGIN CREATE ROLE served LOGIN IN ROLE skjemaverk_app; EXCEPTION WHEN OTHERS THEN NULL; END $$"
    )
    state = registry.query("SELECT digest FROM catalogue_release")[0][0]
    asked = {"lines": honest().lines, "is_production": True, "who": "kari", "now": NOW}
    entrance = Entrance(digest=state, trust=SEAL.fingerprint, **asked)
    with pytest.raises(GateClosed, match=r"permission denied for table trusted_key\. To trust a key is for its owner"):
        entrance.enter(registry.url.replace("postgres@", "served@"))


def test_what_is_released_is_not_what_the_database_is_at(connection: Connection) -> None:
    begin_production(connection, SEAL.fingerprint, honest().lines, digest(NEXT_TEXT), "kari", NOW)
    with pytest.raises(GateClosed, match=r"The database is at version 1\.0\.0 as"):
        pass_gate_as_it_is(connection, digest(NEXT_TEXT), TODAY)


def test_only_the_lines_that_are_lacking_are_taken_in(connection: Connection) -> None:
    lines = honest().lines
    assert take_in(connection, lines[:5]) == 5
    assert take_in(connection, lines) == 3
    assert take_in(connection, lines[:6]) == 0
    assert kept_lines(connection) == tuple(lines)


def another_end() -> list[str]:
    """The same registry's ledger, with something else decided at its end."""
    book = Book(honest().lines[:6])
    book.add(decision(6, text="Noe annet"), "dagny", Office.CONTROLLER, CONTROLLER)
    return book.lines


def edited() -> list[str]:
    return [line.replace("Fagrådet tilrår", "Fagrådet fraråder") for line in honest().lines]


def strangers() -> list[str]:
    book = Book()
    book.add(key_added(STRANGER), "stranger", Office.SEAL, STRANGER)
    return book.lines


REFUSED = [(edited, "not in order"), (strangers, "not trusted here"), (another_end, "another than this one")]


@pytest.mark.parametrize(("lines", "sentence"), REFUSED)
def test_another_ledger_is_not_taken_in(connection: Connection, lines, sentence: str) -> None:
    begin_production(connection, SEAL.fingerprint, honest().lines, digest(NEXT_TEXT), "kari", NOW)
    with pytest.raises(LedgerRefused, match=sentence):
        take_in(connection, lines())
    assert kept_lines(connection) == tuple(honest().lines)


def test_a_row_whose_columns_say_more_than_its_line_carries_nothing(connection: Connection) -> None:
    """Somebody with access to the database adds a release past the program."""
    begin_production(connection, SEAL.fingerprint, honest().lines, digest(NEXT_TEXT), "kari", NOW)
    forged = digest("forged")
    line = honest().lines[-1]
    connection.exec_driver_sql(f"INSERT INTO signoff VALUES (9, 'release', '{forged}', '{line.replace(chr(39), '')}')")
    for state in (forged, digest(NEXT_TEXT)):
        with pytest.raises(GateClosed):
            pass_gate(connection, state, TODAY)


def test_the_database_itself_refuses_a_release_that_is_not_decided(connection: Connection) -> None:
    trust(connection, SEAL.fingerprint, "kari", NOW)
    take_in(connection, honest().lines)
    again = (
        "INSERT INTO catalogue_release SELECT {number}, '4.1.0', 'r', '{digest}', snapshot, storage, applied_at,"
        " applied_by, withdrawn_at FROM catalogue_release WHERE number = 1"
    )
    connection.exec_driver_sql(again.format(number=2, digest=digest(NEXT_TEXT)))
    with pytest.raises(DBAPIError, match="no decision for this release"), connection.begin_nested():
        connection.exec_driver_sql(again.format(number=3, digest=digest(f"{NEXT_TEXT} ")))


def test_an_emergency_runs_out(connection: Connection) -> None:
    book = Book(honest().lines[:3])
    alone = book.add(decision(None), "dagny", Office.CONTROLLER, CONTROLLER)
    urgent = Emergency(reason="Haster", until=date(2026, 11, 30))
    book.add(release(None, alone, emergency=urgent), "kari", Office.SECRETARIAT)
    begin_production(connection, SEAL.fingerprint, book.lines, digest(FIRST_TEXT), "kari", NOW)
    pass_gate(connection, digest(NEXT_TEXT), date(2026, 11, 30))
    with pytest.raises(GateClosed, match="was an emergency release and could be used until 2026-11-30"):
        pass_gate(connection, digest(NEXT_TEXT), date(2026, 12, 1))
    pass_gate(connection, digest(FIRST_TEXT), date(2026, 12, 1))


def test_another_key_is_not_trusted_by_the_way(connection: Connection) -> None:
    begin_production(connection, SEAL.fingerprint, honest().lines, digest(NEXT_TEXT), "kari", NOW)
    with pytest.raises(GateClosed, match="trusts another key already"):
        begin_production(connection, STRANGER.fingerprint, honest().lines, digest(NEXT_TEXT), "kari", NOW)
