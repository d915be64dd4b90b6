"""What a board's views come to: majority, tie, interest, quorum and dissent, as a lawyer would set them up.

The board of these cases has three seats: nord, vest and bruker. Two must have answered, and bruker always.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrations_gen.board.records import Holder, Quorum, View
from migrations_gen.board.roster import roster
from migrations_gen.board.statement import Table, advises, lacks_quorum, statement, votes_of, with_text
from migrations_gen.ledger.records import Outcome
from migrations_gen.proposals.records import DeclaredInterest, MemberView, Proposal, Stage
from tests import boards

BOARD = replace(boards.BOARD, quorum=Quorum(at_least=2, always=("bruker",)))
ON = date(2026, 3, 12)
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHANGES = ("c1", "c2")
PROPOSAL = Proposal(
    id="p",
    number=4,
    title="Tre koder",
    reason="",
    requested_by="",
    recommendation="",
    before="b" * 64,
    after="a" * 64,
    stage=Stage.OPEN,
    due=None,
    revision=1,
    created_at=AT,
    created_by="registeret",
    changed_at=AT,
    changed_by="registeret",
)
SITTING = roster(
    BOARD,
    [
        Holder(id=seat, seat=seat, account=f"{seat}_1", valid_from=date(2025, 1, 1), valid_to=date(2027, 12, 31))
        for seat in BOARD.seats
    ],
    ON,
)


def view(number: int, seat: str, said: str, change: str = "c1") -> MemberView:
    """The `number`th thing said."""
    at = AT + timedelta(minutes=number)
    text = "" if said == "recommend" else f"fordi {seat}"
    return MemberView(
        id=f"{number:03}", proposal_id="p", change=change, seat=seat, account=f"{seat}_1", view=said, text=text, at=at
    )


def interest(seat: str, change: str = "c1") -> DeclaredInterest:
    return DeclaredInterest(
        id=f"{seat}{change}", proposal_id="p", change=change, seat=seat, account=f"{seat}_1", text="selger", at=AT
    )


def closed(said: str, apart: str = "", *, changes: tuple[str, ...] = ("c1",), on=SITTING):
    """The statement on what was said, in this order: `nord:recommend vest:against`; `apart` have an interest."""
    views = [view(number, *part.split(":")) for number, part in enumerate(said.split())]
    interests = [interest(*part.split(":")) for part in apart.split()]
    return statement(Table(PROPOSAL, changes, "d", {"nb": "n"}), BOARD, on, views, interests)


CASES = [
    # what was said, who has an interest, what the board says, whether it can, who thinks otherwise
    ("nord:recommend vest:recommend bruker:recommend", "", "recommended", True, ""),
    ("nord:recommend vest:remark bruker:recommend", "", "with-remark", True, ""),
    ("nord:recommend vest:against bruker:recommend", "", "recommended", True, "vest"),
    ("nord:against vest:against bruker:recommend", "", "not-recommended", True, "bruker"),
    ("nord:against vest:against bruker:remark", "", "not-recommended", True, "bruker"),
    # a tie decides nothing, and neither does silence
    ("nord:recommend bruker:against", "", "undecided", True, "bruker"),
    ("", "", "undecided", False, ""),
    # who abstains has answered, and is neither for nor against
    ("nord:recommend bruker:abstain", "", "recommended", True, ""),
    ("nord:abstain vest:abstain bruker:against", "", "not-recommended", True, ""),
    ("nord:abstain vest:abstain bruker:abstain", "", "undecided", True, ""),
    # the quorum is two, and bruker always
    ("nord:recommend vest:recommend", "", "recommended", False, ""),
    ("bruker:recommend", "", "recommended", False, ""),
    # a seat counts once, by its last word
    ("nord:against vest:recommend bruker:recommend nord:recommend", "", "recommended", True, ""),
    ("nord:recommend nord:recommend nord:recommend bruker:against vest:against", "", "not-recommended", True, "nord"),
    # an interest takes the seat out of the change, whatever it has said; it is heard, so that bruker is not lacking
    ("nord:recommend vest:against bruker:recommend", "bruker", "undecided", True, "vest"),
    ("nord:recommend vest:recommend bruker:remark", "bruker", "recommended", True, ""),
    ("nord:recommend vest:recommend bruker:recommend", "nord vest", "recommended", False, ""),
    ("nord:recommend vest:against bruker:recommend", "nord:c2", "recommended", True, "vest"),
    ("nord:recommend vest:against bruker:recommend", "nord:", "undecided", True, "vest"),
    # what a seat that is none says does not count
    ("nord:recommend bruker:recommend sor:against ost:against vest:against", "sor", "recommended", True, "vest"),
]


@pytest.mark.parametrize(("said", "apart", "outcome", "can", "dissent"), CASES)
def test_what_the_board_says(said: str, apart: str, outcome: str, can: bool, dissent: str) -> None:
    made = closed(said, apart)
    assert made.outcomes == {"c1": outcome}
    assert made.has_quorum is can
    assert lacks_quorum(made, "c1") is not can
    assert advises(made, "c1") is (outcome in ("recommended", "with-remark"))
    (votes,) = votes_of(made, BOARD)
    assert " ".join(voice.seat for voice in votes.dissent) == dissent
    assert all(voice.text or voice.view == View.RECOMMEND for voice in votes.dissent)


def test_changes_are_counted_apart() -> None:
    made = closed("nord:recommend vest:recommend bruker:recommend:c1 nord:against:c2", changes=CHANGES)
    assert made.outcomes == {"c1": "recommended", "c2": "not-recommended"}
    assert made.warnings == (("unanswered", "vest"), ("unanswered", "bruker"), ("no-quorum", "c2"))
    assert not made.has_quorum
    assert not advises(made, "c9")


def test_what_was_said_of_another_change_is_left_out() -> None:
    made = closed("nord:recommend bruker:recommend vest:against:c9", "vest:c9")
    assert [(said.seat, said.change) for said in made.views] == [("bruker", "c1"), ("nord", "c1")]
    assert made.interests == ()


def test_what_was_lacking_on_the_day_stands_in_it() -> None:
    sitting = roster(BOARD, [replace(SITTING.holders["nord"], valid_to=date(2026, 3, 11))], ON)
    made = closed("nord:recommend bruker:recommend", on=sitting)
    assert made.on == ON
    assert made.warnings == (("expired-term", "nord"), ("vacant-seat", "vest"), ("vacant-seat", "bruker"))
    assert made.outcomes == {"c1": "recommended"}, "what was said while the seat was held still counts"


def test_it_is_bound_to_what_was_shown_and_to_its_own_text() -> None:
    made = with_text(closed("nord:recommend bruker:recommend"), {"nn": "2", "nb": "1"})
    assert (made.before, made.after, made.packs) == (PROPOSAL.before, PROPOSAL.after, {"nb": "n"})
    assert list(made.text.items()) == [("nb", "1"), ("nn", "2")]


# ---- whatever is said ----

SEATS = st.sampled_from([*BOARD.seats, "sor"])
SAID = st.lists(st.tuples(SEATS, st.sampled_from(list(View)), st.sampled_from([*CHANGES, "c9"])), max_size=12)
APART = st.lists(st.tuples(SEATS, st.sampled_from(["", *CHANGES])), max_size=3)


def of(views, interests):
    return statement(Table(PROPOSAL, CHANGES, "d"), BOARD, SITTING, views, interests)


def told(said) -> list[MemberView]:
    return [view(number, *part) for number, part in enumerate(said)]


@given(SAID, APART, st.randoms())
def test_the_order_they_are_read_in_does_not_count(said, apart, chance: Random) -> None:
    views, interests = told(said), [interest(*part) for part in apart]
    made = of(views, interests)
    chance.shuffle(views)
    chance.shuffle(interests)
    assert of(views, interests) == made


@given(SAID, APART)
def test_a_seat_counts_once_or_not_at_all(said, apart) -> None:
    made = of(told(said), [interest(*part) for part in apart])
    for votes in votes_of(made, BOARD):
        places = [voice.seat for voice in votes.counted] + list(votes.interested) + list(votes.silent)
        assert sorted(places) == sorted(BOARD.seats)


@given(SAID, SEATS)
def test_an_interested_seat_can_say_what_it_likes(said, seat) -> None:
    without = [part for part in said if part[0] != seat]
    ours, theirs = of(told(said), [interest(seat, "")]), of(told(without), [interest(seat, "")])
    assert (ours.outcomes, ours.has_quorum) == (theirs.outcomes, theirs.has_quorum)


@given(SAID, st.sampled_from(list(BOARD.seats)))
def test_abstaining_moves_no_outcome(said, seat) -> None:
    without = told([part for part in said if part[0] != seat])
    abstaining = [view(100, seat, View.ABSTAIN, change) for change in CHANGES]
    assert of([*without, *abstaining], []).outcomes == of(without, []).outcomes


@given(SAID, APART)
def test_one_more_voice_for_it_never_turns_the_board_against(said, apart) -> None:
    views, interests = told(said), [interest(*part) for part in apart]
    for seat in BOARD.seats:
        more = of([*views, view(100, seat, View.RECOMMEND)], interests)
        if of(views, interests).outcomes["c1"] in (Outcome.RECOMMENDED, Outcome.WITH_REMARK):
            assert advises(more, "c1")


@given(SAID, APART)
def test_all_dissent_is_in_the_statement(said, apart) -> None:
    made = of(told(said), [interest(*part) for part in apart])
    for votes in votes_of(made, BOARD):
        assert set(votes.dissent) <= set(made.views)
        if made.outcomes[votes.change] in (Outcome.RECOMMENDED, Outcome.WITH_REMARK):
            assert {voice.seat for voice in votes.dissent} == set(votes.opposing)
