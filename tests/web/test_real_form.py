"""The real patient form, answered in many valid ways: what was meant is what is stored, through page and back."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from visitors import Visitor

from engine.access import Access
from engine.answers import Answers
from engine.coercion import Style
from engine.store import fetch
from engine.synth import synthesise
from engine.tables.names import reason_column
from renderers.html.questions import questionnaire
from renderers.html.submission import typed_answers
from renderers.web import Settings, create_app
from renderers.web.context import EXTENSION
from renderers.web.demo import SYSTEM, create_demo
from tests.nkr import ROOT, nkr_catalogue

NOW = datetime.now(UTC)
CATALOGUE = nkr_catalogue()
FORM = CATALOGUE.form["rygg.pasient"]
WAYS = synthesise(CATALOGUE, FORM, 14, seed=1, today=NOW.date()).rows


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('real') / 'real.sqlite'}"
    create_demo(url, CATALOGUE, "", NOW)
    return create_app(Settings(catalogue=ROOT, database_url=url, secret="prøve", secure=False, demo=True))


@pytest.fixture(scope="module")
def nurse(app) -> Visitor:
    """Somebody with the form of a patient who has consented open before them."""
    visitor = Visitor(app)
    visitor.get("/login").post("/login", {**visitor.fields, "_name": "sykepleier"})
    card = next(part for part in visitor.page.text.split("<section") if "Solveig" in part)
    return visitor.post(card.split('action="')[1].split('"')[0], {"_token": visitor.fields["_token"], "_mode": "paper"})


def stored(app, row_id: str) -> Answers:
    with app.test_request_context():
        shared = app.extensions[EXTENSION]
        with shared.engine.begin() as connection:
            return fetch(Access(connection, shared.tables, SYSTEM, NOW, "prøve"), FORM.address, row_id).answers


def meant(row: Mapping[str, object]) -> Answers:
    """A synthetic row as answers: what a person would say, without what the system adds."""
    asked = {variable.name for variable in FORM.variables if not variable.is_calculated}
    values = {name: row[name] for name in asked if row.get(name) is not None and row[name] is not False}
    offered = {name: variables[0].offered_reasons for name, variables in FORM.reason_names.items()}
    given = {name: row.get(reason_column(name)) for name in FORM.reason_names}
    return Answers(values, {name: reason for name, reason in given.items() if reason in offered[name]})


@pytest.mark.parametrize("way", range(len(WAYS)))
def test_what_was_meant_is_stored(app, nurse, way):
    answers = meant(WAYS[way])
    path = nurse.page.request.path.removesuffix("/receipt")
    if way:
        nurse.get(path).post(f"{path}/reopen", {**nurse.fields, "_why": "prøve"})
    own = {name: text for name, text in nurse.fields.items() if name.startswith("_")}
    fields = {**own, **typed_answers(questionnaire(FORM), answers, Style(",")), "_final": "1"}
    nurse.post(path, fields)
    unusual = [name for name in nurse.fields if name.startswith("because.")]
    if nurse.status == 422 and unusual:
        ticks = {name.replace("because.", "confirm."): "1" for name in unusual}
        nurse.post(path, {**nurse.fields, **ticks, "_final": "1"})
    assert "Skjemaet er sendt inn" in nurse
    found = stored(app, path.rsplit("/", 1)[1])
    assert {name: value for name, value in found.values.items() if name in answers.values} == answers.values
    assert {name: found.reasons.get(name) for name in answers.reasons} == answers.reasons
