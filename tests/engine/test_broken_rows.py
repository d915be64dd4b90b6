"""The rows that break what no CHECK can see are found in a live database, by rule and centre; nothing is written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from engine.accounts import Centre, add_centre
from engine.broken_rows import BrokenRule, broken_rules, without_query
from engine.database import connect, connect_to_read
from engine.tables import Tables, build_tables
from tests.catalogues import catalogue_of, form_of
from tests.engine.databases import DIALECTS, NOW, TODAY, database_url, insert, prepare, record

OUTSIDE = yaml.safe_load((Path(__file__).parent / "outside.yaml").read_text(encoding="utf-8"))
FORM = "test.skjema"
PATIENTS = {
    # episode: centre, when born, day of the form, pain before, pain after
    "grown": ("one", date(1950, 1, 1), "2026-11-22", 5, 4),
    "child": ("one", date(2015, 1, 1), "2026-11-22", 5, 4),
    "worse": ("two", date(1950, 1, 1), "2026-11-22", 5, 6),
    "worst": ("two", date(1950, 1, 1), "2026-11-22", 5, 10),
    "ahead": ("two", date(1950, 1, 1), "2026-11-23", 4, 4),
}


@pytest.fixture(params=DIALECTS)
def database(request: Any) -> tuple[str, Tables]:
    """Two centres and five patients."""
    url = database_url(request, request.param)
    tables = build_tables(catalogue_of(OUTSIDE["form"], OUTSIDE["person"]), request.param)
    engine = connect(url)
    with engine.begin() as connection:
        prepare(connection, tables)
        add_centre(connection, tables, Centre(id="two", number="2", name="Annetsykehus", valid_from=date(2007, 1, 1)))
        who = {"created_at": NOW, "created_by": "test"}
        for name, (centre, born, day, before, after) in PATIENTS.items():
            person = {**who, "id": name, "fodselsdato": born}
            connection.execute(tables.fixed.person.insert(), person)
            episode = {**who, "id": name, "module": "test", "person_id": name, "centre_id": centre}
            connection.execute(tables.fixed.episode.insert(), episode)
            for timepoint, pain in (("preop", before), ("m3", after)):
                asked = "not_answered" if born.year > 2008 else "not_asked"
                row = record(id=f"{name} {timepoint}", episode_id=name, timepoint=timepoint, centre_id=centre, status=1)
                row |= {"dato": day, "smerte": pain, "barn_missing": asked}
                connection.execute(text(insert("test_skjema", row)))
    engine.dispose()
    return url, tables


@pytest.fixture
def reading(database: tuple[str, Tables]) -> Iterator[tuple[Engine, Tables]]:
    engine = connect_to_read(database[0], timeout=30)
    yield engine, database[1]
    engine.dispose()


def broken(found: list[BrokenRule]) -> dict[str, list[tuple[str, str]]]:
    return {f"{rule.subject} {rule.kind}": [(row.id, row.centre) for row in rule.rows] for rule in found if rule.rows}


def test_rows_are_found_by_rule_and_centre(reading: tuple[Engine, Tables]) -> None:
    found = list(broken_rules(*reading, [FORM], TODAY))
    assert [rule.name.removeprefix("ck_test_skjema_") for rule in found] == OUTSIDE["queries"]
    assert broken(found) == {
        "voksen rule": [("child m3", "1 Testsykehuset"), ("child preop", "1 Testsykehuset")],
        "bedre rule": [("worse m3", "2 Annetsykehus"), ("worst m3", "2 Annetsykehus")],
        "dato max": [("ahead m3", "2 Annetsykehus"), ("ahead preop", "2 Annetsykehus")],
        "ny rule": [(f"{name} preop", "1 Testsykehuset") for name in ("child", "grown")]
        + [(f"{name} preop", "2 Annetsykehus") for name in ("worse", "worst")],
    }


def test_tomorrow_a_day_is_no_longer_ahead(reading: tuple[Engine, Tables]) -> None:
    assert "dato max" not in broken(list(broken_rules(*reading, [FORM], date(2026, 11, 23))))


def test_those_who_read_cannot_write_and_do_not_stop_those_who_do(
    database: tuple[str, Tables], reading: tuple[Engine, Tables]
) -> None:
    engine, tables = reading
    writing = connect(database[0])
    with engine.connect() as reader, writing.begin() as writer:
        reader.execute(tables.forms[FORM].table.select()).all()
        writer.execute(text("UPDATE test_skjema SET smerte = 1 WHERE id = 'worst m3'"))
        assert broken(list(broken_rules(*reading, [FORM], TODAY)))
    with engine.connect() as reader, pytest.raises(DBAPIError, match="read"):
        reader.execute(text("UPDATE test_skjema SET smerte = 2"))
    writing.dispose()
    assert len(broken(list(broken_rules(*reading, [FORM], TODAY)))["bedre rule"]) == 1


def test_a_rule_that_takes_too_long_is_told_and_the_others_go_on(fresh_postgres_url: str) -> None:
    tables = build_tables(catalogue_of(OUTSIDE["form"], OUTSIDE["person"]), "postgresql")
    writing, reading = connect(fresh_postgres_url), connect_to_read(fresh_postgres_url, timeout=1)
    with writing.begin() as connection:
        prepare(connection, tables)
    with writing.begin() as connection:
        connection.exec_driver_sql(f"LOCK TABLE {tables.fixed.person.fullname} IN ACCESS EXCLUSIVE MODE")
        found = list(broken_rules(reading, tables, [FORM], TODAY))
    assert {rule.subject for rule in found if "timeout" in rule.unfinished} == {"barn", "voksen"}
    for engine in (writing, reading):
        engine.dispose()


QUOTED = """
- {rule: ord, require: "navn <> ':today' and dato <= today()", severity: hard, message: Nei.}
- {rule: tid, require: "navn <> 'kl :ti' and dato <= today()", severity: hard, message: Nei.}
"""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_colon_in_a_constant_is_no_parameter(request: Any, dialect: str) -> None:
    variables = "- {name: navn, label: Navn, type: text}\n- {name: dato, label: Dato, type: date}"
    tables = build_tables(catalogue_of(form_of(variables, QUOTED)), dialect)
    engine = connect(database_url(request, dialect))
    row = insert("test_skjema", record(status=1, dato="2026-11-22") | {"navn": "kl :ti"})
    with engine.begin() as connection:
        prepare(connection, tables)
        connection.exec_driver_sql(row, execution_options={"no_parameters": True})
    assert list(broken(list(broken_rules(engine, tables, [FORM], TODAY)))) == ["tid rule"]
    engine.dispose()


def test_what_no_query_can_tell_is_said(database: tuple[str, Tables]) -> None:
    assert list(without_query(database[1], [FORM])) == []
