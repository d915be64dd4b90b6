"""The linter squawk, which knows what PostgreSQL locks and rewrites, finds nothing in any case's migration, both ways.

What the script itself tells the linter to pass over stands in its heading, with the reason.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from migrations_gen.emit import postgresql
from migrations_gen.script import script
from tests.migrations.migrated import Registry
from tests.migrations.test_changes import CASES, documents, tables

SQUAWK = Path(sys.executable).parent / "squawk"


def warnings(file: Path) -> list[str]:
    ran = subprocess.run([SQUAWK, "--reporter", "json", file], capture_output=True, text=True, check=False)
    return [f"{found['rule_name']}, line {found['line']}: {found['message']}" for found in json.loads(ran.stdout)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_warning(case: Path, tmp_path: Path) -> None:
    registry = Registry(tmp_path, "sqlite://")
    registry.version(documents(case / "before"), tables=tables(case / "before"))
    changes = (case / "changes.yaml").read_text(encoding="utf-8")
    registry.version(documents(case / "after"), changes, tables(case / "after"))
    for way in registry.prepared(2).ways:
        file = tmp_path / "migration.sql"
        file.write_text(script(postgresql(way)), encoding="utf-8")
        assert warnings(file) == []


def test_the_linter_is_awake(tmp_path: Path) -> None:
    file = tmp_path / "careless.sql"
    file.write_text("ALTER TABLE test_skjema ADD COLUMN vekt integer NOT NULL;", encoding="utf-8")
    assert warnings(file)
