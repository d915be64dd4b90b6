"""The registry with its board, in a fresh database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cases import Table, done_once, seat, write_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("board") / "site"
    write_site(folder)
    return folder


@pytest.fixture(scope="session")
def kept() -> dict[str, bytes]:
    """Databases in which something has been done, so that it is done once."""
    return {}


@pytest.fixture
def table(world_with: Callable[..., Any], site: Path, kept: dict[str, bytes]) -> Table:
    """The registry with its board."""

    def seated(table: Table) -> None:
        seat(table.world, site)

    return done_once(Table(world_with(catalogue=site)), kept, seated)


@pytest.fixture
def drafted(table: Table, kept: dict[str, bytes]) -> Table:
    """The registry with a case being written."""
    return done_once(table, kept, Table.drafted)


@pytest.fixture
def case(table: Table, kept: dict[str, bytes]) -> Table:
    """The registry with a case on the table."""
    return done_once(table, kept, Table.opened)
