"""What each role meets: those without patients begin at a page of their own, and reach no patient."""

import re

import pytest

OFFICES = {
    "leder": "Leder av fagrådet",
    "medlem": "Fagrådsmedlem",
    "dataansvarlig": "Dataansvarlig",
    "leser": "Leser",
}
WAYS = ("/saker", "/styre", "/catalogue", "/historikk")


@pytest.mark.parametrize(("name", "title"), OFFICES.items())
def test_those_without_patients_begin_with_the_cases_and_the_catalogue(world, name, title):
    visitor = world.visitor(name)
    assert visitor.page.request.path == "/"
    assert title in visitor
    assert not re.search(r"Anne|Bent|Cecilie", visitor.page.text)
    assert all(f'href="{way}"' in visitor for way in WAYS)


@pytest.mark.parametrize("name", OFFICES)
def test_those_without_patients_reach_none(world, name):
    bents = world.visitor("bent").begin(world.episodes["bent"]).page.request.path
    visitor = world.visitor(name)
    assert visitor.get(bents).status == 403
    assert visitor.begin(world.episodes["anne"]).status == 403
    token = visitor.get("/").fields["_token"]
    assert visitor.post("/episode", {"_token": token, "_number": "13840100154", "_module": "kne"}).status == 403
    assert visitor.post("/consent", {"_token": token}).status == 403


def test_the_registrys_people_find_the_cases_above_their_patients(world):
    registry = world.visitor("registeret")
    assert "Anne Prøve" in registry
    assert all(f'href="{way}"' in registry for way in WAYS)


@pytest.mark.parametrize("name", ["anne", "surgeon_a", "staff_a"])
def test_those_with_patients_do_not_meet_the_cases(world, name):
    assert 'href="/saker"' not in world.visitor(name)
