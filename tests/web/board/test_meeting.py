"""The meeting on one screen: what everybody sees, who may say what, and every refusal."""

import pytest

from migrations_gen.proposals.records import Stage

HEIGHT, PAIN, WEIGHT = "kne.for.hoyde", "kne.for.smerte", "kne.for.vekt"


def test_one_change_at_a_time_with_what_the_seats_have_said(meeting):
    meeting.say("leder", "recommend", about=HEIGHT)
    meeting.say("medlem", "against", "Barn er lavere", about=HEIGHT)
    page = meeting.visitor("dataansvarlig").get(f"/saker/1/mote?endring={meeting.changes[HEIGHT]}")
    assert page.status == 200
    for text in ("Hvor høy er du?", "Helse Nord", "Helse Vest", "Barn er lavere", "2 of at least 2", "100", "110"):
        assert text in page, text
    assert "Brukerrepresentant must always have answered" in page
    assert "There is a quorum" not in page


def test_one_goes_through_all_of_them_by_links(meeting):
    page, seen = meeting.visitor("leder").get("/saker/1/mote"), []
    for _ in range(len(meeting.changes)):
        seen.append(page.fields["_change"])
        following = page.page.text.partition('rel="next" href="')[2].partition('"')[0]
        page.get(f"/saker/1/mote{following}")
    assert sorted(seen) == sorted(meeting.changes.values())


def test_the_last_word_of_a_seat_is_shown_on_its_own_button(meeting):
    meeting.say("medlem", "against", "Nei", about=HEIGHT)
    page = meeting.say("medlem", "recommend", about=HEIGHT)
    assert 'value="recommend" aria-pressed="true"' in page
    assert meeting.world.rows("SELECT count(*) FROM proposal_view") == [(2,)]


@pytest.mark.parametrize("view", ["remark", "against", "abstain"])
def test_a_no_without_a_reason_is_asked_for_one_and_not_kept(meeting, view):
    page = meeting.say("medlem", view, "  ", about=HEIGHT)
    assert (page.status, "Write why" in page) == (422, True)
    assert meeting.world.rows("SELECT count(*) FROM proposal_view") == [(0,)]


def test_the_leader_keeps_a_note_that_all_can_read(meeting):
    leader = meeting.visitor("leder").get(f"/saker/1/mote?endring={meeting.changes[HEIGHT]}")
    leader.post("/saker/1/mote", {**leader.fields, "_note": "1", "_text": "Drøftet i ti minutter"})
    assert "Drøftet i ti minutter" in meeting.visitor("leser").get(f"/saker/1/mote?endring={meeting.changes[HEIGHT]}")


WHO_MAY_NOT = [
    # who, what is sent, what is said
    ("registeret", {"_say": "recommend"}, "You may not see or do this"),
    ("dataansvarlig", {"_say": "recommend"}, "You may not see or do this"),
    ("leser", {"_say": "recommend"}, "You may not see or do this"),
    ("medlem", {"_note": "1"}, "You may not see or do this"),
    ("registeret", {"_note": "1"}, "You may not see or do this"),
    ("medlem", {"_say": "recommend", "_seat": "nord"}, "Nobody answers for another seat"),
    ("medlem", {"_say": "recommend", "_seat": ""}, "Nobody answers for another seat"),
]


@pytest.mark.parametrize(("who", "sent", "says"), WHO_MAY_NOT)
def test_nobody_speaks_for_another_and_the_attempt_is_written_down(meeting, who, sent, says):
    visitor = meeting.visitor(who).get("/saker/1/mote")
    fields = {"_seat": "vest", "_change": meeting.changes[HEIGHT], "_text": "ja", **sent}
    visitor.post("/saker/1/mote", {**visitor.fields, **fields})
    assert (visitor.status, says in visitor) == (403, True)
    assert meeting.world.rows("SELECT count(*) FROM proposal_view") == [(0,)]
    assert meeting.world.rows("SELECT count(*) FROM proposal_note") == [(0,)]
    assert [actor for actor, _ in meeting.refusals()] == [who]


def test_an_account_whose_term_is_over_says_nothing(meeting):
    meeting.world.clock.passes(days=3 * 365)
    visitor = meeting.visitor("medlem").get("/saker/1/mote")
    assert "_seat" not in visitor.fields
    sent = {"_token": visitor.fields.get("_token", ""), "_seat": "vest", "_change": meeting.changes[HEIGHT]}
    visitor.post("/saker/1/mote", {**sent, "_say": "recommend"})
    assert (visitor.status, "holds no seat today" in visitor) == (403, True)


@pytest.mark.parametrize("sent", [{"_change": "c0"}, {"_say": "yes"}, {"_say": ""}])
def test_what_the_page_does_not_have_is_not_taken(meeting, sent):
    visitor = meeting.visitor("medlem").get("/saker/1/mote")
    visitor.post("/saker/1/mote", {**visitor.fields, "_say": "recommend", **sent})
    assert visitor.status == 400


def test_a_closed_case_can_be_looked_at_and_no_more(meeting_with):
    meeting = meeting_with()
    visitor = meeting.visitor("medlem").get("/saker/1/mote")
    fields = visitor.fields
    meeting.all_say()
    meeting.close()
    visitor.post("/saker/1/mote", {**fields, "_say": "against", "_text": "for sent"})
    assert (visitor.status, "not at the stage" in visitor) == (409, True)
    visitor.get("/saker/1/mote")
    assert visitor.status == 200
    assert "_say" not in visitor.page.text


@pytest.mark.parametrize(("who", "status"), [("registeret", 200), ("medlem", 404), ("leder", 404), ("leser", 404)])
def test_a_draft_is_for_those_who_write_it(meeting_with, who, status):
    meeting = meeting_with(stage=Stage.DRAFT)
    assert meeting.visitor(who).get("/saker/1/mote").status == status


@pytest.mark.parametrize("who", ["anne", "surgeon_a", "staff_b"])
@pytest.mark.parametrize("path", ["mote", "uttalelse", "svar", "avslutt", "vedtak"])
def test_patients_and_departments_have_no_business_here(meeting, who, path):
    assert meeting.visitor(who).get(f"/saker/1/{path}").status == 403


@pytest.mark.parametrize("path", ["mote", "uttalelse", "svar"])
def test_there_is_no_case_that_is_not_there(meeting, path):
    assert meeting.visitor("leder").get(f"/saker/9/{path}").status == 404
