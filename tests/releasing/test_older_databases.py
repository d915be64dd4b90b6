"""A database made by an earlier release of the program is told of, brought along without its answers being touched, and
then as good as one that is made today. What somebody has taken away or altered by hand is another matter, and is told.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from engine.added_since import lacking
from engine.installation import DatabaseRefused, make_ready
from engine.releases import first_release, write_release
from engine.tables import Tables, build_tables
from engine.tables.analysis import create_views
from engine.tables.conditions import conditions_of
from engine.tables.ddl import statements
from engine.tables.forms import RECORD
from engine.tables.governance import Governance
from engine.tables.guards import GUARDS
from migrations_gen.drift import drift
from migrations_gen.states import snapshot
from migrations_gen.upgrade import UpgradeRefused
from tests.engine.databases import DIALECTS, database_url
from tests.migrations.migrated import NOW, WORDS, Registry

HEIGHT = "- {name: hoyde, label: Høyde, type: integer, min: 100, max: 230}"
WEIGHT = "- {name: vekt, label: Vekt, type: integer, min: 25, max: 300}"
LATER = {*Governance.__slots__}
LOGGED = "INSERT INTO access_log VALUES ('{id}', '2026-11-22 12:00:00', 'a', 'b', '{action}', 't', 'r', '')"


@pytest.fixture(params=DIALECTS)
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> Registry:
    """Two versions with the migration between them, and an empty database."""
    made = Registry(tmp_path, database_url(request, request.param))
    made.version(HEIGHT)
    made.version(f"{HEIGHT}\n{WEIGHT}")
    made.write_migrations()
    return made


def install_as_earlier(registry: Registry, *, without: set[str] = LATER, unlogged: str = "carry") -> None:
    """A database as the program made it before it had these tables, and before it did what is `unlogged`."""
    catalogue, text = registry.catalogue(1), snapshot(registry.versions[0])
    with registry.engine() as engine, engine.begin() as connection:
        tables = build_tables(catalogue, engine.dialect.name)
        for statement in earlier(statements(tables), without, unlogged):
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
        for statement in checks(tables):
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
        create_views(connection, tables, WORDS)
        if "catalogue_release" not in without:
            write_release(connection, first_release("1.0.0", text, "test", NOW))
        connection.exec_driver_sql(LOGGED.format(id="old", action="read"))


def earlier(statements: Iterator[str], without: set[str], unlogged: str) -> Iterator[str]:
    """The statements that say nothing of these tables."""
    named = re.compile(rf"\b({'|'.join(without)})\b|FUNCTION|TRIGGER")
    for statement in statements:
        if not named.search(statement):
            yield statement.replace(f", '{unlogged}'", "")


def checks(tables: Tables) -> Iterator[str]:
    """The conditions of a form's rows, where they once stood on PostgreSQL too."""
    for table in tables.metadata.sorted_tables if tables.dialect == "postgresql" else ():
        for name, condition in conditions_of(table).items():
            yield f"ALTER TABLE {table.fullname} ADD CONSTRAINT {name} CHECK ({condition})"


def attempt(registry: Registry, statement: str) -> str:
    """What the database says to a statement, which is undone."""
    with registry.engine() as engine, engine.connect() as connection:
        try:
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
        except DBAPIError as error:
            return str(error.orig)
        finally:
            connection.rollback()
    return ""


@pytest.mark.parametrize("without", [LATER, LATER | {"catalogue_release"}], ids=["no-ledger", "no-releases"])
def test_serving_says_what_is_lacking_and_upgrade_adds_it(registry: Registry, without: set[str]) -> None:
    install_as_earlier(registry, without=without)
    first = first_release("1.0.0", snapshot(registry.versions[0]), "test", NOW)
    with pytest.raises(DatabaseRefused, match=r"earlier release of this program, and lacks the tables .*proposal"):
        make_ready(registry.url, registry.catalogue(1), WORDS, first)
    done = registry.upgrade(1)
    assert (set(done.added.tables), done.added.actions) == (without, ("carry",))
    assert not make_ready(registry.url, registry.catalogue(1), WORDS, first)


def test_it_is_then_as_one_made_today(registry: Registry) -> None:
    install_as_earlier(registry)
    registry.upgrade()
    with registry.engine() as engine, engine.connect() as connection:
        assert list(drift(connection, registry.tables(connection))) == []


