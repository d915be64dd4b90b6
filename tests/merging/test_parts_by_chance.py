"""Some of the registry's forty-five changes of a year, chosen by chance: what is accepted comes, and nothing else; and
what is left goes on.
"""

import dataclasses
import random
import runpy
from functools import cache
from pathlib import Path

import pytest

from catalogue.findings import is_broken
from migrations_gen.diff import diff
from migrations_gen.diff.records import Difference
from migrations_gen.parts import parts_of, rest, subset
from migrations_gen.states import snapshot, state_of_snapshot
from tests.changes.nkr_v2_v3 import FOLDER
from tests.merging.snapshots import named

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = range(2)


@pytest.fixture(scope="module")
def a_year(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, Difference]:
    """The registry as it is, as it is after the year, and everything between."""
    changed = runpy.run_path(str(ROOT / "benchmarks" / "changed_nkr.py"))["changed"]
    before, after = snapshot(ROOT), snapshot(changed(tmp_path_factory.mktemp("year") / "registry"))
    return before, after, diff(state_of_snapshot(before, "before"), state_of_snapshot(after, "after"))


@cache
def a_new_version() -> tuple[str, str, Difference]:
    """The registry's version 2 and 3, which share little."""
    before, after = (snapshot(FOLDER / name) for name in ("before", "after"))
    return before, after, diff(state_of_snapshot(before, "before"), state_of_snapshot(after, "after"))


def chosen_by_chance(seed: int, before: str, after: str, difference: Difference) -> tuple[frozenset[str], str]:
    """Some changes with what they need, and the state that comes of them: of just these."""
    parts = parts_of(difference, before, after)
    chance = random.Random(seed)
    names = sorted(named(difference))
    accepted = parts.with_needed(chance.sample(names, chance.randint(1, 20)))
    state = subset(before, after, accepted, difference=difference)
    assert not state.lacking
    assert not is_broken(state.findings), state.findings
    assert state.snapshot is not None
    return accepted, state.snapshot


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_accepted_comes_and_what_is_left_goes_on(seed, a_year):
    before, after, difference = a_year
    accepted, released = chosen_by_chance(seed, before, after, difference)
    left = rest(before, after, released)
    assert left.findings == ()
    here, there = state_of_snapshot(released, "released"), state_of_snapshot(left.snapshot, "left")
    going_on = diff(here, there)
    assert named(going_on).keys() == named(difference).keys() - accepted
    assert going_on.questions == ()
    one, other = (dataclasses.replace(side.catalogue, version="") for side in (there, difference.after))
    assert one == other


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_accepted_of_a_whole_new_version_comes(seed):
    chosen_by_chance(seed, *a_new_version())


def test_all_is_the_later_state_and_none_the_earlier():
    before, after, difference = a_new_version()
    assert subset(before, after, named(difference), difference=difference).snapshot == after
    assert subset(before, after, (), difference=difference).snapshot == before
