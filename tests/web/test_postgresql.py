"""The same on the production database: a form's life, a conflict, a refusal, and text that it cannot keep."""

ROW = "select {} from kne_for"


def test_a_forms_life(world_on_postgresql):
    world = world_on_postgresql
    anne = world.visitor("anne").begin(world.episodes["anne"]).save(hoyde="180", vekt="72,5", arbeid="2")
    assert world.rows(ROW.format("hoyde, vekt, arbeid, status")) == [(180, 72.5, 2, 0)]
    nurse = world.visitor("staff_a").begin(world.episodes["anne"]).save(vekt="73")
    assert anne.save(vekt="74").status == 409
    assert nurse.save(annet="a\0b").status == 422
    assert "Skjemaet er sendt inn" in nurse.send(prosent="40", annet="å 🦴")
    assert world.rows(ROW.format("vekt, prosent, kmi, annet, status")) == [(73, 40, 22.5, "å 🦴", 1)]
    assert world.visitor("surgeon_b").get(nurse.page.request.path).status == 403
    assert nurse.get("/form/kne.for/%00").status == 404
    assert world.visitor().log_in("an\0ne").status == 400
