"""What keeps a table's rows as they must be on PostgreSQL: one trigger with all named conditions, which refuses like a
CHECK and tells nobody what the row says.
"""

from collections.abc import Iterator

import pytest
from psycopg.errors import CheckViolation
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text
from sqlalchemy.exc import IntegrityError

from engine.database import connect
from engine.tables.conditions import Conditions, conditions_in, conditions_of, keeper, of_row
from engine.tables.ddl import table_statements

CONDITIONS = {
    "ck_visit_height_limits": '"height" BETWEEN 100 AND 230',
    "ck_visit_note_length": 'char_length("note") BETWEEN 1 AND 60',
    "ck_visit_note_word": """"note" <> 'the "height" isn''t $$ 100%%'""",
    "ck_visit_both": '"status" <> 1 OR ("height" IS NOT NULL)',
}

OVER_A_ROW = [
    ('"height" > 1', 'NEW."height" > 1'),
    ('"note" = \'"height"\'', 'NEW."note" = \'"height"\''),
    ('"note" = \'isn\'\'t "height"\' OR "height" = 1', 'NEW."note" = \'isn\'\'t "height"\' OR NEW."height" = 1'),
    ('"note" COLLATE "C" < \'b\'', 'NEW."note" COLLATE "C" < \'b\''),
]


@pytest.mark.parametrize(("condition", "expected"), OVER_A_ROW)
def test_only_columns_are_read_from_the_row(condition: str, expected: str) -> None:
    assert of_row(condition, {"height", "note"}) == expected


def table(conditions: dict[str, str]) -> Table:
    columns = (Column("status", Integer), Column("height", Integer), Column("note", Text))
    return Table("visit", MetaData(), *columns, Conditions(conditions.items))


def test_its_conditions_can_be_read_from_its_function() -> None:
    made = table(CONDITIONS)
    guard = keeper(made)
    assert guard is not None
    columns = frozenset(made.columns.keys())
    expected = {name: of_row(condition, columns) for name, condition in conditions_of(made).items()}
    assert dict(conditions_in(guard.body)) == expected


def test_a_table_without_conditions_has_no_trigger() -> None:
    assert keeper(table({})) is None
    assert not any("TRIGGER" in statement for statement in table_statements(table({}), "postgresql"))


@pytest.fixture
def visits(fresh_postgres_url: str) -> Iterator[Connection]:
    engine = connect(fresh_postgres_url)
    with engine.begin() as connection:
        for statement in table_statements(table(CONDITIONS), "postgresql"):
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
        yield connection
    engine.dispose()


ROWS = [
    ((0, 180, "well"), ""),
    ((0, None, None), ""),
    ((0, 99, "well"), "ck_visit_height_limits"),
    ((0, 180, ""), "ck_visit_note_length"),
    ((0, 180, """the "height" isn't $$ 100%%"""), "ck_visit_note_word"),
    ((1, None, "well"), "ck_visit_both"),
    ((0, 99, ""), "ck_visit_height_limits"),
]


@pytest.mark.parametrize(("row", "name"), ROWS)
def test_a_row_is_let_in_or_refused_by_name(visits: Connection, row: tuple[object, ...], name: str) -> None:
    statement = "INSERT INTO visit VALUES ($1, $2, $3)"
    if not name:
        visits.exec_driver_sql(statement, row)
        return
    with pytest.raises(IntegrityError) as refused, visits.begin_nested():
        visits.exec_driver_sql(statement, row)
    error = refused.value.orig
    assert isinstance(error, CheckViolation)
    assert (error.diag.constraint_name, error.diag.table_name, error.diag.schema_name) == (name, "visit", "public")


def test_a_row_is_not_changed_into_one_that_would_be_refused(visits: Connection) -> None:
    visits.exec_driver_sql("INSERT INTO visit VALUES (0, 180, 'well')")
    with pytest.raises(IntegrityError, match="ck_visit_both"), visits.begin_nested():
        visits.exec_driver_sql("UPDATE visit SET status = 1, height = NULL")
    assert visits.exec_driver_sql("SELECT * FROM visit").all() == [(0, 180, "well")]


def test_what_the_row_says_is_not_told(visits: Connection) -> None:
    with pytest.raises(IntegrityError) as refused, visits.begin_nested():
        visits.exec_driver_sql("INSERT INTO visit VALUES (0, 99, 'has a secret')")
    assert "secret" not in str(refused.value.orig)
