"""The table of who sits where: terms are begun and ended, and none is lost."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, MetaData

from engine.access import Actor
from engine.account_keeping import Keeping, lines
from engine.database import connect
from engine.tables.fixed import access_log
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
        access_log(metadata)
        metadata.create_all(opened)
        yield opened
    engine.dispose()


def _work(connection: Connection, hour: int = 9) -> Keeping:
    return Keeping(connection, Actor("siri", "registry"), datetime(2026, 1, 1, hour, tzinfo=UTC), "web")


def _sit(connection: Connection, seat: str = "nord", account: str = "anna", first: date = FIRST, last: date = LAST):
    return add_holder(_work(connection), BOARD, seat=seat, account=account, valid_from=first, valid_to=last)


def test_a_term_is_begun_and_ended_and_stays_written(connection: Connection) -> None:
    sits = _sit(connection)
    ended = end_term(_work(connection), sits.id, date(2026, 6, 30))
    follows = _sit(connection, account="bo", first=date(2026, 7, 1))
    assert holders(connection) == (ended, follows)
    assert (ended.valid_from, ended.valid_to) == (FIRST, date(2026, 6, 30))


def test_both_are_in_the_access_log_with_what_else_is_done_about_the_account(connection: Connection) -> None:
    end_term(_work(connection, 10), _sit(connection).id, date(2026, 6, 30))
    assert [(line.actor, line.action, line.account, line.why) for line in lines(connection, "anna")] == [
        ("siri", "seat", "anna", "web: nord from 2026-01-01 to 2027-12-31"),
        ("siri", "seat-end", "anna", "web: nord from 2026-01-01 to 2026-06-30"),
    ]


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
        end_term(_work(connection), sits.id, last)
    assert holders(connection) == (sits,)


def test_an_unknown_term_cannot_end(connection: Connection) -> None:
    with pytest.raises(SeatRefused, match="no such term"):
        end_term(_work(connection), "unknown", LAST)
