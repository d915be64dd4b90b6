"""One row of a form: the answers on one occasion with what the record says about them; to and from the
database's row.

Statements are put together once per form and then only executed. Whole numbers are read back as int.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Select, Table, TextClause, Update, bindparam, column, select, text
from sqlalchemy import table as any_table

from engine.answers import Answers
from engine.tables import RECORD, FormTable
from engine.tables.carried import Onward
from engine.tables.forms import HISTORY
from engine.tables.names import edition_column, reason_column
from engine.tables.row import Row

# Names of parameters and labels that no column can have: those of a catalogue are small letters.
ROW, REVISION, AT, BY, ACTION = "ROW", "REVISION", "AT", "BY", "ACTION"
PERSON, ANCHOR = "PERSON", "ANCHOR"
KEYS = frozenset({"id", "episode_id", "timepoint"})
"""The columns of a row that never change; a database that is told them again writes every index anew."""
NO_ANSWERS = Answers()
NO_EDITIONS: Mapping[str, str | None] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """The answers of one form on one occasion, its record, and the episode it belongs to."""

    form: str
    id: str
    episode_id: str
    timepoint: str
    centre_id: str
    status: int
    release: int
    revision: int
    mode: str
    created_at: datetime
    created_by: str
    changed_at: datetime | None = None
    changed_by: str | None = None
    completed_at: datetime | None = None
    completed_by: str | None = None
    first_completed_at: datetime | None = None
    first_completed_by: str | None = None
    person_id: str
    anchor_date: date | None = None
    answers: Answers
    editions: Mapping[str, str | None] = field(default_factory=lambda: NO_EDITIONS)
    """Which edition of its system each coding was taken from, by variable."""

    @property
    def era_date(self) -> date:
        """The date eras are compared with: the episode's anchor date, until known the day the row was created."""
        return self.anchor_date or self.created_at.date()


@dataclass(frozen=True, slots=True)
class Statements:
    """What is done with the rows of one form; `hold` reads what `held` tells of one."""

    fetch: Select[Any]
    hold: Select[Any]
    keep: TextClause
    update: Update


@lru_cache(maxsize=256)
def statements(form: FormTable, episode: Table) -> Statements:
    """The statements of one form."""
    table = form.table
    known = (*RECORD, *answer_values(codings(form.row), NO_ANSWERS))
    changing = [column for column in table.columns if column.key not in KEYS]
    return Statements(
        fetch=_fetch(table, episode, table.columns),
        hold=_fetch(table, episode, (table.c[name] for name in known)).with_for_update(of=table),
        keep=_keep(form),
        update=table.update()
        .where(table.c.id == bindparam(ROW), table.c.revision == bindparam(REVISION))
        .values({column.key: bindparam(column.key, type_=column.type) for column in changing}),
    )


def _fetch(table: Table, episode: Table, columns: Iterable[Column[Any]]) -> Select[Any]:
    """These columns of a row, and of its episode what an `Occasion` says."""
    of_row = (column.label(column.key) for column in columns)
    of_episode = (episode.c.person_id.label(PERSON), episode.c.anchor_date.label(ANCHOR))
    joined = select(*of_row, *of_episode).join(episode, table.c.episode_id == episode.c.id)
    return joined.where(table.c.id == bindparam(ROW))


def _keep(form: FormTable) -> TextClause:
    """The whole row goes into the history, with what it holds of other releases."""
    whole = ", ".join(f'"{name}"' for name in (*(column.name for column in form.table.columns), *form.kept))
    return text(
        f'INSERT INTO "{form.history.name}" ({whole}, {", ".join(HISTORY)})'
        f' SELECT {whole}, :{AT}, :{BY}, :{ACTION} FROM "{form.table.name}" WHERE "id" = :{ROW}'
    )


def occasion(form: FormTable, row: Mapping[Any, Any]) -> Occasion:
    """A row as read."""
    return _occasion(form, form.row, row)


def held(form: FormTable, row: Mapping[Any, Any]) -> Occasion:
    """A row that is held for writing: all but its answers, of which there are only the codings."""
    return _occasion(form, codings(form.row), row)


def _occasion(form: FormTable, shape: Row, row: Mapping[Any, Any]) -> Occasion:
    record = {name: row[name] for name in RECORD}
    return Occasion(
        form=form.form.address,
        **record,
        person_id=row[PERSON],
        anchor_date=row[ANCHOR],
        answers=read_answers(shape, row),
        editions={name: row[edition_column(name)] for name in shape.editions},
    )


def row_values(form: FormTable, occasion: Occasion) -> dict[str, Any]:
    """A row to be written."""
    record = {name: getattr(occasion, name) for name in RECORD}
    return record | answer_values(form.row, occasion.answers, occasion.editions)


def given_values(form: FormTable, occasion: Occasion) -> dict[str, Any]:
    """What there is in a row to be written; the rest, which is most of a draft, is NULL."""
    record = {name: value for name in RECORD if (value := getattr(occasion, name)) is not None}
    return record | _given(form.row, occasion.answers, occasion.editions)


def carried_on(form: FormTable, found: Occasion, onward: Onward, at: int) -> Update:
    """What follows from a row of an earlier release for a table of today's; rows of its own release `at` stay."""
    table, way = onward.table, onward.carrier
    carried = answer_values(way.now, way.answers(found.answers, found.timepoint), way.editions(found.editions))
    changes = table.update().values({name: value for name, value in carried.items() if name in onward.columns})
    if onward.own:
        return changes.where(table.c.id == found.id)
    changes = changes.where(table.c.episode_id == found.episode_id, table.c.release < at)
    there = any_table(form.table.name, column("id"), column("timepoint"))
    occasion = select(there.c.timepoint).where(there.c.id == found.id).scalar_subquery()
    return changes if onward.once else changes.where(table.c.timepoint == occasion)


def read_answers(shape: Row, row: Mapping[Any, Any]) -> Answers:
    """The values and reasons that are there."""
    values = {name: value for name in shape.variables if (value := row[name]) is not None}
    given = {name: reason for name in shape.reasons if (reason := row[reason_column(name)]) is not None}
    return Answers(values, given)


def answer_values(shape: Row, answers: Answers, editions: Mapping[str, str | None] = NO_EDITIONS) -> dict[str, Any]:
    """Every answer column and its value, NULL where there is none; what the table does not hold is left out."""
    columns = (*shape.variables, *map(edition_column, shape.editions), *map(reason_column, shape.reasons))
    return dict.fromkeys(columns) | _given(shape, answers, editions)


def _given(shape: Row, answers: Answers, editions: Mapping[str, str | None]) -> dict[str, Any]:
    values = {name: value for name, value in answers.values.items() if name in shape.variables}
    taken_from = {edition_column(name): edition for name in shape.editions if (edition := editions.get(name))}
    reasons = {reason_column(name): reason for name, reason in answers.reasons.items() if name in shape.reasons}
    return values | taken_from | reasons


def codings(shape: Row) -> Row:
    """Those of its variables whose edition is kept."""
    return Row({name: variable for name, variable in shape.variables.items() if variable.system}, {})


def editions_after(shape: Row, answers: Answers, before: Occasion | None = None) -> dict[str, str | None]:
    """The edition of each coding: of today for a value that is new, as it was for one that stays."""
    known = before.answers.values if before else {}
    kept = before.editions if before else NO_EDITIONS
    given = {name: value for name in shape.editions if (value := answers.values.get(name)) is not None}
    return {name: kept.get(name) if known.get(name) == value else shape.editions[name] for name, value in given.items()}
