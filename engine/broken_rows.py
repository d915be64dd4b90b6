"""The rows of a live database that break what a row alone cannot tell: other forms, the person, the day, an era.

Runs the queries that `build` writes, each in a read-only transaction of its own. Read only: ids and centres come out,
never an answer.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError

from engine.tables import FormTable, Tables, queries
from engine.tables.final_checks import row_external
from engine.tables.names import check_name

_CONSTANT = re.compile(r"'(?:[^']|'')*'")
"""A text in a query; a colon in it begins no parameter."""
AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """One row, and the number and name of the centre that reported it."""

    id: str
    centre: str


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """The rows that break one rule of a form; `subject` is the variable, group or rule, `kind` what is wrong.

    `unfinished` says why the query gave no answer.
    """

    form: str
    name: str
    subject: str
    kind: str
    rows: tuple[BrokenRow, ...] = ()
    unfinished: str = ""


def broken_rules(engine: Engine, tables: Tables, addresses: Iterable[str], today: date) -> Iterator[BrokenRule]:
    """Every rule of these forms that looks outside its row, with the rows that break it; `engine` is for reading."""
    for address in addresses:
        form = tables.forms[address]
        subjects = {
            check_name(form.table.name, check.subject, check.kind): (check.subject, check.kind)
            for check in row_external(form.form, form.row)
        }
        for name, query in queries(tables, address):
            try:
                rows, unfinished = tuple(_rows(engine, tables, form, query, today)), ""
            except OperationalError as error:
                rows, unfinished = (), str(error.orig).partition("\n")[0]
            yield BrokenRule(address, name, *subjects[name], rows, unfinished)


def without_query(tables: Tables, addresses: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Form, subject and kind of each rule that no query can tell: it reads a calculation that no table holds."""
    for address in addresses:
        form = tables.forms[address]
        told = {name for name, _ in queries(tables, address)}
        for check in row_external(form.form, form.row):
            if check_name(form.table.name, check.subject, check.kind) not in told:
                yield address, check.subject, check.kind


def _rows(engine: Engine, tables: Tables, form: FormTable, query: str, today: date) -> Iterator[BrokenRow]:
    statement = text(_CONSTANT.sub(lambda found: found[0].replace(":", r"\:"), query))
    parameters = {"today": today.isoformat()} if ":today" in _CONSTANT.sub("", query) else {}
    with engine.connect() as connection:
        ids = sorted(connection.scalars(statement, parameters))
        table, centre = form.table, tables.fixed.centre
        centres = select(table.c.id, centre.c.number, centre.c.name).join(centre, table.c.centre_id == centre.c.id)
        for start in range(0, len(ids), AT_A_TIME):
            some = centres.where(table.c.id.in_(ids[start : start + AT_A_TIME])).order_by(table.c.id)
            yield from (BrokenRow(row.id, f"{row.number} {row.name}") for row in connection.execute(some))
