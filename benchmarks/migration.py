"""A migration of a large table on PostgreSQL while answers go on coming in: does anybody notice?

A recode, a rename, three new columns and a tightened limit over rows of 350 variables. Meanwhile a server of the
release before saves 50 submissions a second through the store; when it is told that the database has been upgraded, it
goes on with the tables of the new release, as a server that is restarted does.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from definition import MODULES, fields, rules, valid_record
from ours import write_catalogue

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from catalogue.model import Variable
    from engine.tables import FormTable, Tables
    from migrations_gen.running import Progress

ROWS = int(os.environ.get("SKJEMAVERK_BENCH_ROWS", "1000000"))
PER_SECOND = int(os.environ.get("SKJEMAVERK_BENCH_RATE", "50"))
WRITERS = 4
NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
FORM, TABLE = "rygg.pasient", "rygg_pasient"
KEY = "md5(number::text)"
SETTINGS = {
    "shared_buffers": "2GB",
    "max_wal_size": "16GB",
    "listen_addresses": "",
    "timezone": "UTC",
    "checkpoint_timeout": "30min",
    "wal_compression": "on",
}


def main() -> None:
    """Measure and print; with `write` as the first word, be one of those who submit."""
    if sys.argv[1:2] == ["write"]:
        submit(*sys.argv[2:])
        return
    for line in report(measured()):
        print(line)


def report(found: dict[str, float]) -> Iterator[str]:
    """The figures, with what was aimed at."""
    yield f"\nMigration of {ROWS:,} rows of 350 variables, {PER_SECOND} submissions a second meanwhile"
    yield f"  migration                {found['migration']:9.1f} s"
    yield f"  submissions              {found['submissions']:9,.0f}"
    yield f"  slowest before it began  {found['before']:9.3f} s   what the machine gives without a migration"
    yield f"  failed                   {found['failed']:9,.0f}   target 0"
    yield f"  slowest                  {found['slowest']:9.3f} s   target under 1 s"
    yield f"  99 of 100 under          {found['most']:9.3f} s"
    yield f"  slowest flush meanwhile  {found['disk']:9.3f} s   8 kB to the same disk, beside the server"
    yield f"  longest exclusive lock   {found['lock'] * 1e3:9.0f} ms  target under 200 ms"


def measured() -> dict[str, float]:
    """All of it, on a server of its own."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("SKJEMAVERK_BENCH_FOLDER")) as name, server() as url:
        folder = Path(name)
        versions = two_versions(folder)
        migrations = folder / "migrations"
        prepare(versions, migrations)
        fill(url, versions[0])
        return upgraded(url, folder, versions, migrations)


# ---- the two versions ----


def two_versions(folder: Path) -> tuple[Path, Path]:
    """The synthetic form, and the same changed; what is changed stands in no rule and no condition."""
    asked = fields()
    before = write_catalogue(folder / "before", MODULES[:1], asked, rules(asked))
    shutil.copytree(before.parent, folder / "after")
    after = folder / "after" / "variables.yaml"
    form = folder / "after" / "rygg" / "pasient.yaml"
    text = form.read_text(encoding="utf-8")
    free = [field for field in asked if text.count(field.name) == 1]
    coded = next(field for field in free if field.kind == "code" and field.codes == 4)
    renamed = next(field for field in free if field.kind == "text")
    limited = next(field for field in free if field.kind == "integer")
    text = edited(text, coded.name, "codelist: liste_4", "codelist: liste_2")
    text = edited(text, limited.name, f"max: {limited.high}", f"max: {limited.high - 1}")
    text = text.replace(f"name: {renamed.name}\n", "name: omdoept\n")
    new = "".join(f"      - {{name: ny_{number}, label: Ny, type: integer, min: 0, max: 9}}\n" for number in (1, 2, 3))
    text = text.replace("    variables:\n", f"    variables:\n{new}", 1)
    form.write_text(text, encoding="utf-8")
    after.write_text(after.read_text(encoding="utf-8").replace("1.0.0", "1.1.0"), encoding="utf-8")
    changes = folder / "after" / "changes" / "1.1.0.yaml"
    changes.parent.mkdir()
    lines = (
        "version: 1.1.0",
        "changes:",
        f"  - {{rename: {FORM}.{renamed.name}, to: omdoept}}",
        f"  - recode: {FORM}.{coded.name}",
        "    map: {0: 0, 1: 1, 2: 1, 3: 0}",
        "    comparable: coarser",
        "    reason: Målt",
    )
    changes.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return before, after


