"""How a backfill keeps out of the way: batches of a tenth of a second, and rests that grow on a busy machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrations_gen.pace import AIM, LARGEST, LEAST, LONGEST_REST, Pace

QUIET = 2_000.0
"""Rows a second, with the machine to itself."""


START = Pace()


def worked(batches: int, rows_a_second: float, pace: Pace = START) -> Pace:
    """The pace after so many batches at one rate."""
    for _ in range(batches):
        pace = pace.after(pace.size, pace.size / rows_a_second)
    return pace


@pytest.mark.parametrize(
    ("rows_a_second", "size"), [(500.0, LEAST), (2_000.0, 200), (20_000.0, 2_000), (1_000_000.0, LARGEST)]
)
def test_a_batch_comes_to_take_a_tenth_of_a_second(rows_a_second: float, size: int) -> None:
    assert worked(20, rows_a_second).size == pytest.approx(size, rel=0.01)


@pytest.mark.parametrize(
    ("slower", "rests"),
    [
        (1, 1.0),  # alone: as long as it worked
        (2, 4.0),  # with half a processor
        (4, 16.0),  # with a quarter
    ],
)
def test_the_busier_the_machine_the_longer_the_rest(slower: int, rests: float) -> None:
    """Rests as multiples of what a batch of the time takes."""
    busy = worked(40, QUIET / slower, worked(100, QUIET))
    assert busy.rest / (busy.size / (QUIET / slower)) == pytest.approx(rests, rel=0.1)


def test_one_slow_batch_is_no_sign() -> None:
    usual = worked(100, QUIET)
    assert usual.after(usual.size, 3 * AIM).rest < 2 * 3 * AIM


def test_it_works_as_before_when_the_machine_is_quiet_again() -> None:
    usual = worked(100, QUIET)
    busy = worked(100, QUIET / 4, usual)
    assert worked(40, QUIET, busy).rest == pytest.approx(usual.rest, rel=0.1)


def test_rows_that_have_grown_are_not_taken_for_a_busy_machine_for_ever() -> None:
    grown = worked(3_000, QUIET / 2, worked(100, QUIET))
    assert grown.rest == pytest.approx(AIM, rel=0.1)


@given(st.lists(st.tuples(st.integers(1, LARGEST), st.floats(0, 600)), max_size=50))
def test_it_always_goes_on(batches: list[tuple[int, float]]) -> None:
    pace = Pace()
    for rows, seconds in batches:
        pace = pace.after(rows, seconds)
        assert LEAST <= pace.size <= LARGEST
        assert 0 <= pace.rest <= LONGEST_REST
