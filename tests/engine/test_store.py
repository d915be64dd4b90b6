"""Answers in the database: nothing is lost, nothing is overwritten unseen, nobody sees what is not theirs.

Every test runs on SQLite and on PostgreSQL, there with no more than the server's own roles are granted.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from engine.access import NotAllowed, NotFound
from engine.account_keeping import Keeping, keep
from engine.accounts import Account, find_account, find_centre
from engine.answers import Answers, Context
from engine.episodes import add_episode, episode_of, list_episodes
from engine.evaluation import evaluator, final_answers
from engine.others import context_of
from engine.people import add_person, fetch_people, give_consent, has_consent, withdraw_consent
from engine.store import Conflict, NotFinal, Saved, create, fetch, finalise, reopen, save_draft
from engine.tables import CREATED, FINAL, SAVED, Tables
from tests.engine.clinic import NOW, TODAY, Clinic, clinic_catalogue, make_tables, postgres_clinic, sqlite_clinic
from tests.engine.databases import DIALECTS, engine_for

FORM = "rygg.pasient"
ANSWERS = Answers({"hoyde": 180, "vekt": 81.0, "dato": date(2026, 11, 22), "royk": True, "antall": 10})


@pytest.fixture(scope="module")
def owner(postgres_server: Any) -> Iterator[tuple[Engine, Tables]]:
    """PostgreSQL with the clinic's tables, as their owner."""
    with engine_for(postgres_server.create("clinic")) as engine:
        yield engine, make_tables(engine)


@pytest.fixture
def on_postgres(owner: tuple[Engine, Tables]) -> Iterator[Clinic]:
    with postgres_clinic(*owner) as clinic:
        yield clinic


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Clinic]:
    with sqlite_clinic(f"sqlite:///{tmp_path}/test.db") as clinic:
        yield clinic


@pytest.fixture(params=DIALECTS)
def clinic(request: Any) -> Clinic:
    return request.getfixturevalue("on_sqlite" if request.param == "sqlite" else "on_postgres")


def start(clinic: Clinic, name: str = "ola", **options: Any) -> str:
    """A new row of a new patient."""
    episode = clinic.patient(name, **options)
    with clinic.at_work(options.get("by", "kari")) as access:
        return create(access, FORM, episode.id, "preop").id


def complete(answers: Answers = ANSWERS) -> tuple[Answers, Any]:
    """The answers a final form is stored with, and what the evaluation found."""
    form = clinic_catalogue().form[FORM]
    outcome = evaluator(clinic_catalogue(), form).evaluate(answers, Context(TODAY, "preop"))
    return final_answers(form, answers, outcome), outcome.issues


def make_final(
    clinic: Clinic, row: str, revision: int = 1, answers: Answers = ANSWERS, now: datetime = NOW, **options: Any
) -> Any:
    final, issues = complete(answers)
    with clinic.at_work(now=now) as access:
        return finalise(access, FORM, row, revision, final, issues, **options)


# ---- a row's life ----


def test_a_new_row_has_its_prefilled_answers_and_is_made_once(clinic: Clinic) -> None:
    episode = clinic.patient("ola")
    with clinic.at_work() as access:
        row = create(access, FORM, episode.id, "preop", mode="paper", answers=Answers({"dato": TODAY}))
    with clinic.at_work("ola") as access:
        again = create(access, FORM, episode.id, "preop")
    assert (row.status, row.revision, row.mode, row.release, row.created_by) == (CREATED, 1, "paper", 1, "kari")
    assert again == row
    assert again.answers == Answers({"dato": TODAY}, {})


def test_a_draft_has_gaps_and_comes_back_as_it_was_typed(clinic: Clinic) -> None:
    row = start(clinic)
    typed = Answers(
        {
            "hoyde": 180,
            "vekt": 80.1,
            "kl": time(8, 5),
            "tid": datetime(2026, 11, 22, 23, 59),
            "royk": False,
            "kommentar": "Æ%':x",
        },
        {"dato": "not_answered"},
    )
    with clinic.at_work("ola") as access:
        saved = save_draft(access, FORM, row, 1, typed)
    with clinic.at_work("ola") as access:
        found = fetch(access, FORM, row)
    assert isinstance(saved, Saved)
    assert saved.occasion == found
    assert (found.status, found.revision, found.changed_by, found.changed_at) == (SAVED, 2, "ola", NOW)
    assert found.answers == typed
    assert type(found.answers.values["hoyde"]) is int


