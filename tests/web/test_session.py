"""Logging in and out, sessions that end, and what was typed when they did."""

import pytest
from visitors import PASSWORD

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


def test_guessing_many_names_from_one_place_is_stopped_too(world):
    visitor = world.visitor()
    for number in range(30):
        visitor.log_in(f"navn{number}", "galt")
    assert visitor.log_in("anne").status == 429


def test_logging_out_ends_the_session(world):
    anne = world.visitor("anne")
    anne.post("/logout", anne.fields)
    assert anne.get("/").page.request.path == "/login"


def test_a_demos_logins_need_a_password_elsewhere(world):
    assert world.visitor().log_in("pasient", "").status == 403


def test_a_new_password_ends_old_sessions(world):
    anne = world.visitor("anne")
    world.rows("update account set password_hash = 'ny' where name = 'anne' returning name")
    assert anne.get("/").page.request.path == "/login"


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
