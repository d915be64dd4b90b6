"""The decision: who may decide what, on what the board has said, and bound to just the state that comes of it."""

import json
from pathlib import Path

import pytest

from catalogue.findings import NOWHERE, Finding
from engine.releases import digest_of
from migrations_gen.parts import Subset
from renderers.web.board import deciding
from tests.web.board.conftest import texts_of

HEIGHT, PAIN, WEIGHT = "kne.for.hoyde", "kne.for.smerte", "kne.for.vekt"
"""Two that need the board, and one that the secretariat decides."""
ALL = {HEIGHT: "accepted", PAIN: "accepted", WEIGHT: "accepted"}


def decide(meeting, who, verdicts, text=""):
    """What somebody sends from the page."""
    visitor = meeting.visitor(who).get("/saker/1/vedtak")
    sent = {f"_verdict.{meeting.changes[about]}": verdict for about, verdict in verdicts.items()}
    return visitor.post("/saker/1/vedtak", {**visitor.fields, **sent, "_text": text})


def closed(meeting, against: str = ""):
    """The board has spoken, against one of the changes if one is named."""
    meeting.all_say()
    if against:
        for name in ("medlem", "brukeren"):
            meeting.say(name, "against", "for strengt", about=against)
    meeting.close()
    assert meeting.stage() == "closed"
    return meeting


def body(meeting):
    """What stands last in the ledger."""
    ((line,),) = meeting.world.rows("SELECT line FROM signoff ORDER BY number DESC LIMIT 1")
    return json.loads(line)


def test_the_controller_accepts_what_the_board_recommends(meeting):
    page = decide(closed(meeting), "dataansvarlig", ALL)
    assert page.status == 200
    assert "The case is decided" in page
    assert (meeting.stage(), meeting.acts()) == ("decided", ["key", "statement", "decision"])
    made = body(meeting)
    assert (made["by"], made["office"]) == ("dataansvarlig", "controller")
    assert made["body"]["statement"] == 2
    assert set(made["body"]["verdicts"].values()) == {"accepted"}


def test_the_decision_is_on_the_state_that_comes_of_it_and_that_is_kept(meeting, states):
    decide(closed(meeting), "dataansvarlig", {**ALL, PAIN: "postponed", HEIGHT: "rejected"}, "Vi venter")
    made = body(meeting)["body"]
    ((text,),) = meeting.world.rows(f"SELECT snapshot FROM catalogue_state WHERE digest = '{made['digest']}'")
    assert digest_of(text) == made["digest"]
    form = json.loads(text)["files"]["data/for.yaml"]
    assert "max: 350" in form
    assert "min: 100" in form
    assert "Hvor vondt har du?" in form
    assert made["digest"] not in {digest_of(state) for state in states}


def test_all_accepted_is_the_state_as_proposed(meeting, states):
    decide(closed(meeting), "dataansvarlig", ALL)
    assert body(meeting)["body"]["digest"] == digest_of(states[1])


def test_the_page_shows_what_the_board_says_and_whom_policy_asks(meeting):
    page = closed(meeting, against=PAIN).visitor("dataansvarlig").get("/saker/1/vedtak")
    for text in ("The board: Recommended", "The board: Not recommended", "The whole board", "The secretariat"):
        assert text in page, text


def test_the_secretariat_decides_alone_on_what_policy_gives_it(meeting):
    page = decide(meeting, "registeret", {HEIGHT: "postponed", PAIN: "postponed", WEIGHT: "accepted"})
    assert "The case is decided" in page
    assert (meeting.stage(), meeting.acts()) == ("decided", ["key", "decision"])
    assert body(meeting)["body"]["statement"] is None


CANNOT = [
    # who, what is chosen, why not
    ("registeret", ALL, "not yours to accept or reject"),
    ("leder", ALL, "not yours to accept or reject"),
    ("registeret", {**ALL, HEIGHT: "rejected", PAIN: "postponed"}, "not yours to accept or reject"),
    ("dataansvarlig", ALL, "The board must have given its statement"),
    ("dataansvarlig", {HEIGHT: "postponed", PAIN: "postponed", WEIGHT: "postponed"}, "nothing is decided"),
    ("dataansvarlig", {WEIGHT: "accepted"}, "Say of each change"),
    ("dataansvarlig", {**ALL, HEIGHT: "kanskje", PAIN: "postponed"}, "Say of each change"),
]


@pytest.mark.parametrize(("who", "verdicts", "why"), CANNOT)
def test_what_cannot_be_decided_before_the_board_has_spoken(meeting, who, verdicts, why):
    page = decide(meeting, who, verdicts)
    assert (page.status, why in page) == (422, True)
    assert (meeting.stage(), meeting.acts()) == ("open", [])
    assert [actor for actor, _ in meeting.refusals()] == [who]


@pytest.mark.parametrize("who", ["medlem", "brukeren", "leser"])
def test_members_and_readers_decide_nothing(meeting, who):
    closed(meeting)
    page = meeting.visitor(who).get("/saker/1/vedtak")
    assert "Sign the decision" not in page
    assert decide(meeting, who, ALL).status == 403
    assert meeting.acts() == ["key", "statement"]


def test_without_a_quorum_what_needs_the_board_is_not_accepted(meeting):
    meeting.say("leder", "recommend")
    meeting.close(_aware="1")
    page = decide(meeting, "dataansvarlig", ALL)
    assert (page.status, "Too few had answered" in page) == (422, True)
    assert "The case is decided" in decide(meeting, "dataansvarlig", {**ALL, HEIGHT: "postponed", PAIN: "postponed"})


