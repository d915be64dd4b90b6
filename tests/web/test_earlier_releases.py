"""From one release to the next while people write: final answers keep their form, drafts go over, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from upgraded import SICK, path_of, sent
from visitors import PASSWORD

from engine.access import Actor
from engine.broken_rows import broken_rules
from engine.database import connect
from engine.recalculation.plan import plan_of
from engine.recalculation.run import Order, Recalculation
from engine.tables.analysis import YesNo, create_views
from renderers.web.context import EXTENSION

ROW = "select {} from kne_for"
HISTORY = "select {} from kne_for_history order by revision"
both = pytest.mark.parametrize(
    "versions", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)


# ---- what is final ----


@both
def test_a_final_row_opens_in_the_form_it_was_answered_in(versions):
    sent(versions.world, **SICK)
    anne = versions.upgraded().visitor("anne").get(path_of(versions.world))
    assert anne.status == 200
    for words in ("Er du i arbeid?", "Sykmeldt", "40\N{NO-BREAK SPACE}%", "Besvart i versjon 1.0.0 av skjemaet."):
        assert words in anne
    assert "Har du en jobb?" not in anne


def test_it_is_shown_as_it_is_today_by_the_same_maps(versions):
    sent(versions.world, **SICK)
    anne = versions.upgraded().visitor("anne").get(f"{path_of(versions.world)}?today=1")
    assert "Har du en jobb?" in anne
    assert "Vist slik det er i dagens skjema, versjon 2.0.0. Det ble besvart i versjon 1.0.0." in anne
    assert "Sykmeldt" not in anne
    nurse = versions.restarted().visitor("staff_a").get(f"{path_of(versions.world)}?today=1")
    assert "Rett opp noe" not in nurse


@both
def test_a_correction_is_made_in_the_old_form_and_carried_to_todays_columns(versions):
    sent(versions.world, **SICK)
    nurse = versions.upgraded().visitor("staff_a").get(path_of(versions.world))
    nurse.post(f"{path_of(versions.world)}/reopen", {**nurse.fields, "_why": "feil svar"})
    assert nurse.fields["arbeid"] == "2"
    assert "jobb" not in nurse.fields
    assert 'data-rules="/rules/1.' in nurse
    nurse.press("_update", "arbeid", arbeid="0", hoyde="225", prosent=None)
    assert "Skjemaet er sendt inn" in nurse.send()
    now = '"arbeid@1", jobb, "prosent@1", hoyde, release, status, revision'
    assert versions.world.rows(ROW.format(now)) == [(0, 0, None, 225, 1, 1, 6)]
    was = '"arbeid@1", "prosent@1", release, history_action'
    assert versions.world.rows(HISTORY.format(was))[-3:] == [
        (2, 40, 1, "reopen"),
        (2, 40, 1, "save"),
        (0, None, 1, "finalise"),
    ]


def test_a_reason_is_carried_with_a_correction(versions):
    sent(versions.world, **SICK)
    nurse = versions.upgraded().visitor("staff_a").get(path_of(versions.world))
    nurse.post(f"{path_of(versions.world)}/reopen", {**nurse.fields, "_why": "feil svar"})
    nurse.press("_update", "arbeid", arbeid="missing:declined", prosent=None)
    assert "Skjemaet er sendt inn" in nurse.send()
    assert versions.world.rows(ROW.format("jobb, jobb_missing")) == [(None, "declined")]


def test_the_rules_of_an_earlier_form_reach_the_browser_from_any_process(versions):
    sent(versions.world, **SICK)
    world = versions.upgraded()
    nurse = world.visitor("staff_a").get(path_of(world))
    nurse.post(f"{path_of(world)}/reopen", {**nurse.fields, "_why": "feil svar"})
    address = nurse.page.text.partition('data-rules="')[2].partition('"')[0]
    other = versions.restarted().visitor().get(address)
    assert other.status == 200
    assert "arbeid" in other
    for wrong in ("0", "2", "9", "-1", "x"):
        assert other.get(address.replace("/rules/1.", f"/rules/{wrong}.")).status == 404


def test_a_row_of_today_is_as_ever(versions):
    world = versions.upgraded()
    anne = world.visitor("anne").begin(world.episodes["anne"]).save(hoyde="180", jobb="1", royk="0")
    assert "Skjemaet er sendt inn" in anne.send()
    assert "Besvart i versjon" not in anne.get(path_of(world))
    assert world.rows(ROW.format("release, jobb, status")) == [(2, 1, 1)]


@both
def test_what_looks_at_the_whole_database_works_with_several_releases(versions):
    sent(versions.world, **SICK)
    world = versions.upgraded()
    tables = world.app.extensions[EXTENSION].tables
    engine = connect(world.url)
    order = Order("recompute", 2, Actor("siri", "system"), "ny formel", world.clock().date())
    plan = plan_of(tables.catalogue, tables.forms["kne.for"])
    assert [batch.obstacles for batch in Recalculation(engine, tables, plan, order, world.clock).batches()] == [()]
    assert [broken.rows for broken in broken_rules(engine, tables, tables.forms, world.clock().date())] == [(), ()]
    with engine.begin() as connection:
        create_views(connection, tables, YesNo("Ja", "Nei"))
    engine.dispose()
    assert world.rows(ROW.format("kmi, jobb, release")) == [(23.4, 1, 1)]
    assert world.rows(HISTORY.format('kmi, "arbeid@1", release, history_action'))[-1] == (22.4, 2, 1, "recalculate")
    view = world.rows("select * from kne_analyse")
    assert [23.4 in row for row in view if any(row)].count(True) == 1


# ---- drafts ----


@both
def test_a_draft_goes_over_to_todays_form_with_a_word_of_what_has_changed(versions):
    versions.world.visitor("anne").begin(versions.world.episodes["anne"]).press("_update", "arbeid", **SICK)
    anne = versions.upgraded().visitor("anne").get(path_of(versions.world))
    assert anne.status == 200
    assert {name: anne.fields.get(name) for name in ("hoyde", "jobb", "royk", "prosent", "smerte")} == {
        "hoyde": "180",
        "jobb": "1",
        "royk": None,
        "prosent": None,
        "smerte": "3",
    }
    notice = anne.page.text.partition('role="status"')[2].partition("</div>\n</div>")[0]
    for words in (
        "Skjemaet er endret siden du begynte",
        "Svarene dine er tatt vare på",
        "Røyker du?",
        "Har du en jobb?",
        "Hvor vondt har du i kneet?",
        "Hvor mange prosent er du sykmeldt?",
        "40\N{NO-BREAK SPACE}%",
    ):
        assert words in notice
    assert versions.world.rows(ROW.format("release, revision, jobb")) == [(2, 3, 1)]
    assert versions.world.rows(HISTORY.format('release, history_action, "arbeid@1", "prosent@1"'))[-1] == (
        *(1, "carry"),
        *(2, 40),
    )
    assert versions.world.rows("select count(*) from access_log where action = 'carry'") == [(1,)]


def test_the_word_stays_until_something_is_written(versions):
    versions.world.visitor("anne").begin(versions.world.episodes["anne"]).press("_update", "arbeid", **SICK)
    anne = versions.upgraded().visitor("anne").get(path_of(versions.world)).get(path_of(versions.world))
    assert "Skjemaet er endret siden du begynte" in anne
    assert versions.world.rows(ROW.format("revision")) == [(3,)]
    anne.save(royk="1")
    assert "Skjemaet er endret siden du begynte" not in anne
    assert "Skjemaet er sendt inn" in anne.send()


def test_an_answer_that_todays_form_refuses_is_shown_and_kept_in_the_history(versions):
    versions.world.visitor("anne").begin(versions.world.episodes["anne"]).save(hoyde="225", vekt="80")
    anne = versions.upgraded().visitor("anne").get(path_of(versions.world))
    assert "hoyde" not in {name for name, text in anne.fields.items() if text}
    assert "225\N{NO-BREAK SPACE}cm" in anne
    assert versions.world.rows(ROW.format("hoyde, vekt, release")) == [(None, 80, 2)]
    assert versions.world.rows(HISTORY.format("hoyde"))[-1] == (225,)


def test_a_draft_that_is_not_open_is_not_touched(versions):
    versions.world.visitor("anne").begin(versions.world.episodes["anne"]).save(hoyde="180")
    world = versions.upgraded()
    assert world.visitor("bent").get(path_of(world)).status == 403
    assert world.rows(ROW.format("release, revision")) == [(1, 2)]


# ---- a page that is older than the upgrade ----


@both
def test_a_page_from_before_the_upgrade_is_saved_and_shown_in_todays_form(versions):
    anne = versions.world.visitor("anne").begin(versions.world.episodes["anne"])
    fields, path = anne.fields, anne.page.request.path
    world = versions.upgraded()
    again = world.visitor("anne").get("/")
    fields |= {**SICK, "hoyde": "høy", "_token": again.fields["_token"], "_final": "1"}
    again.post(path, fields)
    assert again.status == 200
    assert "Skjemaet er endret siden du begynte" in again
    assert "40\N{NO-BREAK SPACE}%" in again
    assert (again.fields["jobb"], again.fields["hoyde"], again.fields["smerte"]) == ("1", "høy", "3")
    assert world.rows(ROW.format('status, release, jobb, smerte, "prosent@1"')) == [(0, 2, 1, 3, 40)]


def test_a_page_whose_row_has_gone_over_meanwhile_is_no_conflict(versions):
    anne = versions.world.visitor("anne").begin(versions.world.episodes["anne"])
    fields, path = anne.fields, anne.page.request.path
    again = versions.upgraded().visitor("anne").get(path)
    again.post(path, {**fields, **SICK, "_token": again.fields["_token"], "_save": ""})
    assert again.status == 200
    assert "40\N{NO-BREAK SPACE}%" in again
    assert versions.world.rows(ROW.format("release, jobb, smerte")) == [(2, 1, 3)]


def test_a_page_on_which_somebody_else_has_written_on_meanwhile_is_one(versions):
    anne = versions.world.visitor("anne").begin(versions.world.episodes["anne"])
    fields, path = anne.fields, anne.page.request.path
    world = versions.upgraded()
    world.visitor("staff_a").get(path).save(vekt="60", jobb="0")
    again = world.visitor("anne").get("/")
    again.post(path, {**fields, **SICK, "_token": again.fields["_token"], "_save": ""})
    assert again.status == 409
    assert "Har du en jobb?" in again
    again.save(**{"_keep.jobb": "yours", "_keep.vekt": "theirs"})
    assert world.rows(ROW.format("release, jobb, vekt")) == [(2, 1, 60)]


# ---- a server that is older than the upgrade ----


@both
def test_what_is_sent_to_a_server_of_before_is_kept_in_the_page(versions):
    anne = versions.world.visitor("anne").begin(versions.world.episodes["anne"])
    versions.upgrade()
    path = anne.page.request.path
    anne.press("_save", "om_deg", **SICK, annet="linje 1\r\nlinje 2")
    assert anne.status == 503
    assert anne.page.headers["Retry-After"] == "5"
    assert "Registeret er nettopp oppgradert" in anne
    assert "Ingenting er tapt" in anne
    kept = anne.fields
    assert kept.items() >= {**SICK, "_save": "om_deg", "_release": "1"}.items()
    assert kept["annet"].replace("\r\n", "\n") == "linje 1\nlinje 2"
    assert anne.post(path, kept).status == 503
    assert versions.world.rows(ROW.format("revision, release, hoyde")) == [(1, 1, None)]
    versions.put_second_on_disk()
    assert anne.post(path, anne.fields).status == 503
    anne.post(path, anne.fields)
    assert anne.status == 200
    assert "Skjemaet er endret siden du begynte" in anne
    assert (anne.fields["jobb"], anne.fields["smerte"]) == ("1", "3")
    assert anne.save(royk="1").status == 200
    assert versions.world.rows(ROW.format("release, hoyde, jobb, royk")) == [(2, 180, 1, 1)]


def test_a_page_that_is_opened_at_a_server_of_before(versions):
    anne = versions.world.visitor("anne").begin(versions.world.episodes["anne"])
    path = anne.page.request.path
    versions.upgrade()
    assert anne.get(f"{path}?saved=1").status == 503
    assert f'href="{path}?saved=1"' in anne
    versions.put_second_on_disk()
    anne.get(path)
    assert anne.get(path).status == 200
    assert "Har du en jobb?" in anne


def test_what_fails_because_the_tables_have_changed_is_told_in_the_same_way(versions):
    anne = versions.world.visitor("anne")
    versions.upgrade()
    engine = connect(versions.world.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE kne_for RENAME TO kne_etter")
    engine.dispose()
    assert anne.get("/").status == 503
    assert "Registeret er nettopp oppgradert" in anne


def test_a_catalogue_on_disk_that_has_errors_is_not_taken_on(versions):
    anne = versions.world.visitor("anne").begin(versions.world.episodes["anne"])
    versions.upgrade()
    versions.put_second_on_disk()
    broken = versions.site / "data" / "for.yaml"
    right = broken.read_text(encoding="utf-8")
    broken.write_text(right.replace("type: date", "type: dag"), encoding="utf-8")
    for _ in range(2):
        assert anne.get(anne.page.request.path).status == 503
    broken.write_text(right, encoding="utf-8")
    anne.get(anne.page.request.path)
    assert anne.get(anne.page.request.path).status == 200


@both
def test_requests_at_once_all_come_over(versions):
    path = versions.world.visitor("anne").begin(versions.world.episodes["anne"]).page.request.path
    visitors = [versions.world.visitor("anne") for _ in range(4)]
    versions.upgrade()
    versions.put_second_on_disk()
    with ThreadPoolExecutor(4) as pool:
        first = list(pool.map(lambda visitor: visitor.get(path).status, visitors))
        second = list(pool.map(lambda visitor: visitor.get(path).status, visitors))
    assert set(first) <= {200, 503}
    assert second == [200] * 4
    assert versions.world.rows(ROW.format("release, revision")) == [(2, 2)]


@pytest.mark.parametrize("release", ["0", "3", "-1", "x", "9" * 30])
def test_a_release_that_is_none_is_todays(versions, release):
    world = versions.upgraded()
    anne = world.visitor("anne").begin(world.episodes["anne"]).save(hoyde="180", _release=release)
    assert anne.status == 200
    assert world.rows(ROW.format("hoyde, release")) == [(180, 2)]


def test_what_was_typed_when_the_session_ended_survives_the_upgrade_too(versions):
    anne = versions.world.visitor("anne").begin(versions.world.episodes["anne"])
    versions.world.clock.passes(hours=1)
    anne.save(**SICK)
    assert anne.status == 401
    fields = anne.fields
    again = versions.upgraded().visitor().get("/login")
    again.post("/login", {**fields, "_token": again.fields["_token"], "_name": "anne", "_password": PASSWORD})
    assert "Du kan fortsette der du var" in again
    assert (again.fields["jobb"], again.fields["hoyde"]) == ("1", "180")
    assert "40\N{NO-BREAK SPACE}%" in again
