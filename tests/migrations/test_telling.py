"""A migration says in sentences what it does; each stands in the revision and is printed by `migrate`."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.migrations.migrated import Registry

CASES = yaml.safe_load(Path(__file__).with_name("told.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_done_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    registry = Registry(tmp_path, "sqlite://")
    registry.version(case["before"])
    lists = [f"codelists:\n  {case['lists']}"] if "lists" in case else []
    registry.version([case["after"], *lists], case.get("changes", ""))
    assert list(registry.prepared(2).sentences) == case["told"]
