"""`recalculate` and `inspect`: what they print, what they leave behind, what they refuse."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalogue.source.loader import load
from engine.installation import make_ready
from engine.releases import first_release
from engine.tables.analysis import YesNo
from tests.cli.conftest import change

FORM = Path("data/helse.yaml")
FORMULA = "calculate: vekt / power(hoyde / 100, 2)"
RULE = "  - {rule: bedre, require: smerte <= helse_start.smerte, severity: hard, message: Ikke verre.}\n"


@pytest.fixture
def db(registry: Path) -> str:
    """A database of the new registry with eight final rows: seven who weigh 80 kg, and one who weighs 100."""
    catalogue = load(registry / "variables.yaml").catalogue
    url = f"sqlite:///{registry}/r.sqlite"
    assert catalogue is not None
    make_ready(url, catalogue, YesNo("Ja", "Nei"), first_release(catalogue.version, "", "test", datetime.now(UTC)))
    with closing(sqlite3.connect(registry / "r.sqlite")) as database, database:
        database.execute("INSERT INTO centre (id, number, name, valid_from) VALUES ('one', '1', 'Ett', '2007-01-01')")
        for number in range(8):
            fill(database, f"p{number}", 100 if number == 7 else 80)
    return url


def fill(database: sqlite3.Connection, name: str, weight: float) -> None:
    who = {"created_at": "2026-11-22 12:00:00.000000", "created_by": "test"}
    put(database, "person", id=name, **who)
    put(database, "episode", id=name, module="hoved", person_id=name, centre_id="one", **who)
    record = {"timepoint": "start", "centre_id": "one", "status": 1, "release": 3, "revision": 1, "mode": "web"}
    answers = {"hoyde": 200, "vekt": weight, "kmi": round(weight / 4, 1), "royk": 0, "sigaretter_missing": "not_asked"}
    answers |= {"smerte": 5}
    put(database, "hoved_helse", id=name, episode_id=name, completed_at=who["created_at"], **record, **answers, **who)


def put(database: sqlite3.Connection, table: str, **row: object) -> None:
    marks = ", ".join("?" for _ in row)
    database.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def rows(query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect("r.sqlite")) as database:
        return database.execute(query).fetchall()


# ---- recalculate ----


def test_before_and_after_are_shown_and_small_numbers_are_not(skjemaverk, db):
    change(FORM, FORMULA, f"{FORMULA} + 1")
    ran = skjemaverk("recalculate", "--db", db)
    assert (ran.status, ran.err) == (0, "")
    assert [line.split() for line in ran.lines] == [
        ["hoved.helse:", "8", "final", "rows,", "8", "written", "by", "the", "formulas", "of", "release", "3."],
        ["kmi:", "8", "differ"],
        ["before", "after"],
        ["values", "8", "8"],
        ["missing", "0", "0"],
        ["least", "20.0", "21.0"],
        ["median", "20.0", "21.0"],
        ["most", "25.0", "26.0"],
    ]
    assert rows("SELECT DISTINCT kmi, revision, release FROM hoved_helse ORDER BY kmi") == [(21, 2, 3), (26, 2, 3)]
    assert rows("SELECT DISTINCT variable, release, choice FROM calculation") == [("kmi", 3, "recompute")]
    ran = skjemaverk("recalculate", "--db", db)
    assert ran.lines[0] == "hoved.helse: 8 final rows, 0 written by the formulas of release 3, 8 done before."
    assert ran.lines[-1].split() == ["most", "25.0", "26.0"]


@pytest.mark.parametrize(
    ("options", "first", "written"),
    [
        (["--dry-run"], "8 final rows, <5 would be written by the formulas of release 3.", 0),
        (["--dry-run", "--all"], "8 final rows, 1 would be written by the formulas of release 3.", 0),
        (["--keep"], "8 final rows, values kept.", 0),
        (["--both", "--release", 4, "--batch", 3], "8 final rows, <5 written by the formulas of release 4.", 1),
    ],
)
def test_what_is_asked_for_is_done(skjemaverk, db, options, first, written):
    change(FORM, FORMULA, "calculate: least(vekt, 90) / power(hoyde / 100, 2)")
    ran = skjemaverk("recalculate", "--db", db, "--variable", "kmi", "--form", "hoved.helse", *options)
    assert (ran.status, ran.lines[0]) == (0, f"hoved.helse: {first}")
    assert rows("SELECT count(*) FROM hoved_helse WHERE kmi = 22.5") == [(written,)]
    before = [("25.0", 3, 4)] if "--both" in options else []
    assert rows("SELECT before, before_release, release FROM calculation WHERE before IS NOT NULL") == before


def test_rows_that_would_break_a_rule_are_named(skjemaverk, db):
    change(FORM, FORMULA, "calculate: 3 * vekt / power(hoyde / 100, 2)")
    ran = skjemaverk("recalculate", "--db", db)
    assert ran.status == 1
    assert ran.lines[0] == "hoved.helse: 8 final rows, 7 written by the formulas of release 3, 1 not possible."
    assert ran.lines[-1] == "  not written p7: vekt soft kmi_rimelig"
    assert rows("SELECT kmi, revision FROM hoved_helse WHERE id = 'p7'") == [(25, 1)]


def test_as_json(skjemaverk, db):
    change(FORM, FORMULA, "calculate: 3 * vekt / power(hoyde / 100, 2)")
    report = json.loads(skjemaverk("recalculate", "--db", db, "--json").out)
    assert report == {
        "choice": "recompute",
        "release": 3,
        "dry_run": False,
        "forms": [
            {
                "form": "hoved.helse",
                "rows": 8,
                "done_before": 0,
                "written": 7,
                "variables": [
                    {
                        "variable": "kmi",
                        "differ": 7,
                        "before": {"count": 8, "missing": 0, "least": 20, "median": 20, "most": 25, "codes": {}},
                        "after": {"count": 8, "missing": 0, "least": 25, "median": 60, "most": 60, "codes": {}},
                    }
                ],
                "not_written": [{"row_id": "p7", "variable": "vekt", "rule": "kmi_rimelig", "severity": "soft"}],
            }
        ],
    }


WRONG = [
    (["--db", "sqlite:///nowhere.sqlite"], "There is no file nowhere.sqlite."),
    (["--db", "nonsense"], "The database cannot be used"),
    (["--db", "postgresql://nobody@127.0.0.1:1/r"], "The database cannot be used"),
    (["--db", "sqlite:///r.sqlite", "--form", "hoved.helsen"], "Did you mean 'hoved.helse'?"),
]


@pytest.mark.parametrize("verb", ["recalculate", "inspect"])
@pytest.mark.parametrize(("options", "sentence"), WRONG)
def test_what_cannot_be_done_is_told(skjemaverk, db, verb, options, sentence):
    ran = skjemaverk(verb, *options)
    assert (ran.status, sentence in ran.err) == (2, True), ran.err
    assert not Path("nowhere.sqlite").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--variable", "kmii"], "no form stores a calculation 'kmii'. Did you mean 'kmi'?"),
        (["--release", 2], "rows of release 3, which is later"),
    ],
)
def test_what_makes_no_sense_is_told(skjemaverk, db, options, sentence):
    ran = skjemaverk("recalculate", "--db", db, *options)
    assert (ran.status, sentence in ran.err) == (2, True), ran.err


def test_a_database_of_another_version_is_refused(skjemaverk, db):
    change(FORM, "name: kmi", "name: bmi")
    change(FORM, "require: kmi", "require: bmi")
    for verb in ("recalculate", "inspect"):
        ran = skjemaverk(verb, "--db", db)
        assert (ran.status, "made for another catalogue" in ran.err) == (2, True), ran.err


# ---- inspect ----


def break_the_rule(pain: int) -> None:
    with FORM.open("a", encoding="utf-8") as file:
        file.write(RULE)
    with closing(sqlite3.connect("r.sqlite")) as database, database:
        names = [name for _, name, *_ in database.execute("PRAGMA table_info(hoved_helse)")]
        taken = ", ".join(
            {"id": "'later'", "timepoint": "'m12'", "smerte": str(pain)}.get(name, name) for name in names
        )
        database.execute(f"INSERT INTO hoved_helse SELECT {taken} FROM hoved_helse WHERE id = 'p0'")


def test_rows_that_break_a_rule_are_found_with_their_centre(skjemaverk, db):
    break_the_rule(pain=6)
    ran = skjemaverk("inspect", "--db", db)
    assert (ran.status, ran.lines) == (
        1,
        ["hoved.helse bedre rule: 1 row (1 Ett: 1)", "    later", "1 rule, 1 broken by 1 row."],
    )
    assert json.loads(skjemaverk("inspect", "--db", db, "--json").out) == {
        "rules": [
            {
                "form": "hoved.helse",
                "subject": "bedre",
                "kind": "rule",
                "query": "ck_hoved_helse_bedre_rule",
                "centres": {"1 Ett": 1},
                "rows": ["later"],
                "unfinished": None,
            }
        ],
        "without_query": [],
    }


def test_all_is_well(skjemaverk, db):
    break_the_rule(pain=5)
    ran = skjemaverk("inspect", "--db", db, "--form", "hoved.helse")
    assert (ran.status, ran.out) == (0, "1 rule, 0 broken by 0 rows.\n")
