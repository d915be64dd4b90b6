"""What a revision does when it is run: its stages one after the other, each so that it can be broken off at any moment.

On PostgreSQL a table says which stages are finished and how far a backfill has come, written in the same transaction as
the work itself. Whatever locks waits a tenth of a second at most and tries again, so that nobody queues up behind it.
On SQLite all of it is one transaction of the caller's.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from types import MappingProxyType

from alembic import op
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from catalogue.model import Catalogue
from engine.releases import Release, releases, write_release
from engine.tables import build_tables
from engine.tables.analysis import YesNo, create_views, view_names
from engine.tables.storage import MARK
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

FIRST_BATCH, LARGEST_BATCH, AIM = 100, 5000, 0.1
"""Rows, rows, and the seconds a batch should take: so long may somebody wait who saves one of its rows."""

REST = 1.0
"""How long is rested after a batch, as a part of what the batch took: others have the machine too."""

JOURNAL = """
CREATE TABLE IF NOT EXISTS catalogue_migration (
    revision text NOT NULL,
    direction text NOT NULL,
    stage text NOT NULL,
    finished boolean NOT NULL,
    last_key text NOT NULL,
    row_count bigint NOT NULL,
    CONSTRAINT pk_catalogue_migration PRIMARY KEY (revision, direction, stage)
)
"""
JOURNAL_TABLE = "catalogue_migration"
OF = ": "
"""In the journal between a stage and what is counted in it, which has a line of its own."""


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
        _by_program(work, work.connection, stage)


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
        connection.exec_driver_sql(JOURNAL)
        other = {"revision": work.revision, "direction": work.direction}
        query = f"DELETE FROM {JOURNAL_TABLE} WHERE revision = :revision AND direction <> :direction"
        connection.execute(text(query), other)
    for number, stage in enumerate(stages, start=1):
        if not _finished(work, stage):
            HOW[stage.how](work, stage, Progress(stage, number, len(stages)))
    _tell_what_breaks(work, [stage for stage in stages if stage.how == LOOK])


def _short(work: Work, stage: Stage, progress: Progress) -> None:
    """All in one transaction, tried until the locks are had."""

    def attempt() -> None:
        with work.engine.begin() as connection:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'")
            _execute(connection, stage)
            _by_program(work, connection, stage)
            _note(work, connection, stage)
            work.watch(progress)

    patiently(work.patience, attempt)


def _alone(work: Work, stage: Stage, progress: Progress) -> None:
    """Each statement by itself, outside of any transaction; the stage can be begun anew."""
    work.watch(progress)
    for statement in stage.sql:
        patiently(work.patience, partial(_outside, work, statement))
    with work.engine.begin() as connection:
        _note(work, connection, stage)


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
            of_name = replace(stage, key=f"{stage.key}{OF}{name}")
            _, rows = _so_far(work, connection, of_name)
            _note(work, connection, of_name, rows=rows + broken)

    _along_the_key(work, stage, progress, count)


def _tell_what_breaks(work: Work, looked: list[Stage]) -> None:
    """At the end and from the journal, so that nothing is left untold when a run is broken off after it was counted."""
    with work.engine.begin() as connection:
        for name, broken in (found for stage in looked for found in _counted(work, connection, stage)):
            work.told.append(f"{name} holds for every row written from now on; {broken:,} there break it, and stay.")


Act = Callable[[Connection, str], None]
"""What is done with a batch's statement, in its transaction."""


def _along_the_key(work: Work, stage: Stage, progress: Progress, act: Act) -> None:
    """Batch by batch from where it was broken off, each followed by a rest."""
    size, about = FIRST_BATCH, replace(progress, total=_estimate(work, stage))
    with work.engine.begin() as connection:
        place = _so_far(work, connection, stage)
    while True:
        started = time.monotonic()
        moved = patiently(work.patience, partial(_batch, work, about, (*place, size), act))
        if moved is None:
            break
        place, taken = moved, time.monotonic() - started
        time.sleep(REST * taken)
        size = max(FIRST_BATCH, min(LARGEST_BATCH, int(size * min(2.0, max(0.5, AIM / max(taken, 0.001))))))
    with work.engine.begin() as connection:
        _note(work, connection, stage, last_key=place[0], rows=place[1])


def _batch(work: Work, about: Progress, place: tuple[str, int, int], act: Act) -> tuple[str, int] | None:
    """One batch: the key it went to and the rows done; None when there are no more."""
    stage, (after, rows, size) = about.stage, place
    with work.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")  # a crash takes back what is then done again
        keys = f'SELECT "id" FROM {stage.table} WHERE "id" > {_quoted(after)} ORDER BY "id" LIMIT {size}'
        last, found = connection.exec_driver_sql(f"SELECT max(id), count(*) FROM ({keys}) AS found").one()
        if not found:
            return None
        act(connection, stage.sql[0].replace(AFTER, _quoted(after)).replace(UPTO, _quoted(last)))
        _note(work, connection, stage, rows=rows + found, last_key=last, finished=False)
        work.watch(replace(about, rows=rows + found))
    return last, rows + found


