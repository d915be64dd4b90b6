"""Rows of a file with whatever can be wrong in them, made at random from valid ones."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from catalogue.model import MISSING_REASONS, Form, Variable

ANYTHING = [
    *(None, -1, 0, 1, 2, 9, 99, 1e13, 0.05, 1.5, 12345.678, True, False, [1], {"a": 1}),
    *("", " ", "NA", "x", "å" * 300, "a\nb", "1.0", "2,5", " 3 ", "+4", "1e5", "12345678901234567", "nan"),
    *("2020-02-29", "29.02.2020", "2021-02-29", "1700-01-01", "0000-01-01", "25:00", "0830", "2020-01-01T08:30"),
]
NUMBERS = [-0.5, 0, 1, 2.25, 5, 50, 100, 170, 200, 1000, 1e12]


def broken(row: Mapping[str, Any], form: Form, outside: list[str], rng: random.Random) -> dict[str, Any]:
    """The row with some of its cells changed."""
    cells = dict(row)
    for _ in range(rng.choice([0, 1, 2, 5, 20])):
        match rng.randrange(6):
            case 0 if cells:
                cells.pop(rng.choice(list(cells)))
            case 1 if form.reason_names:
                cells[f"{rng.choice(list(form.reason_names))}_missing"] = rng.choice([*MISSING_REASONS, "glemt", " "])
            case 2 if outside:
                cells[rng.choice(outside)] = rng.choice(["2020-02-29", "2030-01-01", "1", 1, 5, "x"])
            case 3:
                cells["timepoint"] = rng.choice([*form.timepoints, "x"])
            case 4:
                cells[rng.choice(form.variables).name] = rng.choice(ANYTHING)
            case _:
                variable = rng.choice(form.variables)
                cells[variable.name] = possible(variable, rng)
    return cells


def possible(variable: Variable, rng: random.Random) -> Any:
    """A value of the right kind, within its limits or not."""
    if variable.codes:
        return rng.choice(variable.codes).value
    match variable.type:
        case "integer" | "decimal":
            return rng.choice(NUMBERS)
        case "boolean":
            return rng.random() < 0.5
        case "date":
            return str(date(1990, 1, 1) + timedelta(rng.randrange(16_000)))
        case "time" | "datetime":
            clock = f"{rng.randrange(24):02}:{rng.randrange(60):02}"
            return clock if variable.type == "time" else f"2024-02-29T{clock}"
        case _:
            return rng.choice(["a", "Åse Ø", "e\u0301", "tekst " * 30])
