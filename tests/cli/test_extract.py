"""`extract`: who and what leaves a database, who is told, and what stays; files that are there, and wrong use."""

import csv
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest
from sqlalchemy import make_url, text

from catalogue.formats.answer_formats import ANSWER_FORMATS
from catalogue.model import Catalogue
from catalogue.source.loader import load
from engine.database import connect
from engine.installation import install
from engine.releases import first_release
from engine.tables.analysis import YesNo
from renderers.cli import run
from tests.engine.databases import DIALECTS, database_url

FIRST = """\
catalogue: prove
title: Prøve
controller: Sykehuset
version: 1.0.0
languages: {source: nb, required: [nn]}
categories: {bakgrunn: Bakgrunn}
respondents: {staff: Helsepersonell, register: Folkeregisteret}
include: [data]
"""
MODULE = """\
module: hjerte
title: Hjerte
episode: {name: forlop, title: Forløp, anchor: operasjon.dato}
timepoints: {op: {title: Operasjon}}
"""
PERSON = """\
form: person
per: patient
title: Personen
respondent: register
category: bakgrunn
purpose: Test
source: test
sections:
  - section: alle
    title: Alle
    variables:
      - {name: navn, label: Navn, type: text, identifies: direct}
      - {name: fodt, label: Født, type: date}
"""
FORM = """\
form: operasjon
module: hjerte
title: Operasjon
respondent: staff
timepoints: [op]
category: bakgrunn
purpose: Test
source: test
sections:
  - section: alle
    title: Alle
    variables:
      - {name: dato, label: Dato, type: date, required: true}
      - {name: telefon, label: Telefon, type: text, identifies: direct}
      - name: vekt
        label: Hva veier du?
        type: decimal
        decimals: 1
        unit: kg
        min: 20
        max: 300
        missing: {unknown: {}}
      - {name: alder, label: Alder, type: integer, calculate: "years_between(person.fodt, dato)"}
      - {name: infeksjon, label: Infeksjon, type: boolean, collected: {gaps: [{from: 2015-01-01, to: 2016-12-31}]}}
      - {name: royk, label: Røyk, type: code, codes: {0: Nei, 1: Ja, 9: {label: Ukjent, missing: unknown}}}
      - {checklist: sykdom, label: Sykdom, ticks: {hjerte: Hjertesykdom, annen: Annen}}
"""
PAGES = {"module.yaml": MODULE, "person.yaml": PERSON, "operasjon.yaml": FORM}
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WHO = {"created_at": NOW, "created_by": "test"}


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """A registry in the folder where the command stands."""
    (tmp_path / "data").mkdir()
    (tmp_path / "variables.yaml").write_text(FIRST, encoding="utf-8")
    for name, content in PAGES.items():
        (tmp_path / "data" / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = load(tmp_path / "variables.yaml").catalogue
    assert found is not None
    return found


ON_BOTH = pytest.mark.parametrize("url", DIALECTS, indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


@pytest.fixture
def url(request: pytest.FixtureRequest, catalogue: Catalogue) -> str:
    """A database with four people: two final rows, a draft, and one who has withdrawn; SQLite unless said otherwise."""
    address = database_url(request, getattr(request, "param", "sqlite"))
    fill(address, catalogue, PEOPLE)
    return address


def fill(address: str, catalogue: Catalogue, people: Mapping[str, Mapping[str, Any]]) -> None:
    engine = connect(address)
    with engine.begin() as connection:
        first = first_release(catalogue.version, "", "test", NOW)
        tables = install(connection, catalogue, YesNo("Ja", "Nei"), first)
        fixed = tables.fixed
        centre = {"id": "one", "number": "4711", "name": "Prøvesykehuset", "valid_from": date(2007, 1, 1)}
        connection.execute(fixed.centre.insert(), centre)
        for name, answers in people.items():
            person = {"id": name, "navn": name.title(), "fodt": date(1950, 5, 17), **WHO}
            connection.execute(fixed.person.insert(), person)
            episode = {"id": f"e-{name}", "module": "hjerte", "person_id": name, "centre_id": "one", **WHO}
            connection.execute(fixed.episode.insert(), episode | {"anchor_date": answers.get("dato")})
            connection.execute(tables.forms["hjerte.operasjon"].table.insert(), row(name, answers))
        consent = {"information": "1", "given_at": NOW, "given_to": "test"}
        said = [("kari", None), ("mons", NOW), ("lise", NOW), ("lise", None)]
        for number, (name, withdrawn) in enumerate(said if people else ()):
            given = {"id": str(number), "person_id": name, "withdrawn_at": withdrawn, **consent}
            connection.execute(fixed.consent.insert(), given)
    engine.dispose()


PEOPLE: dict[str, dict[str, Any]] = {
    "kari": {"dato": date(2015, 3, 1), "telefon": "99 88 77 66", "vekt": 70.5, "infeksjon": False, "royk": 1},
    "lise": {"dato": date(2020, 1, 2), "vekt_missing": "unknown", "infeksjon": True, "royk_missing": "unknown"},
    "mons": {"dato": date(2020, 1, 3), "vekt": 80.0},
    "ola": {"vekt": 90.0, "status": 0},
}


def row(name: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    record = {"timepoint": "op", "centre_id": "one", "status": 1, "release": 1, "revision": 1, "mode": "web", **WHO}
    ticked = {"sykdom_hjerte": True, "sykdom_annen": False}
    asked = ("dato", "telefon", "vekt", "infeksjon", "royk")
    unanswered = {f"{part}_missing": "not_answered" for part in asked if part not in answers}
    keys = {"id": f"r-{name}", "episode_id": f"e-{name}", "completed_at": NOW}
    return {**keys, **record, **ticked, **unanswered, **answers}


Verb = Callable[..., tuple[int, str, str]]


@pytest.fixture
def extract(capsys: pytest.CaptureFixture[str]) -> Verb:
    def ran(*arguments: object) -> tuple[int, str, str]:
        status = run(["extract", *map(str, arguments)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return ran


def rows_of(file: str) -> list[dict[str, str]]:
    with Path(file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def query(url: str, statement: str) -> list[tuple[Any, ...]]:
    engine = connect(url)
    with engine.begin() as connection:
        found = [tuple(row) for row in connection.execute(text(statement))]
    engine.dispose()
    return found


def change(url: str, *statements: str) -> None:
    engine = connect(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


# ---- what leaves ----


@ON_BOTH
def test_final_rows_of_those_who_have_not_withdrawn(extract: Verb, url: str) -> None:
    status, out, err = extract("csv", "--db", url, "--reason", "Årsrapporten", "--out", "ut")
    assert (status, err) == (0, "")
    kari, lise = rows_of("ut/hjerte.operasjon.csv")
    assert (kari["person_id"], kari["centre_number"], kari["anchor_date"]) == ("kari", "4711", "2015-03-01")
    assert (kari["vekt"], kari["vekt_missing"], kari["royk"]) == ("70.5", "", "1")
    assert (lise["vekt"], lise["vekt_missing"], lise["royk"], lise["royk_missing"]) == ("", "unknown", "", "unknown")
    assert (kari["sykdom_hjerte"], kari["sykdom_annen"], kari["sykdom_missing"]) == ("1", "0", "")
    assert out.splitlines() == [
        "hjerte.operasjon: 2 rows, 21 columns.",
        "Wrote ut/datapackage.json, ut/hjerte.operasjon.csv.",
        "Left out, because it identifies somebody: hjerte.operasjon.telefon. --identifying NAME lets it out.",
        "Calculated from other forms, and only in the analysis view (--module): hjerte.operasjon.alder.",
    ]


@ON_BOTH
def test_what_was_not_collected_then_is_no_answer(extract: Verb, url: str) -> None:
    """Kari's 0 was stored inside a gap: it does not mean no."""
    extract("csv", "--db", url, "--reason", "x", "--out", "ut")
    kari, lise = rows_of("ut/hjerte.operasjon.csv")
    assert (kari["infeksjon"], kari["infeksjon_missing"]) == ("", "not_collected")
    assert (lise["infeksjon"], lise["infeksjon_missing"]) == ("1", "")


def test_drafts_only_when_asked_for(extract: Verb, url: str) -> None:
    extract("csv", "--db", url, "--reason", "x", "--out", "ut", "--drafts")
    assert [(row["person_id"], row["status"]) for row in rows_of("ut/hjerte.operasjon.csv")] == [
        ("kari", "1"),
        ("lise", "1"),
        ("ola", "0"),
    ]


def test_what_identifies_leaves_by_name_only(extract: Verb, url: str) -> None:
    name = "hjerte.operasjon.telefon"
    extract("csv", "--db", url, "--reason", "x", "--out", "ut", "--identifying", name)
    assert [row["telefon"] for row in rows_of("ut/hjerte.operasjon.csv")] == ["99 88 77 66", ""]


def test_people_leave_by_name_only_and_never_with_what_identifies_them(extract: Verb, url: str) -> None:
    asked = ("csv", "--db", url, "--reason", "x", "--form", "person", "--out", "ut")
    status, _, err = extract(*asked)
    assert (status, "asked for by name: --identifying person" in err) == (2, True)
    extract(*asked, "--identifying", "person")
    assert rows_of("ut/person.csv")[0] == {"person_id": "kari", "fodt": "1950-05-17", "fodt_missing": ""}


@ON_BOTH
def test_the_analysis_view_has_a_row_for_each_episode(extract: Verb, url: str) -> None:
    status, out, _ = extract("parquet", "--db", url, "--reason", "x", "--module", "hjerte", "--out", "ut.parquet")
    frame = pl.read_parquet("ut.parquet").sort("forlop_id")
    assert status == 0
    assert frame["forlop_id"].to_list() == ["e-kari", "e-lise", "e-ola"]
    assert frame["operasjon_vekt"].to_list() == [70.5, None, None]
    assert frame["operasjon_vekt_missing"].to_list() == [None, "unknown", None]
    assert frame["operasjon_infeksjon_missing"].to_list() == ["not_collected", None, None]
    assert frame["operasjon_sykdom_hjerte"].to_list() == [True, True, None]
    assert frame["operasjon_dato"].to_list() == [date(2015, 3, 1), date(2020, 1, 2), None]
    assert frame["operasjon_alder"].to_list() == [64, 69, None]
    assert not {"person_fodt", "operasjon_telefon"} & {*frame.columns}
    assert "person_fodt" in out


def test_of_the_person_only_what_was_asked_for(extract: Verb, url: str) -> None:
    asked = ("csv", "--db", url, "--reason", "x", "--module", "hjerte", "--out", "ut")
    extract(*asked, "--identifying", "person.fodt")
    assert [row["person_fodt"] for row in rows_of("ut/hjerte.csv")] == ["1950-05-17"] * 3


def test_labels_in_another_language(extract: Verb, url: str) -> None:
    asked = ("spss", "--db", url, "--reason", "x", "--language", "nn", "--out", "ut")
    assert extract(*asked)[0] == 0
    _, about = pyreadstat.read_sav("ut/hjerte.operasjon.sav", output_format="polars")
    labels = about.variable_value_labels["vekt"]
    assert (labels[-10_000_000_000_001], labels[-10_000_000_000_005]) == ("Veit ikkje", "Ikkje spurt")


# ---- who is told ----


@ON_BOTH
def test_each_row_that_leaves_is_logged_with_the_reason(extract: Verb, url: str) -> None:
    extract("csv", "--db", url, "--reason", "Årsrapporten", "--out", "ut")
    told = query(url, "SELECT table_name, row_id, role, why FROM access_log WHERE action = 'export' ORDER BY row_id")
    assert told == [("hjerte_operasjon", name, "analyst", "Årsrapporten") for name in ("r-kari", "r-lise")]


@ON_BOTH
def test_nothing_leaves_that_cannot_be_logged(extract: Verb, url: str) -> None:
    change(url, "DROP TABLE access_log", "CREATE TABLE access_log (id TEXT CHECK (id = ''), action TEXT)")
    status, _, err = extract("csv", "--db", url, "--reason", "x", "--out", "ut")
    assert (status, "access_log" in err) == (2, True)
    assert not Path("ut").exists()


@ON_POSTGRESQL
def test_the_role_for_it_may_do_this_and_no_more(extract: Verb, url: str) -> None:
    change(url, "DROP ROLE IF EXISTS uttrekk", "CREATE ROLE uttrekk LOGIN IN ROLE skjemaverk_export")
    theirs = make_url(url).set(username="uttrekk").render_as_string()
    asked = ("csv", "--db", theirs, "--reason", "x")
    assert extract(*asked, "--out", "ut")[0] == 0
    assert extract(*asked, "--module", "hjerte", "--out", "utsikt")[0] == 0
    assert len(query(url, "SELECT id FROM access_log WHERE action = 'export'")) == 5
    for name in ("hjerte.operasjon.telefon", "person"):
        form = name.removesuffix(".telefon")
        status, _, err = extract(*asked, "--form", form, "--identifying", name, "--out", "ut", "--overwrite")
        assert (status, "permission denied" in err) == (2, True)


# ---- where it goes ----


def test_files_that_are_there_stay(extract: Verb, url: str) -> None:
    asked = ("csv", "--db", url, "--reason", "x")
    for out, file in [("ut", "ut/hjerte.operasjon.csv"), ("en.csv", "en.csv")]:
        assert extract(*asked, "--out", out)[0] == 0
        Path(file).write_text("min", encoding="utf-8")
        status, _, err = extract(*asked, "--out", out)
        assert (status, f"'{file}' is there already. --overwrite replaces it." in err) == (2, True)
        assert Path(file).read_text(encoding="utf-8") == "min"
        assert extract(*asked, "--out", out, "--overwrite")[0] == 0
        assert len(rows_of(file)) == 2
    assert sorted(path.name for path in Path().glob("*en*")) == ["en.csv", "en.datapackage.json"]
    assert len(query(url, "SELECT id FROM access_log WHERE action = 'export'")) == 8


def test_files_are_for_their_owner(extract: Verb, url: str) -> None:
    extract("r", "--db", url, "--reason", "x", "--out", "ut")
    assert {path.name: path.stat().st_mode & 0o777 for path in Path("ut").iterdir()} == {
        "hjerte.operasjon.csv": 0o600,
        "hjerte.operasjon.R": 0o600,
    }
    assert not list(Path().glob(".skjemaverk-*"))


FROM_DB = ("--db", "{url}", "--reason", "x")
WRONG = {
    "neither": ((), "either --db URL or --answers FILE"),
    "both": (("--db", "{url}", "--answers", "{file}"), "either --db URL or --answers FILE"),
    "no reason": (("--db", "{url}"), "Say why these answers are taken out, for the log: --reason"),
    "blank reason": (("--db", "{url}", "--reason", "  "), "Say why these answers are taken out"),
    "unknown form": (
        (*FROM_DB, "--form", "hjerte.operasjn"),
        "Did you mean 'hjerte.operasjon'",
    ),
    "unknown module": ((*FROM_DB, "--module", "hjrte"), "Did you mean 'hjerte'"),
    "form and module": (
        (*FROM_DB, "--module", "hjerte", "--form", "hjerte.operasjon"),
        "Choose between --module",
    ),
    "drafts in the view": ((*FROM_DB, "--module", "hjerte", "--drafts"), "leave out --drafts"),
    "unknown name": (
        (*FROM_DB, "--identifying", "person.navnet"),
        "Did you mean 'person.navn'",
    ),
    "nothing that stays": (
        (*FROM_DB, "--identifying", "hjerte.operasjon.vekt"),
        "nothing that stays unless it is asked for by name",
    ),
    "unknown language": (
        (*FROM_DB, "--language", "fr"),
        "no texts in 'fr'. There are: nb, nn.",
    ),
    "no form of a file": (("--answers", "{file}"), "Say which: --form FORM"),
    "no database": (("--db", "sqlite:///ingen.db", "--reason", "x"), "There is no file ingen.db."),
    "no folder": ((*FROM_DB, "--out", "a/b/ut"), "there is no folder 'a/b'"),
    "several tables in one file": (
        (*FROM_DB, "--form", "person", "--form", "hjerte.operasjon", "--identifying", "person", "--out", "ut.csv"),
        "'ut.csv' is one file, and there are 2 tables",
    ),
    "a file of another kind": ((*FROM_DB, "--out", "variables.yaml"), "does not end in .csv"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_use_says_what_to_do(extract: Verb, catalogue: Catalogue, wrong: str) -> None:
    arguments, sentence = WRONG[wrong]
    Path("svar.jsonl").write_text("{}\n", encoding="utf-8")
    given = [argument.format(url="sqlite:///ingen.db", file="svar.jsonl") for argument in arguments]
    status, out, err = extract("csv", *(() if "--out" in given else ("--out", "ut")), *given)
    assert (status, out, sentence in " ".join(err.split())) == (2, "", True), err
    assert not Path("ut").exists()


def test_a_database_of_another_version(extract: Verb, url: str, tmp_path: Path) -> None:
    page = tmp_path / "variables.yaml"
    page.write_text(FIRST.replace("version: 1.0.0", "version: 2.0.0"), encoding="utf-8")
    status, _, err = extract("csv", "--db", url, "--reason", "x", "--out", "ut")
    assert (status, "The database is at version 1.0.0, and this catalogue is version 2.0.0" in err) == (2, True)


# ---- to another registry, in another system's format ----


@pytest.mark.parametrize("kind", ANSWER_FORMATS)
def test_what_leaves_in_another_system_s_format_can_be_loaded(
    extract: Verb, url: str, catalogue: Catalogue, kind: str
) -> None:
    other = "sqlite:///annen.db"
    fill(other, catalogue, {})
    asked = ("--reason", "x", "--drafts", "--form", "hjerte.operasjon", "--out")
    assert extract(kind, "--db", url, *asked, "ut")[0] == 0
    (file,) = Path("ut").iterdir()
    for _ in range(2):
        assert run(["load", "hjerte.operasjon", str(file), "--format", kind, "--db", other]) == 0
    extract("csv", "--db", url, *asked, "her.csv")
    extract("csv", "--db", other, *asked, "der.csv")
    assert sorted(map(said_in, rows_of("der.csv"))) == sorted(map(said_in, rows_of("her.csv")))


def said_in(row: dict[str, str]) -> list[str]:
    """What a row says, but for keys, and when and how it came to be."""
    own = ("id", "episode_id", "person_id", "centre_name", "mode", "completed_at", "anchor_date")
    return [cell for name, cell in row.items() if name not in own]


def test_what_is_not_in_that_format_is_told(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("svar.xml").write_text("ikke xml", encoding="utf-8")
    assert run(["load", "hjerte.operasjon", "svar.xml", "--format", "odm", "--db", url]) != 0
    assert "svar.xml:1" in capsys.readouterr().err


# ---- from a file ----

OF_FILE = ("--answers", "svar.jsonl", "--form", "hjerte.operasjon")


def test_rows_of_a_file_that_break_rules_are_left_out(extract: Verb, catalogue: Catalogue) -> None:
    rows = [
        {"episode_id": "e1", "dato": "2020-01-01", "vekt": 70.5, "royk": 1, "telefon": "99"},
        {"episode_id": "e2", "dato": "2020-01-01", "vekt": 7000},
        {"episode_id": "e3", "dato": "2020-01-01", "vekt_missing": "unknown"},
    ]
    Path("svar.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    status, out, err = extract("csv", *OF_FILE, "--out", "ut.csv", "--json")
    report = json.loads(out)
    assert (status, err) == (1, "")
    assert report["tables"] == [{"name": "hjerte.operasjon", "rows": 2, "columns": 14}]
    assert (report["left_out_rows"], report["left_out_columns"]) == (1, ["hjerte.operasjon.telefon"])
    assert [(row["episode_id"], row["vekt"], row["vekt_missing"]) for row in rows_of("ut.csv")] == [
        ("e1", "70.5", ""),
        ("e3", "", "unknown"),
    ]


def test_an_extract_is_a_file_of_answers(extract: Verb, url: str) -> None:
    """What has left a database can be read, checked and extracted again."""
    extract("csv", "--db", url, "--reason", "x", "--out", "a.csv")
    assert run(["validate", "hjerte.operasjon", "a.csv"]) == 0
    assert extract("csv", "--answers", "a.csv", "--form", "hjerte.operasjon", "--out", "b.csv")[::2] == (0, "")
    first, second = rows_of("a.csv"), rows_of("b.csv")
    assert [row["vekt"] for row in first] == [row["vekt"] for row in second]
    assert {name for name in first[0] if name not in second[0]} <= {"release", "completed_at"}


def test_a_file_that_is_none(extract: Verb, catalogue: Catalogue) -> None:
    Path("svar.csv").write_text("dato;vekten\n", encoding="utf-8")
    status, _, err = extract("csv", "--answers", "svar.csv", "--form", "hjerte.operasjon", "--out", "ut")
    assert (status, "There is no column 'vekten'. Did you mean 'vekt'" in err) == (1, True)
    assert not Path("ut").exists()
