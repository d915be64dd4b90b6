"""Filling in a form without script: what is saved, what is refused, and that nothing typed is ever lost."""

import pytest

ROW = "select {} from kne_for"


def test_a_new_form_has_its_prefilled_answers(world):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    assert anne.status == 200
    assert {name: anne.fields[name] for name in ("dato.d", "dato.m", "dato.y")} == {
        "dato.d": "2",
        "dato.m": "3",
        "dato.y": "2026",
    }


def test_a_draft_with_gaps_is_saved_and_shown_again(world):
    anne = world.visitor("anne").begin(world.episodes["anne"]).save(hoyde="180", vekt="72,5")
    assert anne.status == 200
    assert "Lagret klokken 10:30" in anne
    assert world.rows(ROW.format("hoyde, vekt, kmi, status, revision")) == [(180, 72.5, None, 0, 2)]
    assert (anne.fields["hoyde"], anne.fields["vekt"]) == ("180", "72,5")
    assert ">22,4</output>" in anne
    assert '>66</output> <span class="unit">år</span>' in anne


def test_an_answer_shows_the_questions_that_follow(world):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    assert 'id="q-prosent"' in anne
    assert anne.fields["_hidden"] == "annet prosent"
    anne.press("_update", "arbeid", arbeid="2")
    assert anne.fields["_hidden"] == ""
    assert anne.page.request.path.startswith("/form/kne.for/")


REFUSED = [
    # typed, the column that stays empty, what is said
    ({"hoyde": "høy"}, "hoyde", "Skriv et helt tall, bare med sifre."),
    ({"hoyde": "180,5"}, "hoyde", "Skriv et helt tall, uten desimaler."),
    ({"hoyde": "95"}, "hoyde", "Skriv et tall som er 100\N{NO-BREAK SPACE}cm eller mer."),
    ({"hoyde": "9" * 16}, "hoyde", "Skriv et tall som er 230\N{NO-BREAK SPACE}cm eller mindre."),
    ({"vekt": "72,55"}, "vekt", "Skriv høyst 1 siffer etter komma."),
    ({"dato__d": "31", "dato__m": "2"}, "dato", "Skriv en dato som finnes"),
    ({"dato__y": "2019"}, "dato", "Skriv en dato som er 01.01.2020 eller senere."),
    ({"arbeid": "7"}, "arbeid", "Velg ett av svarene"),
    ({"arbeid": "9"}, "arbeid", "Velg ett av svarene"),
    ({"arbeid": "missing:not_asked"}, "arbeid_missing", "Velg ett av svarene"),
    ({"smerte": "11"}, "smerte", "Skriv et tall som er 10 eller mindre."),
    ({"sykdom_gikt": "kanskje"}, "sykdom_gikt", "Velg Ja eller Nei."),
    ({"annet": "x" * 10_001, "arbeid": "2"}, "annet", "Kort den ned til 10\N{NO-BREAK SPACE}000 tegn"),
    ({"annet": "a\0b", "arbeid": "2"}, "annet", "Teksten har tegn som ikke kan lagres."),
    ({"hoyde": "180", "hoyde__unknown": "1"}, "hoyde", "Enten svarer du"),
]


@pytest.mark.parametrize(("typed", "column", "said"), REFUSED)
def test_a_refused_answer_is_shown_again_and_the_rest_is_saved(world, typed, column, said):
    anne = world.visitor("anne").begin(world.episodes["anne"]).save(side_vondt_h="1", **typed)
    assert anne.status == 422
    assert said in anne
    assert 'id="summary"' in anne
    assert world.rows(ROW.format(f"{column}, side_vondt_h, status")) == [(None, 1, 0)]
    for name, text in typed.items():
        if name not in ("arbeid", "smerte", "sykdom_gikt"):
            assert anne.fields[name.replace("__", ".")].replace("\ufffd", "\0") == text


def test_everything_typed_comes_back_escaped(world):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    anne.save(hoyde='"><script>', annet="</textarea><b>\r\n\r\nå", arbeid="2")
    assert "<script>" not in anne.page.text.replace("<script type=", "")
    assert anne.fields["hoyde"] == '"><script>'
    assert "&lt;/textarea&gt;&lt;b&gt;" in anne


def test_a_form_is_not_final_before_it_is_whole(world):
    anne = world.visitor("anne").begin(world.episodes["anne"]).send(arbeid="2")
    assert anne.status == 422
    assert "«Hvor høy er du?»: Dette må besvares." in anne
    assert 'href="#f-hoyde"' in anne
    assert "«Hvor mange prosent er du sykmeldt?»: Dette må besvares." in anne
    assert world.rows(ROW.format("arbeid, status")) == [(2, 0)]


def test_a_final_form_has_a_receipt_and_is_read_only(world):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    anne.send(hoyde="180", vekt="80", arbeid="missing:declined", sykdom_gikt="1")
    assert anne.status == 200
    assert "Skjemaet er sendt inn" in anne
    columns = "hoyde, kmi, arbeid, arbeid_missing, prosent_missing, sykdom_gikt, sykdom_diabetes, side_missing, status"
    assert world.rows(ROW.format(columns)) == [(180, 24.7, None, "declined", "not_asked", 1, 0, "not_answered", 1)]
    anne.get(anne.page.request.path.removesuffix("/receipt"))
    assert "Vil ikke svare" in anne
    assert "Ikke besvart" in anne
    assert "Hvor mange prosent" not in anne
    assert "Åpne skjemaet igjen" not in anne


