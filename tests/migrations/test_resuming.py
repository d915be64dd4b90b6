"""A migration that is broken off at any moment goes on where it was, and those who write meanwhile lose nothing.

Breaking off is simulated by an exception in the transaction that makes the progress; the slow tests kill for real.
"""

import contextlib
import itertools
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from engine.access import Access, Actor
from engine.answers import Answers
from engine.episodes import add_episode
from engine.releases import Upgraded
from engine.store import create, save_draft
from migrations_gen import running
from migrations_gen.pace import Pace
from migrations_gen.running import Progress
from migrations_gen.upgrade import outlook
from tests.engine.databases import DIALECTS, database_url
from tests.migrations.migrated import NOW, Registry

BEFORE = """
- {name: royk, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja, 2: Sluttet}}
- {name: vekt, label: Vekt, type: integer, min: 20, max: 400}
- {name: navn, label: Navn, type: text}
"""
AFTER = """
- {name: roker, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja}}
- {name: tyngde, label: Vekt, type: integer, min: 20, max: 300}
- {name: ny, label: Ny, type: boolean}
"""
CHANGES = """
- {rename: test.skjema.royk, to: roker}
- recode: test.skjema.roker
  map: {0: 0, 1: 1, 2: 0}
  reason: Slått sammen
  comparable: coarser
- {rename: test.skjema.vekt, to: tyngde}
- {purge: test.skjema.navn, reason: Ikke lenger grunnlag}
"""
FORM = "test.skjema"
ROWS = 12
ROOT = Path(__file__).parent.parent.parent


class BrokenOff(Exception):
    """The moment it happened."""


@pytest.fixture(params=DIALECTS)
def registry(request: Any, tmp_path: Path) -> Registry:
    return registry_at(tmp_path, database_url(request, request.param))


@pytest.fixture
def registry_on_postgres(tmp_path: Path, fresh_postgres_url: str) -> Registry:
    return registry_at(tmp_path, fresh_postgres_url)


def registry_at(folder: Path, url: str) -> Registry:
    """At the earlier version, with rows."""
    made = Registry(folder, url)
    made.version(BEFORE)
    made.version(AFTER, CHANGES)
    made.write_migrations()
    made.install()
    made.put(FORM, [{"royk": number % 3, "vekt": 60 + number, "navn": "N"} for number in range(ROWS)])
    return made


def is_as_expected(registry: Registry) -> None:
    expected = [
        {"release": 1, "roker": (0, 1, 0)[number % 3], "tyngde": 60 + number, "royk@1": number % 3}
        for number in range(ROWS)
    ]
    assert registry.rows(FORM) == expected


def breaking_off(at: int) -> Callable[[Progress], None]:
    """Something that watches, and ends it all the n-th time."""
    times = itertools.count(1)

    def watch(_: Progress) -> None:
        if next(times) == at:
            raise BrokenOff

    return watch


