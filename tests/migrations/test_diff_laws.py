"""What holds of any comparison, tried on many pairs of states that differ in a few of their fields."""

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from catalogue.model import Catalogue
from migrations_gen.changes import MEANINGS
from migrations_gen.diff import Difference, diff
from migrations_gen.states import State
from tests.migrations.mutations import Mutation, catalogue, mutations

BASE = catalogue()
MUTATIONS = list(mutations())
SOME = st.lists(st.sampled_from(MUTATIONS), max_size=4, unique=True)


def state(declared: Catalogue) -> State:
    return State(declared.version, declared, {}, ())


def made(some: list[Mutation]) -> State:
    """The catalogue with these fields changed; one that no longer has a place (its record went away) is passed over."""
    declared = BASE
    for mutation in some:
        try:
            declared = mutation(declared)
        except (IndexError, AttributeError, TypeError, ValueError, StopIteration):
            continue
    return state(declared)


def between(before: list[Mutation], after: list[Mutation]) -> Difference:
    return diff(made(before), made(after))


def law(check: Callable[..., None]) -> Callable[..., None]:
    return given(SOME, SOME)(check)


@given(SOME)
def test_nothing_differs_from_itself(some: list[Mutation]) -> None:
    assert between(some, some).changes == ()


@law
def test_there_are_changes_when_the_states_differ(before: list[Mutation], after: list[Mutation]) -> None:
    assert bool(between(before, after).changes) == (made(before).catalogue != made(after).catalogue)


@law
def test_every_change_can_be_taken_back(before: list[Mutation], after: list[Mutation]) -> None:
    back = set(between(after, before).changes)
    assert {change.reverse() for change in between(before, after).changes} == back


@law
def test_changes_are_values_in_a_fixed_order(before: list[Mutation], after: list[Mutation]) -> None:
    changes = between(before, after).changes
    assert len(set(changes)) == len(changes)
    assert all(one.order <= other.order for one, other in pairwise(changes))
    assert changes == between(before, after).changes
    assert {type(change) for change in changes} <= set(MEANINGS)


@law
def test_a_change_reversed_twice_is_itself(before: list[Mutation], after: list[Mutation]) -> None:
    for change in between(before, after).changes:
        assert change.reverse().reverse() == change
