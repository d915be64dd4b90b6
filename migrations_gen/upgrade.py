"""`upgrade`: a database taken to another release by the migrations of a folder, or a sentence that says why not.

Alembic finds the way and keeps its own note of where the database is; the release is written down by the migration
itself. A run that was broken off goes on where it was.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from catalogue.model import Catalogue
from engine.added_since import Lacking, add, lacking
from engine.database import connect
from engine.releases import Release, current_release, releases, write_release
from engine.tables import Tables, build_tables
from engine.tables.analysis import YesNo
from engine.tables.storage import Storage
from migrations_gen.dangling import broken_links, dangling
from migrations_gen.drift import drift
from migrations_gen.journal import begun
from migrations_gen.ledger.flaws import LedgerRefused
from migrations_gen.patience import patiently
from migrations_gen.releasing.door import GateClosed, pass_gate, take_in
from migrations_gen.revisions import Known, changed_files, read, snapshot_of
from migrations_gen.running import WORK, Progress, Work
from migrations_gen.stages import LOCK_TIMEOUT, Stage
from migrations_gen.states import released_state
from migrations_gen.steps.keeping import with_later
from migrations_gen.versions import version_key

UP, DOWN = "up", "down"
SHOWN = 20
"""So many differences are told."""


class UpgradeRefused(Exception):
    """Nothing was done; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Who runs it, by which clock, how yes and no are written in the views, and who is told of progress."""

    who: str
    clock: Callable[[], datetime]
    words: Callable[[Catalogue], YesNo]
    watch: Callable[[Progress], None] = lambda _: None
    patience: float = 600.0


@dataclass(frozen=True, slots=True)
class Leg:
    """One revision of the way, upwards or downwards, from one release to another."""

    direction: str
    leaving: Known
    arriving: Known

    @property
    def revision(self) -> Known:
        """The release whose revision is run."""
        return self.arriving if self.direction == UP else self.leaving


@dataclass(frozen=True, slots=True)
class Way:
    """From where a database is to where it shall be. `adopted` when it was made before releases were written down,
    `resumed` when a run of it was broken off.
    """

    legs: tuple[Leg, ...]
    at: Known
    adopted: bool = False
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, and what is to be told: what the database lacked of the program's own, the way it went."""

    added: Lacking
    way: Way | None
    told: tuple[str, ...] = ()


def upgrade(url: str, folder: Path, to: str, surroundings: Surroundings, ledger: Sequence[str] = ()) -> Done:
    """Take the database to a revision or version of the folder; to the latest when `to` is empty.

    What the program has come to keep since the database was made is added first; that needs no migrations. Then what it
    lacks of the `ledger`: a database in production goes nowhere that this does not name.
    """
    with _database(url) as engine:
        added, tables = catch_up(engine, surroundings.patience)
        if added and not _read(folder):
            return Done(added, None)
        known, script = _folder(folder)
        with engine.connect() as connection:
            way = _way(connection, folder, (known, script), to, tables)
        _pass_gate(engine, way, surroundings, ledger)
        if way.adopted:
            _adopt(engine, folder, way.at, surroundings)
            catch_up(engine, surroundings.patience)
        told: list[str] = []
        for leg in way.legs:
            told += _run(engine, folder, (script, leg), surroundings)
        return Done(added, way, tuple(told))


def outlook(url: str, folder: Path, to: str) -> tuple[Way, tuple[Stage, ...]]:
    """What `upgrade` would do: the way, and its stages for this database."""
    known, script = _folder(folder)
    with _database(url) as engine:
        with engine.connect() as connection:
            way = _way(connection, folder, (known, script), to)
        return way, tuple(stage for leg in way.legs for stage in _stages(script, leg, engine.dialect.name))


def _stages(script: ScriptDirectory, leg: Leg, dialect: str) -> tuple[Stage, ...]:
    module = script.get_revision(leg.revision.revision).module
    stages: tuple[Stage, ...] = getattr(module, "UPGRADE" if leg.direction == UP else "DOWNGRADE")[dialect]
    return stages


