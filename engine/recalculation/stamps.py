"""Under which release's formula a stored value was computed: reading and writing the stamps.

A stamp speaks for one revision of its row. Once the row is corrected it is silent, until the next recalculation: the
server has computed the value anew, by the formulas it had then. A value without a stamp was computed under the row's
own release.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Engine, bindparam, delete, func, select, update

from engine.access import Access
from engine.answers import AnswerValue
from engine.occasions import ROW, Occasion
from engine.recalculation.plan import Plan
from engine.tables import Tables

BEFORE, AFTER = "BEFORE", "AFTER"
"""Parameters no column is called after."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is known of one stored value. `before` is the value under the earlier formula, of `before_release`."""

    row_id: str
    variable: str
    revision: int
    release: int
    formula: str
    choice: str
    before: str | None
    before_release: int | None
    stamped_at: datetime


Stamps = Mapping[tuple[str, str], Stamp]
"""By row and variable."""


def read_stamps(access: Access, plan: Plan, rows: Iterable[Occasion]) -> Stamps:
    """The stamps that speak for these rows as they are."""
    table, revisions = access.tables.fixed.calculation, {row.id: row.revision for row in rows}
    columns = [table.c[name] for name in Stamp.__slots__]
    query = select(*columns).where(
        table.c.table_name == plan.table.table.name,
        table.c.row_id.in_(revisions),
        table.c.variable.in_(plan.digests),
    )
    found = (Stamp(*row) for row in access.connection.execute(query))
    return {(stamp.row_id, stamp.variable): stamp for stamp in found if revisions[stamp.row_id] == stamp.revision}


def write_stamps(access: Access, plan: Plan, stamps: list[Stamp]) -> None:
    """Put these in the place of those there are for the same values."""
    if not stamps:
        return
    table, name = access.tables.fixed.calculation, plan.table.table.name
    ids = {stamp.row_id for stamp in stamps}
    old = table.c.table_name == name, table.c.row_id.in_(ids), table.c.variable.in_(plan.digests)
    access.connection.execute(delete(table).where(*old))
    rows = [
        {
            **{field: getattr(stamp, field) for field in Stamp.__slots__},
            "table_name": name,
            "stamped_by": access.actor.name,
        }
        for stamp in stamps
    ]
    access.connection.execute(table.insert(), rows)


def follow(access: Access, plan: Plan, written: Iterable[Occasion]) -> None:
    """Let the stamps of the rows' other calculations, which stay as they are, speak for the new revision too."""
    table = access.tables.fixed.calculation
    moved = [{ROW: row.id, BEFORE: row.revision - 1, AFTER: row.revision} for row in written]
    if moved:
        of_row = table.c.table_name == plan.table.table.name, table.c.row_id == bindparam(ROW)
        statement = update(table).where(*of_row, table.c.revision == bindparam(BEFORE))
        access.connection.execute(statement.values(revision=bindparam(AFTER)), moved)


def written_value(value: AnswerValue) -> str | None:
    """A value as JSON: a date or time as ISO text."""
    match value:
        case None:
            return None
        case datetime():
            return json.dumps(f"{value:%Y-%m-%dT%H:%M}")
        case date():
            return json.dumps(value.isoformat())
        case time():
            return json.dumps(f"{value:%H:%M}")
        case _:
            return json.dumps(value, ensure_ascii=False)


def earlier_values(access: Access, plan: Plan, stamps: Stamps) -> Mapping[tuple[str, str], Any]:
    """For each stamped value that its recalculation changed, the one before, from the rows' history."""
    history = plan.table.history
    revisions = {stamp.row_id: stamp.revision - 1 for stamp in stamps.values()}
    if not revisions:
        return {}
    columns = [history.c[name] for name in ("id", "revision", "history_at", *plan.digests)]
    query = select(*columns).where(history.c.id.in_(revisions), history.c.history_action == "recalculate")
    replaced = {
        row["id"]: row for row in access.connection.execute(query).mappings() if row["revision"] == revisions[row["id"]]
    }
    return {
        (row_id, name): replaced[row_id][name]
        for (row_id, name), stamp in stamps.items()
        if row_id in replaced and replaced[row_id]["history_at"] == stamp.stamped_at
    }


def latest_release(engine: Engine, tables: Tables) -> int:
    """The latest release that any row was answered under or any value computed by; 1 when there are no rows."""
    columns = (tables.fixed.calculation.c.release, *(form.table.c.release for form in tables.forms.values()))
    with engine.begin() as connection:
        return max((connection.scalar(select(func.max(column))) or 1 for column in columns), default=1)
