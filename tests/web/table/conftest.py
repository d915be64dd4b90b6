"""The registry with its board, in a fresh database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cases import Table, seat, write_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("board") / "site"
    write_site(folder)
    return folder


@pytest.fixture
def table(world_with: Callable[..., Any], site: Path) -> Table:
    """The registry with its board."""
    world = world_with(catalogue=site)
    seat(world, site)
    return Table(world)
