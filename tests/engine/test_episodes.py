"""Which forms are due when: by the windows of the module's timepoints around the episode's anchor date."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.answers import Answers
from engine.episodes import Due, Window, due_forms, episode_of
from engine.store import create, finalise, reopen
from tests.engine.clinic import NOW, Clinic, sqlite_clinic

OPERATED = date(2026, 6, 1)
BEFORE, OPERATION, AFTER_3, AFTER_12 = (
    "rygg.pasient preop",
    "rygg.operasjon op",
    "rygg.oppfolging m3",
    "rygg.oppfolging m12",
)

WINDOWS = [
    # today, the anchor date when it is known, and the state of each form
    (date(2026, 5, 1), None, "open open later later"),
    (date(2025, 12, 2), OPERATED, "later open later later"),
    (date(2025, 12, 3), OPERATED, "open open later later"),
    (date(2026, 6, 1), OPERATED, "open open later later"),
    (date(2026, 6, 2), OPERATED, "closed open later later"),
    (date(2026, 8, 14), OPERATED, "closed open later later"),
    (date(2026, 8, 15), OPERATED, "closed open open later"),
    (date(2026, 11, 28), OPERATED, "closed open open later"),
    (date(2026, 11, 29), OPERATED, "closed open closed later"),
    (date(2027, 6, 1), OPERATED, "closed open closed open"),
    (date(2028, 1, 1), OPERATED, "closed open closed closed"),
]


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    with sqlite_clinic(f"sqlite:///{tmp_path}/test.db") as clinic:
        yield clinic


def due(clinic: Clinic, episode_id: str, today: date, who: str = "kari") -> dict[str, Due]:
    with clinic.at_work(who) as access:
        (found,) = due_forms(access, [episode_of(access, episode_id)], today).values()
    return {f"{part.form} {part.timepoint.name}": part for part in found}


def operate(clinic: Clinic, episode_id: str, day: date) -> None:
    with clinic.at_work() as access:
        row = create(access, "rygg.operasjon", episode_id, "op")
        if row.status == 1:
            reopen(access, "rygg.operasjon", row.id, row.revision)
            row = create(access, "rygg.operasjon", episode_id, "op")
        finalise(access, "rygg.operasjon", row.id, row.revision, Answers({"op_dato": day, "niva": 2}))


@pytest.mark.parametrize(("today", "anchor", "states"), WINDOWS)
def test_windows(clinic: Clinic, today: date, anchor: date | None, states: str) -> None:
    episode = clinic.patient("ola")
    if anchor is not None:
        with clinic.owner.begin() as connection:
            connection.execute(clinic.tables.fixed.episode.update().values(anchor_date=anchor))
    found = due(clinic, episode.id, today)
    assert {name: str(part.window) for name, part in found.items()} == dict(
        zip((BEFORE, OPERATION, AFTER_3, AFTER_12), states.split(), strict=True)
    )


def test_the_days_are_told(clinic: Clinic) -> None:
    episode = clinic.patient("ola")
    operate(clinic, episode.id, OPERATED)
    after = due(clinic, episode.id, NOW.date())[AFTER_3]
    assert (after.opens, after.due, after.closes) == (date(2026, 8, 15), date(2026, 8, 30), date(2026, 11, 28))
    assert (after.row_id, after.status) == (None, None)


def test_a_final_form_is_no_longer_due(clinic: Clinic) -> None:
    episode = clinic.patient("ola")
    operate(clinic, episode.id, OPERATED)
    found = due(clinic, episode.id, NOW.date())[OPERATION]
    assert (found.window, found.status) == (Window.FINAL, 1)
    assert found.row_id is not None


def test_the_anchor_date_follows_the_form_that_registers_it(clinic: Clinic) -> None:
    episode = clinic.patient("ola")
    for day in (OPERATED, date(2026, 6, 8)):
        operate(clinic, episode.id, day)
        with clinic.at_work() as access:
            assert episode_of(access, episode.id).anchor_date == day


def test_a_patient_is_shown_what_a_patient_answers(clinic: Clinic) -> None:
    episode = clinic.patient("ola")
    assert list(due(clinic, episode.id, NOW.date(), "ola")) == [BEFORE, AFTER_3, AFTER_12]


def test_many_episodes_are_told_apart(clinic: Clinic) -> None:
    episodes = [clinic.patient(name) for name in ("ola", "eva", "nils")]
    operate(clinic, episodes[1].id, OPERATED)
    with clinic.at_work() as access:
        found = due_forms(access, [episode_of(access, episode.id) for episode in episodes], NOW.date())
    assert [found[episode.id][1].window for episode in episodes] == [Window.OPEN, Window.FINAL, Window.OPEN]