def _folder(folder: Path) -> tuple[Mapping[str, Known], ScriptDirectory]:
    known = _read(folder)
    if not known:
        raise UpgradeRefused(
            f"There are no migrations in '{folder}'. 'skjemaverk migrate OLD NEW --out DIR' writes them."
        )
    changed = changed_files(folder)
    if changed:
        raise UpgradeRefused(
            f"These files in '{folder}' are not as they were written: {', '.join(changed)}."
            " Fetch them anew, or write the migration again."
        )
    return known, ScriptDirectory(str(folder))


def _read(folder: Path) -> Mapping[str, Known]:
    return read(folder) if folder.is_dir() else {}


@contextmanager
def _database(url: str) -> Iterator[Engine]:
    try:
        engine = connect(url)
        if engine.dialect.name == "sqlite" and engine.url.database and not Path(engine.url.database).is_file():
            raise UpgradeRefused(f"There is no file {engine.url.database}.")
        try:
            yield engine
        finally:
            engine.dispose()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise UpgradeRefused(f"The database refuses: {reason}") from None


def catch_up(engine: Engine, patience: float) -> tuple[Lacking, Tables | None]:
    """Add what the program has come to keep since the database was made; what was added, and the tables of the release
    the database is at, where one is written down.
    """

    def attempt() -> tuple[Lacking, Tables | None]:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            tables = _tables(connection)
            lacks = lacking(connection, tables)
            add(connection, lacks, tables)
            return lacks, tables

    return patiently(patience, attempt)


def _tables(connection: Connection) -> Tables | None:
    """The tables of the release a database is at; none where that is not written down."""
    release = current_release(connection)
    if release is None or not release.snapshot:
        return None
    return _tables_of(connection, release.snapshot, release.storage, release.number)


def _tables_of(connection: Connection, snapshot: str, storage: Storage, number: int) -> Tables:
    return build_tables(_catalogue(snapshot), connection.dialect.name, storage, number)


def _pass_gate(engine: Engine, way: Way, surroundings: Surroundings, ledger: Sequence[str]) -> None:
    """Nothing is begun that would be refused half way. What is only passed through need not be in use any more."""
    try:
        with engine.begin() as connection:
            if ledger:
                take_in(connection, ledger)
            for leg in way.legs[:-1]:
                pass_gate(connection, leg.arriving.digest, date.min)
            for leg in way.legs[-1:]:
                pass_gate(connection, leg.arriving.digest, surroundings.clock().date())
    except (GateClosed, LedgerRefused) as refused:
        raise UpgradeRefused(str(refused)) from None


# ---- where it is, and where it goes ----


def _way(
    connection: Connection,
    folder: Path,
    migrations: tuple[Mapping[str, Known], ScriptDirectory],
    to: str,
    tables: Tables | None = None,
) -> Way:
    known, script = migrations
    if not inspect(connection).has_table("episode"):
        raise UpgradeRefused("The database is empty; 'serve' makes its tables.")
    current = current_release(connection)
    if current is None:
        at = _recognised(connection, folder, known)
        return Way(_legs(at, _target(known, script, to), known), at, adopted=True)
    at = _place(connection, folder, current, known)
    legs = _legs(at, _target(known, script, to), known)
    resumed = _is_resumed(connection, legs, at)
    if not resumed:
        _refuse_drift(connection, current, tables)
        _refuse_numbers(connection, legs, current)
    return Way(legs, at, resumed=resumed)


