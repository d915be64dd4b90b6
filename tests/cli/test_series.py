"""`series`: what it prints of the releases beside a catalogue and of those of a database, and what it refuses."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalogue.source.loader import load, read_sources
from engine.installation import make_ready
from engine.releases import first_release
from engine.tables.analysis import YesNo
from migrations_gen.states import snapshot
from tests.cli.conftest import change

PAGE = Path("variables.yaml")
CHANGES = """
version: 0.2.0
{date}changes:
  - about: hoved.helse.puls
    reason: Ønsket av kirurgene
"""
PULSE = "      - {name: puls, label: Puls, type: integer, min: 20, max: 250}\n      - name: vekt\n"


@pytest.fixture
def released(registry: Path) -> Path:
    """The registry with its first version released, and a second one at hand that asks for the pulse too."""
    release(registry, "0.1.0")
    change(registry / PAGE, "version: 0.1.0", "version: 0.2.0")
    change(registry / "data" / "helse.yaml", "      - name: vekt\n", PULSE)
    in_use(registry, "in_use_from: 2020-01-01\n")
    return registry


def release(registry: Path, version: str) -> None:
    """What lies there, frozen."""
    folder = read_sources(registry / PAGE).folder / "releases"
    folder.mkdir(exist_ok=True)
    (folder / f"{version}.json").write_text(snapshot(registry / PAGE), encoding="utf-8")


def in_use(registry: Path, day: str) -> None:
    folder = read_sources(registry / PAGE).folder / "changes"
    folder.mkdir(exist_ok=True)
    (folder / "0.2.0.yaml").write_text(CHANGES.format(date=day), encoding="utf-8")


def test_the_releases_beside_the_catalogue(released, skjemaverk):
    ran = skjemaverk("series", "2018-01-01", "2021-12-31")
    assert ran.status == 0
    assert "Version 0.2.0, in use from 1 January 2020" in ran.lines
    assert "it came with version 0.2.0." in next(line for line in ran.lines if line.startswith("  puls "))
    assert ran.lines[-1].endswith("variables: 7 can be compared exactly.")


def test_a_period_before_knows_nothing_of_what_came_later(released, skjemaverk):
    ran = skjemaverk("series", "2018-01-01", "2019-12-31", "--all")
    assert "hoyde" in ran.out
    assert "puls" not in ran.out


def test_other_forms_of_the_report(released, skjemaverk):
    report = json.loads(skjemaverk("series", "2018-01-01", "2021-12-31", "--only", "hoved", "--json").out)
    (pulse,) = (variable for variable in report["variables"] if variable["variable"] == "puls")
    assert pulse["absences"][0] == {
        "why": "introduced",
        "start": "2018-01-01",
        "end": "2019-12-31",
        "version": "0.2.0",
        "reason": "Ønsket av kirurgene",
    }
    page = skjemaverk("series", "2018-01-01", "2021-12-31", "--markdown")
    assert page.lines[0] == "# Hvordan svar kan sammenlignes fra 01.01.2018 til 31.12.2021"
    assert "Korleis" in skjemaverk("series", "2018-01-01", "2021-12-31", "--language", "nn").out


def test_a_version_at_hand_that_is_not_in_use_is_left_out(released, skjemaverk):
    in_use(released, "")
    assert "puls" not in skjemaverk("series", "2018-01-01", "2021-12-31", "--all").out


def test_a_release_without_a_date_is_refused(released, skjemaverk):
    release(released, "0.2.0")
    assert skjemaverk("series", "2018-01-01", "2021-12-31").status == 0
    in_use(released, "")
    release(released, "0.2.0")
    ran = skjemaverk("series", "2018-01-01", "2021-12-31")
    assert ran.status == 2
    assert "Nobody says since when 0.2.0 has been in use." in ran.err


def test_the_releases_of_a_database(released, skjemaverk):
    catalogue = load(released / PAGE).catalogue
    assert catalogue is not None
    first = (read_sources(released / PAGE).folder / "releases" / "0.1.0.json").read_text(encoding="utf-8")
    started = first_release("0.1.0", first, "test", datetime(2015, 3, 1, tzinfo=UTC))
    upgraded = replace(
        first_release("0.2.0", snapshot(released / PAGE), "test", datetime(2019, 6, 1, tzinfo=UTC)), number=2
    )
    url = f"sqlite:///{released}/r.sqlite"
    make_ready(url, catalogue, YesNo("Ja", "Nei"), upgraded)
    with closing(sqlite3.connect(released / "r.sqlite")) as database, database:
        values = (1, "0.1.0", started.revision, started.digest, first, "{}", "2015-03-01 00:00:00.000000", "test")
        columns = "number, version, revision, digest, snapshot, storage, applied_at, applied_by"
        database.execute(f"INSERT INTO catalogue_release ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    ran = skjemaverk("series", "2018-01-01", "2021-12-31", "--db", url)
    assert ran.status == 0
    assert "Version 0.1.0, in use from 1 March 2015" in ran.lines
    assert "Not asked from 1 January 2018 to 31 May 2019" in ran.out


REFUSED = [
    (("2021-12-31", "2018-01-01"), "FROM is later than TO."),
    (("2018-01-01", "31.12.2021"), "'31.12.2021' does not match the format '%Y-%m-%d'."),
    (("2018-01-01", "2021-12-31", "--only", "hoved.hels"), "there is no module or form 'hoved.hels'. Did you mean"),
    (("2018-01-01", "2021-12-31", "--db", "sqlite:///none.sqlite"), "There is no file none.sqlite."),
]


@pytest.mark.parametrize(("arguments", "sentence"), REFUSED)
def test_wrong_use_is_told(released, skjemaverk, arguments, sentence):
    ran = skjemaverk("series", *arguments)
    assert ran.status == 2
    assert sentence in ran.err
