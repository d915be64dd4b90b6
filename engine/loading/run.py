"""Rows of a file into the table of one form, piece by piece, inside the caller's transaction.

A row is what the bulk reader makes of it and what the evaluation makes final; a row that another system had not
finished becomes a draft. Rows that are there already stay as they are. What is refused comes back with its reason, and
nothing of it is kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Form
from engine.access import Access, Actor, log
from engine.answers import Answers, Context
from engine.bulk.checking import Checking
from engine.bulk.pieces import Piece
from engine.bulk.rows import Reader
from engine.compilers.polars_form import reason_name
from engine.evaluation import evaluator, final_answers
from engine.installation import Database
from engine.loading.owners import Belonging, Owner, Owners
from engine.loading.places import Places
from engine.occasions import Occasion, editions_after, row_values
from engine.tables import FINAL, SAVED, FormTable

Refused = dict[int, list[str]]
"""The reasons by the numbers of the rows."""
MODE = "paper"
"""How loaded answers were given, as far as anybody knows."""


@contextmanager
def at_work(database: Database, who: str, why: str, *, keep: bool) -> Iterator[Access]:
    """One transaction, which leaves nothing behind when something goes wrong in it, or when nothing is to be kept."""
    with database.engine.connect() as connection, connection.begin() as transaction:
        yield Access(connection, database.tables, Actor(who, "system"), datetime.now(UTC), why)
        if not keep:
            transaction.rollback()


@dataclass(slots=True)
class Loading:
    """One file on its way into one form's table."""

    access: Access
    form: FormTable
    checking: Checking
    places: Places
    owners: Owners
    today: date
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("final", "drafts", "there", "refused"), 0))

    def drafts(self, piece: Piece) -> frozenset[int]:
        """The numbers of the rows that were not finished."""
        if self.places.status is None:
            return frozenset()
        cells = piece.table[self.places.status].cast(pl.String).to_list()
        pairs = zip(piece.numbers.to_list(), cells, strict=True)
        return frozenset(number for number, cell in pairs if not _is_finished(cell))

    def add(self, piece: Piece, stopped: Mapping[int, object]) -> Refused:
        """Load the rows of a piece but those that are stopped; the reasons of those that are refused here."""
        refused: Refused = {}
        drafts = self.drafts(piece)
        rows: list[tuple[int, Occasion]] = []
        for number, cells, given in self._rows(piece):
            if number in stopped:
                continue
            found = self._occasion(cells, given, is_draft=number in drafts)
            if isinstance(found, str):
                refused[number] = [found]
            else:
                rows.append((number, found))
        refused |= self._insert(self._new(rows, refused))
        self.counts["refused"] += len(refused)
        return refused

    def _rows(self, piece: Piece) -> Iterator[tuple[int, Mapping[str, Any], "_Given"]]:
        """Each row: its number, its cells as they stand, and what they say."""
        reader = Reader(self.checking.reader.columns, self.checking.plan.schema, self.checking.reader.timepoint)
        frame, _ = reader.read(piece.table)
        names = [name for name in frame.columns if name in self.form.form.variable]
        calculated = {variable.name for variable in self.form.form.variables if variable.is_calculated}
        reasons = {reason_name(name): name for name in self.form.form.reason_names}
        for number, cells, row in zip(piece.numbers.to_list(), piece.table.to_dicts(), frame.to_dicts(), strict=True):
            values = {name: row[name] for name in names if row[name] is not None and name not in calculated}
            given = {name: row[key] for key, name in reasons.items() if row.get(key)}
            others = {name: value for name, value in row.items() if "." in name and value is not None}
            yield number, cells, _Given(Answers(values, given), others, row[TIMEPOINT])

    def _occasion(self, cells: Mapping[str, Any], given: "_Given", *, is_draft: bool) -> Occasion | str:
        created = _moment(self._cell(cells, self.places.created_at)) or self.access.now
        episode = self._cell(cells, self.places.episode)
        if not episode:
            return "The row says no episode, so nobody knows whose it is."
        belonging = Belonging(
            episode,
            self._cell(cells, self.places.person),
            self._cell(cells, self.places.centre_number),
            self._cell(cells, self.places.centre_name),
            created,
        )
        owner = self.owners.owner(belonging)
        if isinstance(owner, str):
            return owner
        kept = given.answers if is_draft else self._final(given, created)
        return self._row(owner, given.timepoint, created, kept, cells, is_draft=is_draft)

    def _final(self, given: "_Given", created: datetime) -> Answers:
        form = self.form.form
        anchor = given.answers.values.get(self._anchor()) if self._anchor() else None
        day = anchor if isinstance(anchor, date) else created.date()
        context = Context(self.today, given.timepoint, day, given.others)
        outcome = evaluator(self.access.tables.catalogue, form).evaluate(given.answers, context)
        return final_answers(form, given.answers, outcome)

    def _anchor(self) -> str:
        """The variable with the anchor date, when this form has it."""
        module = self.access.tables.catalogue.modules[self.form.form.module]
        owner, _, name = module.episode.anchor.partition(".")
        return name if owner == self.form.form.name else ""

    def _row(
        self,
        owner: Owner,
        timepoint: str,
        created: datetime,
        answers: Answers,
        cells: Mapping[str, Any],
        *,
        is_draft: bool,
    ) -> Occasion:
        actor = self.access.actor.name
        completed = None if is_draft else _moment(self._cell(cells, self.places.completed_at)) or created
        completed_by = None if is_draft else self._cell(cells, self.places.completed_by) or actor
        return Occasion(
            form=self.form.form.address,
            id=self.owners.key(f"row:{self.form.form.address}:{timepoint}", owner.episode_id),
            episode_id=owner.episode_id,
            timepoint=timepoint,
            centre_id=owner.centre_id,
            status=SAVED if is_draft else FINAL,
            release=self.access.tables.release,
            revision=1,
            mode=MODE,
            created_at=created,
            created_by=self._cell(cells, self.places.created_by) or actor,
            completed_at=completed,
            completed_by=completed_by,
            first_completed_at=completed,
            first_completed_by=completed_by,
            person_id=owner.person_id,
            answers=answers,
            editions=editions_after(self.form.row, answers),
        )

    def _cell(self, cells: Mapping[str, Any], column: str | None) -> str:
        value = cells.get(column) if column else None
        return "" if value is None else str(value).strip()

    def _new(self, rows: list[tuple[int, Occasion]], refused: Refused) -> list[tuple[int, Occasion]]:
        """The rows that are not there yet; of two for one occasion the second is refused."""
        table = self.form.table
        ids = [row.id for _, row in rows]
        there = set(self.access.connection.scalars(select(table.c.id).where(table.c.id.in_(ids))))
        new: dict[str, tuple[int, Occasion]] = {}
        for number, row in rows:
            if row.id in there:
                self.counts["there"] += 1
            elif row.id in new:
                refused[number] = [f"Row {new[row.id][0]} is of the same episode and timepoint."]
            else:
                new[row.id] = (number, row)
        return list(new.values())

    def _insert(self, rows: list[tuple[int, Occasion]]) -> Refused:
        """All at once; where the database refuses one, one by one to find it."""
        try:
            with self.access.connection.begin_nested():
                self._write([row for _, row in rows])
        except IntegrityError:
            return self._one_by_one(rows)
        self._count([row for _, row in rows])
        return {}

    def _one_by_one(self, rows: list[tuple[int, Occasion]]) -> Refused:
        refused: Refused = {}
        for number, row in rows:
            try:
                with self.access.connection.begin_nested():
                    self._write([row])
                self._count([row])
            except IntegrityError as error:
                reason = str(error.orig).strip().partition("\n")[0]
                refused[number] = [f"The database refuses the row: {reason}."]
        return refused

    def _write(self, rows: list[Occasion]) -> None:
        if not rows:
            return
        self.access.connection.execute(self.form.table.insert(), [row_values(self.form, row) for row in rows])
        log(self.access, "create", self.form.table, [row.id for row in rows])
        self._set_anchors(row for row in rows if row.status == FINAL)

    def _set_anchors(self, rows: Iterable[Occasion]) -> None:
        name = self._anchor()
        anchors = [{"key": row.episode_id, "day": row.answers.values.get(name)} for row in rows] if name else []
        if anchors:
            table = self.access.tables.fixed.episode
            change = table.update().where(table.c.id == bindparam("key")).values(anchor_date=bindparam("day"))
            self.access.connection.execute(change, anchors)

    def _count(self, rows: Iterable[Occasion]) -> None:
        for row in rows:
            self.counts["final" if row.status == FINAL else "drafts"] += 1


@dataclass(frozen=True, slots=True)
class _Given:
    """What a row says: its answers, what other forms have answered, and at which timepoint it was filled in."""

    answers: Answers
    others: Mapping[str, Any]
    timepoint: str


def _is_finished(cell: str | None) -> bool:
    """Whether the other system had the row as finished; one that says nothing had."""
    return cell is None or cell.strip().removesuffix(".0") not in {str(SAVED), "-1"}


def _moment(written: str) -> datetime | None:
    """A moment as a dump writes it: a day, or a day and a time; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def timepoint_of(form: Form, given: str | None) -> str | None:
    """The timepoint of all rows; None when the form has several and none is given."""
    if given is not None:
        return given if given in form.timepoints else None
    return form.timepoints[0] if len(form.timepoints) == 1 else None
