"""The synthetic form everybody is measured on: 350 variables, 114 rules across them, and records with known faults.

Plain data made by arithmetic alone, so every run and every peer has the same; who draws it as YAML or as classes is in
`ours.py` and `peers/`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

MODULES = ("rygg", "nakke", "deformitet")
COUNTS = {"integer": 110, "decimal": 40, "code": 120, "boolean": 40, "date": 20, "text": 20}
SECTION_SIZE = 25
CODELIST_SIZES = (2, 3, 4, 5, 6, 8, 10)
TEXT_LENGTH = 60
FIRST_DAY = date(2010, 1, 1)
LAST_DAY = date(2030, 12, 31)

Value = bool | int | float | str | date | None


@dataclass(frozen=True, slots=True)
class Field:
    """One question with the answer that the valid record gives."""

    name: str
    kind: str
    label: str
    answer: Value
    low: int = 0
    high: int = 0
    codes: int = 0
    required: bool = False
    enable_when: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A requirement across fields, as an expression that the valid record meets."""

    name: str
    require: str


def fields() -> tuple[Field, ...]:
    """All questions, kinds mixed as in a real form; a conditional one hangs on a code question before it."""
    made: list[Field] = []
    left = dict(COUNTS)
    gates: list[Field] = []
    for number in range(sum(COUNTS.values())):
        kind = max(left, key=lambda name: left[name] / COUNTS[name])
        left[kind] -= 1
        gate = gates[number % len(gates)] if number % 6 == 5 and gates else None
        field = _field(number, kind, gate)
        made.append(field)
        if kind == "code" and gate is None:
            gates.append(field)
    return tuple(made)


def rules(asked: tuple[Field, ...]) -> tuple[Rule, ...]:
    """114 requirements: sums, dates in order, decimals against each other, answers that exclude one another."""
    of = {kind: [field for field in asked if field.kind == kind] for kind in COUNTS}
    whole, real, coded, days = of["integer"], of["decimal"], of["code"], of["date"]
    requirements = (
        *(f"{a.name} + {b.name} <= {a.high + b.high - 1}" for a, b in sum_pairs(whole)),
        *(f"days_between({a.name}, {b.name}) <= 7000" for a, b in pairwise(days)),
        *(f"{a.name} / 2 + 1 < {b.name} * {a.high}" for a, b in zip(real[0:19], real[20:39], strict=True)),
        *(
            f"not ({a.name} = {_other(a)} and {b.name} > {b.high - 2})"
            for a, b in zip(coded[0:38], whole[60:98], strict=True)
        ),
    )
    return tuple(Rule(f"regel_{number:03}", text) for number, text in enumerate(requirements, 1))


def valid_record(asked: tuple[Field, ...]) -> dict[str, Value]:
    """An answer to every question that is asked."""
    return {field.name: field.answer for field in asked}


def faulty_record(asked: tuple[Field, ...]) -> dict[str, Value]:
    """The same with eight faults: limits, an unknown code, a text too long, one left out, two rules broken."""
    record = valid_record(asked)
    found: dict[str, Field] = {}
    for field in asked:
        if not field.enable_when and (field.kind != "boolean" or field.required):
            found[field.kind] = field
    record[found["integer"].name] = found["integer"].high + 1
    record[found["decimal"].name] = float(found["decimal"].low - 1)
    record[found["code"].name] = 77
    record[found["text"].name] = "x" * (TEXT_LENGTH + 1)
    record[found["date"].name] = LAST_DAY + timedelta(days=1)
    whole = [field for field in asked if field.kind == "integer"]
    record[next(field.name for field in whole if field.required)] = None
    sums = [pair for pair in sum_pairs(whole) if all(field.answer is not None for field in pair)]
    record |= {field.name: field.high for pair in sums[1:3] for field in pair}
    return record


def sum_pairs(whole: list[Field]) -> list[tuple[Field, Field]]:
    """The whole numbers that may not both be the highest."""
    return list(zip(whole[0:38], whole[40:78], strict=True))


def as_json(record: dict[str, Value]) -> dict[str, Value]:
    """The record as JSON carries it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in record.items()}


def _field(number: int, kind: str, gate: Field | None) -> Field:
    low, high = number % 5, number % 5 + 20 + number % 80
    codes = CODELIST_SIZES[number % len(CODELIST_SIZES)]
    answers: dict[str, Value] = {
        "integer": low + 5,
        "decimal": low + 2.5,
        "code": number % codes,
        "boolean": number % 2 == 0,
        "date": FIRST_DAY + timedelta(days=17 * number),
        "text": f"Svar nummer {number}",
    }
    # Every other condition is met by the valid record.
    met = number % 12 == 5
    asked = gate is None or met
    return Field(
        name=f"{kind}_{number:03}",
        kind=kind,
        label=f"Spørsmål nummer {number + 1}, hva er svaret?",
        answer=answers[kind] if asked else None,
        low=low,
        high=high,
        codes=codes,
        required=number % 3 == 0 and gate is None,
        enable_when=f"{gate.name} = {gate.answer if met else _other(gate)}" if gate else "",
    )


def _other(field: Field) -> int:
    """A code that the valid record does not give."""
    return (field.answer + 1) % field.codes if isinstance(field.answer, int) else 0
