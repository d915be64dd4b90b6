"""The rows of a form in the database, batch by batch: final ones, or drafts too; none of whom has withdrawn consent.

Reads inside the caller's transaction and writes nothing. What leaves is logged by `logging`, in another.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine, Select, exists, not_, select

from engine.extracts.eras import collected_only
from engine.extracts.records import Heading
from engine.tables import FINAL, FormTable, Tables
from engine.tables.fixed import Fixed

ROW = (
    *("id", "episode_id", "person_id", "timepoint", "centre_number", "centre_name", "anchor_date"),
    *("status", "release", "mode", "completed_at"),
)
"""What each row of a form says of itself."""
PERSON_ROW = ("person_id",)
AT_A_TIME = 2_000
CREATED = "row:created_at"
"""A name that no column has."""


@contextmanager
def at_one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection to which the database stands still, whatever others write meanwhile."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
        return
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        yield connection


def form_batches(
    connection: Connection,
    tables: Tables,
    form: FormTable,
    heading: Heading,
    *,
    drafts: bool,
    begins: Mapping[str, int],
) -> Iterator[pl.DataFrame]:
    """The rows of a form; `begins` is by variable the first release that has it, where that is not the first of all."""
    rows = _rows_of_form(tables, form, heading)
    schema = heading.schema | {CREATED: pl.Datetime("us")}
    day = pl.coalesce(pl.col("anchor_date"), pl.col(CREATED).dt.date())
    for batch in _batches(connection, rows if drafts else rows.where(form.table.c.status == FINAL), schema):
        yield collected_only(batch, form.form, day, pl.col("release"), begins).drop(CREATED)


def _rows_of_form(tables: Tables, form: FormTable, heading: Heading) -> Select[Any]:
    fixed, table = tables.fixed, form.table
    record = {
        "person_id": fixed.episode.c.person_id,
        "centre_number": fixed.centre.c.number,
        "centre_name": fixed.centre.c.name,
        "anchor_date": fixed.episode.c.anchor_date,
    }
    columns = [record[name] if name in record else table.c[name] for name in heading.schema]
    return (
        select(*columns, table.c.created_at)
        .select_from(table)
        .join(fixed.episode, table.c.episode_id == fixed.episode.c.id)
        .outerjoin(fixed.centre, table.c.centre_id == fixed.centre.c.id)
        .where(fixed.episode.c.person_id.not_in(withdrawn_people(fixed)))
        .order_by(table.c.id)
    )


def people_batches(connection: Connection, tables: Tables, heading: Heading) -> Iterator[pl.DataFrame]:
    """The rows of the people's table."""
    person = tables.fixed.person
    columns = (person.c.id if name == "person_id" else person.c[name] for name in heading.schema)
    rows = select(*columns).where(person.c.id.not_in(withdrawn_people(tables.fixed))).order_by(person.c.id)
    yield from _batches(connection, rows, heading.schema)


def withdrawn_people(fixed: Fixed) -> Select[Any]:
    """Those who have withdrawn a consent and not given another."""
    given_up, valid = fixed.consent.alias(), fixed.consent.alias()
    again = exists(select(valid.c.id).where(valid.c.person_id == given_up.c.person_id, valid.c.withdrawn_at.is_(None)))
    return select(given_up.c.person_id).where(given_up.c.withdrawn_at.is_not(None), not_(again))


def _batches(connection: Connection, rows: Select[Any], schema: Mapping[str, pl.DataType]) -> Iterator[pl.DataFrame]:
    found = connection.execute(rows, execution_options={"yield_per": AT_A_TIME})
    for part in found.partitions(AT_A_TIME):
        yield pl.DataFrame([tuple(map(_plain, row)) for row in part], schema, orient="row")


def _plain(value: Any) -> Any:
    """A moment as the clock in Greenwich shows it; all else as it is."""
    return value.replace(tzinfo=None) if getattr(value, "tzinfo", None) is not None else value
