"""Every expression of `expressions/*.yaml` means the same in every runtime, on every row of its table.

Each runtime answers all the tables at once; each expression and runtime is a test of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from time import monotonic

import hypothesis
import pytest
from hypothesis import HealthCheck, given, settings

from catalogue.expressions.functions import LIST_FUNCTIONS
from catalogue.expressions.nodes import Call, Reference
from tests.spec.expression_cases import Case, Name, Row, Value, read_cases
from tests.spec.expression_runtimes import JavaScript, Postgres, Results, Runtime, run_polars, run_python, run_sqlite
from tests.spec.expression_strategies import batches

CASES = {case.title: case for case in read_cases()}
RUNTIMES = ("python", "javascript", "sqlite", "postgres", "polars")


@pytest.fixture(scope="session")
def runtimes(node: str, postgres_url: str) -> Iterator[dict[str, Runtime]]:
    javascript, postgres = JavaScript(node), Postgres(postgres_url)
    yield {
        "python": run_python,
        "javascript": javascript,
        "sqlite": run_sqlite,
        "postgres": postgres,
        "polars": run_polars,
    }
    javascript.close()
    postgres.close()


@pytest.fixture(scope="session")
def answers(runtimes: dict[str, Runtime]) -> dict[str, dict[str, Results]]:
    """What every runtime gives for every case, by runtime and title."""
    return {name: dict(zip(CASES, run(list(CASES.values())), strict=True)) for name, run in runtimes.items()}


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_table_holds(case: Case, runtime: str, answers: dict[str, dict[str, Results]]) -> None:
    found = answers[runtime][case.title]
    assert not isinstance(found, str), found
    for row, expected, value in zip(case.rows, case.expected, found, strict=True):
        assert is_same(value, expected), f"{row.values} gives {value!r}, expected {expected!r}"


def is_same(one: Value, other: Value) -> bool:
    """Equal to the last bit; TRUE is not 1, but 1 is 1.0, and there is one zero."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_a_list_may_be_longer_than_a_databases_functions_take(runtime: str, runtimes: dict[str, Runtime]) -> None:
    """SQLite's functions take 127 arguments and PostgreSQL's 100; a matrix can have more cells."""
    names = {f"v{number}": Name("integer") for number in range(150)}
    row = Row({name: None if number % 3 else number for number, name in enumerate(names)})
    expected = {"answered": 50, "sum_answered": 3675, "mean_answered": 73.5, "min_answered": 0, "max_answered": 147}
    calls = {function: Call(function, tuple(map(Reference, names))) for function in LIST_FUNCTIONS}
    cases = [Case(function, node, "number", names, (row,)) for function, node in calls.items()]
    assert dict(zip(calls, runtimes[runtime](cases), strict=True)) == {
        name: (value,) for name, value in expected.items()
    }


# ---- expressions that no table holds ----


def disagreements(cases: Sequence[Case], runtimes: Mapping[str, Runtime]) -> Iterator[str]:
    """A sentence for each row on which a runtime differs from Python."""
    found = {name: run(cases) for name, run in runtimes.items()}
    for name, results in found.items():
        for case, reference, result in zip(cases, found["python"], results, strict=True):
            if isinstance(reference, str) or isinstance(result, str):
                yield f"{name}: {case.title}: {result if isinstance(result, str) else reference}"
                continue
            for row, expected, value in zip(case.rows, reference, result, strict=True):
                if not is_same(value, expected):
                    yield f"{name}: {case.title} gives {value!r}, Python {expected!r}, on {row}"


def agree(runtimes: Mapping[str, Runtime], examples: int, seed: int) -> None:
    """Python, JavaScript, SQLite, PostgreSQL and Polars give the same on generated expressions and rows."""

    @hypothesis.seed(seed)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(batches())
    def on(cases: list[Case]) -> None:
        assert list(disagreements(cases, runtimes)) == []

    on()


def test_generated_expressions_mean_the_same_everywhere(runtimes: dict[str, Runtime]) -> None:
    agree(runtimes, examples=25, seed=1)


@pytest.mark.fuzz
def test_generated_expressions_for_a_quarter_of_an_hour(runtimes: dict[str, Runtime]) -> None:
    end = monotonic() + 15 * 60
    for seed in count(2):
        agree(runtimes, examples=100, seed=seed)
        if monotonic() > end:
            break