def edited(text: str, name: str, old: str, new: str) -> str:
    """One attribute of one variable."""
    place = text.index(f"name: {name}\n")
    there = text.index(old, place)
    return text[:there] + new + text[there + len(old) :]


def prepare(versions: tuple[Path, Path], migrations: Path) -> None:
    """Write the migration."""
    from migrations_gen.carrying import carrying_of
    from migrations_gen.preparing import Snapshot, prepare
    from migrations_gen.revisions import write
    from migrations_gen.states import open_state, snapshot

    one, other = (Snapshot(open_state(str(path.parent), path), snapshot(path)) for path in versions)
    carrying, _ = carrying_of(one.state.catalogue, other.state.catalogue, other.state.intents)
    prepared = prepare(one, other, carrying, migrations)
    for sentence in prepared.sentences:
        print(f"  {sentence}", file=sys.stderr)
    write(migrations, prepared.files)


# ---- the table ----


def fill(url: str, page: Path) -> None:
    """A database of the earlier version with so many rows, each with an episode of its own."""
    from catalogue.source.loader import load
    from engine.accounts import Centre, add_centre
    from engine.database import connect
    from engine.installation import install
    from engine.releases import first_release
    from engine.tables.analysis import YesNo
    from migrations_gen.states import snapshot

    catalogue = load(page).catalogue
    assert catalogue is not None
    started = time.monotonic()
    engine = connect(url)
    with engine.begin() as connection:
        first = first_release(catalogue.version, snapshot(page), "bench", NOW)
        tables = install(connection, catalogue, YesNo("Ja", "Nei"), first)
        add_centre(connection, tables, Centre(id="one", number="1", name="En", valid_from=NOW.date()))
        who = {"id": "one", "created_at": NOW, "created_by": "bench"}
        connection.execute(tables.fixed.person.insert(), who)
        connection.exec_driver_sql(
            "INSERT INTO episode (id, module, person_id, centre_id, created_at, created_by)"
            f" SELECT {KEY}, 'rygg', 'one', 'one', now(), 'bench' FROM generate_series(1, {ROWS}) AS number"
        )
        multiply(connection, tables.forms[FORM])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
        connection.exec_driver_sql("CHECKPOINT")
        size = connection.exec_driver_sql(f"SELECT pg_size_pretty(pg_total_relation_size('{TABLE}'))").scalar()
    engine.dispose()
    print(f"  {ROWS:,} rows, {size}, made in {time.monotonic() - started:.0f} s", file=sys.stderr)


