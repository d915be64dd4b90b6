"""What a revision does when it is run: its stages one after the other, each so that it can be broken off at any moment.

On PostgreSQL a table says which stages are finished and how far a backfill has come, written in the same transaction as
the work itself. Whatever locks waits a tenth of a second at most and tries again, so that nobody queues up behind it.
On SQLite all of it is one transaction of the caller's.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from types import MappingProxyType

from alembic import op
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from catalogue.model import Catalogue
from engine.releases import Release, releases, write_release
from engine.tables import build_tables
from engine.tables.analysis import YesNo, view_names, view_statements
from engine.tables.storage import MARK
from migrations_gen.dangling import dangling, unknown_codes
from migrations_gen.journal import Journal, Place
from migrations_gen.pace import LONGEST_REST, Pace
from migrations_gen.patience import patiently, state_of
from migrations_gen.series.stages import series_in
from migrations_gen.stages import (
    AFTER,
    ALONE,
    BATCHES,
    KEPT,
    LOCK_TIMEOUT,
    LOOK,
    SHORT,
    STATEMENT_TIMEOUT,
    SWAP,
    UPTO,
    VALIDATE,
    VIEWS,
    Stage,
)

WORK = "work"
"""Where a revision finds its surroundings, among Alembic's own options."""

KEY_BROKEN = "23503"

UNCOUNTED = -1
"""In the journal, for rows that are known to break something and are not counted."""

AFTER_SWAP = 20
"""How long is rested after the columns have changed places, as a multiple of what that took."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has come: rows done, and about how many there are."""

    stage: Stage
    number: int
    stages: int
    rows: int = 0
    total: int = 0


@dataclass(slots=True)
class Work:
    """The surroundings of a run. `arriving` and `leaving` are the releases it leads to and from; `watch` is told of all
    progress, inside the transaction that makes it.
    """

    engine: Engine
    connection: Connection
    revision: str
    direction: str
    arriving: Release
    leaving: Release
    catalogues: tuple[Catalogue, Catalogue]
    words: Callable[[Catalogue], YesNo]
    clock: Callable[[], datetime]
    watch: Callable[[Progress], None]
    patience: float = 600.0
    told: list[str] = field(default_factory=list)

    @property
    def journal(self) -> Journal:
        """Where this run is written down."""
        return Journal(self.revision, self.direction)


def run(stages: Mapping[str, tuple[Stage, ...]]) -> None:
    """Run the stages of the database's dialect; called by a revision."""
    work = op.get_context().opts[WORK]
    assert isinstance(work, Work)
    dialect = work.engine.dialect.name
    RUNNERS[dialect](work, stages[dialect])


# ---- SQLite ----


def _run_at_once(work: Work, stages: tuple[Stage, ...]) -> None:
    for number, stage in enumerate(stages, start=1):
        work.watch(Progress(stage, number, len(stages)))
        if stage.unless and work.connection.exec_driver_sql(stage.unless).first():
            continue
        if any(KEPT in statement for statement in stage.sql):
            _make_anew(work, stage)
        else:
            _execute(work.connection, stage)
        if stage.how == SWAP:
            _write_down(work, work.connection)
        if stage.how == VIEWS:
            for statement in _view_statements(work, work.connection):
                _plain(work.connection, statement)
    work.told.extend(unknown_codes(dangling(work.connection)))


def _make_anew(work: Work, stage: Stage) -> None:
    """A table beside the one it takes the place of, with what the older one holds of releases later than both."""
    define, fill = stage.sql
    _plain(work.connection, define)
    made = define.split('"')[1]
    known, there = (set(_columns(work.connection, table)) for table in (made, stage.table))
    comes = f"{MARK}{work.arriving.number}"
    more = sorted(name for name in there - known if MARK in name and not name.endswith(comes))
    for name in more:
        _plain(work.connection, f'ALTER TABLE "{made}" ADD COLUMN "{name}"')
    _plain(work.connection, fill.replace(KEPT, "".join(f'"{name}", ' for name in more)))


