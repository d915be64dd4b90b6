"""The runtimes an expression must mean the same in: each takes many cases and gives, per case, its values by row.

A case that fails in a runtime gives the error's text instead, so that one mistake does not hide the others.
"""

import json
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path

import psycopg

from catalogue.model import ValueSet
from engine.compilers.javascript import constant, javascript, value_set
from engine.compilers.python import compile_expression
from engine.compilers.sql import sql
from expression_cases import Case, Name, Row, Value

RUNTIME = Path(__file__).resolve().parents[2] / "renderers" / "static" / "rules.js"
SERVER = Path(__file__).parent / "run_expressions.mjs"
Results = tuple[Value, ...] | str
Runtime = Callable[[Sequence[Case]], list[Results]]


# ---- Python, the reference ----


def run_python(cases: Sequence[Case]) -> list[Results]:
    return [_attempt(lambda case=case: _python(case)) for case in cases]


def _python(case: Case) -> Results:
    expression = compile_expression(case.node, case.value_sets)
    return tuple(expression(row.values, row.reasons, row.today) for row in case.rows)


def _attempt(work: Callable[[], Results]) -> Results:
    try:
        return work()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


# ---- JavaScript in Node: one process for all ----


class JavaScript:
    """Node, waiting for batches of cases: one line in, one line out."""

    def __init__(self, node: str) -> None:
        command = [node, str(SERVER), RUNTIME.as_uri()]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def __call__(self, cases: Sequence[Case]) -> list[Results]:
        request = {"module": _module(cases), "cases": [_described(case) for case in cases]}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answers = json.loads(self.process.stdout.readline())
        return [
            answer if isinstance(answer, str) else tuple(from_javascript(value, case.type) for value in answer)
            for case, answer in zip(cases, answers, strict=True)
        ]

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=10)
        self.process.stdout.close()


def _module(cases: Sequence[Case]) -> str:
    """One file with a function per case, as a form's own file has them."""
    functions = ",\n".join(f"(a, r, c) => {{ const t = {_tables(case)}; return {javascript(case.node, {})}; }}" for case in cases)
    return f"export default (S) => [\n{functions}\n];"


def _tables(case: Case) -> str:
    return "{" + ", ".join(f"{name}: {value_set(row)}" for name, row in case.value_sets.items()) + "}"


def _described(case: Case) -> dict[str, object]:
    kinds = {name: kind.kind for name, kind in case.names.items()}
    rows = [
        {"values": {name: plain(value) for name, value in row.values.items()}, "reasons": row.reasons, "today": plain(row.today)}
        for row in case.rows
    ]
    return {"kinds": kinds, "type": case.type, "rows": rows}


def plain(value: Value) -> bool | int | float | str | None:
    """A value as JSON and SQLite keep it: dates and times as ISO text."""
    match value:
        case datetime():
            return value.isoformat("T", "minutes")
        case time():
            return value.isoformat("minutes")
        case date():
            return value.isoformat()
        case _:
            return value


def from_plain(value: Value, kind: str) -> Value:
    match value, kind:
        case None, _:
            return None
        case _, "boolean":
            return {0: False, 1: True}[value]
        case str(), "date" | "datetime" | "time":
            return Name(kind).read(value)
        case _:
            return value