def test_a_reason_may_stand_for_an_answer(world):
    anne = world.visitor("anne").begin(world.episodes["anne"]).send(hoyde__unknown="1")
    assert "Skjemaet er sendt inn" in anne
    assert world.rows(ROW.format("hoyde, hoyde_missing")) == [(None, "unknown")]


def test_an_unusual_answer_is_confirmed(world):
    anne = world.visitor("anne").begin(world.episodes["anne"]).send(hoyde="135")
    assert anne.status == 422
    assert "De fleste er 140\N{NO-BREAK SPACE}cm eller mer." in anne
    anne.send(**{"confirm.hoyde.below-soft-min": "1"})
    assert "Skjemaet er sendt inn" in anne
    assert world.rows("select variable, rule, reason from confirmation") == [
        ("hoyde", "below-soft-min", "bekreftet uten begrunnelse")
    ]


def test_health_personnel_say_why_an_answer_is_unusual(world):
    surgeon = world.visitor("surgeon_a").begin(world.episodes["anne"], "kne.operasjon", "op")
    answers = {"op_dato__d": "1", "op_dato__m": "3", "op_dato__y": "2026", "blodtap": "2500"}
    surgeon.send(**answers, **{"confirm.blodtap.above-soft-max": "1"})
    assert surgeon.status == 422
    assert "confirm.blodtap.above-soft-max" in surgeon.fields
    surgeon.send(**{"because.blodtap.above-soft-max": "karskade"})
    assert "Skjemaet er sendt inn" in surgeon
    assert world.rows("select reason from confirmation") == [("karskade",)]


def test_a_hard_rule_cannot_be_confirmed(world):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    anne.send(hoyde="145", vekt="200", **{"confirm.vekt.lett_og_lav": "1"})
    assert anne.status == 422
    assert "Høyde og vekt passer ikke sammen." in anne
    assert world.rows(ROW.format("hoyde, vekt, status")) == [(145, 200, 0)]


def test_an_answer_can_be_removed_again(world):
    anne = world.visitor("anne").begin(world.episodes["anne"]).save(smerte="4", arbeid="1")
    anne.press("_clear", "smerte")
    assert world.rows(ROW.format("smerte, arbeid")) == [(None, 1)]


# ---- answers to questions that are not asked ----


def test_a_draft_keeps_what_is_no_longer_asked(world):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    anne.save(arbeid="2", prosent="50").save(arbeid="1")
    assert world.rows(ROW.format("arbeid, prosent")) == [(1, 50)]
    anne.save(arbeid="2")
    assert anne.fields["prosent"] == "50"


def test_an_answer_the_writer_has_seen_disappear_is_left_out_of_a_final_form(world):
    anne = world.visitor("anne").begin(world.episodes["anne"])
    anne.save(arbeid="2", prosent="50").save(arbeid="1").send(hoyde="180")
    assert "Skjemaet er sendt inn" in anne
    assert world.rows(ROW.format("prosent, prosent_missing")) == [(None, "not_asked")]


def test_an_answer_to_what_is_not_asked_is_refused_until_it_has_been_seen(world):
    anne = world.visitor("anne").begin(world.episodes["anne"]).press("_update", "arbeid", arbeid="2")
    anne.send(hoyde="180", prosent="50", arbeid="1")
    assert anne.status == 422
    assert "Dette spørsmålet stilles ikke når du har svart slik på de andre." in anne
    assert anne.fields["prosent"] == "50"
    assert world.rows(ROW.format("prosent, status")) == [(50, 0)]
    assert "Skjemaet er sendt inn" in anne.send()
    assert world.rows(ROW.format("prosent, status")) == [(None, 1)]


# ---- corrections ----


def test_health_personnel_open_a_final_form_again_with_a_reason(world):
    world.visitor("anne").begin(world.episodes["anne"]).send(hoyde="180")
    nurse = world.visitor("staff_a").begin(world.episodes["anne"])
    assert "Åpne skjemaet igjen" in nurse
    path = f"{nurse.page.request.path}/reopen"
    assert nurse.post(path, nurse.fields).status == 422
    assert nurse.post(path, {**nurse.fields, "_why": "Pasienten ringte"}).status == 200
    assert world.rows(ROW.format("status, hoyde")) == [(0, 180)]
    assert world.rows("select actor, why from access_log where action = 'reopen'") == [
        ("staff_a", "retting: Pasienten ringte")
    ]
    assert "Skjemaet er sendt inn" in nurse.send(hoyde="181")


def test_consent_is_needed_to_send_and_not_to_write(world):
    cecilie = world.visitor("cecilie").begin(world.episodes["cecilie"]).send(hoyde="170")
    assert cecilie.status == 422
    assert "samtykket mangler" in cecilie
    assert world.rows(ROW.format("hoyde, status")) == [(170, 0)]
    cecilie.get("/").post("/consent", cecilie.fields)
    assert "Jeg har lest informasjonen" not in cecilie
    assert "Skjemaet er sendt inn" in cecilie.begin(world.episodes["cecilie"]).send()
