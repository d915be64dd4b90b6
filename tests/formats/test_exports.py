"""What only goes out says of every construct what becomes of it, and reports what it calls reported."""

import pytest

from catalogue.formats.constructs import CONSTRUCTS
from catalogue.formats.losses import SLUG
from catalogue.formats.records import How, WriteOptions
from renderers.exports import EXPORTS
from tests.formats.test_fates import sample

CELLS = [(name, construct) for name in EXPORTS for construct in CONSTRUCTS]


@pytest.mark.parametrize("name", EXPORTS)
def test_every_construct_has_a_row(name: str) -> None:
    assert set(EXPORTS[name].fates) == set(CONSTRUCTS)


@pytest.mark.parametrize(("name", "construct"), CELLS)
def test_what_is_called_reported_is_reported_and_nothing_else(name: str, construct: str) -> None:
    written = EXPORTS[name].write(sample(construct), WriteOptions())
    told = [found for found in written.findings if found.slug == SLUG and CONSTRUCTS[construct] in found.message]
    assert bool(told) is (EXPORTS[name].fates[construct].how is How.REPORTED)


@pytest.mark.parametrize("name", EXPORTS)
def test_the_same_catalogue_gives_the_same_bytes(name: str) -> None:
    first, second = (EXPORTS[name].write(sample("code"), WriteOptions()) for _ in range(2))
    assert first == second
