"""A form's rules as one Spark SQL job: the verdicts are those of Python, on every row and whatever is wrong with it.

Rows are made by `synth`; each then has some of its cells replaced by what people and programs write instead.
"""

import csv
import io
import math
import random
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from catalogue.model import Catalogue, Form, Variable
from catalogue.source.loader import load
from engine.answer_columns import own_columns
from engine.answers import AnswerValue
from engine.coercion import format_value
from engine.spark import job as spark_job
from engine.spark import violations_statement
from engine.spark.statement import UNREADABLE
from engine.synth import columns_of, synthesise
from engine.tables.names import reason_column
from tests.catalogues import catalogue_in, catalogue_of, form_of
from tests.engine.row_by_row import RowByRow
from tests.engine.spark_runtime import spark
from tests.golden_files import assert_golden

__all__ = ["spark"]
TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parent.parent.parent
BASE = ROOT / "tests" / "checks" / "base"
TABLES = sorted((Path(__file__).parent / "evaluation").glob("*.yaml"))

VARIABLES = """
- {name: hoyde, label: Høyde, type: integer, min: 100, soft_min: 140, max: 230, required: true, missing: {unknown: {}}}
- {name: vekt, label: Vekt, type: decimal, decimals: 1, min: 25, max: 300}
- {name: kmi, label: KMI, type: decimal, decimals: 1, calculate: "vekt / power(hoyde / 100, 2)"}
- {name: royk, label: Røyk, type: code, codes: {0: Nei, 1: Ja}}
- {name: antall, label: Antall, type: integer, min: 1, max: 60, enable_when: royk = 1, required: true}
- {name: dag, label: Dag, type: date, max: today()}
- {name: tid, label: Tid, type: time}
- {name: innlagt, label: Innlagt, type: datetime}
- {name: navn, label: Navn, type: text, max_length: 10}
- checklist: plager
  label: Plager
  enable_when: royk = 1
  otherwise: false
  ticks: {a: A, b: B, ingen: Ingen}
  none: ingen
"""
RULES = """
- {rule: tung_og_lav, require: "not (vekt > 200 and hoyde < 120)", severity: soft, message: Stemmer det?}
- {rule: roykers_vekt, require: "not (antall > 40 and vekt > 150)", severity: hard, message: Nei.}
"""
SMALL = catalogue_of(form_of(VARIABLES, RULES))
FORM = SMALL.form["test.skjema"]

# row, variable, rule, severity
Verdict = tuple[int, str, str, str]
Cells = dict[str, str]


# ---- what is written: without Spark ----


def test_the_statement_of_a_small_form() -> None:
    columns = dict.fromkeys(("hoyde", "hoyde_missing", "vekt", "royk", "antall", "dag", UNREADABLE), "text")
    columns |= {"plager_a": "boolean", "plager_b": "boolean", "plager_ingen": "boolean", "kmi": "number"}
    assert_golden("spark/skjema.sql", violations_statement(SMALL, FORM, columns))


def test_without_spark_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_job, "find_spec", lambda name: None)
    with pytest.raises(spark_job.CannotRun, match=r"pip install 'skjemaverk\[spark\]'"):
        spark_job.start()


