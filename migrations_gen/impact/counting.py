"""Counting: one query for each change, read only. Small numbers are hidden by whoever shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from engine.tables.build import Tables
from engine.tables.eras import era_date
from engine.tables.names import table_name
from engine.tables.wording import quoted_name
from migrations_gen.changes.base import Change
from migrations_gen.diff.matching import Pair
from migrations_gen.diff.records import Difference
from migrations_gen.impact.carried import ROW, carried, checks_about, wording_of
from migrations_gen.impact.touched import Touched, touched

EPISODE = "e"
LATER = "later"


@dataclass(frozen=True, slots=True)
class Impact:
    """What one change touches: rows with patients, departments and the first and last day they count from; and how
    many of these rows would break what the later version demands of a final form.

    All None when the change is not about rows. `unfinished` says why a query gave no answer.
    """

    change: Change
    rows: int | None = None
    patients: int | None = None
    departments: int | None = None
    first: date | None = None
    last: date | None = None
    breaking: int | None = None
    unfinished: str = ""


def impacts(difference: Difference, connection: Connection, tables: Tables) -> Iterator[Impact]:
    """The impact of every change, in order; `tables` are the earlier version's, `connection` is for reading."""
    pair = Pair(difference.before.catalogue, difference.after.catalogue, difference.carrying)
    for change in difference.changes:
        parts = [_part(found, pair, connection, tables) for found in touched(change, pair)]
        yield _counted(change, parts, connection) if parts else Impact(change)


def _counted(change: Change, parts: list[str], connection: Connection) -> Impact:
    union = "\nUNION ALL\n".join(parts)
    query = (
        "SELECT count(*), count(DISTINCT person), count(DISTINCT centre), min(day), max(day), "
        f"coalesce(sum(breaking), 0) FROM (\n{union}\n) AS rows_touched"
    )
    try:
        row = connection.exec_driver_sql(query, execution_options={"no_parameters": True}).one()
    except OperationalError as error:
        connection.rollback()
        return Impact(change, unfinished=str(error.orig).strip().partition("\n")[0])
    rows, patients, departments, first, last, breaking = row
    return Impact(change, rows, patients, departments, _day(first), _day(last), int(breaking))


def _day(value: date | str | None) -> date | None:
    """SQLite's days are texts."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _part(found: Touched, pair: Pair, connection: Connection, tables: Tables) -> str:
    """The rows of one form: whose, where, when, and whether each would break something."""
    form, dialect = found.form, tables.dialect
    wording = wording_of(pair.before, form, dialect, f"{ROW}.")
    day = era_date(dialect, EPISODE, ROW)
    source = f"{_table(form.module, form.name, tables)} AS {ROW}"
    breaking = _breaking(found, pair, connection, tables)
    return (
        f'SELECT {EPISODE}."person_id" AS person, {ROW}."centre_id" AS centre, {day} AS day, {breaking} AS breaking '
        f'FROM {source} JOIN {tables.fixed.episode.fullname} AS {EPISODE} ON {EPISODE}."id" = {ROW}."episode_id" '
        f"WHERE {found.where(wording)}"
    )


def _table(module: str, name: str, tables: Tables) -> str:
    address = f"{module}.{name}" if module else name
    return quoted_name(table_name(tables.forms[address].form))


def _breaking(found: Touched, pair: Pair, connection: Connection, tables: Tables) -> str:
    """1 for a row that would break a check of the later version about these names, else 0."""
    after = pair.after.form.get(pair.lineage.after("form", found.form.address) or "")
    if after is None or not found.subjects:
        return "0"
    checks = list(checks_about(pair, after, found.form, found.subjects, tables.dialect))
    if not checks:
        return "0"
    own = wording_of(pair.before, found.form, tables.dialect, f"{ROW}.")
    later = wording_of(pair.after, after, tables.dialect, f"{LATER}.")
    broken = " OR ".join(f"NOT ({check.text(later)})" for check in checks)
    columns = carried(pair, found.form, after, connection.dialect, own)
    return f"(SELECT CASE WHEN {broken} THEN 1 ELSE 0 END FROM (SELECT {columns}) AS {LATER})"
