"""Databases taken from one version to the next and back: `tests/changes/` has a folder for each case.

`before` and `after` are the two versions, `changes.yaml` what was meant, and `rows.yaml` what becomes of rows answered
before (`rows`) and after (`later`). A column with `@1` holds what it held under release 1. Everything is gone through
twice, there and back and there again, in both databases.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.exc import DBAPIError

from tests.engine.databases import DIALECTS, database_url
from tests.migrations.migrated import Registry

CASES = sorted(path for path in (Path(__file__).parent.parent / "changes").iterdir() if (path / "rows.yaml").is_file())


def expected_of(case: Path) -> dict[str, Any]:
    expected: dict[str, Any] = yaml.safe_load((case / "rows.yaml").read_text(encoding="utf-8"))
    return expected


LEAVES_SOMETHING = [
    case for case in CASES if any({"kept", "refused"} & form.keys() for form in expected_of(case).values())
]
"""Cases in which a table is kept, or answers are refused afterwards."""


@pytest.fixture(params=DIALECTS)
def registry(request: Any, tmp_path: Path) -> Registry:
    return Registry(tmp_path, database_url(request, request.param))


def documents(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))]


def tables(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.csv"))}


def prepared(registry: Registry, case: Path) -> dict[str, Any]:
    """The registry at the earlier version with the rows of the case; what is expected of them."""
    registry.version(documents(case / "before"), tables=tables(case / "before"))
    changes = (case / "changes.yaml").read_text(encoding="utf-8")
    registry.version(documents(case / "after"), changes, tables(case / "after"))
    registry.write_migrations()
    registry.install()
    expected = expected_of(case)
    for address, form in expected.items():
        if "rows" in form:
            registry.put(form.get("was", address), [row["before"] for row in form["rows"]], "early")
    return expected


def given(row: dict[str, Any], release: int) -> dict[str, Any]:
    return {**{name: value for name, value in row.items() if name != "episode"}, "release": release}


def plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what is kept of another release."""
    return [{name: value for name, value in row.items() if "@" not in name} for row in rows]


def early(form: dict[str, Any], side: str) -> list[dict[str, Any]]:
    return [given(row.get(side, row["before"]), 1) for row in form.get("rows", [])]


def later(form: dict[str, Any], side: str) -> list[dict[str, Any]]:
    return [given(row.get(side, row["after"]), 2) for row in form.get("later", [])]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_there_and_back_and_there_again(registry: Registry, case: Path) -> None:
    expected = prepared(registry, case)
    registry.upgrade()
    forms = {address: form for address, form in expected.items() if "kept" not in form}
    for address, form in forms.items():
        assert registry.rows(address) == early(form, "after")
        if "later" in form:
            registry.put(address, [row["after"] for row in form["later"]], "later")
    registry.upgrade(to=1)
    for address, form in expected.items():
        if "kept_back" not in form:
            found = plain(registry.rows(form.get("was", address)))
            assert found == [*early(form, "back"), *later(form, "back")]
    registry.upgrade()
    for address, form in forms.items():
        now = registry.rows(address)
        assert plain(now) == plain([*early(form, "after"), *later(form, "after")])
        assert now[: len(form.get("rows", []))] == early(form, "after")


@pytest.mark.parametrize("case", LEAVES_SOMETHING, ids=lambda case: case.name)
def test_tables_of_forms_that_go_are_kept(registry: Registry, case: Path) -> None:
    expected = prepared(registry, case)
    registry.upgrade()
    for form in expected.values():
        if "kept" in form:
            assert len(registry.query(f'SELECT 1 FROM "{form["kept"]}"')) == len(form["rows"])
        if "refused" in form:
            with pytest.raises(DBAPIError):
                registry.put("test.skjema", [form["refused"]], "refused")
