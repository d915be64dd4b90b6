"""Very many rows at once are judged as each would be by itself: every issue, its parameters and its place."""

import io
import json
import math
import random
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalogue.model import Catalogue, Form
from engine.answer_columns import own_columns
from engine.answer_files import csv_lines, json_lines
from engine.answers import Issue
from engine.bulk.checking import checking, row_by_row
from engine.bulk.pieces import table_of
from engine.synth import columns_of, synthesise
from tests.catalogues import catalogue_in, catalogue_of, form_of
from tests.engine.broken_rows import broken
from tests.engine.bulk_files import issues_in
from tests.engine.row_by_row import RowByRow
from tests.spread import addresses_now_and_slow

TODAY = date(2026, 11, 22)
TABLES = sorted((Path(__file__).parent / "evaluation").glob("*.yaml"))

EVERYTHING = """
- {name: dag, label: Dag, type: date, min: 2020-01-01, max: today(), required: true}
- {name: start, label: Start, type: time}
- {name: slutt, label: Slutt, type: time}
- {name: inn, label: Inn, type: datetime}
- {name: varighet, label: Varighet, type: integer, calculate: "duration_minutes(start, slutt)", max: 600}
- {name: hoyde, label: Høyde, type: integer, min: 100, soft_min: 140, max: 230, required: true, missing: {unknown: {}}}
- {name: vekt, label: Vekt, type: decimal, decimals: 1, min: 25, soft_max: hoyde - 20, max: 300}
- {name: kmi, label: KMI, type: decimal, decimals: 1, calculate: "vekt / power(hoyde / 100, 2)", soft_max: 40}
- {name: royk, label: Røyk, type: code, codes: {0: Nei, 1: Ja, 2: Før}, required_when: kmi > 25}
- {name: antall, label: Antall, type: integer, min: 1, max: 60, enable_when: royk = 1, otherwise: 0, required: true}
- {name: type, label: Type, type: code, codes: {A: A, B: B}, enable_when: "royk in (1, 2)"}
- {name: gift, label: Gift, type: boolean, collected: {from: 2021-01-01, gaps: [{from: 2022-01-01, to: 2022-06-30}]}}
- {name: barn, label: Barn, type: integer, enable_when: gift, otherwise: 0, collected: {from: 2023-01-01}}
- {name: gammel, label: Gammel, type: integer, retired: {version: 1.0.0, reason: Nei}}
- {name: navn, label: Navn, type: text, max_length: 10}
- {name: hvorfor, label: Hvorfor, type: code, codes: {u: Vet ikke, a: Annet},
   required_when: missing_reason(hoyde) = 'unknown'}
- checklist: plager
  label: Plager
  enable_when: gift
  otherwise: false
  required: true
  missing: {declined: {}}
  ticks: {a: A, b: B, ingen: Ingen}
  none: ingen
- {name: plaget, label: Plaget, type: integer, calculate: sum_answered(plager)}
"""
VALID = {
    "dag": "2024-05-17",
    "start": "22:30",
    "slutt": "06:15",
    "hoyde": 170,
    "vekt": 80.5,
    "royk": 1,
    "antall": 20,
    "type": "A",
    "gift": True,
    "barn": 2,
    "plager_a": True,
    "navn": "Åse",
}
RULES = """
- {rule: tung, require: "not (vekt > 200 and hoyde < 120)", severity: soft, message: Stemmer det?}
- {rule: orden, require: start < slutt, severity: hard, message: Nei., collected: {to: 2025-12-31}}
- {rule: lik, require: "barn < 5 or type = 'A' or antall > 40", severity: hard, message: Nei.}
- {rule: alder, require: "years_between(dag, today()) < 5", severity: soft, message: Gammelt.}
"""


DECIMALS = range(1, 10)
DECIMAL = "- {{name: tall_{0}, label: Tall, type: decimal, decimals: {0}}}"


