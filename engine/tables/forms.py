"""A form as a table: the columns of the record itself, one per variable, one per missing reason, and the conditions.

One row per occasion. The history table has the same columns without any condition, because what was once stored
stays readable whatever later releases demand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint

from catalogue.expressions.scope import Scope
from catalogue.model import CodingSystem, Form, Variable
from engine.tables.always_checks import always_checks
from engine.tables.carried import Onward
from engine.tables.conditions import Conditions
from engine.tables.final_checks import final_checks, is_check
from engine.tables.fixed import identifier, moment, text
from engine.tables.names import (
    check_name,
    database_name,
    edition_column,
    history_name,
    reason_column,
    system_table,
    table_name,
)
from engine.tables.row import Row, outside_names, row_of
from engine.tables.storage import Storage
from engine.tables.types import column_type
from engine.tables.wording import Check, Wording

CREATED, SAVED, FINAL = -1, 0, 1
"""The states of a row."""

MODES = ("web", "paper", "telephone", "proxy")
"""How the answers were given."""

HISTORY = ("history_at", "history_by", "history_action")
"""What a history row has besides: when, by whom and by which action it was replaced."""


@dataclass(frozen=True, slots=True, eq=False)
class FormTable:
    """Where a form's rows are, the rows they have replaced, and which variables and reasons they hold.

    `outside` are the names its expressions read from other forms and the person. `kept` are columns of the same table
    that belong to other releases, and `onward` what follows from these rows, when they are an earlier release's, in
    columns of today's.
    """

    form: Form
    row: Row
    table: Table
    history: Table
    outside: tuple[str, ...]
    kept: tuple[str, ...] = ()
    onward: tuple[Onward, ...] = ()


def form_table(form: Form, metadata: MetaData, dialect: str, scope: Scope, storage: Storage) -> FormTable:
    """The tables of one form, added to `metadata`; a condition named in `storage.since` holds from that release on."""
    row = row_of(form)
    name = table_name(form)
    since = storage.since

    def conditions() -> Iterator[tuple[str, str]]:
        wording = Wording(dialect, form.variable, scope)
        yield from _record_conditions(name, form, wording)
        checks = (*always_checks(row, dialect), *(check for check in final_checks(form, row) if is_check(check, row)))
        for check, condition in answer_conditions(name, checks, wording):
            yield check, f'"release" < {since[check]} OR ({condition})' if check in since else condition

    table = Table(
        name,
        metadata,
        *_record_columns(),
        *answer_columns(name, row),
        UniqueConstraint("episode_id", "timepoint"),
        Conditions(conditions),
        comment=form.title.source,
    )
    history = _history(form, metadata, table)
    return FormTable(form, row, table, history, outside_names(form), storage.kept_columns(name))


def answer_columns(table: str, row: Row) -> Iterator[Column[Any]]:
    """A column for each variable and each missing reason; a coding refers to its system, and has its edition beside."""
    for name, variable in row.variables.items():
        refers = (_reference(table, variable, variable.system),) if variable.system else ()
        yield Column(name, column_type(variable), *refers, comment=variable.label.source or None)
        if variable.system:
            yield Column(edition_column(name), Text)
    for name in row.reasons:
        yield Column(reason_column(name), Text)


def _reference(table: str, variable: Variable, system: CodingSystem) -> ForeignKey:
    """A code that the system does not have is refused."""
    return ForeignKey(f"{system_table(system.name)}.code", name=database_name("fk", table, variable.name))


def answer_conditions(table: str, checks: Iterable[Check], wording: Wording) -> Iterator[tuple[str, str]]:
    """Name and condition of each check."""
    return ((check_name(table, check.subject, check.kind), check.text(wording)) for check in checks)


def _record_columns() -> tuple[Column[Any], ...]:
    return (
        identifier(),
        Column("episode_id", ForeignKey("episode.id"), nullable=False),
        text("timepoint"),
        Column("centre_id", ForeignKey("centre.id"), nullable=False, index=True),
        Column("status", Integer, nullable=False),
        Column("release", Integer, nullable=False),
        Column("revision", Integer, nullable=False),
        text("mode"),
        moment("created_at"),
        text("created_by"),
        moment("changed_at", nullable=True),
        Column("changed_by", Text),
        moment("completed_at", nullable=True),
        Column("completed_by", Text),
        moment("first_completed_at", nullable=True),
        Column("first_completed_by", Text),
    )


RECORD = tuple(column.name for column in _record_columns())
"""The columns every form's row has beside its answers; a catalogue's `record:` gives them outside names."""


def _record_conditions(table: str, form: Form, wording: Wording) -> Iterator[tuple[str, str]]:
    conditions = {
        "status": f'"status" IN ({CREATED}, {SAVED}, {FINAL})',
        "revision": '"revision" >= 1',
        "release": '"release" >= 1',
        "mode": f'"mode" IN {wording.any_of(MODES)}',
        "completed": f'"status" <> {FINAL} OR "completed_at" IS NOT NULL',
    }
    if form.timepoints:
        conditions["timepoint"] = f'"timepoint" IN {wording.any_of(form.timepoints)}'
    return ((database_name("ck", table, kind), condition) for kind, condition in conditions.items())


def _history(form: Form, metadata: MetaData, table: Table) -> Table:
    """The same columns; a row is kept under its id and the revision it had."""
    keys = ("id", "revision")
    return Table(
        history_name(form),
        metadata,
        *(
            Column(
                column.name, column.type, primary_key=column.name in keys, nullable=column.nullable, autoincrement=False
            )
            for column in table.columns
        ),
        moment("history_at"),
        text("history_by"),
        text("history_action"),
    )
