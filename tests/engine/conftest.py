"""The registry's own catalogue, loaded once."""

from pathlib import Path

import pytest

from catalogue.model import Catalogue
from catalogue.source.loader import load


@pytest.fixture(scope="session")
def nkr() -> Catalogue:
    """The registry's own catalogue."""
    loaded = load(Path(__file__).parent.parent.parent / "variables.yaml")
    assert loaded.catalogue is not None, "\n".join(map(str, loaded.findings))
    return loaded.catalogue
