"""`load`: a dump of another system in the database, checked; what is refused lies beside the file with its reason."""

import csv
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalogue.source.loader import load
from engine.installation import make_ready
from engine.releases import first_release
from engine.tables.analysis import YesNo
from renderers.cli import run

FIRST = """\
catalogue: prove
title: Prøve
controller: Sykehuset
version: 1.0.0
languages: {source: nb}
categories: {bakgrunn: Bakgrunn}
respondents: {staff: Helsepersonell}
include: [data]
"""
MODULE = """\
module: hjerte
title: Hjerte
episode:
  name: forlop
  title: Forløp
  anchor: operasjon.dato
  record: {id: {openqreg: MCEID}, person_id: {openqreg: PATIENT_ID}, centre_number: {openqreg: CENTREID}}
timepoints: {op: {title: Operasjon}, m3: {title: 3 måneder}}
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
record: {status: {openqreg: STATUS}, created_at: {openqreg: TSCREATED}, first_completed_by: {openqreg: CLOSED_BY}}
sections:
  - section: alle
    title: Alle
    variables:
      - {name: dato, label: Dato, type: date, required: true, aliases: {openqreg: OPDATO}}
      - {name: vekt, label: Vekt, type: decimal, decimals: 1, min: 20, max: 300, aliases: {openqreg: VEKT}}
      - {name: dobbel, label: Dobbel, type: decimal, decimals: 1, calculate: vekt * 2}
      - {name: akutt, label: Akutt, type: boolean, aliases: {openqreg: AKUTT}}
      - name: royk
        label: Røyk
        type: code
        codes: {0: Nei, 1: Ja, 9: {label: Ukjent, missing: unknown}}
        aliases: {openqreg: ROYK}
      - checklist: sykdom
        label: Sykdom
        ticks: {a: A, b: B}
        aliases: {a: {openqreg: SYK_A}, b: {openqreg: SYK_B}}
"""
HEADER = "MCEID;PATIENT_ID;CENTREID;STATUS;TSCREATED;CLOSED_BY;OPDATO;VEKT;AKUTT;ROYK;SYK_A;SYK_B;USERCOMMENT"
GOOD = (
    "1;77;100;1;2020-01-02 10:11:12;kari;2020-01-02;70,5;1;0;0;1;x",
    "2;77;100;1;2021-01-02 10:11:12;kari;2021-01-02;;0;9;0;0;",
    "3;78;200;0;2021-01-03 10:11:12;;;80;;;;;",
)
BAD = (
    "4;79;100;1;2020-01-02 10:11:12;kari;2020-01-02;7000;1;0;0;1;",
    "5;79;100;1;2020-01-02 10:11:12;kari;;70;1;0;0;1;",
    ";79;100;1;2020-01-02 10:11:12;kari;2020-01-02;70;1;0;0;1;",
    "6;79;;1;2020-01-02 10:11:12;kari;2020-01-02;70;1;0;0;1;",
    "1;80;100;1;2020-01-02 10:11:12;kari;2020-01-02;70;1;0;0;1;",
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with an empty database."""
    (tmp_path / "data").mkdir()
    (tmp_path / "variables.yaml").write_text(FIRST, encoding="utf-8")
    (tmp_path / "data" / "module.yaml").write_text(MODULE, encoding="utf-8")
    (tmp_path / "data" / "operasjon.yaml").write_text(FORM, encoding="utf-8")
    catalogue = load(tmp_path).catalogue
    assert catalogue is not None
    first = first_release(catalogue.version, "", "test", datetime.now(UTC))
    make_ready(f"sqlite:///{tmp_path}/r.sqlite", catalogue, YesNo("Ja", "Nei"), first)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def dump(place: Path, *rows: str, header: str = HEADER) -> str:
    path = place / "dump.csv"
    path.write_text("\n".join((header, *rows, "")), encoding="utf-8")
    return str(path)


def loaded(place: Path, *rows: str, options: tuple[str, ...] = (), header: str = HEADER) -> int:
    url = f"sqlite:///{place}/r.sqlite"
    return run(["load", "hjerte.operasjon", dump(place, *rows, header=header), "--db", url, *options])


def query(sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect("r.sqlite")) as database:
        return database.execute(sql).fetchall()


def test_rows_are_typed_and_final_with_value_or_reason(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert loaded(place, *GOOD) == 0
    told = capsys.readouterr().out
    assert "3 rows; 2 final and 1 drafts loaded, 0 there already, 0 refused." in told
    assert "New: 2 people, 3 episodes, 2 centres." in told
    assert "passed over: USERCOMMENT." in told
    columns = "dato, vekt, vekt_missing, dobbel, akutt, royk, royk_missing, sykdom_a, sykdom_b, sykdom_missing, status"
    assert query(f"SELECT {columns} FROM hjerte_operasjon ORDER BY created_at") == [
        ("2020-01-02", 70.5, None, 141.0, 1, 0, None, 0, 1, None, 1),
        ("2021-01-02", None, "not_answered", None, 0, None, "unknown", None, None, "not_answered", 1),
        (None, 80.0, None, None, None, None, None, None, None, None, 0),
    ]
    assert query("SELECT anchor_date FROM episode ORDER BY created_at") == [("2020-01-02",), ("2021-01-02",), (None,)]
    assert query("SELECT DISTINCT completed_by FROM hjerte_operasjon WHERE status = 1") == [("kari",)]
    assert not (place / "dump.refused.csv").exists()


def test_a_file_may_be_loaded_again(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loaded(place, *GOOD)
    before = query("SELECT * FROM hjerte_operasjon ORDER BY id")
    capsys.readouterr()
    assert loaded(place, *GOOD) == 0
    assert "0 final and 0 drafts loaded, 3 there already" in capsys.readouterr().out
    assert query("SELECT * FROM hjerte_operasjon ORDER BY id") == before


def test_refused_rows_lie_beside_with_the_reason_and_the_others_are_loaded(place: Path) -> None:
    assert loaded(place, *GOOD, *BAD) == 1
    assert query("SELECT count(*) FROM hjerte_operasjon") == [(3,)]
    with (place / "dump.refused.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["MCEID"] for row in rows] == ["4", "5", "", "6", "1"]
    for row, word in zip(
        rows, ("vekt above-max", "dato required", "no episode", "no centre", "another person"), strict=True
    ):
        assert word in row["violations"]


def test_a_dry_run_keeps_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert loaded(place, *GOOD, options=("--dry-run",)) == 0
    assert "Nothing was kept." in capsys.readouterr().out
    assert query("SELECT (SELECT count(*) FROM hjerte_operasjon) + (SELECT count(*) FROM person)") == [(0,)]


def test_two_rows_of_one_occasion_are_one_too_many(place: Path) -> None:
    assert loaded(place, GOOD[0], GOOD[0].replace("70,5", "71")) == 1
    assert query("SELECT vekt FROM hjerte_operasjon") == [(70.5,)]


@pytest.mark.parametrize(
    ("header", "options", "sentence"),
    [
        (HEADER.replace("MCEID", "LOPENR"), (), "Name it: --episode COLUMN"),
        (HEADER, ("--episode", "FORLOP"), "There is no column 'FORLOP'."),
        (HEADER.replace("OPDATO", "DATOEN"), (), "'OPDATO' is lacking"),
    ],
)
def test_a_file_that_does_not_say_enough_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str], header: str, options: tuple[str, ...], sentence: str
) -> None:
    assert loaded(place, *GOOD, header=header, options=options) == 1
    assert sentence in capsys.readouterr().err
    assert query("SELECT count(*) FROM episode") == [(0,)]


def test_columns_may_be_named_by_hand(place: Path) -> None:
    header = HEADER.replace("MCEID", "LOPENR").replace("CENTREID", "AVD")
    assert loaded(place, *GOOD, header=header, options=("--episode", "LOPENR", "--centre", "AVD")) == 0
    assert query("SELECT count(*) FROM episode") == [(3,)]