def _place(connection: Connection, folder: Path, current: Release, known: Mapping[str, Known]) -> Known:
    """The release the database is at as Alembic has noted it, which a broken run may not have come to yet."""
    noted = _noted(connection)
    revision = noted or current.revision
    if revision in known:
        at = known[revision]
        if current.revision not in known or abs(known[current.revision].number - at.number) > 1:
            raise UpgradeRefused(_UNKNOWN.format(version=current.version, revision=current.revision, folder=folder))
        return at
    latest = max(known.values(), key=lambda release: release.number)
    if current.snapshot and (name := _registry(current.snapshot)) != (
        ours := _registry(snapshot_of(folder, latest.revision))
    ):
        raise UpgradeRefused(
            f"The database is another registry's: it is made for '{name}', and the migrations for '{ours}'."
        )
    if version_key(current.version) > version_key(latest.version):
        raise UpgradeRefused(
            f"The database is ahead: it is at version {current.version}, and the migrations in '{folder}' end at"
            f" {latest.version}. Fetch the migrations that brought it there."
        )
    raise UpgradeRefused(_UNKNOWN.format(version=current.version, revision=current.revision, folder=folder))


_UNKNOWN = (
    "The database is at version {version} ({revision}), to which the migrations in '{folder}' do not know the way."
    " Fetch the migrations of the registry that it belongs to."
)


def _registry(snapshot: str) -> str:
    return _catalogue(snapshot).name


def _catalogue(snapshot: str) -> Catalogue:
    return released_state(snapshot).catalogue


