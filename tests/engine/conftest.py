"""The registry's own catalogue, loaded once."""

import pytest

from catalogue.model import Catalogue
from tests.nkr import nkr_catalogue


@pytest.fixture(scope="session")
def nkr() -> Catalogue:
    """The registry's own catalogue."""
    return nkr_catalogue()
