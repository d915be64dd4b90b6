"""The recalculation of one form, batch by batch: each is one transaction, and leaves as much behind as any write.

A row that has changed leaves its old self in the history; a value that was looked at is stamped, changed or not. The
stamps say how far the work has come: what is killed goes on where the last batch ended, and what is done once more
changes nothing. Only final rows are touched; a draft is computed anew when it is saved.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine, bindparam, func, select
from sqlalchemy.exc import DataError, IntegrityError

from engine.access import Access, Actor, log
from engine.answers import Answers, AnswerValue, Context, IssueSeverity, Outcome
from engine.evaluation import evaluator
from engine.occasions import (
    ACTION,
    ANCHOR,
    AT,
    BY,
    PERSON,
    REVISION,
    ROW,
    Occasion,
    editions_after,
    occasion,
    row_values,
    statements,
)
from engine.recalculation.distribution import Distribution
from engine.recalculation.plan import Plan
from engine.recalculation.stamps import (
    Stamp,
    Stamps,
    earlier_values,
    follow,
    read_stamps,
    write_stamps,
    written_value,
)
from engine.recalculation.surroundings import Others, surroundings
from engine.recalculation.verdict import CHECK, Judge, Obstacle
from engine.releases import refuse_upgraded
from engine.tables import FINAL, Tables
from engine.tables.names import edition_column

KEEP, BOTH = "keep", "both"
RECALCULATE = "recalculate"
"""The action, in log and history."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is done with the values: one of `CHOICES`, under which release's formulas, by whom and why."""

    choice: str
    release: int
    actor: Actor
    why: str
    today: date
    batch: int = 1000
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of some rows: how many there were, were done already, got other values (or would, in a dry run), and
    what stood in the way of the rest.
    """

    rows: int
    done: int
    written: int
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class _Work:
    """One row: as stored, with the values it had under the earlier formula and those it gets."""

    row: Occasion
    stamps: Mapping[str, Stamp]
    before: Mapping[str, AnswerValue]
    after: Mapping[str, AnswerValue]
    done: bool

    @property
    def changed(self) -> frozenset[str]:
        """The variables whose stored value is another."""
        return frozenset(name for name, value in self.after.items() if value != self.row.answers.values.get(name))


@dataclass(slots=True)
class Recalculation:
    """One form's recalculation; `distributions` fill as the batches go by. `clock` gives the moment of each batch."""

    engine: Engine
    tables: Tables
    plan: Plan
    order: Order
    clock: Callable[[], datetime]
    distributions: Mapping[str, Distribution] = field(init=False)
    _judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self.distributions = {variable.name: Distribution(variable) for variable in self.plan.variables}
        self._judge = Judge(self.plan.form)

    def total(self) -> int:
        """How many final rows there are."""
        table = self.plan.table.table
        with self.engine.begin() as connection:
            return connection.scalar(select(func.count()).select_from(table).where(table.c.status == FINAL)) or 0

    def batches(self) -> Iterator[Batch]:
        """Do the work; each batch is committed before it is given."""
        after = ""
        while True:
            with self.engine.begin() as connection:
                refuse_upgraded(connection, self.tables)
                access = self._access(connection)
                rows = self._rows(access, after)
                if not rows:
                    return
                batch = self._batch(access, rows)
            yield batch
            after = rows[-1].id

    def _access(self, connection: Connection) -> Access:
        return Access(connection, self.tables, self.order.actor, self.clock(), self.order.why)

    def _rows(self, access: Access, after: str) -> list[Occasion]:
        """The next final rows by id, held until the batch is written."""
        form, episode = self.plan.table, self.tables.fixed.episode
        table = form.table
        query = (
            select(*table.columns, episode.c.person_id.label(PERSON), episode.c.anchor_date.label(ANCHOR))
            .join(episode, table.c.episode_id == episode.c.id)
            .where(table.c.status == FINAL, table.c.id > after)
            .order_by(table.c.id)
            .limit(self.order.batch)
        )
        if not self.order.dry_run:
            query = query.with_for_update(of=table)
        return [occasion(form, row) for row in access.connection.execute(query).mappings()]

    def _batch(self, access: Access, rows: list[Occasion]) -> Batch:
        action = "read" if self.order.dry_run else RECALCULATE
        log(access, action, self.plan.table.table, [f"{rows[0].id}..{rows[-1].id}"])
        stamps = read_stamps(access, self.plan, rows)
        earlier = earlier_values(access, self.plan, stamps)
        beside = surroundings(access, self.plan.table, rows)
        works, obstacles = [], []
        for row in rows:
            work, outcome = self._computed(row, stamps, earlier, beside[row.id])
            found = self._obstacles(access, work, outcome) if outcome and self.order.choice != KEEP else []
            obstacles += found
            works.append(replace(work, after=_stored(work), done=True) if found else work)
        if not self.order.dry_run:
            self._write(access, works, obstacles)
        for work in works:
            for name, distribution in self.distributions.items():
                distribution.add(work.before[name], work.after[name])
        done = sum(work.done for work in works) - len({obstacle.row_id for obstacle in obstacles})
        written = 0 if self.order.choice == KEEP else sum(not work.done and bool(work.changed) for work in works)
        return Batch(len(rows), done, written, tuple(obstacles))

    # ---- what a row becomes ----

    def _computed(
        self, row: Occasion, stamps: Stamps, earlier: Mapping[tuple[str, str], AnswerValue], others: Others
    ) -> tuple[_Work, Outcome | None]:
        """A row's values before and after, and what the evaluation found; nothing for what is done already."""
        own = {name: stamps[row.id, name] for name in self.plan.digests if (row.id, name) in stamps}
        stored = {name: row.answers.values.get(name) for name in self.plan.digests}
        done = len(own) == len(self.plan.digests) and all(map(self._is_done, own.values()))
        before = {
            name: earlier.get((row.id, name), stored[name]) if self._is_new(own.get(name)) else stored[name]
            for name in stored
        }
        if done and self.order.choice != KEEP:
            return _Work(row, own, before, stored, done), None
        context = Context(self.order.today, row.timepoint, row.era_date, others)
        outcome = evaluator(self.tables.catalogue, self.plan.form).evaluate(row.answers, context)
        after = {name: outcome.calculated.get(name) for name in stored}
        return _Work(row, own, before, after, done), outcome

    def _is_new(self, stamp: Stamp | None) -> bool:
        """Whether the stored value is already that of the formula in hand."""
        return stamp is not None and stamp.choice != KEEP and self.plan.digests[stamp.variable] == stamp.formula

    def _is_done(self, stamp: Stamp) -> bool:
        """A later release that left the formula alone has nothing to do."""
        return stamp.choice == self.order.choice and stamp.formula == self.plan.digests[stamp.variable]

    def _obstacles(self, access: Access, work: _Work, outcome: Outcome) -> list[Obstacle]:
        if not work.changed:
            return []
        found = list(self._judge.asked_otherwise(work.changed, work.row, outcome))
        issues = list(self._judge.issues(work.changed, outcome))
        soft = any(issue.severity is IssueSeverity.SOFT for issue in issues)
        confirmed = self._confirmed(access, work.row.id) if soft else frozenset()
        for issue in issues:
            if issue.severity is not IssueSeverity.SOFT or (issue.variable, issue.rule) not in confirmed:
                found.append(Obstacle(work.row.id, issue.variable, issue.rule, issue.severity.value))
        return found

    def _confirmed(self, access: Access, row_id: str) -> frozenset[tuple[str, str]]:
        table = self.tables.fixed.confirmation
        of_row = table.c.table_name == self.plan.table.table.name, table.c.row_id == row_id
        found = access.connection.execute(select(table.c.variable, table.c.rule).where(*of_row))
        return frozenset((variable, rule) for variable, rule in found)

    # ---- writing ----

    def _write(self, access: Access, works: list[_Work], obstacles: list[Obstacle]) -> None:
        """Write what has changed and stamp what was looked at; what the database refuses becomes an obstacle."""
        waiting = [work for work in works if not work.done]
        pairs = (
            []
            if self.order.choice == KEEP
            else [(work.row, self._changed(access, work)) for work in waiting if work.changed]
        )
        refused = self._replace(access, pairs)
        for place, work in enumerate(works):
            if work.row.id in refused:
                obstacles.append(Obstacle(work.row.id, "", refused[work.row.id], CHECK))
                works[place] = replace(work, after=_stored(work), done=True)
        written = {after.id: after for before, after in pairs if before.id not in refused}
        follow(access, self.plan, written.values())
        write_stamps(
            access,
            self.plan,
            [
                stamp
                for work in waiting
                if work.row.id not in refused
                for stamp in self._stamps(access, work, written.get(work.row.id, work.row))
            ],
        )

    def _changed(self, access: Access, work: _Work) -> Occasion:
        row = work.row
        values = {name: value for name, value in {**row.answers.values, **work.after}.items() if value is not None}
        answers = Answers(values, row.answers.reasons)
        return replace(
            row,
            answers=answers,
            revision=row.revision + 1,
            changed_at=access.now,
            changed_by=access.actor.name,
            editions=editions_after(self.plan.table.row, answers, row),
        )

    def _replace(self, access: Access, pairs: list[tuple[Occasion, Occasion]]) -> Mapping[str, str]:
        """Write all rows at once; if the database refuses one, one by one: those refused, by which condition."""
        if not pairs:
            return {}
        if self._try(access, pairs) is None:
            return {}
        refusals = ((before.id, self._try(access, [(before, after)])) for before, after in pairs)
        return {row_id: constraint for row_id, constraint in refusals if constraint is not None}

    def _try(self, access: Access, pairs: list[tuple[Occasion, Occasion]]) -> str | None:
        """Keep the old rows and write the new ones, or nothing at all: the constraint that refuses, if any."""
        form = self.plan.table
        keep = statements(form, self.tables.fixed.episode).keep
        row = form.table.c.id == bindparam(ROW), form.table.c.revision == bindparam(REVISION)
        update = form.table.update().where(*row)
        kept = [{ROW: before.id, AT: access.now, BY: access.actor.name, ACTION: RECALCULATE} for before, _ in pairs]
        names = self._columns()
        rows = ((row_values(form, after), before.revision) for before, after in pairs)
        values = [{name: row[name] for name in names} | {ROW: row["id"], REVISION: seen} for row, seen in rows]
        try:
            with access.connection.begin_nested():
                access.connection.execute(keep, kept)
                access.connection.execute(update, values)
        except (IntegrityError, DataError) as error:
            return _constraint(error)
        return None

    def _columns(self) -> tuple[str, ...]:
        """The columns that a recalculation writes."""
        editions = (edition_column(name) for name in self.plan.digests if name in self.plan.table.row.editions)
        return (*self.plan.digests, *editions, "revision", "changed_at", "changed_by")

    def _stamps(self, access: Access, work: _Work, now: Occasion) -> Iterator[Stamp]:
        for name, digest in self.plan.digests.items():
            known = work.stamps.get(name)
            so_far = known.release if known else work.row.release
            differs = work.before[name] != work.after[name]
            earlier = known.before_release if known and self._is_new(known) else so_far
            may_tell = self.plan.form.variable[name].identifies != "direct"
            kept = self.order.choice == KEEP
            yield Stamp(
                row_id=work.row.id,
                variable=name,
                revision=now.revision,
                release=so_far if kept else self.order.release,
                formula=digest,
                choice=self.order.choice,
                before=written_value(work.before[name]) if self.order.choice == BOTH and differs and may_tell else None,
                before_release=earlier if differs and not kept else None,
                stamped_at=access.now,
            )


def _stored(work: _Work) -> Mapping[str, AnswerValue]:
    """The values as they stay."""
    return {name: work.row.answers.values.get(name) for name in work.after}


def _constraint(error: IntegrityError | DataError) -> str:
    """The name of the constraint that refused, else what the database says."""
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return str(named or str(error.orig).partition("\n")[0].rpartition(": ")[2])
