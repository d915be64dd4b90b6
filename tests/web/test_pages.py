"""The pages around the forms: who meets what, and in which language."""

import pytest


def test_a_patient_meets_their_own_forms(world):
    anne = world.visitor("anne")
    assert "Skjema før operasjon" in anne
    assert "Ikke begynt" in anne
    assert "Operasjon</h2>" not in anne
    anne.begin(world.episodes["anne"]).save(hoyde="170").get("/")
    assert "Begynt, ikke sendt" in anne


def test_a_department_meets_its_own_patients(world):
    nurse = world.visitor("staff_a")
    assert "Anne Prøve" in nurse
    assert "00000000000" in nurse
    assert "Bent Prøve" not in nurse
    assert "På telefon" in nurse


def test_the_registry_meets_all_and_a_reader_the_catalogue(world):
    registry = world.visitor("registeret")
    assert "Anne Prøve" in registry
    assert "Bent Prøve" in registry
    assert "Registrer en ny pasient" not in registry
    reader = world.visitor("leser")
    assert reader.page.request.path == "/"
    assert "Prøve" in reader.get("/catalogue/kne.for")
    assert "vekt / power(hoyde / 100, 2)" in reader


def test_a_paper_form_is_entered_as_such(world):
    nurse = world.visitor("staff_a")
    token = nurse.fields["_token"]
    nurse.post(f"/episode/{world.episodes['anne']}/kne.for/preop", {"_token": token, "_mode": "paper"})
    assert world.rows("select mode, created_by from kne_for") == [("paper", "staff_a")]
    assert (
        nurse.post(f"/episode/{world.episodes['anne']}/kne.for/preop", {"_token": token, "_mode": "due"}).status == 400
    )


def test_a_patient_is_registered(world):
    nurse = world.visitor("staff_a")
    form = {"_token": nurse.fields["_token"], "_module": "kne", "_consent": "1"}
    nurse.post("/episode", {**form, "_number": "138451 001 54"})
    assert nurse.status == 422
    assert "Dette er ikke et gyldig nummer." in nurse
    assert nurse.fields["_number"] == "138451 001 54"
    assert nurse.post("/episode", {**form, "_number": "148351 00015"}).status == 200
    assert "14835100015" in nurse
    assert world.rows("select count(*) from consent") == [(3,)]
    assert nurse.post("/episode", {**form, "_module": "hofte", "_number": "14835100015"}).status == 400


LANGUAGES = [
    # asked for, cookie from before, the browser's, what is spoken
    ("", "", "", 'lang="nb"'),
    ("", "", "nn-NO,nb;q=0.9", 'lang="nn"'),
    ("", "en", "nn-NO", 'lang="en"'),
    ("nn", "en", "", 'lang="nn"'),
    ("tlh", "en", "", 'lang="en"'),
]


@pytest.mark.parametrize(("asked", "cookie", "browser", "spoken"), LANGUAGES)
def test_the_language_is_chosen_without_logging_in(world, asked, cookie, browser, spoken):
    visitor = world.visitor()
    if cookie:
        visitor.client.set_cookie("language", cookie)
    answer = visitor.client.get(
        "/login", query_string={"language": asked} if asked else {}, headers={"Accept-Language": browser}
    )
    assert f"<html {spoken}>" in answer.text


def test_a_language_chosen_in_a_form_saves_what_was_typed(world):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    anne.press("_language", "nn", hoyde="170")
    assert '<html lang="nn">' in anne
    assert "må svarast på" in anne
    assert '<span lang="nb">Hvor høy er du?</span>' in anne
    assert anne.fields["hoyde"] == "170"
    assert '<html lang="nn">' in anne.get("/")


def test_a_method_that_is_not_for_this_page(world):
    anne = world.visitor("anne")
    anne.page = anne.client.put("/")
    assert anne.status == 405
    assert "kan ikke brukes på den måten" in anne
