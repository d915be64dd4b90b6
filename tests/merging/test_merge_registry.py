"""The laws of a merge on the registry's own three modules, edited by chance."""

import pytest

from migrations_gen.merging import Merged, merge
from migrations_gen.merging.files import chosen
from tests.merging.case_files import comments, keys
from tests.merging.mutated import mutated, registry

SEEDS = [
    0,
    pytest.param(1, marks=pytest.mark.slow),
    *(pytest.param(seed, marks=pytest.mark.fuzz) for seed in range(2, 40)),
]
EACH = pytest.mark.parametrize("seed", SEEDS)


@EACH
def test_what_only_one_changed_is_taken_byte_for_byte(seed):
    base, side = registry(), mutated(registry(), seed, 0, 1)
    assert side != base
    assert merge(base, side, base) == Merged(side)
    assert merge(base, base, side) == Merged(side)
    assert merge(base, side, side) == Merged(side)


@EACH
def test_two_who_edit_different_lines_never_disagree_and_lose_nothing(seed):
    base = registry()
    ours, theirs = (mutated(base, seed, share, 2) for share in (0, 1))
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    for count in (comments, keys):
        assert count(merged.files) == count(ours) + (count(theirs) - count(base))
    assert merged == merge(base, theirs, ours)
    assert merge(ours, merged.files, ours) == Merged(merged.files)


@EACH
def test_every_edit_taken_is_the_later_version_and_none_the_earlier(seed):
    base, side = registry(), mutated(registry(), seed, 0, 1)
    assert chosen(base, side, lambda edit: True) == side
    assert chosen(base, side, lambda edit: False) == base