def _columns(connection: Connection, table: str) -> list[str]:
    return [str(name) for (name,) in connection.exec_driver_sql(f"SELECT name FROM pragma_table_info('{table}')")]


# ---- PostgreSQL ----


def _run_step_by_step(work: Work, stages: tuple[Stage, ...]) -> None:
    with work.engine.begin() as connection:
        work.journal.begin(connection)
        finished = {stage.key for stage in stages if work.journal.is_finished(connection, stage.key)}
    for number, stage in enumerate(stages, start=1):
        if stage.key not in finished:
            HOW[stage.how](work, stage, Progress(stage, number, len(stages)))
    _tell_what_breaks(work, stages)


def _short(work: Work, stage: Stage, progress: Progress) -> None:
    """All in one transaction, tried until the locks are had."""

    def attempt() -> None:
        with work.engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'")
            _execute(connection, stage)
            if stage.how == SWAP:
                _write_down(work, connection)
            work.journal.note(connection, stage.key)
            work.watch(progress)

    patiently(work.patience, attempt)


def _swap(work: Work, stage: Stage, progress: Progress) -> None:
    """Columns change places; then a rest, in which those who serve go over to the new release."""
    started = time.monotonic()
    _short(work, stage, progress)
    time.sleep(min(LONGEST_REST, AFTER_SWAP * (time.monotonic() - started)))


def _views(work: Work, stage: Stage, progress: Progress) -> None:
    """What takes time, which is to put the views into words, is done before anybody is kept from reading them."""
    with work.engine.begin() as connection:
        statements = tuple(_view_statements(work, connection))
    _short(work, replace(stage, sql=(*stage.sql, *statements)), progress)


def _alone(work: Work, stage: Stage, progress: Progress) -> None:
    """Each statement by itself, outside of any transaction; the stage can be begun anew."""
    work.watch(progress)
    for statement in stage.sql:
        patiently(work.patience, partial(_outside, work, statement))
    with work.engine.begin() as connection:
        work.journal.note(connection, stage.key)


def _outside(work: Work, statement: str) -> None:
    with work.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _plain(connection, statement)


def _batches(work: Work, stage: Stage, progress: Progress) -> None:
    """A change, small batch by small batch, so that nobody waits long for a row."""
    _along_the_key(work, stage, progress, _plain)


def _look(work: Work, stage: Stage, progress: Progress) -> None:
    """How many rows that are there do not fulfil what comes; they were let in by an earlier release, and stay."""

    def count(connection: Connection, statement: str) -> None:
        for name, broken in connection.exec_driver_sql(statement, execution_options={"no_parameters": True}):
            work.journal.count(connection, stage.key, name, broken)

    _along_the_key(work, stage, progress, count)


def _tell_what_breaks(work: Work, stages: tuple[Stage, ...]) -> None:
    """At the end and from the journal, so that nothing is left untold when a run is broken off after it was found."""
    with work.engine.begin() as connection:
        for name, broken in (found for stage in stages for found in work.journal.counted(connection, stage.key)):
            many = f"{broken:,} there" if broken != UNCOUNTED else "some that are there"
            work.told.append(f"{name} holds for every row written from now on; {many} break it, and stay.")


Act = Callable[[Connection, str], None]
"""What is done with a batch's statement, in its transaction."""


def _along_the_key(work: Work, stage: Stage, progress: Progress, act: Act) -> None:
    """Batch by batch from where it was broken off."""
    pace, about = Pace(), replace(progress, total=_estimate(work, stage))
    with work.engine.begin() as connection:
        place = work.journal.place(connection, stage.key)
    while True:
        time.sleep(pace.rest)
        started = time.monotonic()
        reached = patiently(work.patience, partial(_batch, work, about, place, pace.size, act))
        if reached is None:
            break
        pace = pace.after(reached.rows - place.rows, time.monotonic() - started)
        place = reached
    with work.engine.begin() as connection:
        work.journal.note(connection, stage.key, place)