def _validate(work: Work, stage: Stage, progress: Progress) -> None:
    """One reading of the table for all; where something is broken, one by one, and told."""
    work.watch(progress)
    try:
        _outside(work, stage.sql[0])
    except DBAPIError as error:
        if state_of(error) != KEY_BROKEN:
            raise
        head, *clauses = stage.sql[0].splitlines()
        for clause in clauses:
            _validate_one(work, f"{head} {clause.strip().rstrip(',')}")
    with work.engine.begin() as connection:
        _note(work, connection, stage)


def _validate_one(work: Work, statement: str) -> None:
    try:
        _outside(work, statement)
    except DBAPIError as error:
        if state_of(error) != KEY_BROKEN:
            raise
        name = statement.rpartition('CONSTRAINT "')[2].rstrip('"')
        work.told.append(f"{name} holds for every row written from now on; some that are there break it, and stay.")


HOW: Mapping[str, Callable[[Work, Stage, Progress], None]] = MappingProxyType(
    {SHORT: _short, ALONE: _alone, BATCHES: _batches, SWAP: _short, LOOK: _look, VALIDATE: _validate, VIEWS: _short}
)
"""How each kind of stage is run on PostgreSQL."""

RUNNERS: Mapping[str, Callable[[Work, tuple[Stage, ...]], None]] = MappingProxyType(
    {"sqlite": _run_at_once, "postgresql": _run_step_by_step}
)


# ---- what only a program can do ----


def _by_program(work: Work, connection: Connection, stage: Stage) -> None:
    if stage.how == SWAP:
        _write_down(work, connection)
    elif stage.how == VIEWS:
        _make_views(work, connection)


def _write_down(work: Work, connection: Connection) -> None:
    """The release the database is now at; one that is left by going back is withdrawn, and stays known."""
    leaving, arriving = work.leaving, work.arriving
    if arriving.number < leaving.number:
        write_release(connection, replace(leaving, withdrawn_at=work.clock()))
        known = {release.number: release for release in releases(connection)}
        there = known.get(arriving.number)
        arriving = replace(there, storage=arriving.storage) if there else arriving
    write_release(connection, arriving)


def _make_views(work: Work, connection: Connection) -> None:
    before, after = work.catalogues
    for module in before.modules:
        for view in view_names(module):
            connection.exec_driver_sql(f'DROP VIEW IF EXISTS "{view}"')
    tables = build_tables(after, work.engine.dialect.name, work.arriving.storage, work.arriving.number)
    standing = (release for release in releases(connection) if release.withdrawn_at is None)
    create_views(connection, tables, work.words(after), series_in(standing))


# ---- the journal ----


def journal(connection: Connection) -> frozenset[tuple[str, str]]:
    """The revisions of which stages are noted, with the direction: those that have been run, and one under way."""
    if not inspect(connection).has_table(JOURNAL_TABLE):
        return frozenset()
    found = connection.exec_driver_sql(f"SELECT DISTINCT revision, direction FROM {JOURNAL_TABLE}")
    return frozenset((revision, direction) for revision, direction in found)


def _finished(work: Work, stage: Stage) -> bool:
    with work.engine.begin() as connection:
        query = f"SELECT finished FROM {JOURNAL_TABLE} WHERE revision = :revision AND direction = :direction"
        key = {"revision": work.revision, "direction": work.direction, "stage": stage.key}
        return bool(connection.scalar(text(f"{query} AND stage = :stage"), key))


def _so_far(work: Work, connection: Connection, stage: Stage) -> tuple[str, int]:
    query = f"SELECT last_key, row_count FROM {JOURNAL_TABLE} WHERE revision = :revision AND direction = :direction"
    key = {"revision": work.revision, "direction": work.direction, "stage": stage.key}
    found = connection.execute(text(f"{query} AND stage = :stage"), key).first()
    return (found[0], found[1]) if found else ("", 0)


def _counted(work: Work, connection: Connection, stage: Stage) -> list[tuple[str, int]]:
    """What was counted in a stage, by name."""
    query = f"SELECT stage, row_count FROM {JOURNAL_TABLE} WHERE revision = :revision AND direction = :direction"
    key = {"revision": work.revision, "direction": work.direction, "stage": f"{stage.key}{OF}"}
    found = connection.execute(text(f"{query} AND starts_with(stage, :stage) ORDER BY stage"), key)
    return [(name.removeprefix(key["stage"]), rows) for name, rows in found]


def _note(
    work: Work, connection: Connection, stage: Stage, *, rows: int = 0, last_key: str = "", finished: bool = True
) -> None:
    line = {
        "revision": work.revision,
        "direction": work.direction,
        "stage": stage.key,
        "finished": finished,
        "last_key": last_key,
        "row_count": rows,
    }
    statement = (
        f"INSERT INTO {JOURNAL_TABLE} ({', '.join(line)}) VALUES ({', '.join(f':{name}' for name in line)})"
        " ON CONFLICT (revision, direction, stage) DO UPDATE SET finished = excluded.finished,"
        " last_key = excluded.last_key, row_count = excluded.row_count"
    )
    connection.execute(text(statement), line)


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
