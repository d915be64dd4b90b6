"""Logging in and out, sessions that end, and what was typed when they did."""

from dataclasses import replace
from uuid import uuid4

import pytest
from visitors import PASSWORD, Visitor
from werkzeug.security import generate_password_hash

from renderers.web import create_app, passwords
from renderers.web.context import EXTENSION

ROW = "select {} from kne_for"


@pytest.mark.parametrize(("name", "password"), [("anne", "galt"), ("ingen", PASSWORD), ("", ""), ("anne", "")])
def test_a_wrong_name_or_password(world, name, password):
    visitor = world.visitor().log_in(name, password)
    assert visitor.status == 403
    assert "Feil navn eller passord" in visitor
    assert visitor.get("/").page.request.path == "/login"


def test_guessing_is_stopped_for_a_while(world):
    visitor = world.visitor()
    for _ in range(5):
        visitor.log_in("anne", "galt")
    assert visitor.log_in("anne").status == 429
    assert "Vent et kvarter" in visitor
    assert visitor.log_in("bent").status == 200
    world.clock.passes(minutes=16)
    assert world.visitor().log_in("anne").status == 200


FAILED = "select action, actor, table_name, row_id, why from access_log where why like 'innlogging%' order by at"
FROM = "innlogging fra 127.0.0.1"


@pytest.fixture(params=["world", "world_of_the_applications_role"])
def either_world(request):
    """The registry on each database."""
    return request.getfixturevalue(request.param)


def test_a_login_that_fails_is_logged_and_the_last_one_before_a_pause_as_such(either_world):
    world = either_world
    visitor = world.visitor()
    for _ in range(7):
        visitor.log_in("anne", "galt")
        world.clock.passes(seconds=1)
    assert world.rows(FAILED) == [
        *[("refused", "", "account", "anne", f"{FROM}: feil passord")] * 4,
        ("locked", "", "account", "anne", f"{FROM}: feil passord"),
    ]
    world.clock.passes(minutes=16)
    assert visitor.log_in("anne").status == 200
    assert len(world.rows(FAILED)) == 5


def test_what_is_typed_in_the_place_of_a_name_may_be_a_password_and_is_not_logged(world):
    world.visitor().log_in("mitt hemmelige passord", "")
    assert world.rows(FAILED) == [("refused", "", "account", "", f"{FROM}: ingen slik konto")]
    assert world.rows("select * from access_log where why like '%hemmelig%' or row_id like '%hemmelig%'") == []


def test_guessing_many_names_from_one_place_is_stopped_too(world, monkeypatch):
    monkeypatch.setattr(passwords, "NOBODY", generate_password_hash("nobody", "pbkdf2:sha256:1"))  # else it takes long
    visitor = world.visitor()
    for number in range(30):
        visitor.log_in(f"navn{number}", "galt")
    assert visitor.log_in("anne").status == 429


def test_logging_out_ends_the_session(world):
    anne = world.visitor("anne")
    anne.post("/logout", anne.fields)
    assert anne.get("/").page.request.path == "/login"


def test_logging_out_ends_the_session_for_a_copied_cookie_too(world):
    anne, thief = world.visitor("anne"), world.visitor()
    thief.client.set_cookie("session", anne.client.get_cookie("session").value)
    assert "Skjema før operasjon" in thief.get("/")
    anne.post("/logout", anne.fields)
    assert thief.get("/").page.request.path == "/login"
    assert world.rows("select count(*) from web_session") == [(0,)]


def test_a_login_is_another_session_than_the_one_before(world):
    anne = world.visitor()
    anne.client.set_cookie("session", "valgt av en annen")
    anne.log_in("anne")
    assert "Skjema før operasjon" in anne
    assert anne.client.get_cookie("session").value != "valgt av en annen"
    before = anne.client.get_cookie("session").value
    anne.post("/login", {**anne.fields, "_name": "bent", "_password": PASSWORD})
    assert anne.client.get_cookie("session").value != before
    assert world.rows("select account from web_session") == [("bent",)]


def test_several_processes_know_the_same_sessions(world):
    anne = world.visitor("anne")
    other = Visitor(create_app(replace(world.app.extensions[EXTENSION].settings, secret="en annen")))
    other.client.set_cookie("session", anne.client.get_cookie("session").value)
    assert "Skjema før operasjon" in other.get("/")
    other.post("/logout", other.fields)
    assert anne.get("/").page.request.path == "/login"


def test_using_a_session_is_written_down_once_a_minute_at_most(world):
    anne = world.visitor("anne")
    seen = "select seen from web_session"
    first = world.rows(seen)
    world.clock.passes(seconds=59)
    anne.get("/")
    assert world.rows(seen) == first
    world.clock.passes(seconds=1)
    anne.get("/")
    assert world.rows(seen) != first