@pytest.mark.parametrize(("verdicts", "against"), [(ALL, PAIN), ({**ALL, PAIN: "rejected"}, "")])
def test_deciding_otherwise_than_the_board_says_needs_a_reason(meeting, verdicts, against):
    closed(meeting, against)
    page = decide(meeting, "dataansvarlig", verdicts, "  ")
    assert (page.status, "The board says otherwise" in page) == (422, True)
    assert meeting.acts() == ["key", "statement"]
    decide(meeting, "dataansvarlig", verdicts, "Loven krever det")
    assert meeting.stage() == "decided"
    assert body(meeting)["body"]["text"] == "Loven krever det"


def test_what_was_chosen_stays_when_it_is_refused(meeting):
    page = decide(closed(meeting, PAIN), "dataansvarlig", {**ALL, WEIGHT: "postponed"})
    assert page.status == 422
    chosen = page.page.text.partition(f'id="{meeting.changes[WEIGHT]}-postponed"')[2].partition(">")[0]
    assert "checked" in chosen


def test_nobody_is_leader_and_controller_in_the_same_case(meeting):
    closed(meeting)
    meeting.set_role("leder", "controller")
    page = decide(meeting, "leder", ALL)
    assert (page.status, "Your account has already acted in another office" in page) == (422, True)
    assert (meeting.stage(), meeting.acts()) == ("closed", ["key", "statement"])


def test_a_reopened_statement_is_nothing_to_decide_on(meeting):
    page = closed(meeting).visitor("leder").get("/saker/1/uttalelse")
    page.post("/saker/1/gjenapne", {**page.fields, "_reason": "Mer å si"})
    page = decide(meeting, "dataansvarlig", ALL)
    assert (page.status, "The board must have given its statement" in page) == (422, True)


def test_a_page_from_before_the_case_was_changed_decides_nothing(meeting):
    visitor = closed(meeting).visitor("dataansvarlig").get("/saker/1/vedtak")
    page = meeting.visitor("leder").get("/saker/1/uttalelse")
    page.post("/saker/1/gjenapne", {**page.fields, "_reason": "Mer å si"})
    sent = {f"_verdict.{name}": "accepted" for name in meeting.changes.values()}
    visitor.post("/saker/1/vedtak", {**visitor.fields, **sent})
    assert (visitor.status, "since you opened the page" in visitor) == (409, True)


def test_a_decided_case_is_not_decided_again_nor_opened(meeting):
    decide(closed(meeting), "dataansvarlig", ALL)
    visitor = meeting.visitor("dataansvarlig").get("/saker/1/vedtak")
    assert "Sign the decision" not in visitor
    sent = {f"_verdict.{name}": "rejected" for name in meeting.changes.values()}
    assert visitor.post("/saker/1/vedtak", {**visitor.fields, **sent}).status == 409
    leader = meeting.visitor("leder").get("/saker/1/uttalelse")
    assert leader.post("/saker/1/gjenapne", {**leader.fields, "_reason": "angrer"}).status == 409
    assert meeting.acts() == ["key", "statement", "decision"]


def test_without_a_seal_nothing_is_decided(meeting_with):
    meeting = meeting_with(seal=None)
    page = decide(meeting, "registeret", {HEIGHT: "postponed", PAIN: "postponed", WEIGHT: "accepted"})
    assert (page.status, "--seal FILE" in page) == (409, True)
    assert (meeting.stage(), meeting.acts()) == ("open", [])


# ---- what travels together ----

ASKED_WHEN = {
    "variables.yaml": (("version: 1.0.0", "version: 1.1.0"),),
    "data/for.yaml": (
        (
            "      - name: smerte\n",
            "      - name: royk\n        label: Røyker du?\n        type: boolean\n"
            "      - name: smerte\n        enable_when: royk\n",
        ),
    ),
}
NEW, CONDITION = "kne.for.royk", "kne.for.smerte"
"""A new question, and another one that is asked only when it is answered with yes."""


def test_a_choice_that_cannot_stand_alone_is_refused_with_the_reason_and_the_remedy(meeting_with, tmp_path: Path):
    meeting = closed(meeting_with(texts=texts_of(tmp_path / "linked", ASKED_WHEN)))
    page = decide(meeting, "dataansvarlig", {NEW: "postponed", CONDITION: "accepted"})
    assert page.status == 422
    for text in (f"'{CONDITION}' reads '{NEW}', which is new", "Accept this too, or postpone both", "Røyker du?"):
        assert text.replace("'", "&#39;") in page, text
    assert meeting.acts() == ["key", "statement"]
    decide(meeting, "dataansvarlig", {NEW: "accepted", CONDITION: "postponed"})
    assert meeting.stage() == "decided"


APART = [
    # language, what is said before the message
    ("nb", "Det du valgte, kan ikke stå alene. Endringene kan ikke skilles fra hverandre slik filene er skrevet."),
    ("nn", "Det du valde, kan ikkje stå åleine. Endringane kan ikkje skiljast frå kvarandre slik filene er skrivne."),
    ("en", "What was chosen cannot stand alone. The files cannot be parted"),
]


@pytest.mark.parametrize(("language", "sentence"), APART)
def test_what_cannot_be_parted_is_told_in_the_readers_language(meeting, monkeypatch, language, sentence):
    inseparable = Subset(None, (Finding(NOWHERE, "cannot-be-parted", "The files cannot be parted: one list."),))
    closed(meeting)
    monkeypatch.setattr(deciding, "resulting", lambda *_: inseparable)
    page = meeting.visitor("dataansvarlig").get(f"/saker/1/vedtak?language={language}")
    accepted = {f"_verdict.{name}": "accepted" for name in meeting.changes.values()}
    page.post("/saker/1/vedtak", page.fields | accepted)
    assert sentence in page
    assert "The files cannot be parted: one list." in page
    assert meeting.stage() == "closed"