def test_a_final_row_has_everything_and_who_and_when(clinic: Clinic) -> None:
    row = start(clinic)
    saved = make_final(clinic, row)
    assert isinstance(saved, Saved)
    final = saved.occasion
    assert (final.status, final.completed_by, final.completed_at) == (FINAL, "kari", NOW)
    with clinic.at_work() as access:
        found = fetch(access, FORM, row)
    assert found.answers.values["kmi"] == 25.0
    assert found.answers.reasons == {"kl": "not_answered", "tid": "not_answered", "kommentar": "not_answered"}


def test_a_final_row_is_reopened_before_it_is_changed(clinic: Clinic) -> None:
    row = start(clinic)
    make_final(clinic, row)
    with clinic.at_work() as access, pytest.raises(NotAllowed, match="reopened before"):
        save_draft(access, FORM, row, 2, ANSWERS)
    with clinic.at_work(why="feil høyde", now=NOW + timedelta(days=1)) as access:
        opened = reopen(access, FORM, row, 2)
    assert isinstance(opened, Saved)
    assert (opened.occasion.status, opened.occasion.answers.reasons) == (SAVED, {})
    with clinic.at_work() as access, pytest.raises(NotAllowed, match="only a final row"):
        reopen(access, FORM, row, 3)
    later = NOW + timedelta(days=2)
    corrected = make_final(clinic, row, 3, Answers({**ANSWERS.values, "hoyde": 181}), later).occasion
    assert (corrected.answers.values["hoyde"], corrected.release, corrected.completed_at) == (181, 1, later)
    assert corrected.first_completed_at == NOW


def test_every_write_leaves_the_old_row(clinic: Clinic) -> None:
    row = start(clinic)
    with clinic.at_work("ola") as access:
        save_draft(access, FORM, row, 1, Answers({"hoyde": 170}))
    make_final(clinic, row, 2)
    with clinic.at_work() as access:
        reopen(access, FORM, row, 3)
    kept = sorted(clinic.rows(clinic.tables.forms[FORM].history), key=lambda old: old["revision"])
    assert [(old["id"], old["revision"], old["status"], old["hoyde"]) for old in kept] == [
        (row, 1, CREATED, None),
        (row, 2, SAVED, 170),
        (row, 3, FINAL, 180),
    ]
    assert [(old["history_action"], old["history_by"]) for old in kept] == [
        ("save", "ola"),
        ("finalise", "kari"),
        ("reopen", "kari"),
    ]
    assert all(old["history_at"] == NOW for old in kept)


def test_a_new_row_that_the_database_refuses_is_not_taken_for_one_that_is_there(clinic: Clinic) -> None:
    episode = clinic.patient("ola")
    with pytest.raises(IntegrityError), clinic.at_work() as access:
        create(access, FORM, episode.id, "preop", answers=Answers({"hoyde": 5}))
    assert clinic.rows(clinic.tables.forms[FORM].table) == []


def test_a_save_reads_no_answers_and_asks_nothing_twice(clinic: Clinic) -> None:
    row = start(clinic)
    sent: list[str] = []
    event.listen(clinic.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))
    with clinic.at_work() as access:
        sent.clear()
        save_draft(access, FORM, row, 1, ANSWERS)
        release, held, reached, kept, written, logged = sent
    assert "catalogue_release" in release
    assert "hoyde" not in held
    assert "merged_into" in reached
    assert kept.startswith('INSERT INTO "rygg_pasient_history"')
    assert written.startswith("UPDATE rygg_pasient SET")
    assert logged.startswith("INSERT INTO access_log")


# ---- two at the same time ----


def test_a_lost_update_is_refused_with_both_versions(clinic: Clinic) -> None:
    row = start(clinic)
    with clinic.at_work("ola") as access:
        save_draft(access, FORM, row, 1, Answers({"hoyde": 170, "vekt": 70.0}))
    yours = Answers({"hoyde": 171, "vekt": 70.0}, {"kl": "not_answered"})
    with clinic.at_work() as access:
        conflicts = [
            save_draft(access, FORM, row, 1, yours),
            finalise(access, FORM, row, 1, yours),
            reopen(access, FORM, row, 1),
        ]
    for conflict in conflicts:
        assert isinstance(conflict, Conflict)
        assert conflict.theirs.answers.values == {"hoyde": 170, "vekt": 70.0}
        assert conflict.theirs.changed_by == "ola"
    assert conflicts[0].yours == yours
    assert conflicts[0].differing == ("hoyde", "kl")
    with clinic.at_work() as access:
        assert fetch(access, FORM, row).answers.values["hoyde"] == 170


