"""Over several versions every release's answers can still be found, and a database changed by hand is noticed."""

from pathlib import Path
from typing import Any

import pytest

from engine.releases import current_release
from migrations_gen.upgrade import UpgradeRefused
from tests.engine.databases import DIALECTS, database_url
from tests.migrations.migrated import Registry

VERSIONS = [
    ("- {name: royk, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja, 2: Sluttet}}", ""),
    (
        "- {name: roker, label: Røyker du?, type: code, codes: {0: Nei, 1: Ja}}",
        """
        - {rename: test.skjema.royk, to: roker}
        - recode: test.skjema.roker
          map: {0: 0, 1: 1, 2: 0}
          comparable: coarser
          reason: Slått sammen
        """,
    ),
    (
        "- {name: roker, label: Røyker du?, type: boolean}",
        """
        - recode: test.skjema.roker
          map: {0: false, 1: true}
          reason: Ja og nei er ingen koder
        """,
    ),
    (
        """
        - {name: royker, label: Røyker du?, type: boolean}
        - {name: navn, label: Navn, type: text, identifies: direct}
        """,
        "- {rename: test.skjema.roker, to: royker}",
    ),
]


@pytest.fixture(params=DIALECTS)
def registry(request: Any, tmp_path: Path) -> Registry:
    made = Registry(tmp_path, database_url(request, request.param))
    for documents, changes in VERSIONS:
        made.version(documents, changes)
    made.write_migrations()
    made.install()
    made.put("test.skjema", [{"royk": code} for code in (0, 1, 2)])
    return made


def test_every_release_s_answers_are_found(registry: Registry) -> None:
    registry.upgrade()
    rows = registry.rows("test.skjema")
    assert [row["royker"] for row in rows] == [False, True, False]
    with registry.engine() as engine, engine.begin() as connection:
        release = current_release(connection)
    assert release is not None
    assert release.number == 4
    columns = {1: "royk", 2: "roker", 3: "roker", 4: "royker"}
    places = {number: release.storage.column(number, "test.skjema", name) for number, name in columns.items()}
    assert places == {1: "royk@1", 2: "roker@2", 3: "royker", 4: "royker"}
    assert [[row[places[number]] for row in rows] for number in (1, 2)] == [[0, 1, 2], [0, 1, 0]]
    assert release.storage.breaks == {"test.skjema.royker": {2: "coarser"}}


def test_one_version_after_the_other_is_the_same_as_all_at_once(registry: Registry) -> None:
    for version in (2, 3, 4):
        registry.upgrade(to=version)
    registry.put("test.skjema", [{"royker": True, "navn": "Kari"}], "later")
    for version in (2, 1, 3, 4):
        registry.upgrade(to=version)
    later = registry.rows("test.skjema").pop(0)
    assert (later["royker"], later["navn"], later["release"]) == (True, "Kari", 4)
    registry.query("DELETE FROM test_skjema WHERE release = 4")
    assert [row["royker"] for row in registry.rows("test.skjema")] == [False, True, False]
    assert [row["royk@1"] for row in registry.rows("test.skjema")] == [0, 1, 2]


ALTERED = (
    "DO $do$ BEGIN EXECUTE regexp_replace("
    "pg_get_functiondef('keeps_test_skjema'::regproc), $old${}$old$, $new${}$new$); END $do$"
)
"""The function that keeps the rows as they must be, with something else in it."""

BY_HAND = [
    (ALTERED.format(r" +WHEN [^\n]*ck_test_skjema_royk_code.\n", ""), "has no check ck_test_skjema_royk_code"),
    ("ALTER TABLE test_skjema ADD CONSTRAINT ck_own CHECK (royk > 0) NOT VALID", "has a check ck_own that nobody"),
    (ALTERED.format(r"\m0, 1, 2\M", "0, 1, 2, 3"), "ck_test_skjema_royk_code is"),
    (ALTERED.format("RETURN NEW", "RETURN new"), "trigger keeps_test_skjema has been altered"),
    ("ALTER TABLE test_skjema ALTER COLUMN royk TYPE bigint", "test_skjema.royk is BIGINT, and should be INTEGER"),
    ("DROP VIEW test_analyse", "There is no view test_analyse"),
    ("DROP INDEX ix_test_skjema_centre_id", "has no index ix_test_skjema_centre_id"),
    (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
        "CREATE TRIGGER own BEFORE INSERT ON test_skjema FOR EACH ROW EXECUTE FUNCTION f()",
        "test_skjema has a trigger own that nobody declares",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), BY_HAND, ids=[sentence for _, sentence in BY_HAND])
def test_what_was_changed_by_hand_is_told(fresh_postgres_url: str, tmp_path: Path, change: str, sentence: str) -> None:
    registry = Registry(tmp_path, fresh_postgres_url)
    for documents, changes in VERSIONS[:2]:
        registry.version(documents, changes)
    registry.write_migrations()
    registry.install()
    if "TYPE bigint" in change:
        registry.query("DROP VIEW test_analyse, test_analyse_tekst, test_analyse_mangler")
    registry.query(change)
    with pytest.raises(UpgradeRefused, match=sentence):
        registry.upgrade()


def test_analysts_never_read_what_identifies_somebody(fresh_postgres_url: str, tmp_path: Path) -> None:
    """Neither the new column nor, after it has gone again, the one that is kept."""
    registry = Registry(tmp_path, fresh_postgres_url)
    for documents, changes in (*VERSIONS, (VERSIONS[3][0].partition("        - {name: navn")[0], "")):
        registry.version(documents, changes)
    registry.write_migrations()
    registry.install()
    query = (
        "SELECT attname FROM pg_attribute WHERE attrelid = 'test_skjema'::regclass AND attnum > 0"
        " AND NOT has_column_privilege('skjemaverk_analyst', attrelid, attnum, 'SELECT')"
    )
    seen = []
    for version in (1, 4, 5):
        registry.upgrade(to=version)
        seen.append([name for (name,) in registry.query(query)])
    assert seen == [[], ["navn"], ["navn@4"]]