def near_a_decimal(decimals: int) -> st.SearchStrategy[float]:
    """Numbers with so many decimals or a half more, and the doubles beside them."""
    halves = st.integers(-2 * 10**12, 2 * 10**12).map(lambda half: half / 2 / 10**decimals)
    wide = st.floats(-1e12, 1e12).map(lambda number: round(number, decimals))
    beside = st.sampled_from([-math.inf, 0.0, math.inf])
    return st.builds(lambda number, way: math.nextafter(number, way) if way else number, halves | wide, beside)


def sorted_issues(issues: list[Issue]) -> list[Issue]:
    return sorted(issues, key=repr)


def disagreements(catalogue: Catalogue, form: Form, rows: list[Mapping[str, Any]]) -> list[str]:
    """A sentence for each row on which the columns and the rows do not find the same."""
    columns = own_columns(catalogue, form)
    timepoint = form.timepoints[0] if form.timepoints else ""
    one_by_one = RowByRow(catalogue, form, columns, timepoint, TODAY)
    found: list[list[Issue]] = [[] for _ in rows]
    for place, issue in row_by_row(checking(catalogue, form, columns, None, timepoint, TODAY).check(table_of(rows))):
        found[place].append(issue)
    expected = map(one_by_one.issues, rows)
    return [
        f"{row}: only together {set(there) - set(here)}, only alone {set(here) - set(there)}"
        for row, here, there in zip(rows, expected, found, strict=True)
        if sorted_issues(here) != sorted_issues(there)
    ]


def broken_rows(
    catalogue: Catalogue, form: Form, valid: list[Mapping[str, Any]], number: int
) -> list[Mapping[str, Any]]:
    rng = random.Random(number)
    outside = [*own_columns(catalogue, form).outside]
    return [broken(rng.choice(valid), form, outside, rng) for _ in range(number)]


def test_broken_rows_are_judged_alike_together_and_alone() -> None:
    catalogue = catalogue_of(form_of(EVERYTHING, RULES))
    form = catalogue.form["test.skjema"]
    assert disagreements(catalogue, form, broken_rows(catalogue, form, [VALID], 3_000)) == []


@given(st.lists(st.tuples(*[near_a_decimal(decimals) for decimals in DECIMALS]), min_size=1, max_size=50))
def test_numbers_near_a_decimal_are_judged_alike(numbers: list[tuple[float, ...]]) -> None:
    catalogue = catalogue_of(form_of("\n".join(map(DECIMAL.format, DECIMALS))))
    rows = [{f"tall_{decimals}": number for decimals, number in zip(DECIMALS, row, strict=True)} for row in numbers]
    assert disagreements(catalogue, catalogue.form["test.skjema"], rows) == []


@pytest.mark.parametrize("table", TABLES, ids=[path.stem for path in TABLES])
def test_the_tables_of_the_evaluation_hold_for_files_too(table: Path) -> None:
    document = yaml.safe_load(table.read_text(encoding="utf-8"))
    catalogue = catalogue_in(document)
    rows = [_cells(case) for case in document["cases"]]
    assert disagreements(catalogue, catalogue.form["test.skjema"], rows) == []


def _cells(case: Mapping[str, Any]) -> dict[str, Any]:
    """A case of a table as a row of a file."""
    reasons = {f"{name}_missing": reason for name, reason in case.get("reasons", {}).items()}
    cells = {**case["answers"], **case.get("others", {}), **reasons}
    return {name: str(cell) if isinstance(cell, date) else cell for name, cell in cells.items()}


NKR = ["rygg.pasient", "nakke.operasjon", "deformitet.oppfolging", "person"]


@pytest.mark.parametrize("name", addresses_now_and_slow(NKR))
def test_broken_rows_of_a_registry_are_judged_alike(nkr: Catalogue, name: str) -> None:
    form = nkr.form[name]
    made = synthesise(nkr, form, 30, seed=1, today=TODAY).rows
    valid = [json.loads(line) for line in json_lines(made)]
    assert disagreements(nkr, form, broken_rows(nkr, form, valid, 400)) == []


# ---- the same rows in every kind of file ----


def as_parquet(rows: list[Mapping[str, Any]]) -> bytes:
    file = io.BytesIO()
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(file)
    return file.getvalue()