def test_of_many_who_write_at_once_one_is_saved_and_no_one_waits_for_ever(clinic: Clinic) -> None:
    row = start(clinic)

    def write(height: int) -> type:
        with clinic.at_work() as access:
            fetch(access, FORM, row)
            return type(save_draft(access, FORM, row, 1, Answers({"hoyde": height})))

    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(write, range(150, 166)))
    assert (written.count(Saved), written.count(Conflict)) == (1, 15)


def test_two_who_open_a_form_at_once_get_the_same_row(clinic: Clinic) -> None:
    episode = clinic.patient("ola")

    def begin(_: int) -> str:
        with clinic.at_work() as access:
            return create(access, FORM, episode.id, "preop").id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(begin, range(8)))) == 1


# ---- what stands in the way of a final row ----


def test_hard_issues_stand_in_the_way(clinic: Clinic) -> None:
    row = start(clinic)
    refused = make_final(clinic, row, answers=Answers({"vekt": 80.0}))
    assert isinstance(refused, NotFinal)
    assert [(issue.variable, issue.rule) for issue in refused.issues] == [("hoyde", "required")]
    assert not refused.lacks_consent
    with clinic.at_work() as access:
        assert fetch(access, FORM, row).status == CREATED


def test_soft_issues_are_confirmed_with_a_reason(clinic: Clinic) -> None:
    row = start(clinic)
    short = Answers({**ANSWERS.values, "hoyde": 130})
    for confirmations in ({}, {("hoyde", "below-soft-min"): "  "}, {("hoyde", "another"): "Ja"}):
        assert isinstance(make_final(clinic, row, answers=short, confirmations=confirmations), NotFinal)
    saved = make_final(clinic, row, answers=short, confirmations={("hoyde", "below-soft-min"): "Kortvokst"})
    assert isinstance(saved, Saved)
    (kept,) = clinic.rows(clinic.tables.fixed.confirmation)
    assert (kept["table_name"], kept["row_id"], kept["revision"]) == ("rygg_pasient", row, 2)
    assert (kept["variable"], kept["rule"], kept["reason"]) == ("hoyde", "below-soft-min", "Kortvokst")
    assert (kept["confirmed_by"], kept["confirmed_at"]) == ("kari", NOW)


def test_without_consent_there_are_only_drafts(clinic: Clinic) -> None:
    row = start(clinic, consents=False)
    refused = make_final(clinic, row)
    assert isinstance(refused, NotFinal)
    assert (refused.issues, refused.lacks_consent) == ((), True)
    with clinic.at_work("ola") as access:
        save_draft(access, FORM, row, 1, ANSWERS)
        give_consent(access, clinic.people["ola"], "2026-2")
    assert isinstance(make_final(clinic, row, 2), Saved)


# ---- who sees what ----

REFUSED = [
    ("per", "another hospital's surgeon"),
    ("eva", "another patient"),
    ("nobody", "an account without hospital or person"),
]


@pytest.mark.parametrize("who", [who for who, _ in REFUSED], ids=[what for _, what in REFUSED])
def test_nobody_reaches_what_is_not_theirs(clinic: Clinic, who: str) -> None:
    row = start(clinic)
    clinic.patient("eva", "bergen", "per")
    with clinic.at_work() as access:
        episode = fetch(access, FORM, row).episode_id
    before = len(clinic.log())
    for attempt in (
        lambda access: fetch(access, FORM, row),
        lambda access: save_draft(access, FORM, row, 1, ANSWERS),
        lambda access: finalise(access, FORM, row, 1, *complete()),
        lambda access: reopen(access, FORM, row, 1),
        lambda access: create(access, FORM, episode, "preop"),
        lambda access: episode_of(access, episode),
        lambda access: fetch_people(access, [clinic.people["ola"]]),
        lambda access: give_consent(access, clinic.people["ola"], "2026-1"),
        lambda access: withdraw_consent(access, clinic.people["ola"]),
    ):
        with pytest.raises(NotAllowed), clinic.at_work(who) as access:
            attempt(access)
    with clinic.at_work(who) as access:
        assert episode not in [found.id for found in list_episodes(access)]
    assert len(clinic.log()) - before == (1 if who in {"per", "eva"} else 0)


