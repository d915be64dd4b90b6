"""The table of who sits where: terms are begun and ended, and none is lost."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection, MetaData

from engine.database import connect
from engine.tables.governance import governance_tables
from migrations_gen.board.holders import SeatRefused, add_holder, end_term, holders
from tests.boards import BOARD

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)


@pytest.fixture(params=["sqlite", "postgresql"])
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A database with the table."""
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("fresh_postgres_url")
    engine = connect(url)
    with engine.begin() as opened:
        governance_tables(metadata := MetaData())
        metadata.create_all(opened)
        yield opened
    engine.dispose()


def _sit(connection: Connection, seat: str = "nord", account: str = "anna", first: date = FIRST, last: date = LAST):
    return add_holder(connection, BOARD, seat=seat, account=account, valid_from=first, valid_to=last)


def test_a_term_is_begun_and_ended_and_stays_written(connection: Connection) -> None:
    sits = _sit(connection)
    ended = end_term(connection, sits.id, date(2026, 6, 30))
    follows = _sit(connection, account="bo", first=date(2026, 7, 1))
    assert holders(connection) == (ended, follows)
    assert (ended.valid_from, ended.valid_to) == (FIRST, date(2026, 6, 30))


REFUSED = [
    # what is tried, why not
    ({"seat": "sor"}, "There is no seat 'sor'"),
    ({"seat": "vest", "account": " "}, "Give its login name"),
    ({"seat": "vest", "account": "bo", "last": date(2025, 12, 31)}, "before it begins"),
    ({"account": "bo"}, "'anna' holds the seat 'nord'"),
    ({"account": "bo", "first": LAST, "last": date(2029, 1, 1)}, "'anna' holds the seat 'nord'"),
    ({"seat": "vest"}, "nobody holds two"),
]


@pytest.mark.parametrize(("tried", "why"), REFUSED)
def test_who_cannot_sit(connection: Connection, tried: dict[str, object], why: str) -> None:
    sits = _sit(connection)
    with pytest.raises(SeatRefused, match=why):
        _sit(connection, **tried)
    assert holders(connection) == (sits,)


@pytest.mark.parametrize("last", [date(2025, 12, 31), LAST, date(2030, 1, 1)])
def test_a_term_is_only_made_shorter(connection: Connection, last: date) -> None:
    sits = _sit(connection)
    with pytest.raises(SeatRefused, match="can only end before its last day"):
        end_term(connection, sits.id, last)
    assert holders(connection) == (sits,)


def test_an_unknown_term_cannot_end(connection: Connection) -> None:
    with pytest.raises(SeatRefused, match="no such term"):
        end_term(connection, "unknown", LAST)
