"""The demo: the real registry in a fresh database, a login for every role, and nobody who exists."""

import re
from datetime import UTC, datetime

import pytest
from visitors import Visitor

from engine.account_keeping import lines
from migrations_gen.states import snapshot
from renderers.web import Settings, create_app
from renderers.web.context import EXTENSION
from renderers.web.demo import create_demo
from renderers.web.demo_case import read_demo_case
from renderers.web.demo_logins import DEMO_LOGINS, logins_with
from renderers.web.identity_number import is_identity_number
from tests.nkr import ROOT, loaded_nkr


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite'}"
    now = datetime.now(UTC)
    loaded, case = loaded_nkr(), read_demo_case(ROOT / "catalogue" / "nkr")
    logins = create_demo(url, loaded.catalogue, snapshot(ROOT / "variables.yaml"), now, case)
    return create_app(
        Settings(catalogue=ROOT, database_url=url, secret="prøve", secure=False, demo=True, logins=logins)
    )


def enter(app, login: str) -> Visitor:
    visitor = Visitor(app)
    visitor.get("/")
    return visitor.post("/login", {**visitor.fields, "_name": login})


def test_there_is_a_login_for_each_role_and_for_each_seat_but_one(app):
    logins = app.extensions[EXTENSION].settings.logins
    page = Visitor(app).get("/login").page.text
    assert {login.role for login in logins} == {login.role for login in DEMO_LOGINS}
    assert "<strong>Fagrådsmedlem: Brukerrepresentant</strong>" in page
    for login in logins:
        assert f'value="{login.name}"' in page
        visitor = enter(app, login.name)
        assert (visitor.status, visitor.page.request.path) == (200, "/")
        assert "Alle her er oppdiktet." in visitor


def test_the_logins_stand_in_the_log(app):
    with app.extensions[EXTENSION].engine.connect() as connection:
        told = {(line.account, line.action, line.actor) for line in lines(connection)}
    logins = app.extensions[EXTENSION].settings.logins
    made = {(login.name, "create", "demo") for login in logins}
    assert told == made | {(login.name, "seat", "demo") for login in logins if login.seat}


def test_the_demos_board_sits_today_and_has_a_vacant_seat(app):
    page = enter(app, "leser").get("/styre")
    logins = app.extensions[EXTENSION].settings.logins
    assert all(login.name in page for login in logins if login.seat)
    assert page.page.text.count('data-color="warning"') == 1
    assert "Ingen sitter i denne plassen." in page


def test_a_demo_without_a_board_has_a_leader_and_a_member():
    assert logins_with(None) == DEMO_LOGINS


def test_a_patient_finds_the_form_before_operation_and_can_begin(app):
    patient = enter(app, "pasient")
    path = patient.page.text.split('action="/episode/')[1].split('"')[0]
    patient.post(f"/episode/{path}", {"_token": patient.fields["_token"]})
    assert patient.status == 200
    assert 'data-form="rygg.pasient"' in patient


def test_a_department_has_patients_at_every_stage(app):
    nurse = enter(app, "sykepleier")
    assert "Begynt, ikke sendt" in nurse
    assert "Ikke begynt" in nurse
    assert "Tinden sykehus" not in nurse


def test_an_analyst_finds_the_views(app):
    with app.extensions[EXTENSION].engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM rygg_analyse_tekst").scalar() == 4


def test_the_identity_numbers_are_those_of_synthetic_persons(app):
    numbers = set(re.findall(r"\b\d{11}\b", enter(app, "registeret").page.text))
    assert len(numbers) == 10
    assert all(is_identity_number(number) and 81 <= int(number[2:4]) <= 92 for number in numbers)


def test_the_real_catalogue_has_a_history_from_its_first_release(app):
    outsider = Visitor(app)
    assert "hoyde" in outsider.get("/historikk/variabler?sok=hoyde")
    address = re.search(r'href="(/historikk/variabel/[^"]+)"', outsider.page.text)[1]
    assert "Var med i den første utgivelsen" in outsider.get(address)
    lists = re.findall(r'href="(/historikk/kodeliste/[^"]+)"', outsider.get("/historikk/variabler").page.text)
    assert len(lists) > 20
    assert all(outsider.get(path).status == 200 for path in lists[:3])


def test_a_case_waits_for_the_secretariat_and_nothing_stands_in_its_way(app):
    page = enter(app, "registeret").get("/saker/1")
    assert "Enker og enkemenn får sitt eget svar" in page
    assert "Legg fram saken" in page
    assert enter(app, "leser").get("/saker/1").status == 403
