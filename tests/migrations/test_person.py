"""The fixed table about people follows the form about the person; it has no history, and no release of its rows."""

import contextlib
from pathlib import Path
from typing import Any

import pytest

from tests.engine.databases import DIALECTS, database_url
from tests.migrations.migrated import Registry
from tests.migrations.test_resuming import BrokenOff, breaking_off

PERSON = """
form: person
per: patient
title: Person
respondent: patient
category: bakgrunn
purpose: Test
source: test
sections:
  - section: del
    title: Del
    variables:
"""
BEFORE = """
      - {name: navn, label: Navn, type: text, identifies: direct}
      - {name: kjonn, label: Kjønn, type: code, codes: {1: Mann, 2: Kvinne}}
"""
AFTER = """
      - {name: fullt_navn, label: Navn, type: text, identifies: direct}
      - {name: er_kvinne, label: Kvinne, type: boolean}
      - {name: land, label: Land, type: text, max_length: 2}
"""
CHANGES = """
- {rename: person.navn, to: fullt_navn}
- derive: person.er_kvinne
  as: kjonn = 2
  reason: Registeret spør bare om dette
"""
FORM = "- {name: vekt, label: Vekt, type: integer, min: 20, max: 400}"


@pytest.fixture(params=DIALECTS)
def registry(request: Any, tmp_path: Path) -> Registry:
    made = Registry(tmp_path, database_url(request, request.param))
    made.version([PERSON + BEFORE, FORM])
    made.version([PERSON + AFTER, FORM], CHANGES)
    made.write_migrations()
    made.install()
    return made


def people(registry: Registry, *columns: str) -> list[tuple[Any, ...]]:
    table = "person" if registry.url.startswith("sqlite") else "people.person"
    return registry.query(f"SELECT {', '.join(map(quoted, columns))} FROM {table}")


def quoted(name: str) -> str:
    return f'"{name}"'


def test_there_and_back_and_there_again(registry: Registry) -> None:
    table = "person" if registry.url.startswith("sqlite") else "people.person"
    registry.query(f"UPDATE {table} SET navn = 'Kari', kjonn = 2")
    registry.put("test.skjema", [{"vekt": 80}])
    registry.upgrade()
    assert people(registry, "fullt_navn", "er_kvinne", "kjonn@1", "land") == [("Kari", 1, 2, None)]
    registry.query(f"UPDATE {table} SET land = 'NO'")
    registry.upgrade(to=1)
    assert people(registry, "navn", "kjonn") == [("Kari", 2)]
    registry.upgrade()
    assert people(registry, "fullt_navn", "er_kvinne", "land") == [("Kari", 1, "NO")]
    assert registry.query("SELECT person_id FROM episode") == [("one",)]


def test_what_breaks_a_new_limit_is_told_however_often_it_was_broken_off(
    tmp_path: Path, fresh_postgres_url: str
) -> None:
    registry = Registry(tmp_path, fresh_postgres_url)
    registry.version([PERSON + BEFORE, FORM])
    registry.version([PERSON + BEFORE.replace("label: Navn,", "label: Navn, max_length: 3,"), FORM])
    registry.write_migrations()
    registry.install()
    registry.query("UPDATE people.person SET navn = 'Kari'")
    registry.put("test.skjema", [{"vekt": 80}])
    for _ in range(100):
        with contextlib.suppress(BrokenOff):
            told = registry.upgrade(watch=breaking_off(2)).told
            break
    assert [line.partition("; ")[2] for line in told] == ["1 there break it, and stay."]
