"""`migrate` and `upgrade`: what they write and print, and every sentence with which they refuse."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalogue.source.loader import load
from engine.installation import make_ready
from engine.releases import first_release
from engine.tables.analysis import YesNo
from migrations_gen.states import snapshot
from tests.cli.conftest import change

FORM = Path("data/helse.yaml")
PAGE = Path("variables.yaml")
NEW_VARIABLE = "      - {name: blodtype, label: Blodtype, type: text, source: test}\n"
URL = "sqlite:///r.sqlite"


@pytest.fixture
def before(registry: Path, tmp_path: Path) -> Path:
    """The new registry as it was, and a database made for it; at hand is a later version with one variable more."""
    folder = tmp_path / "before"
    shutil.copytree(registry, folder)
    catalogue = load(registry / PAGE).catalogue
    assert catalogue is not None
    first = first_release(catalogue.version, snapshot(registry / PAGE), "test", datetime.now(UTC))
    make_ready(f"sqlite:///{registry}/r.sqlite", catalogue, YesNo("Ja", "Nei"), first)
    change(PAGE, f"version: {catalogue.version}", "version: 1.5.0")
    text = FORM.read_text(encoding="utf-8")
    place = text.index("      - name: hoyde") if "      - name: hoyde" in text else text.index("variables:\n") + 11
    FORM.write_text(text[:place] + NEW_VARIABLE + text[place:], encoding="utf-8")
    return folder


@pytest.fixture
def written(skjemaverk, before: Path) -> Path:
    assert skjemaverk("migrate", before, "--out", "migrations").status == 0
    return Path("migrations")


def query(text: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect("r.sqlite")) as database, database:
        return database.execute(text).fetchall()


def test_a_migration_is_written_with_its_sentences(skjemaverk, before):
    ran = skjemaverk("migrate", before, "--out", "migrations")
    assert (ran.status, ran.err) == (0, "")
    assert "hoved_helse: blodtype is new; rows that are there have nothing in it." in ran.lines
    files = [path.relative_to("migrations").as_posix() for path in sorted(Path("migrations").rglob("*.*"))]
    assert [file.partition("/")[0] for file in files] == [
        *["releases"] * 2,
        *["snapshots"] * 2,
        *["versions"] * 2,
        "versions.sum",
    ]


def test_a_database_is_taken_there_and_back(skjemaverk, written):
    ran = skjemaverk("upgrade", URL)
    assert (ran.status, ran.lines) == (0, ["0.1.0 → 1.5.0 (release 2)."])
    assert "The analysts' views are made." in ran.err
    assert query("SELECT number, version FROM catalogue_release") == [(1, "0.1.0"), (2, "1.5.0")]
    assert skjemaverk("upgrade", URL).lines == ["The database is at version 1.5.0 already."]
    back = skjemaverk("upgrade", URL, "--to", "0.1.0", "--json")
    assert [leg["direction"] for leg in json.loads(back.out)["legs"]] == ["down"]
    assert query("SELECT number FROM catalogue_release WHERE withdrawn_at IS NULL") == [(1,)]


def test_a_dry_run_shows_the_sql_and_does_nothing(skjemaverk, written):
    ran = skjemaverk("upgrade", URL, "--dry-run")
    assert (ran.status, 'ALTER TABLE "hoved_helse" ADD COLUMN "blodtype@2"' in ran.out) == (0, True)
    assert query("SELECT number FROM catalogue_release") == [(1,)]


def test_an_open_question_stops_a_migration(skjemaverk, before):
    change(FORM, "name: vekt", "name: tyngde")
    text = FORM.read_text(encoding="utf-8").replace("vekt /", "tyngde /")
    FORM.write_text(text, encoding="utf-8")
    ran = skjemaverk("migrate", before, "--out", "migrations")
    assert (ran.status, Path("migrations").exists()) == (1, False)
    assert "must be answered in the changes file. Nothing was written." in ran.err
    assert "rename: hoved.helse.vekt" in ran.err


def test_the_later_version_must_be_later(skjemaverk, before):
    ran = skjemaverk("migrate", ".", before, "--out", "migrations")
    assert (ran.status, "does not come after" in ran.err) == (2, True)


REFUSED = [
    ("edited", "are not as they were written: versions/"),
    ("no-migrations", "There are no migrations in"),
    ("no-file", "There is no file"),
    ("empty", "The database is empty; 'serve' makes its tables."),
    ("by-hand", "hoved_helse has a column extra that nobody declares."),
    ("unknown", "do not know the way"),
    ("ahead", "The database is ahead: it is at version 9.0.0"),
    ("another", "The database is another registry's"),
    ("nowhere", "There is no revision '7.7.7'. There are: 0_1_0_"),
]


def spoil(what: str, folder: Path) -> tuple[object, ...]:
    """Make the database or the folder such that it is refused; the command."""
    match what:
        case "edited":
            change(next((folder / "versions").glob("1_5*")), "Do not edit", "Edited")
        case "no-migrations":
            return ("upgrade", URL, "--migrations", "elsewhere")
        case "no-file":
            return ("upgrade", "sqlite:///nowhere.sqlite")
        case "empty":
            Path("r.sqlite").unlink()
            with closing(sqlite3.connect("r.sqlite")) as database:
                database.execute("CREATE TABLE other (id)")
        case "by-hand":
            query("ALTER TABLE hoved_helse ADD COLUMN extra TEXT")
        case "unknown":
            query("UPDATE catalogue_release SET revision = '0_0_9_aaaaaaaa', version = '0.0.9'")
        case "ahead":
            query("UPDATE catalogue_release SET revision = '9_0_0_aaaaaaaa', version = '9.0.0'")
        case "another":
            other = "replace(snapshot, 'catalogue: registry', 'catalogue: other')"
            query(f"UPDATE catalogue_release SET revision = 'x', snapshot = {other}")
        case _:
            return ("upgrade", URL, "--to", "7.7.7")
    return ("upgrade", URL)


@pytest.mark.parametrize(("what", "sentence"), REFUSED, ids=[what for what, _ in REFUSED])
def test_what_is_refused_is_told(skjemaverk, written, what, sentence):
    ran = skjemaverk(*spoil(what, written))
    assert (ran.status, sentence in ran.err) == (2, True), ran.err


def test_a_database_from_before_releases_were_written_down_is_recognised(skjemaverk, written):
    query("DROP TABLE catalogue_release")
    ran = skjemaverk("upgrade", URL)
    assert ran.status == 0, ran.err
    assert ran.lines[0].endswith("it has been given the table catalogue_release.")
    assert ran.lines[1].startswith(
        "The database was made before releases were written down. It is just as version 0.1.0"
    )
    assert query("SELECT number FROM catalogue_release") == [(1,), (2,)]


def test_one_that_is_like_no_version_is_not(skjemaverk, written):
    query("DROP TABLE catalogue_release")
    query("ALTER TABLE hoved_helse DROP COLUMN changed_by")
    ran = skjemaverk("upgrade", URL)
    assert (ran.status, "is like none that the migrations know" in ran.err) == (2, True)
    assert "hoved_helse has no column changed_by." in ran.err
