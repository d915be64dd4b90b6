"""The demo: the real registry in a fresh database, a login for every role, and nobody who exists."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from visitors import Visitor

from catalogue.source.loader import load
from renderers.web import Settings, create_app
from renderers.web.context import EXTENSION
from renderers.web.demo import create_demo
from renderers.web.demo_logins import DEMO_LOGINS
from renderers.web.identity_number import is_identity_number

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite'}"
    create_demo(url, load(ROOT / "variables.yaml").catalogue, "", datetime.now(UTC))
    return create_app(Settings(catalogue=ROOT, database_url=url, secret="prøve", secure=False, demo=True))


def enter(app, login: str) -> Visitor:
    visitor = Visitor(app)
    visitor.get("/")
    return visitor.post("/login", {**visitor.fields, "_name": login})


@pytest.mark.parametrize("login", [login.name for login in DEMO_LOGINS])
def test_there_is_one_login_per_role(app, login):
    visitor = enter(app, login)
    assert visitor.status == 200
    assert "Alle her er oppdiktet." in visitor
    assert visitor.page.request.path == "/"


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