def test_without_java_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_job, "find_spec", lambda name: True)
    monkeypatch.setattr(spark_job.shutil, "which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(spark_job.CannotRun, match="openjdk-17-jre-headless"):
        spark_job.start()


# ---- what is run ----


def python_says(catalogue: Catalogue, form: Form, content: bytes, timepoint: str, today: date) -> list[Verdict]:
    """Every violation as `evaluation.py` finds it on each row by itself."""
    rules = RowByRow(catalogue, form, own_columns(catalogue, form), timepoint, today)
    text = io.StringIO(content.decode(), newline="")
    header, *rows = csv.reader(text, delimiter=max(",;\t", key=content.decode().partition("\n")[0].count))
    found: list[Verdict] = []
    for number, cells in enumerate((row for row in rows if any(cell.strip() for cell in row)), 1):
        if len(cells) != len(header):
            found.append((number, "", "unreadable-row", "refused"))
            continue
        issues = rules.issues(dict(zip(header, cells, strict=True)))
        found += [(number, issue.variable, issue.rule, issue.severity.value) for issue in issues]
    return sorted(found)


def spark_says(session, catalogue: Catalogue, form: Form, path: Path, timepoint: str, today: date) -> list[Verdict]:
    job = spark_job.prepare(session, catalogue, form, str(path), timepoint=timepoint, today=today)
    return sorted((part.row, part.variable, part.rule, part.severity.value) for part in job.violations())


def assert_same(session, catalogue: Catalogue, form: Form, path: Path, content: bytes, today: date = TODAY) -> None:
    path.write_bytes(content)
    timepoint = form.timepoints[0] if form.timepoints else ""
    expected = python_says(catalogue, form, content, timepoint, today)
    found = spark_says(session, catalogue, form, path, timepoint, today)
    assert sorted(set(found) - set(expected)) == []
    assert sorted(set(expected) - set(found)) == []
    assert found == expected


def written(columns: tuple[str, ...], rows: list[Cells], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return text.getvalue().encode()


def as_cells(form: Form, row: Mapping[str, AnswerValue]) -> Cells:
    return {name: _cell(form.variable.get(name), value) for name, value in row.items()}


def _cell(variable: Variable | None, value: AnswerValue) -> str:
    """The value as files have it; of another form's variables, and of what no file can have, as Python writes it."""
    if variable is None or (isinstance(value, float) and not math.isfinite(value)):
        return "" if value is None else str(value)
    return format_value(variable, value)


# What stands in files instead of an answer, and answers of the wrong kind.
ODD = (
    *("", " ", "NA", "-", "x", "0", "1", "2", "7", "-1", "1.0", "1,0", "0.5", "1,25", "3.14159", "99", "150", "1e3"),
    *("999999999999999", "1 000", "ja", "Nei", "TRUE", "08:30", "0830", "25:00", "8.05", "2020-02-29", "2021-02-29"),
    *("29.02.2020", "1.2.2030", "0000-01-01", "1750-01-01", "2019-12-31T23:59", "31.12.2019 08:30", "2020-1-2"),
    *("a" * 260, "😀" * 9, "😀" * 11, 'O\'Hara \\ "sa"', "to\nlinjer", "\u00a0hei\u00a0", "unknown", "not_asked"),
    *("not_collected", "not_answered", "declined", "glemt", "preop", "m3"),
)


def broken(columns: tuple[str, ...], rows: list[Cells], seed: int) -> list[Cells]:
    """The rows, and each once more with some cells replaced by odd ones or by those of another row."""
    chance = random.Random(seed)
    worse = []
    for row in rows:
        names = chance.sample(columns, min(len(columns), chance.randint(1, 6)))
        worse.append(row | {name: _odd(chance, rows, name) for name in names})
    return [*rows, *worse]


def _odd(chance: random.Random, rows: list[Cells], name: str) -> str:
    return chance.choice(ODD) if chance.random() < 0.6 else chance.choice(rows).get(name, "")


def base_catalogue() -> Catalogue:
    return load(BASE / "variables.yaml").catalogue


def answers_to(catalogue: Catalogue, form: Form, number: int) -> tuple[tuple[str, ...], list[Cells]]:
    columns = columns_of(catalogue, form, TODAY)
    rows = synthesise(catalogue, form, number, seed=1, today=TODAY).rows
    return columns, broken(columns, [as_cells(form, row) for row in rows], seed=2)


@pytest.mark.slow
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_small_form(spark, tmp_path: Path, delimiter: str) -> None:
    columns, rows = answers_to(SMALL, FORM, 150)
    assert_same(spark, SMALL, FORM, tmp_path / "rows.csv", written(columns, rows, delimiter))


@pytest.mark.slow
@pytest.mark.parametrize("address", ["rygg.pasient", "rygg.operasjon", "rygg.oppfolging", "person"])
def test_a_small_registry(spark, tmp_path: Path, address: str) -> None:
    catalogue = base_catalogue()
    form = catalogue.form[address]
    columns, rows = answers_to(catalogue, form, 100)
    assert_same(spark, catalogue, form, tmp_path / "rows.csv", written(columns, rows))


def tables() -> Iterator[tuple[Path, date]]:
    """Each table of the evaluation, and the days for which it says something."""
    for path in TABLES:
        cases = yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
        yield from ((path, day) for day in sorted({case.get("anchor", TODAY) for case in cases}))


@pytest.mark.slow
@pytest.mark.parametrize(("path", "day"), list(tables()), ids=str)
def test_the_tables_of_the_evaluation(spark, tmp_path: Path, path: Path, day: date) -> None:
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    catalogue = catalogue_in(table)
    form = catalogue.form["test.skjema"]
    cases = [case for case in table["cases"] if case.get("anchor", TODAY) == day]
    rows = [
        as_cells(form, {**case["answers"], **case.get("others", {})})
        | {reason_column(name): reason for name, reason in case.get("reasons", {}).items()}
        for case in cases
    ]
    known = own_columns(catalogue, form).known
    columns = tuple(dict.fromkeys(name for row in rows for name in row if name in known)) or (form.variables[0].name,)
    content = written(columns, [row for row in rows if any(row.get(name) for name in columns)])
    assert_same(spark, catalogue, form, tmp_path / "rows.csv", content, day)


@pytest.mark.slow
def test_a_form_of_the_registry(spark, tmp_path: Path) -> None:
    catalogue = load(ROOT / "variables.yaml").catalogue
    assert catalogue is not None
    form = catalogue.form["rygg.pasient"]
    columns, rows = answers_to(catalogue, form, 60)
    assert_same(spark, catalogue, form, tmp_path / "rows.csv", written(columns, rows))


PARQUET = (
    "hoyde DOUBLE, vekt DOUBLE, royk INT, dag DATE, innlagt TIMESTAMP_NTZ, navn STRING, plager_a BOOLEAN, kmi DOUBLE"
)
TYPED = [
    # a row of these columns, and what is wrong with it
    ((170.0, 80.0, 0, date(2020, 2, 29), datetime(2020, 1, 1, 8, 30), "Ås", False, 27.7), []),
    ((170.5, 80.0, 0, None, None, None, None, None), ["hoyde not-whole refused"]),
    ((float("nan"), 80.0, 0, None, None, None, None, None), ["hoyde wrong-type refused"]),
    ((130.0, 80.25, 2, date(2027, 1, 1), None, "x" * 11, True, None),
     ["dag above-max hard", "hoyde below-soft-min soft", "navn too-long refused", "royk unknown-code refused",
      "vekt too-many-decimals refused", "plager_a not-asked hard"]),
    ((200.0, 80.0, 1, None, None, None, False, 20.1),
     ["antall required hard", "kmi calculation soft", "plager nothing-ticked hard"]),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("ansi", ["true", "false"])
def test_parquet_has_types_of_its_own(spark, tmp_path: Path, ansi: str) -> None:
    spark.conf.set("spark.sql.ansi.enabled", ansi)
    folder = str(tmp_path / "rows.parquet")
    spark.createDataFrame([row for row, _ in TYPED], PARQUET).coalesce(1).write.parquet(folder)
    job = spark_job.prepare(spark, SMALL, FORM, folder, timepoint="preop", today=TODAY)
    found = [(part.row, f"{part.variable} {part.rule} {part.severity.value}") for part in job.violations()]
    assert sorted(found) == sorted((row, wrong) for row, (_, told) in enumerate(TYPED, 1) for wrong in told)


@pytest.mark.slow
def test_counts_are_told_by_centre_and_rule(spark, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("id,centre_id,hoyde,vekt\na,1,90,80\nb,1,95,80\nc,2,90,\nd,2,170,80\ne,,170\n\n", encoding="utf-8")
    job = spark_job.prepare(spark, SMALL, FORM, str(file), timepoint="preop", today=TODAY)
    assert job.rows() == 5
    counts = [(count.centre, count.variable, count.rule, count.rows) for count in job.counts()]
    assert counts == [
        (None, "", "unreadable-row", 1),
        ("1", "hoyde", "below-min", 2),
        ("2", "hoyde", "below-min", 1),
    ]
    assert [(found.row, found.id) for found in job.violations()] == [(1, "a"), (2, "b"), (3, "c"), (5, "e")]


@pytest.mark.slow
def test_rows_are_numbered_through_all_parts_of_a_table(spark, tmp_path: Path) -> None:
    folder = str(tmp_path / "rows.parquet")
    spark.range(1000).selectExpr("90D AS hoyde").repartition(7).write.parquet(folder)
    job = spark_job.prepare(spark, SMALL, FORM, folder, timepoint="preop", today=TODAY)
    assert [found.row for found in job.violations()] == list(range(1, 1001))
    job.write(str(tmp_path / "violations"))
    assert spark.read.parquet(str(tmp_path / "violations")).count() == 1000


REFUSED = [
    # a file, and why no row of it is read
    ("hoide\n170\n", "There is no column 'hoide'. Did you mean 'hoyde'?"),
    ("hoyde,hoyde\n170,170\n", "The column hoyde stands twice"),
    ("hoyde,\n170,\n", "Column 2 has no name"),
    ("", "is empty"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("content", "why"), REFUSED)
def test_columns_are_looked_at_first(spark, tmp_path: Path, content: str, why: str) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(spark_job.NotATable, match=re.escape(why)):
        spark_job.prepare(spark, SMALL, FORM, str(file), timepoint="preop", today=TODAY)


@pytest.mark.slow
def test_a_column_of_lists_holds_no_answers(spark, tmp_path: Path) -> None:
    folder = str(tmp_path / "rows.parquet")
    spark.sql("SELECT array(1) AS hoyde").write.parquet(folder)
    with pytest.raises(spark_job.NotATable, match="The column 'hoyde' holds array"):
        spark_job.prepare(spark, SMALL, FORM, folder, timepoint="preop", today=TODAY)
