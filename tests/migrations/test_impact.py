"""What a change touches in a live database: counted on both databases, from rows that stand in this file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from engine.tables import build_tables
from migrations_gen.diff import diff
from migrations_gen.impact import Impact, impacts
from tests.engine.databases import DIALECTS, NOW, database_url, engine_for, insert, prepare, record
from tests.states import states_of

BEFORE = """
- {name: royk, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja, 2: Tidligere}}
- {name: hoyde, label: Høyde, type: integer, unit: cm, min: 100, max: 230}
- {name: vekt, label: Vekt, type: integer, unit: kg, min: 0, max: 300}
- {name: merknad, label: Merknad, type: text}
"""
AFTER = """
- {name: roker, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja}}
- {name: hoyde, label: Høyde, type: integer, unit: cm, min: 150, max: 230}
- {name: vekt, label: Vekt, type: integer, unit: kg, min: 0, max: 300, required: true}
- {name: puls, label: Puls, type: integer, unit: slag}
"""
CHANGES = """
- rename: test.skjema.royk
  to: roker
- recode: test.skjema.roker
  map: {0: 0, 1: 1, 2: 0}
  comparable: coarser
"""
ROWS: list[dict[str, Any]] = [
    {"royk": 0, "hoyde": 180.0, "vekt": 80.0},
    {"royk": 1, "hoyde": 149.0, "vekt": 70.0},
    {"royk": 2, "hoyde": 120.0, "vekt_missing": "not_answered"},
    {"royk": 2, "hoyde": 170.0, "vekt_missing": "not_answered", "merknad": "Ringte"},
    {"royk_missing": "not_answered", "hoyde": 165.0, "vekt": 60.0},
]
"""One final row for each of five people, operated one year after the other; the last two at another department."""

EXPECTED = {
    ("VariableRenamed", "test.skjema.roker"): (4, 4, 2, 0),
    ("Recoded", "test.skjema.roker"): (4, 4, 2, 0),
    ("CodeRemoved", "test.skjema.roker.2"): (2, 2, 2, 0),
    ("MinimumChanged", "test.skjema.hoyde"): (5, 5, 2, 2),
    ("RequirementChanged", "test.skjema.vekt"): (3, 3, 2, 0),
    ("VariableRemoved", "test.skjema.merknad"): (1, 1, 1, 0),
    ("VariableAdded", "test.skjema.puls"): (None, None, None, None),
}
"""Of each change: rows, patients, departments, and rows that would break what is demanded now."""


@pytest.fixture(params=DIALECTS)
def filled(request: Any) -> Iterator[Connection]:
    before, _ = states_of(BEFORE, AFTER, CHANGES)
    tables = build_tables(before.catalogue, request.param)
    with engine_for(database_url(request, request.param)) as engine:
        with engine.begin() as connection:
            prepare(connection, tables)
            connection.exec_driver_sql(
                "INSERT INTO centre (id, number, name, valid_from) VALUES ('two', '2', 'To', '2007-01-01')"
            )
            for number, answers in enumerate(ROWS):
                _person(connection, tables, str(number), date(2018 + number, 5, 1))
                centre = "one" if number < 3 else "two"
                reasons = {f"{name}_missing": "not_answered" for name in ("royk", "hoyde", "vekt", "merknad")}
                missing = {key: why for key, why in reasons.items() if key.removesuffix("_missing") not in answers}
                row = record(id=str(number), episode_id=str(number), centre_id=centre, status=1, **(missing | answers))
                connection.exec_driver_sql(insert("test_skjema", row))
        with engine.connect() as connection:
            yield connection


def _person(connection: Connection, tables: Any, name: str, day: date) -> None:
    who = {"id": name, "created_at": NOW, "created_by": "test"}
    connection.execute(tables.fixed.person.insert(), who)
    episode = {**who, "module": "test", "person_id": name, "centre_id": "one", "anchor_date": day}
    connection.execute(tables.fixed.episode.insert(), episode)


def _found(connection: Connection) -> dict[tuple[str, str], Impact]:
    difference = diff(*states_of(BEFORE, AFTER, CHANGES))
    tables = build_tables(difference.before.catalogue, connection.dialect.name)
    found = impacts(difference, connection, tables)
    return {(type(one.change).__name__, one.change.subject.address): one for one in found}


def test_each_change_is_counted(filled):
    found = _found(filled)
    counted = {key: (one.rows, one.patients, one.departments, one.breaking) for key, one in found.items()}
    assert {key: counted[key] for key in EXPECTED} == EXPECTED
    assert not any(one.unfinished for one in found.values())


def test_the_first_and_the_last_day_are_those_of_the_episodes(filled):
    removed = _found(filled)["CodeRemoved", "test.skjema.roker.2"]
    assert (removed.first, removed.last) == (date(2020, 5, 1), date(2021, 5, 1))


def test_what_cannot_be_finished_in_time_is_said(filled):
    with held_up(filled):
        found = _found(filled)
    assert all(one.unfinished for key, one in found.items() if EXPECTED.get(key, (0,))[0])


@contextmanager
def held_up(connection: Connection) -> Iterator[None]:
    """Every query takes too long: SQLite is told so, PostgreSQL waits for a table that another has locked."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        driver.set_progress_handler(lambda: 1, 1)
        yield
        return
    connection.exec_driver_sql("SET statement_timeout = 50")
    connection.commit()
    with engine_for(connection.engine.url) as engine, engine.begin() as other:
        other.exec_driver_sql("LOCK TABLE test_skjema")
        yield
