"""Who may decide what: by office, by what policy asks, and by what the board has said."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from migrations_gen.board.deciding import obstacles, still_lacking
from migrations_gen.ledger.records import Decision, Entry, Office, Outcome, Statement, Verdict
from migrations_gen.policy import Role
from migrations_gen.releasing.demands import Acts

NEEDS = {
    "typo": (Role.SECRETARIAT,),
    "hint": (Role.LEADER,),
    "question": (Role.BOARD,),
    "purge": (Role.BOARD, Role.CONTROLLER),
    "both": (Role.SECRETARIAT, Role.CONTROLLER),
}
AT = datetime(2026, 3, 12, tzinfo=UTC)
STATEMENT = Statement(
    proposal="p",
    number=1,
    title="",
    before="b",
    after="a",
    changes="c",
    packs={},
    on=date(2026, 3, 12),
    views=(),
    interests=(),
    outcomes={**dict.fromkeys(NEEDS, Outcome.RECOMMENDED), "purge": Outcome.NOT_RECOMMENDED},
    warnings=(),
    has_quorum=True,
    text={},
)


def entry(number: int, by: str, act: Statement | Decision, office: Office) -> Entry:
    return Entry(number=number, at=AT, by=by, office=office, act=act, previous="", key="")


def decision(office: Office, verdicts: dict[str, str], statement: int | None, text: str = "") -> Decision:
    chosen = {change: Verdict(word) for change, word in verdicts.items()}
    return Decision(
        proposal="p",
        number=1,
        title="",
        office=office,
        statement=statement,
        before="b",
        digest="d",
        verdicts=chosen,
        text=text,
    )


HEARD = Acts((entry(2, "leder", STATEMENT, Office.LEADER), STATEMENT), ())
UNHEARD = Acts(None, ())

CASES = [
    # as what, which change, what is decided of it, has the board spoken, with what reason; what stands in the way
    ("secretariat", "typo", "accepted", False, "", ""),
    ("secretariat", "hint", "accepted", False, "", "not-yours"),
    ("secretariat", "question", "rejected", False, "", "not-yours"),
    ("secretariat", "question", "accepted", True, "", "not-yours"),
    ("leader", "typo", "accepted", False, "", ""),
    ("leader", "hint", "accepted", False, "", ""),
    ("leader", "question", "accepted", True, "", "not-yours"),
    ("controller", "typo", "accepted", False, "", ""),
    ("controller", "question", "accepted", False, "", "no-statement"),
    ("controller", "question", "accepted", True, "", ""),
    ("controller", "question", "rejected", False, "", ""),
    ("controller", "question", "rejected", True, "", "no-reason"),
    ("controller", "question", "rejected", True, "Loven", ""),
    ("controller", "purge", "accepted", True, "", "no-reason"),
    ("controller", "purge", "accepted", True, "Loven", ""),
    ("controller", "purge", "rejected", True, "", ""),
    ("secretariat", "both", "accepted", False, "", ""),
    ("controller", "both", "accepted", False, "", ""),
]


@pytest.mark.parametrize(("office", "change", "verdict", "is_heard", "text", "slug"), CASES)
def test_what_stands_in_the_way(office: str, change: str, verdict: str, is_heard: bool, text: str, slug: str) -> None:
    needs = {change: NEEDS[change], "other": (Role.SECRETARIAT,)}
    verdicts = {change: verdict, "other": "postponed"}
    made = decision(Office(office), verdicts, 2 if is_heard else None, text)
    acts = HEARD if is_heard else UNHEARD
    found = obstacles(needs, acts, entry(3, f"{office}_1", made, Office(office)), made)
    assert [(each.slug, each.change) for each in found] == ([(slug, change)] if slug else [])


def test_what_two_must_agree_to_waits_for_the_second_and_is_then_whole() -> None:
    needs = {"both": NEEDS["both"]}
    first = decision(Office.SECRETARIAT, {"both": "accepted"}, None)
    made = entry(2, "registeret", first, Office.SECRETARIAT)
    assert still_lacking(needs, UNHEARD, made, first)
    then = replace(UNHEARD, decisions=((made, first),))
    second = decision(Office.CONTROLLER, {"both": "accepted"}, None)
    assert not still_lacking(needs, then, entry(3, "dataansvarlig", second, Office.CONTROLLER), second)


def test_nobody_is_both_of_two() -> None:
    needs = {"both": NEEDS["both"]}
    first = decision(Office.SECRETARIAT, {"both": "accepted"}, None)
    then = replace(UNHEARD, decisions=((entry(2, "en", first, Office.SECRETARIAT), first),))
    second = decision(Office.CONTROLLER, {"both": "accepted"}, None)
    found = obstacles(needs, then, entry(3, "en", second, Office.CONTROLLER), second)
    assert "same-person" in {each.slug for each in found}


def test_every_change_is_spoken_of_and_something_is_decided() -> None:
    nothing = decision(Office.CONTROLLER, {"typo": "postponed"}, None)
    found = obstacles(
        {"typo": NEEDS["typo"], "hint": NEEDS["hint"]}, UNHEARD, entry(2, "x", nothing, Office.CONTROLLER), nothing
    )
    assert [(each.slug, each.change) for each in found] == [("not-chosen", "hint"), ("nothing-decided", "")]


def test_too_few_answers_are_no_statement() -> None:
    made = replace(STATEMENT, has_quorum=False, warnings=(("no-quorum", "question"),))
    acts = Acts((entry(2, "leder", made, Office.LEADER), made), ())
    accepted = decision(Office.CONTROLLER, {"question": "accepted"}, 2)
    found = obstacles({"question": NEEDS["question"]}, acts, entry(3, "x", accepted, Office.CONTROLLER), accepted)
    assert [each.slug for each in found] == ["no-quorum"]
