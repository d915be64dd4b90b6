"""What the rules of a form see outside it, for a batch of rows at once: one query for each form or the person.

The same values as `engine.others` reads for one row.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Select, select

from catalogue.reserved import PERSON
from engine.access import Access
from engine.answers import AnswerValue
from engine.occasions import Occasion
from engine.tables import FINAL, FormTable
from engine.tables.build import occasion_named

Others = dict[str, AnswerValue]


def surroundings(access: Access, form: FormTable, rows: Sequence[Occasion]) -> Mapping[str, Others]:
    """By the id of each row the values outside the form that its expressions name, as far as there are any."""
    wanted: dict[str, list[str]] = {}
    for name in form.outside:
        owner, _, variable = name.partition(".")
        wanted.setdefault(owner, []).append(variable)
    found: dict[str, Others] = {row.id: {} for row in rows}
    for owner, names in wanted.items():
        known = _of_owner(access, form, owner, names, rows)
        for row in rows:
            key = row.person_id if owner == PERSON else row.episode_id
            found[row.id] |= known.get(key, {})
    return found


def _of_owner(
    access: Access, form: FormTable, owner: str, names: list[str], rows: Sequence[Occasion]
) -> Mapping[str, Others]:
    """The values of the person, by person, or of another final form, by episode."""
    if owner == PERSON:
        columns = access.tables.fixed.person.c
        held = [columns[name] for name in names if name in access.tables.person.variables]
        keys = {row.person_id for row in rows}
        return _read(access, owner, held, select(columns.id, *held).where(columns.id.in_(keys)))
    other, timepoint = occasion_named(access.tables, form.form.module, owner)
    columns = other.table.c
    held = [columns[name] for name in names if name in other.row.variables]
    keys = {row.episode_id for row in rows}
    query = select(columns.episode_id, *held).where(columns.episode_id.in_(keys), columns.status == FINAL)
    if timepoint is not None:
        query = query.where(columns.timepoint == timepoint)
    return _read(access, owner, held, query)


def _read(access: Access, owner: str, held: list[Column[Any]], query: Select[Any]) -> Mapping[str, Others]:
    names = [f"{owner}.{column.name}" for column in held]
    found: dict[str, Others] = {}
    for key, *values in access.connection.execute(query):
        found[key] = {name: value for name, value in zip(names, values, strict=True) if value is not None}
    return found
