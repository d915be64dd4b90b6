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
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from definition import MODULES, fields, rules, valid_record
from ours import write_catalogue
from own_server import server
from watching import Disk, Locks

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from engine.tables import FormTable
    from migrations_gen.running import Progress

ROWS = int(os.environ.get("SKJEMAVERK_BENCH_ROWS", "1000000"))
PER_SECOND = int(os.environ.get("SKJEMAVERK_BENCH_RATE", "50"))
WRITERS = 4
NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
FORM, TABLE = "rygg.pasient", "rygg_pasient"
LOCKED = (TABLE, f"{TABLE}_history", "catalogue_release")
KEY = "md5(number::text)"


def main() -> None:
    """Measure and print."""
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

    locks, disk = Locks(url, LOCKED), Disk(folder / "flushed")
    seen: dict[str, float] = {}

    def watch(progress: "Progress") -> None:
        seen.setdefault(progress.stage.key, time.monotonic())

    with writing(url, folder, versions) as results:
        locks.start()
        disk.start()
        time.sleep(20)
        started = time.monotonic()
        who = Surroundings(who="bench", clock=lambda: NOW, words=lambda _: YesNo("Ja", "Nei"), watch=watch)
        upgrade(url, migrations, "", who)
        taken = time.monotonic() - started
        time.sleep(10)
    locks.stop()
    disk.stop()
    pairs = [pair for result in results for pair in result["times"]]
    for line in (
        *by_stage(started, seen, pairs),
        slowest("submissions", started, pairs),
        slowest("flushes of 8 kB to the same disk", started, disk.pairs),
        *(f"  exclusive lock on {kind}: {longest * 1e3:.0f} ms" for kind, longest in sorted(locks.longest.items())),
    ):
        print(line, file=sys.stderr)
    times = sorted(seconds for begun, seconds in pairs if begun >= started)
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


@contextmanager
def writing(url: str, folder: Path, versions: tuple[Path, Path]) -> Iterator[list[dict[str, Any]]]:
    """Processes that submit until the block ends; then what they have measured."""
    stop, outs = folder / "stop", [folder / f"times-{number}.json" for number in range(WRITERS)]
    words = [url, *map(str, versions), str(stop)]
    script = [sys.executable, str(Path(__file__).with_name("writers.py"))]
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    pause = str(WRITERS / PER_SECOND)
    processes = [subprocess.Popen([*script, *words, str(out), pause], env=surroundings) for out in outs]
    found: list[dict[str, Any]] = []
    yield found
    stop.touch()
    for process in processes:
        process.wait()
    found += [json.loads(out.read_text(encoding="utf-8")) for out in outs]


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


if __name__ == "__main__":
    main()