def _noted(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _target(known: Mapping[str, Known], script: ScriptDirectory, to: str) -> Known:
    if not to:
        return max(known.values(), key=lambda release: release.number)
    found = [release for release in known.values() if to in (release.revision, release.version)]
    if len(found) != 1:
        there = ", ".join(release.revision for release in sorted(known.values(), key=lambda release: release.number))
        raise UpgradeRefused(f"There is no revision '{to}'. There are: {there}.")
    return found[0]


def _legs(at: Known, target: Known, known: Mapping[str, Known]) -> tuple[Leg, ...]:
    listed = sorted(known.values(), key=lambda release: release.number)
    places = {release.revision: place for place, release in enumerate(listed)}
    here, there = places[at.revision], places[target.revision]
    if here <= there:
        return tuple(Leg(UP, listed[place], listed[place + 1]) for place in range(here, there))
    return tuple(Leg(DOWN, listed[place], listed[place - 1]) for place in range(here, there, -1))


def _is_resumed(connection: Connection, legs: tuple[Leg, ...], at: Known) -> bool:
    """Whether the first leg has been begun, and nothing else."""
    first = (legs[0].revision.revision, legs[0].direction) if legs else None
    return first in begun(connection)


def _refuse_numbers(connection: Connection, legs: tuple[Leg, ...], current: Release) -> None:
    if legs and legs[0].leaving.number != current.number:
        raise UpgradeRefused(
            f"The database counts version {current.version} as release {current.number}, and the migrations as release"
            f" {legs[0].leaving.number}. It was made in the middle of them: write migrations that begin with it."
        )
    known = {release.number: release for release in releases(connection)}
    for leg in legs:
        other = known.get(leg.arriving.number)
        if other is not None and other.revision != leg.arriving.revision:
            raise UpgradeRefused(
                f"The database has been at release {other.number} before, which was then {other.revision} and would now"
                f" be {leg.arriving.revision}. Go to {other.revision} first, or give the new one a migration after it."
            )


def _refuse_drift(connection: Connection, current: Release, tables: Tables | None) -> None:
    if not current.snapshot:
        return
    place = (current.storage, current.number)
    # Somebody else may have taken the database on since the tables were made.
    if tables is None or (tables.storage, tables.release) != place:
        tables = _tables_of(connection, current.snapshot, *place)
    found = list(_drift(connection, tables))
    if found:
        raise UpgradeRefused(_told(current.version, found))


def _told(version: str, found: list[str]) -> str:
    more = [f"and {len(found) - SHOWN:,} more."] if len(found) > SHOWN else []
    lines = "\n".join(f"  {sentence}" for sentence in (*found[:SHOWN], *more))
    return f"The database is not as version {version} made it; somebody has changed it by hand:\n{lines}"


def _drift(connection: Connection, tables: Tables) -> Iterator[str]:
    with connection.begin_nested() if connection.in_transaction() else connection.begin() as transaction:
        yield from drift(connection, tables, lacking(connection, tables).subjects)
        transaction.rollback()


# ---- a database that was made before releases were written down ----


def _recognised(connection: Connection, folder: Path, known: Mapping[str, Known]) -> Known:
    """The release that the database is just like."""
    fewest: tuple[str, list[str]] | None = None
    for release in sorted(known.values(), key=lambda release: release.number):
        tables = _tables_of(connection, snapshot_of(folder, release.revision), release.storage, release.number)
        found = list(_drift(connection, tables))
        if not found:
            return release
        if fewest is None or len(found) < len(fewest[1]):
            fewest = (release.version, found)
    assert fewest is not None
    raise UpgradeRefused(
        "The database was made before releases were written down, and is like none that the migrations know."
        f" {_told(*fewest)}"
    )


def _adopt(engine: Engine, folder: Path, at: Known, surroundings: Surroundings) -> None:
    """Write down the release of a database that has none."""
    with engine.begin() as connection:
        snapshot = snapshot_of(folder, at.revision)
        write_release(connection, _release(at, snapshot, surroundings))


def _release(known: Known, snapshot: str, surroundings: Surroundings) -> Release:
    return Release(
        number=known.number,
        version=known.version,
        revision=known.revision,
        digest=known.digest,
        snapshot=snapshot,
        storage=known.storage,
        applied_at=surroundings.clock(),
        applied_by=surroundings.who,
    )


# ---- running ----


def _run(engine: Engine, folder: Path, what: tuple[ScriptDirectory, Leg], surroundings: Surroundings) -> list[str]:
    script, leg = what
    leaving, arriving = (
        _release(known, snapshot_of(folder, known.revision), surroundings) for known in (leg.leaving, leg.arriving)
    )
    if leg.direction == DOWN:
        arriving = replace(arriving, storage=leg.leaving.went_back)
    catalogues = tuple(_catalogue(part.snapshot) for part in (leaving, arriving))
    with CONNECTED[engine.dialect.name](engine) as connection:
        leaving = _as_known(connection, leaving)
        numbers = (leaving.number, arriving.number)
        storage = with_later(arriving.storage, leaving.storage, numbers, (catalogues[0], catalogues[1]))
        work = Work(
            engine=engine,
            connection=connection,
            revision=leg.revision.revision,
            direction=leg.direction,
            arriving=replace(arriving, storage=storage),
            leaving=leaving,
            catalogues=(catalogues[0], catalogues[1]),
            words=surroundings.words,
            clock=surroundings.clock,
            watch=surroundings.watch,
            patience=surroundings.patience,
        )
        _by_alembic(connection, script, leg, work)
    return work.told


def _as_known(connection: Connection, leaving: Release) -> Release:
    """The release that is left, as the database has it."""
    return next((release for release in releases(connection) if release.number == leaving.number), leaving)


def _by_alembic(connection: Connection, script: ScriptDirectory, leg: Leg, work: Work) -> None:
    def steps(revision: Any, _: MigrationContext) -> Any:
        if leg.direction == UP:
            return script._upgrade_revs(leg.arriving.revision, revision)
        return script._downgrade_revs(leg.arriving.revision, revision)

    options = {"fn": steps, "script": script, "transactional_ddl": False, WORK: work}
    context = MigrationContext.configure(connection, opts=options)
    if context.get_current_revision() is None:
        context.stamp(script, leg.leaving.revision)
    with Operations.context(context):
        context.run_migrations()


@contextmanager
def _one_transaction(engine: Engine) -> Iterator[Connection]:
    """SQLite: tables that others refer to are made anew, which is looked through at the end."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
            raw.execute(f"PRAGMA {pragma}")
        try:
            with connection.begin():
                yield connection
                if broken := broken_links(dangling(connection)):
                    raise UpgradeRefused(" ".join(broken))
        finally:
            connection.invalidate()


@contextmanager
def _many_transactions(engine: Engine) -> Iterator[Connection]:
    """PostgreSQL: Alembic's own connection holds nothing while the work is done through others."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


CONNECTED = {"sqlite": _one_transaction, "postgresql": _many_transactions}
"""How each database is held while a revision runs."""
