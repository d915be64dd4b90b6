"""The registry's own catalogue, read once for all tests of a process: nothing in it ever changes."""

from functools import cache
from pathlib import Path

from catalogue.model import Catalogue
from catalogue.source.loader import Loaded, load

ROOT = Path(__file__).resolve().parent.parent


@cache
def loaded_nkr() -> Loaded:
    """The catalogue with its translations and findings."""
    return load(ROOT)


def nkr_catalogue() -> Catalogue:
    """The catalogue, which has no errors."""
    loaded = loaded_nkr()
    assert loaded.catalogue is not None, "\n".join(map(str, loaded.findings))
    return loaded.catalogue
