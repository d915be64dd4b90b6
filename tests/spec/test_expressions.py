"""Every expression of `expressions/*.yaml` means the same in every runtime, on every row of its table.

Each runtime answers all the tables at once; each expression and runtime is a test of its own.
"""

from collections.abc import Iterator

import pytest

from expression_cases import Case, Value, read_cases
from expression_runtimes import JavaScript, Postgres, Results, Runtime, run_python, run_sqlite

CASES = {case.title: case for case in read_cases()}
RUNTIMES = ("python", "javascript", "sqlite", "postgres")


@pytest.fixture(scope="session")
def runtimes(node: str, postgres_url: str) -> Iterator[dict[str, Runtime]]:
    javascript, postgres = JavaScript(node), Postgres(postgres_url)
    yield {"python": run_python, "javascript": javascript, "sqlite": run_sqlite, "postgres": postgres}
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
