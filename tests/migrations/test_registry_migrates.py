"""The registry's own change from version 2 to 3: written, run, gone back from and run again, in both databases."""

from pathlib import Path
from typing import Any

import pytest

from migrations_gen.carrying import carrying_of
from migrations_gen.lineage import between
from migrations_gen.preparing import Snapshot, prepare
from migrations_gen.revisions import write
from migrations_gen.states import open_state, snapshot
from migrations_gen.upgrade import Surroundings, upgrade
from tests.engine.databases import DIALECTS, database_url
from tests.migrations.migrated import NOW, WORDS, Registry

CASE = Path(__file__).parent.parent / "changes" / "nkr-v2-v3"


@pytest.mark.slow
@pytest.mark.parametrize("dialect", DIALECTS)
def test_there_and_back_and_there_again(request: Any, tmp_path: Path, dialect: str) -> None:
    registry = Registry(tmp_path, database_url(request, dialect), [CASE / "before", CASE / "after"])
    old, new = (Snapshot(open_state(str(folder), folder), snapshot(folder)) for folder in registry.versions)
    files = between(new.state.intents, old.state.version, new.state.version)
    carrying, _ = carrying_of(old.state.catalogue, new.state.catalogue, files)
    write(registry.migrations, prepare(old, new, carrying, registry.migrations).files)
    registry.install()
    surroundings = Surroundings(who="test", clock=lambda: NOW, words=lambda _: WORDS, patience=20)
    for to in (new, old, new):
        done = upgrade(registry.url, registry.migrations, to.state.version, surroundings)
        assert len(done.way.legs) == 1
        assert done.told == ()
