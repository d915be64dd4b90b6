"""Every expression of `tests/spec/expressions` means in Spark SQL what it means in Python, and generated ones too."""

import hypothesis
import pytest
from hypothesis import HealthCheck, given, settings

from catalogue.expressions.functions import LIST_FUNCTIONS
from catalogue.expressions.nodes import Call, Reference
from tests.engine.spark_runtime import run_spark, spark
from tests.spec.expression_cases import Case, Name, Row, read_cases
from tests.spec.expression_runtimes import Results, run_python
from tests.spec.expression_strategies import batches
from tests.spec.test_expressions import disagreements, is_same

pytestmark = pytest.mark.slow
__all__ = ["spark"]
CASES = {case.title: case for case in read_cases()}


@pytest.fixture(scope="module", params=["true", "false"], ids=["ansi", "lenient"])
def answers(spark, request) -> dict[str, Results]:
    spark.conf.set("spark.sql.ansi.enabled", request.param)
    yield dict(zip(CASES, run_spark(spark, list(CASES.values())), strict=True))
    spark.conf.unset("spark.sql.ansi.enabled")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_table_holds(case: Case, answers: dict[str, Results]) -> None:
    found = answers[case.title]
    assert not isinstance(found, str), found
    for row, expected, value in zip(case.rows, case.expected, found, strict=True):
        assert is_same(value, expected), f"{row.values} gives {value!r}, expected {expected!r}"


def test_a_list_may_be_long(spark) -> None:
    names = {f"v{number}": Name("integer") for number in range(150)}
    row = Row({name: None if number % 3 else number for number, name in enumerate(names)})
    calls = [Call(function, tuple(map(Reference, names))) for function in sorted(LIST_FUNCTIONS)]
    cases = [Case(call.function, call, "number", names, (row,)) for call in calls]
    assert run_spark(spark, cases) == run_python(cases)


def test_generated_expressions_mean_the_same(spark) -> None:
    @hypothesis.seed(1)
    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(batches())
    def on(cases: list[Case]) -> None:
        runtimes = {"python": run_python, "spark": lambda cases: run_spark(spark, cases)}
        assert list(disagreements(cases, runtimes)) == []

    on()
