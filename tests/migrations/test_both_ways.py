"""What goes out of use on the way there comes into use again on the way back, and the other way round: else something
would be left lying under a name that nobody looks under.
"""

from pathlib import Path

import pytest

from engine.tables.storage import Storage
from migrations_gen.carrying import carrying_of
from migrations_gen.lineage import between
from migrations_gen.states import State, open_state
from migrations_gen.steps import Plan, Side, plan
from migrations_gen.steps.records import ChangedTable
from tests.migrations.migrated import Registry
from tests.migrations.test_changes import CASES, documents, tables

NKR = Path(__file__).parent.parent / "changes" / "nkr-v2-v3"


def state(folder: Path) -> State:
    return open_state(str(folder), folder / "variables.yaml")


def versions(case: Path, folder: Path) -> tuple[State, State]:
    if case == NKR:
        return state(case / "before"), state(case / "after")
    registry = Registry(folder, "sqlite://")
    before = registry.version(documents(case / "before"), tables=tables(case / "before"))
    changes = (case / "changes.yaml").read_text(encoding="utf-8")
    return state(before), state(registry.version(documents(case / "after"), changes, tables(case / "after")))


def moves(way: Plan) -> dict[str, tuple[set[str], set[str]]]:
    """By the earlier name of each table, the columns that go and those that come."""
    return {
        min(step.before, step.after): ({name for name, _ in step.kept}, {column.name for column in step.coming})
        for step in way.steps
        if isinstance(step, ChangedTable)
    }


@pytest.mark.parametrize("case", [*CASES, NKR], ids=lambda case: case.name)
def test_what_goes_comes_back(case: Path, tmp_path: Path) -> None:
    old, new = versions(case, tmp_path)
    carrying, _ = carrying_of(old.catalogue, new.catalogue, between(new.intents, old.version, new.version))
    there, back = plan(Side(old.catalogue, 1, Storage()), new.catalogue, carrying)
    assert moves(there) == {table: (goes, comes) for table, (comes, goes) in moves(back).items()}