def test_broken_off_at_every_moment_it_goes_on(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each attempt comes one moment further than the one before; batches are of three rows."""
    monkeypatch.setattr(running, "Pace", partial(Pace, size=3, bounds=(3, 3)))
    for at in range(1, 100):
        try:
            done = registry.upgrade(watch=breaking_off(at if registry.url.startswith("sqlite") else 2))
        except BrokenOff:
            continue
        assert done.way.resumed is not registry.url.startswith("sqlite")
        break
    else:
        pytest.fail("It never comes to its end.")
    is_as_expected(registry)
    assert at > 8


def test_broken_off_on_the_way_back_it_goes_on(registry: Registry) -> None:
    registry.upgrade()
    for at in range(1, 100):
        try:
            registry.upgrade(to=1, watch=breaking_off(at if registry.url.startswith("sqlite") else 2))
        except BrokenOff:
            continue
        break
    else:
        pytest.fail("It never comes to its end.")
    assert [row["vekt"] for row in registry.rows(FORM)] == [60 + number for number in range(ROWS)]
    registry.upgrade()
    is_as_expected(registry)


SYSTEM = 'system: {0}\ntitle: {0}\nversion: "1"\ntable: {0}.csv\n'
CODED = "- {{name: diagnose, label: Diagnose, type: coding, system: {0}}}"
HEAD = "code,label,valid_from,valid_to,replaced_by\n"
TABLES = {"gammel.csv": f"{HEAD}A,a,,,\nB,b,,,\n", "ny.csv": f"{HEAD}A,a,,,\n"}


UNKNOWN_CODES = {
    "postgresql": "fk_test_skjema_diagnose holds for every row written from now on;"
    " some that are there break it, and stay.",
    "sqlite": "test_skjema refers to system_ny in every row written from now on;"
    " codes of 1 there are not in it, and stay.",
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_codes_that_are_in_no_system_stay_and_are_told_however_often_it_was_broken_off(
    request: Any, tmp_path: Path, dialect: str
) -> None:
    """On PostgreSQL one reading for all of a table tells that something is broken; one by one it is found out what."""
    registry = Registry(tmp_path, database_url(request, dialect))
    systems = [SYSTEM.format(name) for name in ("gammel", "ny")]
    for name in ("gammel", "ny"):
        registry.version([CODED.format(name), *systems], tables=TABLES)
    registry.write_migrations()
    registry.install()
    registry.put(FORM, [{"diagnose": code, "diagnose_edition": "1"} for code in ("A", "B")])
    for _ in range(100):
        with contextlib.suppress(BrokenOff):
            told = registry.upgrade(watch=breaking_off(2 if dialect == "postgresql" else 100)).told
            break
    assert told == (UNKNOWN_CODES[dialect],)
    assert [row["diagnose"] for row in registry.rows(FORM)] == ["A", "B"]
    with pytest.raises(IntegrityError):
        registry.put(FORM, [{"diagnose": "B", "diagnose_edition": "1"}], "later")
    registry.upgrade(to=1)
    assert [row["diagnose"] for row in registry.rows(FORM)] == ["A", "B"]


def test_who_writes_meanwhile_loses_nothing(registry_on_postgres: Registry) -> None:
    """A server of the release before goes on between the stages: it begins rows and changes others until the columns
    have changed places, and is then told so.
    """
    registry = registry_on_postgres
    with registry.engine() as engine:
        with engine.begin() as connection:
            tables = registry.tables(connection)
        written, refused = [], []

        def write(number: int) -> None:
            with engine.begin() as connection:
                access = Access(connection, tables, Actor("test", "registry"), NOW, "test")
                episode = add_episode(access, "test", "one", "one")
                row = create(access, FORM, episode.id, "preop", answers=Answers({"royk": number % 3, "vekt": 100}))
                save_draft(access, FORM, "row000000", number, Answers({"royk": number % 3, "vekt": 100 + number}))
                written.append((row.id, number))

        stages = outlook(registry.url, registry.migrations, "")[1]
        for number, _ in enumerate(stages, start=1):
            with contextlib.suppress(BrokenOff):
                registry.upgrade(watch=breaking_off_after(number))
            try:
                write(number)
            except Upgraded:
                refused.append(number)
    registry.upgrade()
    found = {row["id"]: row for row in all_rows(registry)}
    assert written
    assert refused == list(range(len(written) + 1, len(stages) + 1))
    assert [found[key]["roker"] for key, _ in written] == [(0, 1, 0)[number % 3] for _, number in written]
    last = written[-1][1]
    assert (found["row000000"]["tyngde"], found["row000000"]["roker"]) == (100 + last, (0, 1, 0)[last % 3])


def breaking_off_after(stage: int) -> Callable[[Progress], None]:
    """Something that lets this many stages be finished."""

    def watch(progress: Progress) -> None:
        if progress.number > stage:
            raise BrokenOff

    return watch


def all_rows(registry: Registry) -> list[dict[str, Any]]:
    with registry.engine() as engine, engine.begin() as connection:
        return [dict(row) for row in connection.exec_driver_sql("SELECT * FROM test_skjema").mappings()]


# ---- killed for real ----

SCRIPT = """
import sys
from functools import partial
from pathlib import Path
from migrations_gen import running
from migrations_gen.pace import Pace
from tests.migrations.migrated import Registry
running.Pace = partial(Pace, size=50, bounds=(50, 50))
registry = Registry(Path(sys.argv[1]), sys.argv[2], [Path(sys.argv[1]) / "v1", Path(sys.argv[1]) / "v2"])
registry.upgrade(to=int(sys.argv[3]), watch=lambda _: print("going on", flush=True))
"""


@pytest.mark.slow
def test_killed_twenty_times(registry: Registry) -> None:
    """There and back and there again, killed at a random moment each time, until twenty have been killed."""
    registry.put(FORM, [{"royk": number % 3, "vekt": 60 + number % 200} for number in range(3_000)], "many")
    before = registry.rows(FORM)
    kills, moments = 0, random.Random(20261122)
    while kills < 20:
        for to in (2, 1):
            while not finishes(registry, to, moments.randint(1, 60)):
                kills += 1
        found = registry.rows(FORM)
        assert [row["vekt"] for row in found] == [row["vekt"] for row in before]
        assert [row["royk"] for row in found] == [row["royk"] for row in before]


def finishes(registry: Registry, to: int, moments: int) -> bool:
    """Whether a process of its own comes to the end before it has told so many times that it goes on, and is killed."""
    command = [sys.executable, "-c", SCRIPT, str(registry.folder), registry.url, str(to)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        if all(process.stdout.readline() for _ in range(moments)):
            process.send_signal(signal.SIGKILL)
        return process.wait() == 0
