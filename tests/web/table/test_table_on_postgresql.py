"""The same on the production database: a case written, put on the table, and answered."""

from dataclasses import replace

from cases import Table, own, seat

from renderers.web import Settings, create_app
from renderers.web.context import EXTENSION


def test_a_case_goes_all_the_way_on_postgresql(world_on_postgresql, site):
    world = world_on_postgresql
    app = create_app(Settings(catalogue=site, database_url=world.url, secret="prøve", secure=False, clock=world.clock))
    seat(world, site)
    table = Table(replace(world, app=app))
    table.opened()
    medlem = table.visitor("medlem").get("/saker/1/endring/2")
    fields = own(medlem, "_token", "_seat")
    medlem.post("/saker/1/endring/2/syn", {**fields, "_view": "remark", "_text": "Bra"})
    medlem.post("/saker/1/endring/2/notat", {**fields, "_text": "Hva med lærlinger?"})
    medlem.post("/saker/1/habilitet", {**fields, "_text": "Jeg forsker på dette"})
    assert table.rows("select view, count(*) from proposal_view group by view") == [("remark", 3)]
    leder = table.visitor("leder").get("/saker/1/endring/2")
    assert "Hva med lærlinger?" in leder
    assert "Jeg forsker på dette" in leder.get("/saker/1")
    assert "Du har 2 endringer igjen å svare på." in leder.get("/saker")
    app.extensions[EXTENSION].engine.dispose()
