"""The tables in `expressions/*.yaml` as cases: an expression, the names it uses, rows of values, the results expected.

A cell is a value as its type is written (dates as 2024-02-29, texts in quotes), `-` for unanswered, or `- (declined)`
for unanswered with a reason. The column `today` is the day of the evaluation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import product
from pathlib import Path

import yaml

from catalogue.expressions.inference import type_of
from catalogue.expressions.nodes import Node
from catalogue.expressions.parser import parse
from catalogue.expressions.scope import Binding, Scope, expand_lists
from catalogue.model import ValueSet
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND

FOLDER = Path(__file__).parent / "expressions"
TODAY = date(2024, 5, 17)
Value = bool | int | float | str | date | time | None


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a table: its kind of value and, for a code, its codes (whole numbers or texts)."""

    kind: str
    codes: tuple[int | str, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def binding(self) -> Binding:
        match self.kind:
            case "integer":
                return Binding("number", -NUMBER_BOUND, NUMBER_BOUND, 0)
            case "decimal":
                return Binding("number", -NUMBER_BOUND, NUMBER_BOUND, 9)
            case "code" if isinstance(self.codes[0], int):
                return Binding("number", float(min(self.codes)), float(max(self.codes)), 0, self.codes)
            case "code":
                return Binding("text", codes=self.codes)
            case "date":
                return Binding("date", EARLIEST, LATEST)
            case "longtext":
                return Binding("text")
            case _:
                return Binding(self.kind, members=self.members)

    def read(self, cell: str) -> Value:
        match self.kind:
            case "boolean":
                return {"true": True, "false": False}[cell]
            case "integer":
                return int(cell)
            case "decimal" | "number":
                return float(cell)
            case "code":
                return type(self.codes[0])(cell)
            case "date":
                return date.fromisoformat(cell)
            case "datetime":
                return datetime.fromisoformat(cell)
            case "time":
                return time.fromisoformat(cell)
            case _:
                return cell[1:-1]


@dataclass(frozen=True, slots=True)
class Row:
    """What is known when the expression is evaluated; a name without a value is unknown."""

    values: Mapping[str, Value]
    reasons: Mapping[str, str] = field(default_factory=dict)
    today: date = TODAY


@dataclass(frozen=True, slots=True)
class Case:
    """One expression on many rows."""

    title: str
    node: Node
    type: str
    names: Mapping[str, Name]
    rows: tuple[Row, ...]
    value_sets: Mapping[str, ValueSet] = field(default_factory=dict)
    expected: tuple[Value, ...] = ()

    @property
    def scope(self) -> Scope:
        return {name: kind.binding for name, kind in self.names.items()}


def read_cases() -> Iterator[Case]:
    """All cases of all tables."""
    for path in sorted(FOLDER.glob("*.yaml")):
        yield from read_file(path)


def read_file(path: Path) -> Iterator[Case]:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    names = {name: read_name(text) for name, text in document["names"].items()}
    scope = {name: kind.binding for name, kind in names.items()}
    value_sets = {name: read_value_set(name, row) for name, row in document.get("value_sets", {}).items()}
    for case in document["cases"]:
        rows, results = read_rows(case["rows"], names)
        node = expand_lists(parse(case["expression"]), scope)
        title = f"{path.stem}: {case['expression']}"
        kind = type_of(node, scope)
        yield Case(title, node, kind, names, rows, value_sets, tuple(read_result(cell, kind) for cell in results))


def read_name(text: str) -> Name:
    """`integer`, `code 0 1 2`, `code K M` or `list a b`; whole numbers without leading zeros are numbers."""
    kind, *rest = text.split()
    if kind == "list":
        return Name(kind, members=tuple(rest))
    numeric = all(code == str(int(code)) if code.isdigit() else False for code in rest)
    return Name(kind, tuple(int(code) if numeric else code for code in rest))


def read_value_set(name: str, row: Mapping[str, object]) -> ValueSet:
    """Codes for each key, and a value for each combination in that order."""
    keys = row["keys"]
    values = dict(zip(product(*keys.values()), map(float, row["values"]), strict=True))
    return ValueSet(name, name, "derived", "1", tuple(keys), values)


def read_rows(table: str, names: Mapping[str, Name]) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows of a table, and the cells of its column `result`."""
    head, *lines = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    cells = [dict(zip(head, line, strict=True)) for line in lines]
    return tuple(read_row(row, names) for row in cells), tuple(row["result"] for row in cells)


def read_row(cells: Mapping[str, str], names: Mapping[str, Name]) -> Row:
    given = {name: cell for name, cell in cells.items() if name not in ("result", "today")}
    return Row(
        {
            name: None if cell.startswith("- ") or cell == "-" else names[name].read(cell)
            for name, cell in given.items()
        },
        {name: cell[3:-1] for name, cell in given.items() if cell.startswith("- (")},
        date.fromisoformat(cells["today"]) if "today" in cells else TODAY,
    )


def read_result(cell: str, kind: str) -> Value:
    return None if cell == "-" else Name(kind).read(cell)
