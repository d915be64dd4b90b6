"""Many rows at once: counts per rule, violations by row and rule, and what a file of a million rows takes to hold."""

import os
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
from definition import Field, faulty_record, valid_record
from measure import Row, in_turn
from peers import pandera_schema

BIN = Path(sys.executable).parent
TODAY = date(2026, 1, 15)
ROWS = 100_000
MANY = 1_000_000
FAULTY = 100
"""One row in so many has eight faults."""
ROW_GROUP = 50_000
FIELDS_ONLY = "pandera on Polars: single fields, counted"


def bulk(folder: Path, catalogue_path: Path, asked: tuple[Field, ...]) -> Iterator[Row]:
    """Everything is checked by us, skip logic and 114 rules included; Pandera checks all there is of single fields."""
    from catalogue.source.loader import load
    from engine.answer_columns import own_columns
    from engine.bulk.checking import checking, row_by_row

    catalogue = load(catalogue_path).catalogue
    assert catalogue is not None
    form, frame = catalogue.form["rygg.pasient"], answers(asked, ROWS)
    checks = checking(catalogue, form, own_columns(catalogue, form), tuple(frame.columns), "op", TODAY)
    schema, rules = pandera_schema.schema(asked), {rule.name for rule in form.rules}
    single = {
        part.check.issue.variable: part.count for part in checks.check(frame) if part.check.issue.rule not in rules
    }
    assert single == pandera_schema.counts(schema, frame), "both find the same faults in single fields"
    tasks = {
        "skjemaverk: counts per rule": lambda: [part.count for part in checks.check(frame)],
        "skjemaverk: violations by row and rule": lambda: list(row_by_row(checks.check(frame))),
        FIELDS_ONLY: partial(pandera_schema.counts, schema, frame),
    }
    seconds = in_turn(tasks, rounds=5)
    rates = ", ".join(f"{ROWS / taken:,.0f}" for taken in seconds.values())
    title = (
        f"{ROWS:,} rows of 350 variables: {rates} rows/s (target: over 500,000 for the first, 200,000 for the second)"
    )
    yield Row(title, seconds, {FIELDS_ONLY: 1 / 8})
    yield memory(folder, catalogue_path, asked)


def memory(folder: Path, catalogue_path: Path, asked: tuple[Field, ...], rows: int = MANY) -> Row:
    """The verb on a Parquet file, start of Python included."""
    path = folder / "answers.parquet"
    write(path, asked, rows)
    command = [str(BIN / "skjemaverk"), "validate", "rygg.pasient", str(path), "--summary"]
    peaks: list[float] = []

    def run() -> None:
        child = os.posix_spawn(
            command[0],
            [*command, "--catalogue", str(catalogue_path)],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
        )
        _, status, used = os.wait4(child, 0)
        assert os.waitstatus_to_exitcode(status) == 1, "the file has faults, and they are found"
        peaks.append(used.ru_maxrss / 1024)

    seconds = in_turn({"skjemaverk validate --summary, Parquet": run}, rounds=1)
    title = f"A file of {rows:,} rows: at most {max(peaks):,.0f} MB held (target: under 1,000)"
    return Row(title, seconds, {})


def answers(asked: tuple[Field, ...], rows: int) -> pl.DataFrame:
    """Typed answers, one record in a hundred faulty."""
    records = [valid_record(asked)] * (FAULTY - 1) + [faulty_record(asked)]
    columns = [
        pl.Series(field.name, [record[field.name] for record in records], dtype=pandera_schema.TYPES[field.kind])
        for field in asked
    ]
    return pl.concat([pl.DataFrame(columns)] * (rows // FAULTY)).rechunk()


def write(path: Path, asked: tuple[Field, ...], rows: int) -> None:
    """So many answers as Parquet, never held as a whole."""
    part = answers(asked, ROW_GROUP)
    pl.concat([part.lazy()] * (rows // ROW_GROUP)).sink_parquet(path, row_group_size=ROW_GROUP)