def multiply(connection: "Connection", form: "FormTable") -> None:
    """One valid row, as many times as there are to be."""
    from sqlalchemy import Column, MetaData, Table

    from engine.answers import Answers
    from engine.occasions import answer_values

    record = {"id": "x", "episode_id": "x", "timepoint": "op", "centre_id": "one", "status": 0, "release": 1}
    record |= {"revision": 1, "mode": "web", "created_at": NOW, "created_by": "bench"}
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE one_row (LIKE {TABLE}) ON COMMIT DROP")
    pattern = Table("one_row", MetaData(), *(Column(column.name, column.type) for column in form.table.columns))
    connection.execute(pattern.insert(), record | answer_values(form.row, Answers(valid_record(fields()))))
    names = [column.name for column in form.table.columns]
    columns = ", ".join({"id": KEY, "episode_id": KEY}.get(name, f'one_row."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    connection.exec_driver_sql(
        f"INSERT INTO {TABLE} ({listed}) SELECT {columns} FROM one_row, generate_series(1, {ROWS}) AS number"
    )


# ---- the upgrade, and who writes meanwhile ----


def upgraded(url: str, folder: Path, versions: tuple[Path, Path], migrations: Path) -> dict[str, float]:
    """Upgrade with writers at work and locks watched."""
    from engine.tables.analysis import YesNo
    from migrations_gen.upgrade import Surroundings, upgrade

    stop = folder / "stop"
    script = [sys.executable, __file__, "write", url, *map(str, versions), str(stop)]
    writers = [
        subprocess.Popen([*script, str(folder / f"times-{number}.json")], env=surroundings())
        for number in range(WRITERS)
    ]
    locks, disk = Locks(url), Disk(folder / "flushed")
    locks.start()
    disk.start()
    time.sleep(20)
    seen: dict[str, float] = {}

    def watch(progress: "Progress") -> None:
        seen.setdefault(progress.stage.key, time.monotonic())

    started = time.monotonic()
    who = Surroundings(who="bench", clock=lambda: NOW, words=lambda _: YesNo("Ja", "Nei"), watch=watch)
    upgrade(url, migrations, "", who)
    taken = time.monotonic() - started
    time.sleep(10)
    stop.touch()
    for writer in writers:
        writer.wait()
    locks.stop()
    results = [json.loads((folder / f"times-{number}.json").read_text()) for number in range(WRITERS)]
    pairs = [pair for result in results for pair in result["times"]]
    times = sorted(seconds for begun, seconds in pairs if begun >= started)
    disk.stop()
    for line in (
        *by_stage(started, seen, pairs),
        slowest("submissions", started, pairs),
        slowest("flushes of 8 kB to the same disk", started, disk.pairs),
    ):
        print(line, file=sys.stderr)
    for kind, longest in sorted(locks.longest.items()):
        print(f"  exclusive lock on {kind}: {longest * 1e3:.0f} ms", file=sys.stderr)
    return {
        "migration": taken,
        "submissions": len(times),
        "failed": sum(result["failed"] for result in results),
        "slowest": times[-1],
        "disk": max(seconds for begun, seconds in disk.pairs if begun >= started),
        "most": times[int(len(times) * 0.99)],
        "before": max(seconds for begun, seconds in pairs if begun < started - 1),
        "lock": max(locks.longest.values(), default=0.0),
    }


def by_stage(started: float, seen: dict[str, float], pairs: list[tuple[float, float]]) -> Iterator[str]:
    """When each stage began, and how long those waited who submitted in it."""
    begins = [*seen.values(), float("inf")]
    for place, (stage, begun) in enumerate(seen.items()):
        waits = sorted(seconds for at, seconds in pairs if begun <= at < begins[place + 1])
        told = f"half within {waits[len(waits) // 2]:.3f} s, all within {waits[-1]:.3f} s" if waits else ""
        yield f"  {begun - started:7.1f} s  {stage:24} {len(waits):6,} submissions  {told}"


def slowest(what: str, started: float, pairs: list[tuple[float, float]]) -> str:
    """When the five longest began: whether those who waited longest waited for the disk."""
    found = sorted(((seconds, begun) for begun, seconds in pairs if begun >= started), reverse=True)[:5]
    return f"  longest {what}: " + ", ".join(f"{seconds:.2f} s at {begun - started:.0f}" for seconds, begun in found)


def submit(url: str, before: str, after: str, stop: str, out: str) -> None:
    """Begin a form and save it, at a steady pace; the time counts from when it should have begun."""
    from sqlalchemy.exc import SQLAlchemyError

    client = Client(url, (before, after))
    times, failed = [], 0
    due = time.monotonic()
    while not Path(stop).exists():
        due += WRITERS / PER_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
        begun = max(due, time.monotonic() - 5)
        try:
            client.submit()
        except SQLAlchemyError as error:
            print(error, file=sys.stderr)
            failed += 1
        times.append((begun, time.monotonic() - begun))
    Path(out).write_text(json.dumps({"times": times, "failed": failed}))


class Client:
    """Who submits through the store, with the tables of the release the database was at when it last looked."""

    def __init__(self, url: str, pages: tuple[str, str]) -> None:
        from catalogue.source.loader import load
        from engine.database import connect

        self.engine = connect(url)
        self.record = {name: value for name, value in valid_record(fields()).items() if value is not None}
        self.catalogues = {loaded.version: loaded for page in pages if (loaded := load(Path(page)).catalogue)}
        self.tables = self.look()

    def look(self) -> "Tables":
        """The tables as they now are."""
        from engine.releases import current_release
        from engine.tables import build_tables

        with self.engine.begin() as connection:
            release = current_release(connection)
        assert release is not None
        return build_tables(self.catalogues[release.version], "postgresql", release.storage, release.number)

    def submit(self) -> None:
        """One form, begun and saved; once more if the database has been upgraded meanwhile."""
        from engine.releases import Upgraded

        try:
            self.save()
        except Upgraded:
            self.tables = self.look()
            self.save()

    def save(self) -> None:
        """One transaction."""
        from engine.access import Access, Actor
        from engine.answers import Answers
        from engine.episodes import add_episode
        from engine.store import create, save_draft

        with self.engine.begin() as connection:
            access = Access(connection, self.tables, Actor("bench", "registry"), datetime.now(UTC), "bench")
            episode = add_episode(access, "rygg", "one", "one")
            row = create(access, FORM, episode.id, "op")
            save_draft(access, FORM, row.id, 1, Answers(self.answers()))

    def answers(self) -> dict[str, object]:
        """To what the form asks; of a shorter codelist the first code."""
        known = self.tables.forms[FORM].row.variables
        return {name: _within(known[name], value) for name, value in self.record.items() if name in known}


def _within(variable: "Variable", value: object) -> object:
    codes = [code.value for code in variable.codes]
    return codes[0] if codes and value not in codes else value


class Locks(threading.Thread):
    """Looks a few hundred times a second who holds an exclusive lock on a table of ours, and for how long."""

    QUERY = """
    SELECT pid, relation::regclass::text FROM pg_locks
    WHERE mode = 'AccessExclusiveLock' AND granted AND relation IN (
        SELECT oid FROM pg_class WHERE relname IN ('rygg_pasient', 'rygg_pasient_history', 'catalogue_release'))
    """

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        from engine.database import connect

        self.engine = connect(url)
        self.longest: dict[str, float] = {}
        self.running = True

    def run(self) -> None:
        """Until told to stop."""
        held: dict[tuple[int, str], float] = {}
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while self.running:
                now = time.monotonic()
                there = {(pid, name) for pid, name in connection.exec_driver_sql(self.QUERY)}
                for key in there:
                    held.setdefault(key, now)
                for key in list(held):
                    taken = time.monotonic() - held[key]
                    self.longest[key[1]] = max(self.longest.get(key[1], 0.0), taken)
                    if key not in there:
                        del held[key]
                time.sleep(0.003)
        self.engine.dispose()

    def stop(self) -> None:
        """End it."""
        self.running = False
        self.join()


class Disk(threading.Thread):
    """Writes a little and flushes it, twenty times a second: how long the disk itself keeps anybody waiting."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path = path
        self.pairs: list[tuple[float, float]] = []
        self.running = True

    def run(self) -> None:
        """Until told to stop."""
        with self.path.open("wb") as file:
            while self.running:
                begun = time.monotonic()
                file.seek(0)
                file.write(b"\0" * 8192)
                file.flush()
                os.fsync(file.fileno())
                self.pairs.append((begun, time.monotonic() - begun))
                time.sleep(0.05)

    def stop(self) -> None:
        """End it."""
        self.running = False
        self.join()


# ---- a server ----


@contextmanager
def server() -> Iterator[str]:
    """PostgreSQL as it would be used, in a folder of its own."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    place = os.environ.get("SKJEMAVERK_BENCH_FOLDER", "/tmp")
    folder = Path(tempfile.mkdtemp(prefix="bench-pg-", dir=place))
    as_root = os.geteuid() == 0
    if as_root:
        shutil.chown(folder, "postgres", "postgres")
    switch = ["setpriv", "--pdeathsig=INT"]
    switch += ["--reuid=postgres", "--regid=postgres", "--init-groups"] if as_root else []
    data = str(folder / "data")
    create = [
        *switch,
        str(programs[-1] / "initdb"),
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "--locale=C.UTF-8",
        "-E",
        "UTF8",
    ]
    subprocess.run(create, check=True, capture_output=True, cwd=folder)
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    start = [*switch, str(programs[-1] / "postgres"), "-D", data, "-k", str(folder), *settings]
    with (folder / "log").open("wb") as log, subprocess.Popen(start, cwd=folder, stderr=log) as process:
        try:
            wait(folder)
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            process.send_signal(2)
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)


def wait(folder: Path) -> None:
    """Until it answers."""
    import psycopg

    for _ in range(300):
        try:
            psycopg.connect(f"host={folder} user=postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL does not answer: {(folder / 'log').read_text()}")


def surroundings() -> dict[str, str]:
    """What a writer is started with."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


if __name__ == "__main__":
    main()
