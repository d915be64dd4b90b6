"""Whose word a change needs before it is released: what the policy asks, what was said, and what is then lacking.

Each row is a case as a lawyer would put it: whom the policy names, the acts in order (who, and what they do), and the
lacks by their slugs; none means that the change may be released.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from migrations_gen.ledger.records import (
    Act,
    Decision,
    Entry,
    Office,
    Outcome,
    Reopening,
    Statement,
    Verdict,
)
from migrations_gen.policy import Role
from migrations_gen.releasing.demands import acts_on, counted, in_emergency, lacking
from migrations_gen.releasing.lacks import LACKS, UNDECIDED
from renderers.i18n import languages

THE_CHANGE, ANOTHER = "c0000000000000001", "c0000000000000002"
THE_STATE, ANOTHER_STATE = "d" * 64, "e" * 64
PEOPLE = {"secretariat": "kari", "leader": "leif", "controller": "dagny"}

ROWS = [
    # whom the policy asks, what was done, what is lacking
    ("secretariat", "", "undecided"),
    ("secretariat", "secretariat accepts", ""),
    ("secretariat", "leader accepts", ""),
    ("secretariat", "controller accepts", ""),
    ("secretariat", "secretariat postpones", "postponed"),
    ("secretariat", "secretariat rejects", "rejected"),
    ("secretariat", "secretariat rejects; secretariat accepts", ""),
    ("secretariat", "secretariat accepts; secretariat postpones", "postponed"),
    ("secretariat", "controller rejects; secretariat accepts", "rejected"),
    ("secretariat", "secretariat accepts another", "undecided"),
    ("secretariat", "secretariat accepts in another state", "other-state"),
    ("leader", "", "undecided-by-leader"),
    ("leader", "secretariat accepts", "undecided-by-leader"),
    ("leader", "leader accepts", ""),
    ("leader", "controller accepts", ""),
    ("leader", "board recommends", "undecided-by-leader"),
    ("controller", "", "undecided-by-controller"),
    ("controller", "secretariat accepts", "undecided-by-controller"),
    ("controller", "leader accepts", "undecided-by-controller"),
    ("controller", "controller accepts", ""),
    ("secretariat controller", "controller accepts", "undecided-beside-controller"),
    ("secretariat controller", "secretariat accepts", "undecided-by-controller"),
    ("secretariat controller", "secretariat accepts; controller accepts", ""),
    ("secretariat controller", "leader accepts; controller accepts", ""),
    ("secretariat controller", "kari as secretariat accepts; kari as controller accepts", "same-person"),
    ("leader controller", "controller accepts", "undecided-by-leader-too"),
    ("leader controller", "secretariat accepts; controller accepts", "undecided-by-leader-too"),
    ("leader controller", "leader accepts; controller accepts", ""),
    ("leader controller", "leader accepts; controller rejects", "rejected"),
    ("leader controller", "dagny as leader accepts; controller accepts", "same-person"),
    ("leader controller", "board recommends; controller accepts", ""),
    ("leader controller", "board advises against; controller accepts", "no-reason"),
    ("leader controller", "leader accepts; board recommends; controller accepts", ""),
    ("leader controller", "board recommends; leif as controller accepts", "same-person"),
    ("board", "", "undecided-by-controller no-statement"),
    ("board", "controller accepts", "no-statement"),
    ("board", "leader accepts", "undecided-by-controller no-statement"),
    ("board", "board recommends", "undecided-by-controller"),
    ("board", "board recommends; secretariat accepts", "undecided-by-controller"),
    ("board", "board recommends; controller accepts", ""),
    ("board", "board remarks; controller accepts", ""),
    ("board", "board advises against; controller accepts", "no-reason"),
    ("board", "board advises against; controller accepts with a reason", ""),
    ("board", "board is of two minds; controller accepts", "no-reason"),
    ("board", "board is of two minds; controller accepts with a reason", ""),
    ("board", "board advises against; controller rejects", "rejected no-reason"),
    ("board", "board of too few recommends; controller accepts with a reason", "no-quorum"),
    ("board", "board of too few on this recommends; controller accepts", "no-quorum"),
    ("board", "board of too few on another recommends; controller accepts", ""),
    ("board", "board speaks of another; controller accepts", "not-in-statement"),
    ("board", "controller accepts; board recommends", "other-statement"),
    ("board", "board recommends; leader reopens", "undecided-by-controller no-statement"),
    ("board", "board recommends; controller accepts; leader reopens", "undecided-by-controller no-statement"),
    ("board", "board recommends; controller accepts; leader reopens; board recommends", "undecided-by-controller"),
    ("board", "board recommends; leader reopens; board recommends; controller accepts", ""),
    ("board", "board recommends; controller accepts in another state", "other-state"),
    ("board", "board recommends; leif as controller accepts", "same-person"),
    ("board controller", "board recommends; controller accepts", ""),
    ("board controller", "board recommends", "undecided-by-controller"),
    ("board controller", "controller accepts", "no-statement"),
]


@pytest.mark.parametrize(("roles", "done", "expected"), ROWS)
def test_what_is_lacking(roles: str, done: str, expected: str) -> None:
    found = lacking({THE_CHANGE: tuple(map(Role, roles.split()))}, acts_on(ledger(done), "p1"), THE_STATE)
    assert {lack.slug for lack in found} == set(expected.split())


EMERGENCIES = [
    ("", "undecided-by-controller"),
    ("leader accepts", "undecided-by-controller"),
    ("controller accepts", ""),
    ("controller accepts in another state", "other-state"),
    ("controller postpones", "postponed"),
]


@pytest.mark.parametrize("roles", ["secretariat", "board", "leader controller", "board controller"])
@pytest.mark.parametrize(("done", "expected"), EMERGENCIES)
def test_in_an_emergency_the_controller_answers_alone(roles: str, done: str, expected: str) -> None:
    needs = in_emergency({THE_CHANGE: tuple(map(Role, roles.split()))})
    assert " ".join(lack.slug for lack in lacking(needs, acts_on(ledger(done), "p1"), THE_STATE)) == expected


def test_each_change_for_itself_and_the_state_once() -> None:
    needs = {THE_CHANGE: (Role.SECRETARIAT,), ANOTHER: (Role.BOARD,)}
    acts = acts_on(ledger("board recommends; secretariat accepts in another state"), "p1")
    found = [(lack.change, lack.slug) for lack in lacking(needs, acts, THE_STATE)]
    assert found == [(ANOTHER, "undecided-by-controller"), (ANOTHER, "not-in-statement"), ("", "other-state")]


def test_what_was_decided_earlier_counts_when_the_last_decision_is_on_the_whole() -> None:
    needs = {THE_CHANGE: (Role.LEADER,), ANOTHER: (Role.SECRETARIAT,)}
    entries = ledger("leader accepts in another state; secretariat accepts another")
    acts = acts_on(entries, "p1")
    assert lacking(needs, acts, THE_STATE) == ()
    assert [entry.number for entry, _ in counted(needs, acts)] == [1, 2]


def test_what_is_said_on_another_proposal_does_not_count() -> None:
    acts = acts_on(ledger("board recommends; controller accepts"), "p2")
    assert [lack.slug for lack in lacking({THE_CHANGE: (Role.CONTROLLER,)}, acts, THE_STATE)] == [
        "undecided-by-controller"
    ]


def test_every_lack_is_met_and_said_in_each_language() -> None:
    met = {slug for _, _, slugs in ROWS for slug in slugs.split()}
    assert met == set(LACKS)
    assert set(UNDECIDED.values()) <= met
    for code in ("nb", "nn"):
        assert [text for text in LACKS.values() if languages()[code].gettext(text) == text] == []


# ---- the acts as they are written above ----

VIEWS = {
    "recommends": Outcome.RECOMMENDED,
    "remarks": Outcome.WITH_REMARK,
    "advises against": Outcome.NOT_RECOMMENDED,
    "is of two minds": Outcome.UNDECIDED,
    "speaks of another": Outcome.RECOMMENDED,
}
VERDICTS = {"accepts": Verdict.ACCEPTED, "postpones": Verdict.POSTPONED, "rejects": Verdict.REJECTED}


def ledger(done: str) -> list[Entry]:
    """The acts as entries, an hour between them."""
    entries: list[Entry] = []
    for words in filter(None, done.split("; ")):
        act, by, office = acted(words, entries)
        number = len(entries) + 1
        at = datetime(2026, 11, 2, tzinfo=UTC) + timedelta(hours=number)
        entries.append(Entry(number=number, at=at, by=by, office=office, act=act, previous="", key=""))
    return entries


def acted(words: str, before: list[Entry]) -> tuple[Act, str, Office]:
    if words.startswith("board"):
        return board(words.removeprefix("board ")), "leif", Office.LEADER
    standing = next((entry.number for entry in reversed(before) if isinstance(entry.act, Statement)), None)
    if words == "leader reopens":
        assert standing is not None
        return Reopening(proposal="p1", statement=standing, reason="feil"), "leif", Office.LEADER
    who, does, *how = words.replace(" as ", "/").split(" ", 2)
    return decided(who, does, " ".join(how), standing)


TOO_FEW = {
    "of too few on this ": (("no-quorum", THE_CHANGE),),
    "of too few on another ": (("no-quorum", ANOTHER),),
    "of too few ": (),
}
"""What a statement says of a quorum that was not there."""


def board(words: str) -> Statement:
    few = next((start for start in TOO_FEW if words.startswith(start)), "")
    view = words.removeprefix(few)
    return Statement(
        proposal="p1",
        number=3,
        title="",
        before="",
        after="",
        changes="",
        packs={},
        on=date(2026, 11, 2),
        views=(),
        interests=(),
        outcomes={ANOTHER if view == "speaks of another" else THE_CHANGE: VIEWS[view]},
        warnings=TOO_FEW.get(few, ()),
        has_quorum=not few,
        text={},
    )


def decided(who: str, does: str, how: str, standing: int | None) -> tuple[Act, str, Office]:
    person, _, name = who.rpartition("/")
    office = Office(name)
    act = Decision(
        proposal="p1",
        number=3,
        title="",
        office=office,
        statement=standing if office is Office.CONTROLLER else None,
        before="",
        digest=ANOTHER_STATE if how == "in another state" else THE_STATE,
        verdicts={ANOTHER if how == "another" else THE_CHANGE: VERDICTS[does]},
    )
    act = replace(act, text="Det haster" if how == "with a reason" else "")
    return act, person or PEOPLE[name], office
