"""Rows of an earlier version as rows of a later one, for tests: carried by the compiled expressions in SQLite, from the
earlier version's tables into the later one's, whose conditions they must meet.

A row is what a person would write: values by variable, `<name>_missing` for a reason, `timepoint` and `status` if they
matter. What was answered before a rule of completeness came is not held to it, as in a migrated database.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, create_engine, insert, select, text
from sqlalchemy.pool import StaticPool

from catalogue.dependencies import evaluation_order
from catalogue.expressions.scope import TIMEPOINT, form_bindings, scope_of
from catalogue.model import Catalogue, Form
from engine.tables import build_tables
from engine.tables.build import Tables
from engine.tables.conditions import conditions_of
from engine.tables.final_checks import final_checks
from engine.tables.forms import FINAL, SAVED, FormTable
from engine.tables.names import check_name, reason_column
from engine.tables.storage import Storage
from engine.tables.wording import Wording
from migrations_gen.carrying import Carry, Way

Row = Mapping[str, object]
EARLIER, LATER = 2, 3
"""The releases rows are answered under, and are carried to."""

OLD, NEW = "old", "main"
"""The databases that hold the earlier version's tables and the later one's."""

NOW = datetime(2019, 1, 1, tzinfo=UTC)


def carried(before: Catalogue, after: Catalogue, way: Way, rows: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    """The later rows of each later form, in the order of the earlier ones; what is NULL is left out."""
    earlier = build_tables(before)
    gates = dict.fromkeys(_new_checks(earlier, build_tables(after), way), LATER)
    later = build_tables(after, storage=Storage(since=gates))
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        connection.execute(text(f"ATTACH ':memory:' AS {OLD}"))
        connection.execution_options(schema_translate_map={None: OLD})
        for form in earlier.forms.values():
            form.table.create(connection)
        for address, answers in rows.items():
            _insert(connection, earlier.forms[address], answers)
            _calculate(connection, before, earlier.forms[address], OLD)
        connection.execution_options(schema_translate_map={None: None})
        for form in later.forms.values():
            form.table.create(connection)
            _carry(connection, earlier, form, way)
            _calculate(connection, after, form, NEW)
        return {address: list(_rows(connection, form)) for address, form in later.forms.items()}


def _new_checks(earlier: Tables, later: Tables, way: Way) -> Iterator[str]:
    """What only a final row must meet, and was not asked of it before, or of another variable that had the name."""
    known = {pair for form in earlier.forms.values() for pair in conditions(form)}
    for form in later.forms.values():
        yield from (name for name, condition in conditions(form) - known if condition.startswith('"status" <> 1'))
        yield from (
            check_name(form.table.name, check.subject, check.kind)
            for check in final_checks(form.form, form.row)
            if f"{form.form.address}.{check.subject}" in way.gone
        )


def conditions(form: FormTable) -> set[tuple[str, str]]:
    """Every condition of a form's table: its name and what it says."""
    return set(conditions_of(form.table).items())


def _insert(connection: Connection, form: FormTable, rows: Sequence[Row]) -> None:
    names = [*form.row.variables, *map(reason_column, form.row.reasons)]
    written = [
        {
            **dict.fromkeys(names),
            **_record(number, form.form),
            **row,
            "completed_at": NOW if row.get("status") == FINAL else None,
        }
        for number, row in enumerate(rows)
    ]
    unknown = {name for row in rows for name in row} - written[0].keys() if written else set()
    assert not unknown, f"{form.form.address} has no {sorted(unknown)}"
    if written:
        connection.execute(insert(form.table), written)


def _record(number: int, form: Form) -> dict[str, object]:
    return {
        "id": f"{number:08}",
        "episode_id": f"{number:08}",
        "timepoint": form.timepoints[0] if form.timepoints else "",
        "centre_id": 1,
        "status": SAVED,
        "release": EARLIER,
        "revision": 1,
        "mode": "paper",
        "created_at": NOW,
        "created_by": "test",
    }


def _carry(connection: Connection, earlier: Tables, later: FormTable, way: Way) -> None:
    """Every later row from the earlier one: columns, reasons of groups together, calculations afterwards."""
    sources = {name: source for name in later.form.variable if (source := _source(earlier, later, way, name))}
    (address,) = {source.form for source in sources.values()} or {later.form.address}
    source_form = earlier.forms[address]
    scope = {**form_bindings(source_form.form), TIMEPOINT: scope_of(earlier.catalogue, source_form.form)[TIMEPOINT]}
    wording = Wording("sqlite", source_form.form.variable, scope)
    columns = {f'"{name}"': wording.expression(source.value) for name, source in sources.items()}
    for reason_name, variables in later.row.reasons.items():
        known = [sources[variable.name] for variable in variables if variable.name in sources]
        if known:
            columns[f'"{reason_column(reason_name)}"'] = _reason(wording, known)
    record = [column.name for column in later.table.columns if column.name in _record(0, later.form)]
    columns |= {f'"{name}"': f'"{name}"' for name in (*record, "completed_at")}
    connection.execute(
        text(
            f"INSERT INTO {NEW}.{later.table.name} ({', '.join(columns)})"
            f" SELECT {', '.join(columns.values())} FROM {OLD}.{source_form.table.name}".replace(":", r"\:")
        )
    )


def _source(earlier: Tables, later: FormTable, way: Way, name: str) -> Carry | None:
    """How a later variable comes from the earlier version, if that has everything it reads."""
    if later.form.variable[name].is_calculated:
        return None
    carry = way.carry(f"{later.form.address}.{name}")
    row = earlier.forms[carry.form].row if carry and carry.form in earlier.forms else None
    return carry if carry and row and all(read in row.variables or read == TIMEPOINT for read in carry.reads) else None


def _reason(wording: Wording, sources: Sequence[Carry]) -> str:
    """A group's reason stands only where none of its variables has a value."""
    reasons = ", ".join(wording.expression(source.reason) for source in sources)
    first = f"coalesce({reasons})" if len(sources) > 1 else reasons
    empty = " AND ".join(f"{wording.expression(source.value)} IS NULL" for source in sources)
    return f"CASE WHEN {empty} THEN {first} END"


def _calculate(connection: Connection, catalogue: Catalogue, form: FormTable, database: str) -> None:
    wording = Wording("sqlite", form.form.variable, scope_of(catalogue, form.form))
    for variable in evaluation_order(form.form):
        if variable.calculate is not None and variable.name in form.row.variables:
            value = wording.expression(variable.calculate.node).replace(":", r"\:")
            connection.execute(text(f'UPDATE {database}.{form.table.name} SET "{variable.name}" = {value}'))


def _rows(connection: Connection, form: FormTable) -> Iterator[Row]:
    names = [*form.row.variables, *map(reason_column, form.row.reasons)]
    for row in connection.execute(select(form.table).order_by(form.table.c.id)).mappings():
        found: dict[str, Any] = {name: row[name] for name in names if row[name] is not None}
        yield found
