"""Who has not answered, and a word to remind them."""

import pytest


def test_the_list_says_who_has_not_answered_and_how_much_is_left(meeting):
    meeting.say("leder", "recommend")
    meeting.say("medlem", "recommend", about="kne.for.hoyde")
    page = meeting.visitor("leser").get("/saker/1/svar")
    assert "Helse Nord" not in page.page.text.partition("<main")[2]
    assert "2 changes are left to answer" in page
    assert "3 changes are left to answer" in page
    meeting.all_say()
    assert "Every seat has answered everything" in page.get("/saker/1/svar")


@pytest.mark.parametrize("who", ["leder", "registeret"])
def test_a_reminder_is_written_down_and_seen_by_the_one_reminded(meeting, who):
    sender = meeting.visitor(who).get("/saker/1/svar")
    assert "The seat Helse Vest has not answered everything in case 1" in sender
    assert "mailto:" not in sender
    sender.post("/saker/1/svar", {**sender.fields, "_seat": "vest"})
    assert "Reminded" in sender
    assert meeting.world.rows("SELECT account, sent_by FROM reminder") == [("medlem", who)]
    assert "Tre små ting" in meeting.visitor("medlem").get("/")
    assert "Tre små ting" not in meeting.visitor("brukeren").get("/")
    meeting.say("medlem", "recommend")
    assert "Tre små ting" not in meeting.visitor("medlem").get("/"), "whoever has answered is left in peace"


@pytest.mark.parametrize("who", ["medlem", "dataansvarlig", "leser"])
def test_others_remind_nobody(meeting, who):
    visitor = meeting.visitor(who).get("/saker/1/svar")
    assert "_seat" not in visitor.fields
    assert visitor.post("/saker/1/svar", {**visitor.fields, "_seat": "vest"}).status == 403
    assert meeting.world.rows("SELECT count(*) FROM reminder") == [(0,)]


@pytest.mark.parametrize("seat", ["nord", "sor", ""])
def test_who_has_answered_or_is_nobody_is_not_reminded(meeting, seat):
    meeting.say("leder", "recommend")
    sender = meeting.visitor("registeret").get("/saker/1/svar")
    sender.post("/saker/1/svar", {**sender.fields, "_seat": seat})
    assert (sender.status, "nobody to remind" in sender) == (409, True)
    assert meeting.world.rows("SELECT count(*) FROM reminder") == [(0,)]
