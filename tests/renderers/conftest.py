"""The browser's side of a form, for tests: its runtime in Node."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.spec.node_process import NodeProcess


@pytest.fixture(scope="session")
def browser_rules(node: str) -> Iterator[NodeProcess]:
    process = NodeProcess(node, Path(__file__).with_name("run_client_rules.mjs"))
    yield process
    process.close()