@pytest.mark.parametrize("name", addresses_now_and_slow(["rygg.pasient", "rygg.operasjon", "nakke.pasient"]))
def test_csv_json_lines_and_parquet_say_the_same(nkr: Catalogue, name: str) -> None:
    form = nkr.form[name]
    rows = [dict(row) for row in synthesise(nkr, form, 40, seed=1, today=TODAY).rows]
    for row, variable in zip(rows, form.variables, strict=False):
        row.pop(variable.name, None)
    expected = issues_in(nkr, form, "".join(json_lines(rows)), form.timepoints[0], TODAY)
    assert expected
    for content in ("".join(csv_lines(form, columns_of(nkr, form, TODAY), rows)), as_parquet(rows)):
        assert issues_in(nkr, form, content, form.timepoints[0], TODAY) == expected


# ---- what Parquet has and text has not ----

CELLS = [
    # a variable, a column of cells, what is wrong in which row
    ("hoyde", pl.Series([170, 90, None], dtype=pl.Int16), ["2 below-min", "3 required"]),
    ("hoyde", pl.Series([170.0, 170.5, float("inf"), float("nan")]), ["2 not-whole", "3 not-whole", "4 wrong-type"]),
    ("hoyde", pl.Series(["170", "høy"], dtype=pl.Categorical), ["2 wrong-type"]),
    ("vekt", pl.Series([80, 20], dtype=pl.UInt8), ["2 below-min"]),
    ("vekt", pl.Series([80.5, float("nan"), float("inf")]), ["2 wrong-type", "3 above-max"]),
    ("vekt", pl.Series([24.95, 25.05, 25.0, 300.05]), ["1 below-min", "2 too-many-decimals", "4 above-max"]),
    ("vekt", pl.Series(["80.5", "80.25"]).cast(pl.Decimal(10, 2)), ["2 too-many-decimals"]),
    ("gift", pl.Series([True, False, None]), []),
    ("gift", pl.Series([1.0, 0.0, 2.0]), ["3 wrong-type"]),
    ("royk", pl.Series([0, 7], dtype=pl.UInt64), ["2 unknown-code"]),
    ("royk", pl.Series([True]), ["1 unknown-code"]),
    ("hvorfor", pl.Series(["a", "b"], dtype=pl.Enum(["a", "b"])), ["2 unknown-code"]),
    ("dag", pl.Series([date(2024, 5, 17), date(1999, 1, 1)]), ["2 below-min"]),
    ("dag", pl.Series([datetime(2024, 5, 17), datetime(2024, 5, 17, 1)]), ["2 wrong-type"]),
    ("start", pl.Series([time(8, 30)]), []),
    ("inn", pl.Series([datetime(2024, 5, 17, 8, 30)], dtype=pl.Datetime("ns", "Europe/Oslo")), []),
    ("inn", pl.Series([date(2024, 5, 17)]), ["1 wrong-type"]),
    ("navn", pl.Series([12345]), ["1 wrong-type"]),
    ("navn", pl.Series([" a ", "", "altfor langt navn"]), ["3 too-long"]),
    ("navn", pl.Series(["a", "b\0"]), ["2 wrong-type"]),
    ("navn", pl.Series(["\N{NO-BREAK SPACE}", "a" + "\N{COMBINING RING ABOVE}" * 11, "a" * 10]), ["2 too-long"]),
    ("navn", pl.Series([b"a"]), ["1 wrong-type"]),
    ("navn", pl.Series([["a"]]), ["1 wrong-type"]),
    ("navn", pl.Series([None], dtype=pl.Null), []),
]


@pytest.mark.parametrize(("name", "cells", "wrong"), CELLS)
def test_a_column_of_any_type_is_read(name: str, cells: pl.Series, wrong: list[str]) -> None:
    catalogue = catalogue_of(form_of(EVERYTHING, RULES))
    form = catalogue.form["test.skjema"]
    names = (name,)
    checks = checking(catalogue, form, own_columns(catalogue, form), names, "preop", TODAY)
    found = row_by_row(checks.check(cells.alias(name).to_frame()))
    assert [f"{place + 1} {issue.rule}" for place, issue in found if issue.variable == name] == wrong
