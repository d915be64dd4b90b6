"""The prover understands every expression as Python does, on every row of the shared tables."""

from datetime import date, datetime, time
from fractions import Fraction

import hypothesis
import pytest
import z3
from hypothesis import HealthCheck, given, settings

from catalogue.expressions.lowering import lower
from engine.compilers.python import compile_expression
from engine.proofs.terms import Prover
from engine.proofs.truth import FALSE, TRUE, Quantity, Term, Truth
from tests.spec.expression_cases import Case, Row, Value, read_cases
from tests.spec.expression_strategies import batches

CASES = {case.title: case for case in read_cases()}

EXACTLY = {
    "arithmetic: 0.1 + 0.2 = 0.3",
    "arithmetic: x + 0.2 = 0.3",
    "arithmetic: x * 3 = 0.3",
    "arithmetic: x + y + z",
    "rounding: round(x, 2)",
}
"""Cases in which exact decimals and binary64 differ: the reason why a proof that rests on decimals says so."""


def known(prover: Prover, value: Value, kind: str) -> Term:
    """A value as a term; the third truth value is neither TRUE nor FALSE."""
    if kind == "boolean":
        return Truth(z3.BoolVal(value is True), z3.BoolVal(value is False))
    return Quantity(z3.IntVal(0), FALSE) if value is None else Quantity(prover.number(value), TRUE)


def differs(prover: Prover, term: Term, expected: Value) -> z3.BoolRef:
    """When a term is not what Python gives; decimals are compared as closely as binary64 can tell."""
    if isinstance(term, Truth):
        return z3.Or(term.true != (expected is True), term.false != (expected is False))
    if expected is None:
        return term.known
    if isinstance(expected, (str, date, datetime, time)):
        return z3.Or(z3.Not(term.known), term.value != prover.number(expected))
    exact = Fraction(expected)
    room = z3.RealVal(str(Fraction(1, 10**9) * max(1, abs(exact))))
    apart = (
        z3.ToReal(term.value) - z3.RealVal(str(exact)) if z3.is_int(term.value) else term.value - z3.RealVal(str(exact))
    )
    return z3.Or(z3.Not(term.known), apart > room, apart < -room)


def tables(prover: Prover) -> list[z3.BoolRef]:
    """What the value sets of a case say, whole."""
    found: list[z3.BoolRef] = []
    for table, keys, value, present in prover.lookups:
        rows = table.values.items()
        here = [z3.And([key == prover.number(part) for key, part in zip(keys, row, strict=True)]) for row, _ in rows]
        found.append(present == z3.Or(here))
        for condition, (_, number) in zip(here, rows, strict=True):
            found.append(z3.Implies(condition, value == z3.RealVal(str(Fraction(str(number))))))
    return found


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_row_has_the_value_it_has_in_python(case: Case) -> None:
    has_the_values_of_python(case)


def has_the_values_of_python(case: Case) -> None:
    python = compile_expression(case.node, case.value_sets)
    for row in case.rows:
        expected = python(row.values, row.reasons, row.today)
        assert agrees(case, row, expected), f"{row} is not {expected!r}"


def agrees(case: Case, row: Row, expected: Value) -> bool:
    """Whether the prover can have no other value; where it reckons with exact decimals it must say so instead."""
    prover = Prover(value_sets=case.value_sets)
    for text in (*row.values.values(), *row.reasons.values(), expected):
        if isinstance(text, str):
            prover.words.number(text)
    for name, kind in case.names.items():
        prover.names[name] = known(prover, row.values.get(name), kind.kind)
        reason = row.reasons.get(name)
        prover.reasons[name] = Quantity(prover.number(reason or ""), z3.BoolVal(reason is not None))
    term = prover.term(lower(case.node))
    if case.type == "boolean" and isinstance(term, Quantity):
        term = Truth(FALSE, FALSE)
    solver = z3.Solver()
    solver.set("timeout", 10_000)
    solver.add(
        prover.today == row.today.toordinal(),
        *tables(prover),
        *prover.word_facts,
        *prover.facts,
        *prover.calendar.facts,
    )
    assert solver.check() == z3.sat
    is_same = solver.check(differs(prover, term, expected)) == z3.unsat
    return is_same or (not prover.exact and (case.title in EXACTLY or case.title not in CASES))


def on_generated(examples: int, seed: int) -> None:
    """Expressions nobody thought of; those that rest on decimals may differ, since the prover says so."""

    @hypothesis.seed(seed)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(batches())
    def on(cases: list[Case]) -> None:
        for case in cases:
            has_the_values_of_python(case)

    on()


def test_generated_expressions_of_whole_numbers_have_the_value_they_have_in_python() -> None:
    on_generated(examples=3, seed=1)


@pytest.mark.fuzz
def test_many_generated_expressions() -> None:
    on_generated(examples=200, seed=2)