def test_a_patient_reaches_only_the_forms_a_patient_answers(clinic: Clinic) -> None:
    episode = clinic.patient("ola")
    with clinic.at_work("ola") as access:
        assert create(access, FORM, episode.id, "preop").created_by == "ola"
    with clinic.at_work("ola") as access, pytest.raises(NotAllowed):
        create(access, "rygg.operasjon", episode.id, "op")
    for attempt in (
        lambda access: add_person(access, None),
        lambda access: add_episode(access, "rygg", clinic.people["ola"], "tromso"),
    ):
        with pytest.raises(NotAllowed), clinic.at_work("ola") as access:
            attempt(access)


def test_staff_start_episodes_at_their_own_hospital_only(clinic: Clinic) -> None:
    clinic.patient("ola")
    with pytest.raises(NotAllowed), clinic.at_work() as access:
        add_episode(access, "rygg", clinic.people["ola"], "bergen")


def test_the_registry_s_own_people_reach_everything(clinic: Clinic) -> None:
    row = start(clinic)
    clinic.patient("eva", "bergen", "per")
    with clinic.at_work("siri") as access:
        assert fetch(access, FORM, row).id == row
        assert len(list_episodes(access)) == 2
        assert len(fetch_people(access, clinic.people.values())) == 2


def test_a_hospital_takes_over_those_merged_into_it(clinic: Clinic) -> None:
    row = start(clinic)
    centre = clinic.tables.fixed.centre
    with clinic.owner.begin() as connection:
        connection.execute(centre.update().where(centre.c.id == "tromso").values(merged_into="bergen"))
    with clinic.at_work("per") as access:
        assert fetch(access, FORM, row).centre_id == "tromso"


def test_what_does_not_exist_is_not_found(clinic: Clinic) -> None:
    row = start(clinic)
    for attempt in (
        lambda access: fetch(access, FORM, "forged"),
        lambda access: fetch(access, "rygg.forged", row),
        lambda access: fetch(access, "person", row),
        lambda access: create(access, FORM, "forged", "preop"),
        lambda access: create(access, FORM, fetch(access, FORM, row).episode_id, "m3"),
        lambda access: create(access, "nakke.pasient", fetch(access, FORM, row).episode_id, "preop"),
        lambda access: add_episode(access, "forged", clinic.people["ola"], "tromso"),
        lambda access: episode_of(access, "forged"),
    ):
        with pytest.raises(NotFound), clinic.at_work() as access:
            attempt(access)


# ---- the log ----


def test_everything_is_logged_and_no_answer_is(clinic: Clinic) -> None:
    row = start(clinic)
    with clinic.at_work("ola", why="fyller ut") as access:
        save_draft(access, FORM, row, 1, Answers({"hoyde": 177, "kommentar": "hemmelig"}))
        fetch(access, FORM, row)
    with clinic.at_work(why="kontroll") as access:
        fetch_people(access, [clinic.people["ola"]])
        context_of(access, fetch(access, FORM, row), TODAY)
    person = clinic.people["ola"]
    done = [entry for entry in clinic.log() if entry[4] != "test"]
    assert sorted(done) == sorted(
        [
            ("ola", "save", "rygg_pasient", row, "fyller ut"),
            ("ola", "read", "rygg_pasient", row, "fyller ut"),
            ("kari", "read", "person", person, "kontroll"),
            ("kari", "read", "rygg_pasient", row, "kontroll"),
            ("kari", "rules", "person", person, "kontroll"),
        ]
    )
    lines = clinic.rows(clinic.tables.fixed.access_log)
    told = str([{key: value for key, value in line.items() if key not in {"id", "row_id"}} for line in lines])
    assert "hemmelig" not in told
    assert "177" not in told


def test_the_server_can_neither_read_nor_change_its_traces(on_postgres: Clinic) -> None:
    clinic = on_postgres
    make_final(clinic, start(clinic))
    log, history = clinic.tables.fixed.access_log, clinic.tables.forms[FORM].history
    for statement in (select(log.c.id), log.delete(), log.update().values(why=""), history.update().values(hoyde=1)):
        with pytest.raises(DBAPIError, match="permission denied"), clinic.engine.begin() as connection:
            connection.execute(statement)


def test_an_analyst_sees_no_names(on_postgres: Clinic) -> None:
    clinic = on_postgres
    make_final(clinic, start(clinic))
    table, person = clinic.tables.forms[FORM].table, clinic.tables.fixed.person
    with clinic.owner.begin() as connection:
        connection.exec_driver_sql("SET LOCAL ROLE skjemaverk_analyst")
        assert connection.scalar(select(table.c.hoyde)) == 180
        for hidden in (select(table.c.kommentar), select(person.c.id), select(table)):
            with pytest.raises(DBAPIError, match="permission denied"), connection.begin_nested():
                connection.execute(hidden)


