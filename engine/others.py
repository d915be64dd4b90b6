"""What a form's rules see of other final forms and of the person: dotted values for an evaluation's context.

Only what this form's own expressions name is read, and reading it is logged as done by the rules.
"""

from datetime import date
from typing import Any

from sqlalchemy import Select, Table, select

from catalogue.reserved import PERSON
from engine.access import Access, log
from engine.answers import AnswerValue, Context
from engine.occasions import Occasion
from engine.tables import FINAL, FormTable
from engine.tables.build import occasion_named


def context_of(access: Access, occasion: Occasion, today: date) -> Context:
    """What an evaluation of this row needs beside its answers."""
    others = others_for(access, access.tables.forms[occasion.form], occasion.episode_id, occasion.person_id)
    return Context(today=today, timepoint=occasion.timepoint, anchor=occasion.era_date, others=others)


def others_for(access: Access, form: FormTable, episode_id: str, person_id: str) -> dict[str, AnswerValue]:
    """The values outside the form that its expressions name, as far as there are any."""
    wanted: dict[str, list[str]] = {}
    for name in form.outside:
        owner, _, variable = name.partition(".")
        wanted.setdefault(owner, []).append(variable)
    values: dict[str, AnswerValue] = {}
    for owner, variables in wanted.items():
        if owner == PERSON:
            found = _of_person(access, person_id, variables)
        else:
            found = _of_form(access, form.form.module, owner, episode_id, variables)
        values |= {f"{owner}.{name}": value for name, value in found.items() if value is not None}
    return values


def _of_person(access: Access, person_id: str, variables: list[str]) -> dict[str, AnswerValue]:
    table = access.tables.fixed.person
    held = [table.c[name] for name in variables if name in access.tables.person.variables]
    return _first(access, table, select(table.c.id, *held).where(table.c.id == person_id))


def _of_form(access: Access, module: str, owner: str, episode_id: str, variables: list[str]) -> dict[str, AnswerValue]:
    """The final row of the form that is called so, at its timepoint when it has several."""
    form, timepoint = occasion_named(access.tables, module, owner)
    columns = form.table.c
    held = [columns[name] for name in variables if name in form.row.variables]
    rows = select(columns.id, *held).where(columns.episode_id == episode_id, columns.status == FINAL)
    if timepoint is not None:
        rows = rows.where(columns.timepoint == timepoint)
    return _first(access, form.table, rows)


def _first(access: Access, table: Table, rows: Select[Any]) -> dict[str, AnswerValue]:
    """The values of the row, of which there is at most one; that it was read is logged."""
    row = access.connection.execute(rows).first()
    if row is None:
        return {}
    log(access, "rules", table, [row.id])
    return {name: value for name, value in row._asdict().items() if name != "id"}
