"""Who reaches what, tested as refusals; and that the log knows of every reading, writing and refusal."""

import pytest


@pytest.fixture
def bents_form(world):
    """A form of a patient at the other department."""
    return world.visitor("bent").begin(world.episodes["bent"]).page.request.path


@pytest.mark.parametrize("name", ["anne", "surgeon_a", "staff_a", "leser"])
def test_another_departments_form_is_refused_and_the_refusal_logged(world, bents_form, name):
    visitor = world.visitor(name)
    visitor.get(bents_form)
    assert visitor.status == 403
    assert "Du har ikke lov" in visitor
    visitor.get("/catalogue")
    assert visitor.post(bents_form, {"_token": visitor.fields["_token"], "hoyde": "150", "_save": ""}).status == 403
    assert world.rows("select hoyde from kne_for") == [(None,)]
    refusals = world.rows(
        f"select distinct table_name, row_id from access_log where actor = '{name}' and action = 'refused'"
    )
    assert refusals == [("kne_for", bents_form.rsplit("/", 1)[1])]


@pytest.mark.parametrize("name", ["bent", "surgeon_b", "staff_b", "registeret"])
def test_those_who_may_see_it_do(world, bents_form, name):
    assert world.visitor(name).get(bents_form).status == 200
    assert (name,) in world.rows(
        "select distinct actor from access_log where action = 'read' and table_name = 'kne_for'"
    )


def test_a_patient_opens_no_form_that_is_not_theirs_to_answer(world):
    assert world.visitor("anne").begin(world.episodes["anne"], "kne.operasjon", "op").status == 403
    surgeon = world.visitor("surgeon_a").begin(world.episodes["anne"], "kne.operasjon", "op")
    path = surgeon.page.request.path
    assert surgeon.status == 200
    assert world.visitor("anne").get(path).status == 403


def test_nobody_begins_a_form_of_another_departments_patient(world):
    for name in ("anne", "surgeon_a", "leser"):
        assert world.visitor(name).begin(world.episodes["bent"]).status == 403
    assert world.rows("select count(*) from kne_for") == [(0,)]


def test_a_patient_does_not_open_a_final_form_again(world):
    anne = world.visitor("anne").begin(world.episodes["anne"]).send(hoyde="170")
    path = anne.page.request.path.removesuffix("/receipt")
    token = anne.get("/").fields["_token"]
    assert anne.post(f"{path}/reopen", {"_token": token, "_revision": "2", "_why": "ombestemte meg"}).status == 403
    assert world.rows("select status from kne_for") == [(1,)]


def test_patients_wait_for_their_time_and_personnel_may_come_late(world):
    surgeon = world.visitor("surgeon_a")
    assert surgeon.begin(world.episodes["anne"], timepoint="m3").status == 403
    surgeon.begin(world.episodes["anne"], "kne.operasjon", "op").send(op_dato__d="1", op_dato__m="3", op_dato__y="2026")
    anne = world.visitor("anne")
    assert anne.begin(world.episodes["anne"], timepoint="m3").status == 403
    assert anne.begin(world.episodes["anne"]).status == 403  # the time before the operation is over
    assert surgeon.begin(world.episodes["anne"]).status == 200
    world.clock.passes(days=100)
    assert world.visitor("anne").begin(world.episodes["anne"], timepoint="m3").status == 200


def test_only_health_personnel_register_patients_and_at_their_own_place(world):
    for name in ("anne", "leser", "registeret"):
        visitor = world.visitor(name)
        token = visitor.get("/").fields["_token"]
        assert visitor.post("/episode", {"_token": token, "_number": "13840100154", "_module": "kne"}).status == 403
    assert world.rows("select count(*) from episode") == [(3,)]


NOWHERE = [
    "/form/kne.for/0000",
    "/form/kne.for/%00",
    "/form/kne.finnesikke/0000",
    "/form/person/0000",
    "/form/kne.for/0000/receipt",
    "/catalogue/kne.finnesikke",
    "/static/0000/skjemaverk.css",
    "/rules/0000/kne.for.js",
    "/preview/kne.for",
    "/finnes/ikke",
]


@pytest.mark.parametrize("path", NOWHERE)
def test_what_does_not_exist_is_said_so(world, path):
    visitor = world.visitor("registeret").get(path)
    assert visitor.status == 404
    assert "Denne siden finnes ikke." in visitor


@pytest.mark.parametrize("path", ["/", "/form/kne.for/0000", "/catalogue"])
def test_without_login_there_is_only_the_login_page(world, path):
    visitor = world.visitor().get(path)
    assert visitor.page.request.path == "/login"
    assert "Brukernavn" in visitor


def test_begun_forms_are_for_known_places_in_the_plan(world):
    surgeon = world.visitor("surgeon_a")
    for form, timepoint in (("kne.for", "op"), ("kne.operasjon", "preop"), ("kne.for", "aldri"), ("person", "preop")):
        assert surgeon.begin(world.episodes["anne"], form, timepoint).status == 404
