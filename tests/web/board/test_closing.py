"""The leader closes: what is shown is what is signed, what is lacking stands in it, and nothing is undone unseen."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from engine.database import connect
from migrations_gen.ledger.checking import check
from migrations_gen.ledger.kept import kept_lines
from migrations_gen.ledger.records import Office
from migrations_gen.ledger.signing import new_private_key, signer

HEIGHT = "kne.for.hoyde"


def ledger(meeting) -> tuple[str, ...]:
    engine = connect(meeting.world.url)
    with engine.begin() as connection:
        lines = kept_lines(connection)
    engine.dispose()
    return lines


def test_the_leader_sees_the_statement_before_it_is_signed(meeting):
    meeting.all_say()
    page = meeting.visitor("leder").get("/saker/1/avslutt")
    for text in ("Case 1: Tre små ting", "The board recommends 3 of 3 changes.", "Recommended", "Helse Vest"):
        assert text in page, text
    assert "Something is lacking" not in page
    assert (meeting.stage(), meeting.acts()) == ("open", [])


def test_closing_signs_the_statement_and_puts_the_case_at_rest(meeting):
    meeting.all_say()
    page = meeting.close()
    assert page.page.request.path == "/saker/1/uttalelse"
    assert (meeting.stage(), meeting.acts()) == ("closed", ["key", "statement"])
    lines = ledger(meeting)
    assert check(lines).flaws == ()
    entry = json.loads(lines[-1])
    assert (entry["by"], entry["office"]) == ("leder", "leader")
    assert set(entry["body"]["text"]) == {"nb"} | set(entry["body"]["text"])
    assert set(entry["body"]["outcomes"].values()) == {"recommended"}


def test_the_digest_in_the_ledger_is_of_the_text_that_can_be_fetched(meeting):
    meeting.all_say("remark", "Bra – men «sent»")
    meeting.close()
    signed = json.loads(ledger(meeting)[-1])["body"]["text"]
    reader = meeting.visitor("leser")
    assert set(signed) == {"nb", "nn", "en"} & set(signed)
    for code, digest in signed.items():
        page = reader.get(f"/saker/1/uttalelse/2.{code}.txt")
        assert sha256(page.page.data).hexdigest() == digest
        assert "«sent»" in page
        assert "«sent»" in reader.get(f"/saker/1/uttalelse/2.{code}.html")
    paper = reader.get("/saker/1/uttalelse/2.nb.pdf")
    assert paper.page.data.startswith(b"%PDF") or "Pango" in paper
    assert reader.get("/saker/1/uttalelse/2.xx.txt").status == 404
    assert reader.get("/saker/1/uttalelse/1.nb.txt").status == 404


def test_dissent_stands_by_seat_with_its_reason(meeting):
    meeting.all_say()
    meeting.say("brukeren", "against", "Dette rammer de minste", about=HEIGHT)
    page = meeting.close()
    text = page.page.text.partition(meeting.changes[HEIGHT])[2]
    assert "Dissent" in text
    assert "Brukerrepresentant" in text.partition("Dissent")[2].partition("</ul>")[0]
    assert "Dette rammer de minste" in text


def test_what_was_said_after_the_preview_is_seen_before_anything_is_signed(meeting):
    meeting.all_say()
    leader = meeting.visitor("leder").get("/saker/1/avslutt")
    meeting.say("medlem", "against", "Jeg har ombestemt meg", about=HEIGHT)
    leader.post("/saker/1/avslutt", leader.fields)
    assert (leader.status, "Jeg har ombestemt meg" in leader) == (409, True)
    assert (meeting.stage(), meeting.acts()) == ("open", [])
    leader.post("/saker/1/avslutt", leader.fields)
    assert meeting.stage() == "closed"


def test_what_is_lacking_must_be_seen_and_stands_in_the_statement(meeting):
    meeting.say("leder", "recommend")
    assert meeting.close().status == 422
    assert meeting.stage() == "open"
    page = meeting.close(_aware="1")
    assert meeting.stage() == "closed"
    for text in ("The seat Helse Vest has not answered everything", "There was no quorum", "no quorum for 3 of them"):
        assert text in page, text


def test_a_vacant_seat_and_an_expired_term_are_as_of_the_day_of_closing(meeting_with):
    meeting = meeting_with(sitting={"nord": "leder", "bruker": "brukeren"})
    meeting.say("leder", "recommend")
    meeting.say("brukeren", "recommend")
    page = meeting.close(_aware="1")
    assert "Nobody held the seat Helse Vest." in page
    meeting.world.clock.passes(days=3 * 365)
    again = meeting.visitor("leser").get("/saker/1/uttalelse")
    assert "Nobody held the seat Helse Vest." in again
    assert "had expired" not in again, "the statement is of its own day"


# ---- opening again ----


def test_it_is_opened_again_with_a_reason_and_both_stay_to_be_seen(meeting):
    meeting.all_say()
    page = meeting.close()
    page.post("/saker/1/gjenapne", {**page.fields, "_reason": "Ny forskning"})
    assert (meeting.stage(), meeting.acts()) == ("open", ["key", "statement", "reopening"])
    reader = meeting.visitor("leser").get("/saker/1/uttalelse")
    for text in ("No statement stands", "Ny forskning", "The board recommends 3 of 3 changes."):
        assert text in reader, text
    meeting.say("medlem", "against", "Etter ny forskning", about=HEIGHT)
    meeting.close()
    assert meeting.acts() == ["key", "statement", "reopening", "statement"]
    reader.get("/saker/1/uttalelse")
    assert reader.page.text.count("signed-paper") == 2
    assert "No statement stands" not in reader


def test_a_reason_is_needed(meeting):
    meeting.all_say()
    page = meeting.close()
    page.post("/saker/1/gjenapne", {**page.fields, "_reason": "  "})
    assert "Write why" in page
    assert (meeting.stage(), meeting.acts()) == ("closed", ["key", "statement"])


# ---- refusals ----

NOT_LEADER = ["medlem", "brukeren", "registeret", "dataansvarlig", "leser"]


@pytest.mark.parametrize("who", NOT_LEADER)
def test_only_the_leader_closes(meeting, who):
    meeting.all_say()
    fields = meeting.visitor("leder").get("/saker/1/avslutt").fields
    visitor = meeting.visitor(who)
    assert visitor.get("/saker/1/avslutt").status == 403
    token = visitor.get("/saker/1/uttalelse").fields["_token"]
    assert visitor.post("/saker/1/avslutt", {**fields, "_token": token}).status == 403
    assert (meeting.stage(), meeting.acts()) == ("open", [])
    assert {actor for actor, _ in meeting.refusals()} == {who}


@pytest.mark.parametrize("who", NOT_LEADER)
def test_only_the_leader_opens_again(meeting, who):
    meeting.all_say()
    meeting.close()
    visitor = meeting.visitor(who).get("/saker/1/uttalelse")
    assert "_reason" not in visitor.fields
    assert visitor.post("/saker/1/gjenapne", {**visitor.fields, "_reason": "fordi"}).status == 403
    assert (meeting.stage(), meeting.acts()) == ("closed", ["key", "statement"])


def test_without_a_seal_nothing_is_closed(meeting_with):
    meeting = meeting_with(seal=None)
    meeting.all_say()
    page = meeting.visitor("leder").get("/saker/1/avslutt")
    assert "This server has no seal" in page
    page.post("/saker/1/avslutt", page.fields)
    assert (page.status, "--seal FILE" in page) == (409, True)
    assert (meeting.stage(), meeting.acts()) == ("open", [])


def test_a_seal_that_the_ledger_does_not_know_signs_nothing(meeting_with):
    meeting = meeting_with()
    meeting.all_say()
    meeting.close()
    page = meeting.visitor("leder").get("/saker/1/uttalelse")
    page.post("/saker/1/gjenapne", {**page.fields, "_reason": "feil"})
    extension = meeting.world.app.extensions["skjemaverk"]
    other = signer(new_private_key(), "prove", Office.SEAL)
    meeting.world.app.extensions["skjemaverk"] = replace(extension, settings=replace(extension.settings, seal=other))
    assert meeting.close().status == 409
    assert meeting.acts() == ["key", "statement", "reopening"]


def test_what_is_closed_is_not_closed_again(meeting):
    meeting.all_say()
    leader = meeting.visitor("leder").get("/saker/1/avslutt")
    fields = leader.fields
    meeting.close()
    assert leader.post("/saker/1/avslutt", fields).status == 409
    assert leader.get("/saker/1/avslutt").status == 409
    assert meeting.acts() == ["key", "statement"]


def test_a_form_from_elsewhere_closes_nothing(meeting):
    meeting.all_say()
    leader = meeting.visitor("leder").get("/saker/1/avslutt")
    assert leader.post("/saker/1/avslutt", {**leader.fields, "_token": "gjettet"}).status == 403
    assert (meeting.stage(), meeting.acts()) == ("open", [])
