"""What a database knows of its releases, and the fence that keeps out who was started with an earlier one."""

from dataclasses import replace

import pytest

from engine.people import withdraw_consent
from engine.releases import Upgraded, current_release, first_release, releases, write_release
from engine.store import create, fetch, save_draft
from engine.tables.storage import Storage, from_json, history_of, kept_name, to_json
from tests.engine.clinic import NOW, sqlite_clinic
from tests.engine.test_store import ANSWERS, FORM, start

STORAGE = Storage(
    since={"ck_rygg_pasient_hoyde_limits": 4},
    kept={3: {"rygg.pasient": {"royk": "royk@3", "vekt": "tyngde"}}, 2: {"rygg.pasient": {"royk": "royk@3"}}},
    forms={3: {"rygg.gammel": "rygg_gammel@3", "rygg.for": "rygg_etter"}},
    breaks={"rygg.pasient.roker": {4: "coarser"}},
)


@pytest.fixture
def clinic(tmp_path):
    with sqlite_clinic(f"sqlite:///{tmp_path}/test.db") as clinic:
        yield clinic


def release(number, **different):
    return replace(first_release(f"{number}.0.0", "the whole", "test", NOW), number=number, **different)


def test_where_everything_lies_survives_being_written():
    assert from_json(to_json(STORAGE)) == STORAGE


def test_columns_and_tables_of_an_earlier_release():
    assert STORAGE.column(3, "rygg.pasient", "royk") == "royk@3"
    assert STORAGE.column(3, "rygg.pasient", "hoyde") == "hoyde"
    assert STORAGE.table(3, "rygg.for") == "rygg_etter"
    assert STORAGE.table(3, "rygg.pasient") == "rygg_pasient"
    assert STORAGE.kept_columns("rygg_pasient") == ("royk@3",)
    assert STORAGE.kept_tables() == ("rygg_gammel@3",)


@pytest.mark.parametrize("name", ["royk", "a" * 61, "a" * 62, "a" * 63])
def test_a_kept_name_ends_in_its_release_and_fits(name):
    kept = kept_name(name, 12)
    assert kept.endswith("@12")
    assert len(kept) <= 63
    assert len({kept_name(name, 12), kept_name(name, 13), kept_name(f"{name[:-1]}b", 12)}) == 3
    assert history_of(kept).endswith("@12")


def test_releases_are_kept_in_order_and_a_withdrawn_one_is_not_current(clinic):
    with clinic.engine.begin() as connection:
        assert current_release(connection) is None
        for number in (2, 1, 3):
            write_release(connection, release(number, storage=STORAGE))
        write_release(connection, release(3, withdrawn_at=NOW))
        assert [found.number for found in releases(connection)] == [1, 2, 3]
        assert current_release(connection) == release(2, storage=STORAGE)


def test_who_was_started_with_an_earlier_release_writes_nothing(clinic):
    row = start(clinic)
    episode = clinic.rows(clinic.tables.fixed.episode)[0]["id"]
    before = clinic.rows(clinic.tables.forms[FORM].table)
    with clinic.engine.begin() as connection:
        write_release(connection, release(1))
        write_release(connection, release(2))
    attempts = [
        lambda access: create(access, "rygg.operasjon", episode, "op"),
        lambda access: fetch(access, FORM, row),
        lambda access: save_draft(access, FORM, row, 1, ANSWERS),
    ]
    for attempt in attempts:
        with clinic.at_work() as access, pytest.raises(Upgraded) as refused:
            attempt(access)
        assert (refused.value.number, refused.value.expected) == (2, 1)
    assert clinic.rows(clinic.tables.forms[FORM].table) == before


def test_a_withdrawal_reaches_what_is_kept_of_earlier_releases(clinic):
    row = start(clinic)
    episode = next(iter(clinic.rows(clinic.tables.fixed.episode)))
    with clinic.engine.begin() as connection:
        for table in ("rygg_gammel@3", "rygg_gammel_history@3"):
            connection.exec_driver_sql(f'CREATE TABLE "{table}" (episode_id text)')
            connection.exec_driver_sql(f"INSERT INTO \"{table}\" VALUES ('{episode['id']}'), ('another')")
        connection.exec_driver_sql('ALTER TABLE person ADD COLUMN "navn@3" text')
        connection.exec_driver_sql("UPDATE person SET \"navn@3\" = 'Ola'")
    storage = replace(STORAGE, kept={3: {"person": {"navn": "navn@3"}}})
    with clinic.at_work() as access:
        withdraw_consent(replace(access, tables=replace(access.tables, storage=storage)), episode["person_id"])
    with clinic.engine.connect() as connection:
        for table in ("rygg_gammel@3", "rygg_gammel_history@3"):
            assert connection.exec_driver_sql(f'SELECT episode_id FROM "{table}"').all() == [("another",)]
        assert connection.exec_driver_sql('SELECT "navn@3" FROM person').all() == [(None,)]
        assert connection.exec_driver_sql("SELECT count(*) FROM rygg_pasient").scalar() == 0
    assert row