def _batch(work: Work, about: Progress, place: Place, size: int, act: Act) -> Place | None:
    """One batch of at most so many rows, and where it came to; None when there are no more."""
    stage = about.stage
    with work.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")  # a crash takes back what is then done again
        keys = f'SELECT "id" FROM {stage.table} WHERE "id" > {_quoted(place.key)} ORDER BY "id" LIMIT {size}'
        last, found = connection.exec_driver_sql(f"SELECT max(id), count(*) FROM ({keys}) AS found").one()
        if not found:
            return None
        reached = Place(last, place.rows + found)
        act(connection, stage.sql[0].replace(AFTER, _quoted(place.key)).replace(UPTO, _quoted(last)))
        work.journal.note(connection, stage.key, reached, finished=False)
        work.watch(replace(about, rows=reached.rows))
    return reached


def _validate(work: Work, stage: Stage, progress: Progress) -> None:
    """One reading of the table for all; where something is broken, one by one, and written down."""
    work.watch(progress)
    broken: list[str] = []
    if not _is_valid(work, stage.sql[0]):
        head, *clauses = stage.sql[0].strip().splitlines()
        each = (f"{head} {clause.strip().rstrip(',')}" for clause in clauses)
        broken = [statement for statement in each if not _is_valid(work, statement)]
    with work.engine.begin() as connection:
        for statement in broken:
            name = statement.rpartition('CONSTRAINT "')[2].rstrip('"')
            work.journal.count(connection, stage.key, name, UNCOUNTED)
        work.journal.note(connection, stage.key)


def _is_valid(work: Work, statement: str) -> bool:
    """Whether no row that is there refers to nothing."""
    try:
        _outside(work, statement)
    except DBAPIError as error:
        if state_of(error) != KEY_BROKEN:
            raise
        return False
    return True


HOW: Mapping[str, Callable[[Work, Stage, Progress], None]] = MappingProxyType(
    {SHORT: _short, ALONE: _alone, BATCHES: _batches, SWAP: _swap, LOOK: _look, VALIDATE: _validate, VIEWS: _views}
)
"""How each kind of stage is run on PostgreSQL."""

RUNNERS: Mapping[str, Callable[[Work, tuple[Stage, ...]], None]] = MappingProxyType(
    {"sqlite": _run_at_once, "postgresql": _run_step_by_step}
)


# ---- what only a program can do ----


def _write_down(work: Work, connection: Connection) -> None:
    """The release the database is now at; one that is left by going back is withdrawn, and stays known."""
    leaving, arriving = work.leaving, work.arriving
    if arriving.number < leaving.number:
        write_release(connection, replace(leaving, withdrawn_at=work.clock()))
        known = {release.number: release for release in releases(connection)}
        there = known.get(arriving.number)
        arriving = replace(there, storage=arriving.storage) if there else arriving
    write_release(connection, arriving)


def _view_statements(work: Work, connection: Connection) -> Iterator[str]:
    before, after = work.catalogues
    for module in before.modules:
        yield from (f'DROP VIEW IF EXISTS "{view}"' for view in view_names(module))
    tables = build_tables(after, work.engine.dialect.name, work.arriving.storage, work.arriving.number)
    standing = (release for release in releases(connection) if release.withdrawn_at is None)
    yield from view_statements(tables, work.words(after), series_in(standing))


# ---- words for PostgreSQL and SQLite ----


def _estimate(work: Work, stage: Stage) -> int:
    with work.engine.begin() as connection:
        query = f"SELECT reltuples FROM pg_class WHERE oid = {_quoted(stage.table)}::regclass"
        return max(0, int(connection.exec_driver_sql(query).scalar() or 0))


def _execute(connection: Connection, stage: Stage) -> None:
    for statement in stage.sql:
        _plain(connection, statement)


def _plain(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement.strip(), execution_options={"no_parameters": True})


def _quoted(key: str) -> str:
    return "'" + key.replace("'", "''") + "'"