# ---- what other forms say ----


def test_rules_see_other_forms_when_they_are_final(clinic: Clinic) -> None:
    episode = clinic.patient("ola")
    with clinic.at_work() as access:
        patient = create(access, FORM, episode.id, "preop").id
        operation = create(access, "rygg.operasjon", episode.id, "op").id
        first = create(access, "rygg.oppfolging", episode.id, "m3").id
        second = create(access, "rygg.oppfolging", episode.id, "m12")
        save_draft(access, "rygg.operasjon", operation, 1, Answers({"op_dato": TODAY}))
        assert context_of(access, second, TODAY) == Context(TODAY, "m12", TODAY, {})
        finalise(access, "rygg.oppfolging", first, 1, Answers({"smerte": 7}))
        finalise(
            access, "rygg.operasjon", operation, 2, Answers({"op_dato": date(2026, 8, 1)}, {"niva": "not_answered"})
        )
    make_final(clinic, patient)
    with clinic.at_work() as access:
        seen = context_of(access, fetch(access, "rygg.oppfolging", second.id), TODAY)
    assert seen.others == {
        "oppfolging_m3.smerte": 7,
        "operasjon.op_dato": date(2026, 8, 1),
        "pasient.hoyde": 180,
    }
    assert (seen.timepoint, seen.anchor) == ("m12", date(2026, 8, 1))


def test_rules_see_the_person(clinic: Clinic) -> None:
    row = start(clinic)
    with clinic.at_work() as access:
        assert context_of(access, fetch(access, FORM, row), TODAY).others == {"person.fodselsdato": date(1950, 2, 28)}


# ---- people ----


def test_a_person_is_registered_once(clinic: Clinic) -> None:
    clinic.patient("ola")
    with clinic.at_work("per") as access:
        assert add_person(access, "number of ola") == clinic.people["ola"]
        assert add_person(access, None) != add_person(access, None)
    with clinic.at_work() as access:
        (found,) = fetch_people(access, [clinic.people["ola"]]).values()
    assert (found.identity_number, found.answers.values["navn"]) == ("number of ola", "ola")
    assert found.answers.values["fodselsar"] == 1950


def test_a_withdrawal_erases_the_person_and_leaves_a_count(clinic: Clinic) -> None:
    row, other = start(clinic), start(clinic, "eva")
    for one in (row, other):
        short = Answers({**ANSWERS.values, "hoyde": 130})
        make_final(clinic, one, answers=short, confirmations={("hoyde", "below-soft-min"): "Kortvokst"})
    ola = clinic.people["ola"]
    with clinic.at_work("ola", why="ønsker ikke å delta") as access:
        assert withdraw_consent(access, ola) == 1
        assert not has_consent(access, ola)
    fixed, form = clinic.tables.fixed, clinic.tables.forms[FORM]
    assert [left["id"] for left in clinic.rows(form.table)] == [other]
    assert {left["id"] for left in clinic.rows(form.history)} == {other}
    assert [left["row_id"] for left in clinic.rows(fixed.confirmation)] == [other]
    assert [left["person_id"] for left in clinic.rows(fixed.episode)] == [clinic.people["eva"]]
    (erased,) = [left for left in clinic.rows(fixed.person) if left["id"] == ola]
    assert (erased["navn"], erased["fodselsdato"], erased["identity_number"]) == (None, None, "number of ola")
    (count,) = clinic.rows(fixed.withdrawal)
    assert (count["module"], count["centre_id"], count["episodes"], count["at"]) == ("rygg", "tromso", 1, NOW)
    assert ("ola", "withdraw", "person", ola, "ønsker ikke å delta") in clinic.log()


# ---- accounts ----


def test_an_account_is_found_by_its_name(clinic: Clinic) -> None:
    clinic.patient("ola")
    account = Account(clinic.actor("ola"), "scrypt:…")
    with clinic.owner.begin() as connection:
        keep(Keeping(connection, clinic.actor("siri"), NOW, "test"), account)
    with clinic.engine.begin() as connection:
        assert find_account(connection, clinic.tables, "ola") == account
        assert find_account(connection, clinic.tables, "eva") is None
        centre = find_centre(connection, clinic.tables, "tromso")
        assert centre is not None
        assert centre.name == "Tromsø"
        assert connection.scalar(select(func.count()).select_from(clinic.tables.fixed.episode)) == 1