def test_sessions_that_have_run_out_are_swept_when_somebody_logs_in(world):
    for name in ("anne", "bent"):
        world.visitor(name)
    world.clock.passes(minutes=31)
    world.visitor("cecilie")
    assert world.rows("select account from web_session") == [("cecilie",)]


def test_whoever_only_looks_at_the_login_page_leaves_nothing_in_the_database(world):
    visitor = world.visitor().get("/login")
    assert visitor.client.get_cookie("session") is not None
    assert world.rows("select count(*) from web_session") == [(0,)]


def test_a_login_form_that_did_not_come_from_us_is_refused(world):
    other = world.visitor().get("/login").fields["_token"]
    visitor = world.visitor().get("/login")
    visitor.post("/login", {"_token": other, "_name": "anne", "_password": PASSWORD})
    assert visitor.status == 403
    assert world.rows("select count(*) from web_session") == [(0,)]


@pytest.mark.parametrize("change", ["password_hash = 'ny'", "role = 'registry'"])
def test_another_password_or_role_ends_old_sessions(world, change):
    anne = world.visitor("medlem")
    world.rows(f"update account set {change} where name = 'medlem' returning name")
    assert anne.get("/").page.request.path == "/login"


@pytest.fixture
def world_of_the_applications_role(world_on_postgresql, postgres_server):
    """The registry on PostgreSQL, where the server logs in with no more than the application's own privileges."""
    name, world = f"server_{uuid4().hex[:8]}", world_on_postgresql
    with postgres_server.connect() as owner:
        owner.execute(f"create role {name} login in role skjemaverk_app, skjemaverk_people")
    url = world.url.replace("postgres@", f"{name}@")
    app = create_app(replace(world.app.extensions[EXTENSION].settings, database_url=url))
    yield replace(world, app=app)
    app.extensions[EXTENSION].engine.dispose()
    with postgres_server.connect() as owner:
        owner.execute(f"drop role {name}")


def test_the_applications_role_is_enough_for_sessions_and_for_what_is_open(world_of_the_applications_role):
    world = world_of_the_applications_role
    anne, thief = world.visitor("anne"), world.visitor()
    thief.client.set_cookie("session", anne.client.get_cookie("session").value)
    world.clock.passes(minutes=29)
    assert "Skjema før operasjon" in anne.get("/")
    world.clock.passes(minutes=29)
    assert "Skjema før operasjon" in thief.get("/")
    anne.post("/logout", anne.fields)
    assert thief.get("/").page.request.path == "/login"
    assert world.visitor("leser").get("/styre").status == 200
    assert [world.visitor().get(path).status for path in ("/historikk", "/historikk/atom.xml")] == [200, 200]


def test_a_demos_logins_need_a_password_elsewhere(world):
    assert world.visitor().log_in("pasient", "").status == 403


@pytest.mark.parametrize(("minutes", "times", "is_in"), [(29, 3, True), (31, 1, False), (29, 25, False)])
def test_a_session_lasts_while_it_is_used_and_not_for_ever(world, minutes, times, is_in):
    anne = world.visitor("anne")
    for _ in range(times):
        world.clock.passes(minutes=minutes)
        anne.get("/")
    assert (anne.page.request.path == "/") is is_in


def test_what_was_typed_when_the_session_ended_is_not_lost(world):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    world.clock.passes(hours=1)
    anne.save(hoyde="sk<>rå", annet="linje 1\r\nlinje 2", arbeid="2", **{"confirm.hoyde.below-soft-min": "1"})
    assert anne.status == 401
    assert "Ingenting er tapt." in anne
    assert world.rows(ROW.format("arbeid")) == [(None,)]
    anne.post("/login", {**anne.fields, "_name": "anne", "_password": "galt"})
    assert anne.status == 403
    anne.post("/login", {**anne.fields, "_name": "anne", "_password": PASSWORD})
    assert "Du kan fortsette der du var" in anne
    assert anne.fields["hoyde"] == "sk<>rå"
    assert anne.fields["annet"].replace("\r\n", "\n") == "linje 1\nlinje 2"
    path = world.visitor("anne").begin(world.episodes["anne"]).page.request.path
    anne.post(path, {**anne.fields, "hoyde": "180", "_save": ""})
    assert anne.status == 200
    assert world.rows(ROW.format("hoyde, arbeid")) == [(180, 2)]


def test_what_one_had_typed_is_not_shown_in_anothers_form(world):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    world.clock.passes(hours=1)
    anne.save(hoyde="180")
    anne.post("/login", {**anne.fields, "_name": "bent", "_password": PASSWORD})
    assert anne.status == 403
    assert "180" not in anne


def test_login_leads_to_where_one_was_going(world):
    path = world.visitor("anne").begin(world.episodes["anne"]).page.request.path
    visitor = world.visitor().get(path)
    visitor.post("/login", {**visitor.fields, "_name": "anne", "_password": PASSWORD})
    assert visitor.page.request.path == path
