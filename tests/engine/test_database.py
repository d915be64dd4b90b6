"""The way to a database: a parameter is a parameter, and what is written at once is written whole."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, Text, UniqueConstraint, bindparam, text
from sqlalchemy.exc import IntegrityError

from engine.database import execute_wide, insert_unless_there
from engine.tables.types import Calendar, WholeNumber
from tests.engine.databases import DIALECTS, database_url, engine_for

NUMBERS = tuple(f"v{number}" for number in range(400))
TABLE = Table(
    "wide",
    MetaData(),
    Column("id", Text, primary_key=True),
    Column("place", Text),
    Column("day", Calendar(date)),
    *(Column(name, WholeNumber) for name in NUMBERS),
    Column("status", Integer),
    UniqueConstraint("place"),
    CheckConstraint("status < 9", "not_nine"),
)
UPDATE = TABLE.update().where(TABLE.c.id == bindparam("ROW"))
WIDE = UPDATE.values({column.key: bindparam(column.key, type_=column.type) for column in TABLE.columns[1:]})


@pytest.fixture(params=DIALECTS)
def connection(request: Any) -> Any:
    with engine_for(database_url(request, request.param)) as engine, engine.begin() as connection:
        TABLE.create(connection)
        connection.execute(TABLE.insert(), [{"id": "one", "place": "here"}, {"id": "two", "place": "there"}])
        yield connection


def test_a_wide_row_is_written_whole_and_comes_back_as_it_was(connection: Any) -> None:
    given = {"place": "50 % of $1, :two and %s", "day": date(2026, 1, 31)} | dict.fromkeys(NUMBERS[::2], 7)
    for values in (dict.fromkeys(NUMBERS, 1), given):
        execute_wide(connection, WIDE, {**values, "ROW": "one"})
    one, two = connection.execute(TABLE.select().order_by(TABLE.c.id)).mappings()
    assert {name: value for name, value in one.items() if value is not None} == {"id": "one", **given}
    assert type(one["v0"]) is int
    assert {name: value for name, value in two.items() if value is not None} == {"id": "two", "place": "there"}


def test_what_is_refused_in_a_wide_row_is_told_like_everything_else(connection: Any) -> None:
    with pytest.raises(IntegrityError, match="not_nine"), connection.begin_nested():
        execute_wide(connection, WIDE, {"status": 9, "ROW": "one"})


@pytest.mark.parametrize(("place", "told"), [("here", None), ("elsewhere", "new")])
def test_a_row_is_inserted_unless_it_is_there(connection: Any, place: str, told: str | None) -> None:
    insert = insert_unless_there(TABLE, connection.dialect.name, "place").returning(TABLE.c.id)
    assert connection.scalar(insert, {"id": "new", "place": place}) == told
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(insert, {"id": "one", "place": "another"})


def test_rows_that_come_a_few_at_a_time_take_parameters_too(connection: Any) -> None:
    query = TABLE.select().where(TABLE.c.place.in_(["here", "there"])).order_by(TABLE.c.id)
    rows = connection.execute(query, execution_options={"yield_per": 1}).mappings()
    assert [row["id"] for row in rows] == ["one", "two"]


def test_a_percent_sign_is_no_mark(connection: Any) -> None:
    query = text("SELECT count(*) FROM wide WHERE place LIKE '%ere' AND id <> :id")
    assert connection.scalar(query, {"id": "one"}) == 1