def test_the_application_may_use_what_was_added(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    registry = Registry(tmp_path, database_url(request, "postgresql"))
    registry.version(HEIGHT)
    install_as_earlier(registry)
    registry.upgrade()
    may = "SELECT has_table_privilege('skjemaverk_app', '{}', '{}')"
    assert registry.query(may.format("signoff", "INSERT")) == [(True,)]
    assert registry.query(may.format("trusted_key", "INSERT")) == [(False,)]


def test_a_role_that_takes_answers_out_is_added(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    registry = Registry(tmp_path, database_url(request, "postgresql"))
    registry.version(HEIGHT)
    install_as_earlier(registry, without={"skjemaverk_export", "signoff"}, unlogged="export")
    assert registry.upgrade().added.actions == ("export",)
    may = "SELECT has_{}_privilege('skjemaverk_export', '{}', {})"
    assert registry.query(may.format("table", "access_log", "'INSERT'")) == [(True,)]
    assert registry.query(may.format("table", "access_log", "'SELECT'")) == [(False,)]
    assert registry.query(may.format("column", "consent", "'withdrawn_at', 'SELECT'")) == [(True,)]
    assert registry.query(may.format("column", "consent", "'information', 'SELECT'")) == [(False,)]


@pytest.mark.parametrize("words", ["carry", "password', 'role', 'remove', 'locked"], ids=["carry", "accounts"])
def test_the_log_keeps_its_lines_and_takes_what_is_new(registry: Registry, words: str) -> None:
    install_as_earlier(registry, unlogged=words)
    new = [LOGGED.format(id="new", action=word) for word in words.split("', '")]
    assert all("ck_access_log_action" in attempt(registry, line) for line in new)
    registry.upgrade(1)
    assert registry.query("SELECT id, action FROM access_log") == [("old", "read")]
    assert [attempt(registry, line) for line in new] == [""] * len(new)
    assert "ck_access_log_action" in attempt(registry, LOGGED.format(id="new", action="peep"))


def test_conditions_in_checks_become_a_trigger(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    registry = Registry(tmp_path, database_url(request, "postgresql"))
    registry.version(HEIGHT)
    install_as_earlier(registry)
    assert registry.upgrade().added.keepers == ("keeps_test_skjema",)
    assert registry.query("SELECT count(*) FROM pg_constraint WHERE conname LIKE 'ck_test_skjema%'") == [(0,)]
    row = "'id', 'episode', 'never', 'centre', 0, 1, 1, 'web', '2026-11-22', 'test'"
    said = attempt(registry, f"INSERT INTO test_skjema ({', '.join(RECORD[:10])}) VALUES ({row})")
    assert "the row for test_skjema breaks ck_test_skjema_timepoint" in said


def test_to_do_it_again_does_nothing(registry: Registry) -> None:
    install_as_earlier(registry)
    registry.upgrade(1)
    assert not registry.upgrade(1).added
    with registry.engine() as engine, engine.connect() as connection:
        assert not lacking(connection)


def test_it_needs_no_migrations(registry: Registry) -> None:
    install_as_earlier(registry)
    registry.folder = registry.folder / "elsewhere"
    assert registry.upgrade().way is None
    with pytest.raises(UpgradeRefused, match="There are no migrations in"):
        registry.upgrade()


def test_the_guards_stand_afterwards(registry: Registry) -> None:
    install_as_earlier(registry)
    registry.upgrade(1)
    registry.query("INSERT INTO trusted_key VALUES ('key', '2026-11-22 12:00:00', 'test')")
    registry.query("INSERT INTO signoff VALUES (1, 'key', NULL, 'line')")
    for statement, sentence in FORBIDDEN:
        assert sentence in attempt(registry, statement), statement


FORBIDDEN = [
    ("UPDATE signoff SET line = 'other'", "the ledger can only be added to"),
    ("DELETE FROM signoff", "the ledger can only be added to"),
    (
        "INSERT INTO catalogue_release SELECT 9, '9.0.0', revision, 'other', snapshot, storage, applied_at, applied_by,"
        " withdrawn_at FROM catalogue_release",
        "no decision for this release",
    ),
    ("UPDATE catalogue_release SET digest = 'other'", "no decision for this release"),
]


# ---- what is done by hand ----


@pytest.mark.parametrize("what", ["gone", "altered"])
def test_a_guard_that_somebody_has_touched_is_told(registry: Registry, what: str) -> None:
    registry.install()
    dialect = "postgresql" if registry.url.startswith("postgresql") else "sqlite"
    for guard in GUARDS[dialect]:
        registry.query(f"DROP TRIGGER {guard.name}" + (f" ON {guard.table}" if guard.body else ""))
        if what == "altered":
            registry.query(guard.trigger.replace("BEFORE", "AFTER"))
    with pytest.raises(UpgradeRefused) as refused:
        registry.upgrade()
    for guard in GUARDS[dialect]:
        word = f"has no trigger {guard.name}" if what == "gone" else f"trigger {guard.name} has been altered"
        assert word in str(refused.value)


QUIET = [
    ("ALTER TABLE test_skjema DISABLE TRIGGER keeps_test_skjema", "keeps_test_skjema is switched off"),
    ("DROP TRIGGER keeps_test_skjema ON test_skjema", "test_skjema has no trigger keeps_test_skjema"),
    ("ALTER TABLE signoff DISABLE TRIGGER signoff_only_added", "signoff_only_added is switched off"),
    ("ALTER TABLE signoff ENABLE REPLICA TRIGGER signoff_only_added", "signoff_only_added is switched off"),
    (
        "CREATE OR REPLACE FUNCTION signoff_only_added() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RETURN NULL; END $$",
        "signoff_only_added has been altered",
    ),
]


@pytest.mark.parametrize(("statement", "sentence"), QUIET)
def test_a_guard_that_is_there_but_does_nothing_is_told(
    request: pytest.FixtureRequest, tmp_path: Path, statement: str, sentence: str
) -> None:
    registry = Registry(tmp_path, database_url(request, "postgresql"))
    registry.version(HEIGHT)
    registry.version(f"{HEIGHT}\n{WEIGHT}")
    registry.write_migrations()
    registry.install()
    registry.query(statement)
    with pytest.raises(UpgradeRefused, match=sentence):
        registry.upgrade()
