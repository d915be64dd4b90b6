"""What an analyst sees of the two wound infections that nobody was asked about from 2019 to 2021: nothing, and why,
although a 0 is stored.
"""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, create_engine, insert, text

from engine.tables import build_tables
from engine.tables import create as create_tables
from engine.tables.analysis import YesNo, create_views
from engine.tables.build import Tables
from engine.tables.forms import FINAL
from engine.tables.storage import Storage
from tests.carried import EARLIER, LATER, conditions
from tests.changes.nkr_v2_v3 import difference

NOW = datetime(2022, 6, 1, tzinfo=UTC)
DAYS = {date(2018, 12, 31): 0, date(2019, 1, 1): None, date(2021, 12, 31): None, date(2022, 1, 1): 0}
"""The days of some operations, and what is seen of a stored 0."""

WHO = {"created_at": NOW, "created_by": "test"}


@pytest.mark.parametrize("name", ["KpInfOverfla3mnd", "KpInfDyp3mnd", "KpInfDyp12mnd"])
def test_a_stored_0_is_not_no_when_nobody_was_asked(name: str) -> None:
    tables = _tables()
    with create_engine("sqlite://").begin() as connection:
        create_tables(connection, tables)
        create_views(connection, tables, YesNo("Ja", "Nei"))
        for number, day in enumerate(DAYS):
            _operated(connection, tables, str(number), day)
        seen = connection.execute(text(f'SELECT "{name}" FROM rygg_analyse ORDER BY "ForlopsID"')).scalars()
        assert list(seen) == list(DAYS.values())
        why = connection.execute(text(f'SELECT "{name}" FROM rygg_analyse_mangler ORDER BY "ForlopsID"')).scalars()
        assert list(why) == [None, "not_collected", "not_collected", None]


def _tables() -> Tables:
    """Version 3, in which what was answered under version 2 need not be complete."""
    catalogue = difference().after.catalogue
    checks = (pair for form in build_tables(catalogue).forms.values() for pair in conditions(form))
    return build_tables(catalogue, storage=Storage(since={name: LATER for name, _ in checks}))


def _operated(connection: Connection, tables: Tables, number: str, day: date) -> None:
    """One patient's episode, with both follow-ups, in which no wound was infected."""
    fixed = tables.fixed
    if number == "0":
        connection.execute(insert(fixed.centre).values(id="c", number="1", name="Sykehuset", valid_from=day))
    connection.execute(insert(fixed.person).values(id=number, **WHO))
    episode = {"id": number, "module": "rygg", "person_id": number, "centre_id": "c", "anchor_date": day}
    connection.execute(insert(fixed.episode).values(**episode, **WHO))
    for timepoint in ("m3", "m12"):
        row = {"id": number + timepoint, "episode_id": number, "centre_id": "c", "timepoint": timepoint, "mode": "web"}
        state = {"status": FINAL, "release": EARLIER, "revision": 1, "completed_at": NOW}
        answers = {"kp_infeksjon_overflate": False, "kp_infeksjon_dyp": False}
        connection.execute(insert(tables.forms["rygg.oppfolging"].table).values(**row, **state, **answers, **WHO))
