"""The tables as a form of an earlier release sees them: its own names, and behind them where those answers now lie.

Pure. What is written through them is written under that release; the columns of today's that follow from it
(`onward`) are then to be written too, so that whoever reads one column over all releases reads what was answered.
"""

from collections.abc import Iterator

from sqlalchemy import Column, MetaData, Table

from catalogue.model import Catalogue
from engine.tables.build import Tables, build_tables
from engine.tables.carried import CarryOf, Onward, carrier
from engine.tables.forms import HISTORY, FormTable
from engine.tables.row import Row
from engine.tables.storage import MARK, history_of


def earlier_tables(now: Tables, catalogue: Catalogue, release: int, carry: CarryOf) -> Tables:
    """The tables of an earlier release in a database at today's; `carry` is the way from its rows to today's."""
    then = build_tables(catalogue, now.dialect)
    metadata = MetaData()
    held = {name: variable for name, variable in then.person.variables.items() if name in now.fixed.person.c}
    return Tables(
        catalogue=catalogue,
        dialect=now.dialect,
        release=release,
        at=now.at,
        storage=now.storage,
        metadata=metadata,
        fixed=now.fixed,
        governance=now.governance,
        person=Row(held, {}),
        forms={address: _seen(now, release, form, metadata, carry) for address, form in then.forms.items()},
        codelists=then.codelists,
        value_sets=then.value_sets,
        systems=then.systems,
    )


def address_then(earlier: Tables, table: str) -> str | None:
    """What the form whose rows lie in this table was called."""
    return next((address for address, form in earlier.forms.items() if form.table.name == table), None)


def _seen(now: Tables, release: int, form: FormTable, metadata: MetaData, carry: CarryOf) -> FormTable:
    name = now.storage.table(release, form.form.address)
    today = next((other for other in now.forms.values() if other.table.name == name), None)
    table = Table(name, metadata, *_columns(now, release, form, form.table))
    there = tuple(column.name for column in today.table.columns) if today else ()
    used = {column.name for column in table.columns}
    return FormTable(
        form=form.form,
        row=form.row,
        table=table,
        history=Table(_history_name(name, today), metadata, *_columns(now, release, form, form.history)),
        outside=form.outside,
        kept=tuple(column for column in (*there, *now.storage.kept_columns(name)) if column not in used),
        onward=tuple(_onward(now, form, table, carry)),
    )


def _history_name(table: str, today: FormTable | None) -> str:
    if today is not None:
        return today.history.name
    return history_of(table) if MARK in table else f"{table}_history"


def _columns(now: Tables, release: int, form: FormTable, table: Table) -> Iterator["Column[object]"]:
    """Called as then, with what they are called now behind it."""
    for column in table.columns:
        own = column.name in HISTORY
        name = column.name if own else now.storage.column(release, form.form.address, column.name)
        yield Column(name, column.type, key=column.name, primary_key=column.name == "id")


def _onward(now: Tables, form: FormTable, table: Table, carry: CarryOf) -> Iterator[Onward]:
    """Everything of today's that rests on this form and does not lie in a column it has itself."""
    written = {column.name for column in table.columns}
    for address, today in now.forms.items():
        way = carrier((address, today.row), (form.form.address, form.row), carry)
        own = today.table.name == table.name
        columns = frozenset(column for column in way.columns if not own or column not in written)
        if columns:
            yield Onward(today.table, columns, way, own, len(form.form.timepoints) == 1)
