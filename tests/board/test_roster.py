"""Who sits where on a day: terms, what is amiss with them, and who speaks for whom."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrations_gen.board.records import Holder
from migrations_gen.board.roster import roster, seat_of, term_end
from tests.boards import BOARD

ON = date(2026, 3, 12)


def holder(line: str) -> Holder:
    """`seat account from to`."""
    seat, account, valid_from, valid_to = line.split()
    return Holder(
        id=line,
        seat=seat,
        account=account,
        valid_from=date.fromisoformat(valid_from),
        valid_to=date.fromisoformat(valid_to),
    )


FULL = ["nord anna 2025-01-01 2026-12-31", "vest bo 2023-06-01 2026-05-31", "bruker cecilie 2026-03-12 2028-03-11"]

ROSTERS = [
    # who sits, who is there on 12.03.2026, what is amiss
    (FULL, "nord:anna vest:bo bruker:cecilie", []),
    ([], "", ["vacant-seat nord", "vacant-seat vest", "vacant-seat bruker"]),
    # from the first day to the last, both included
    ([*FULL[:2], "bruker dag 2024-03-13 2026-03-12"], "nord:anna vest:bo bruker:dag", []),
    ([*FULL[:2], "bruker dag 2024-03-12 2026-03-11"], "nord:anna vest:bo", ["expired-term bruker"]),
    ([*FULL[:2], "bruker dag 2026-03-13 2028-03-12"], "nord:anna vest:bo", ["vacant-seat bruker"]),
    # two years to the day is enough, a day less is not; four years is the most
    ([*FULL[:2], "bruker dag 2026-03-01 2028-02-29"], "nord:anna vest:bo bruker:dag", []),
    ([*FULL[:2], "bruker dag 2026-03-01 2028-02-28"], "nord:anna vest:bo bruker:dag", ["short-term bruker"]),
    ([*FULL[:2], "bruker dag 2026-03-01 2030-02-28"], "nord:anna vest:bo bruker:dag", []),
    ([*FULL[:2], "bruker dag 2026-03-01 2030-03-01"], "nord:anna vest:bo bruker:dag", ["long-term bruker"]),
    # where two sit, the one who came first speaks
    ([*FULL, "nord eva 2025-06-01 2027-12-31"], "nord:anna vest:bo bruker:cecilie", ["shared-seat nord"]),
    # nobody holds two seats, and no seat outside the rules counts
    (
        [*FULL[:2], "bruker bo 2025-01-01 2027-12-31"],
        "nord:anna vest:bo bruker:bo",
        ["two-seats bo"],
    ),
    ([*FULL, "sor fred 2025-01-01 2027-12-31"], "nord:anna vest:bo bruker:cecilie", ["unknown-seat sor"]),
]


@pytest.mark.parametrize(("sitting", "there", "amiss"), ROSTERS)
def test_the_board_on_a_day(sitting: list[str], there: str, amiss: list[str]) -> None:
    found = roster(BOARD, map(holder, sitting), ON)
    assert " ".join(f"{seat}:{who.account}" for seat, who in found.holders.items()) == there
    assert [" ".join(warning) for warning in found.warnings] == amiss


def test_an_account_speaks_from_its_own_seat_only() -> None:
    found = roster(BOARD, map(holder, FULL), ON)
    assert seat_of(found, "anna") == "nord"
    assert seat_of(found, "gro") is None
    assert (
        seat_of(roster(BOARD, [holder("bruker bo 2025-01-01 2027-12-31"), *map(holder, FULL[:2])], ON), "bo") == "vest"
    )


@pytest.mark.parametrize(
    ("first", "years", "last"),
    [
        ("2026-01-01", 2, "2027-12-31"),
        ("2026-03-01", 2, "2028-02-29"),
        ("2024-02-29", 2, "2026-02-28"),
        ("2024-02-29", 4, "2028-02-28"),
    ],
)
def test_the_last_day_of_a_term(first: str, years: int, last: str) -> None:
    assert term_end(date.fromisoformat(first), years) == date.fromisoformat(last)


DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
HOLDERS = st.lists(
    st.builds(
        Holder,
        id=st.uuids().map(str),
        seat=st.sampled_from(["nord", "vest", "bruker", "sor"]),
        account=st.sampled_from(["anna", "bo", "cecilie"]),
        valid_from=DAYS,
        valid_to=DAYS,
    ),
    max_size=6,
)


@given(HOLDERS, DAYS, st.randoms())
def test_the_order_they_are_written_in_does_not_count(sitting: list[Holder], on: date, chance: object) -> None:
    shuffled = list(sitting)
    chance.shuffle(shuffled)
    assert roster(BOARD, sitting, on) == roster(BOARD, shuffled, on)


@given(HOLDERS, DAYS)
def test_every_seat_is_held_or_said_to_be_empty(sitting: list[Holder], on: date) -> None:
    found = roster(BOARD, sitting, on)
    empty = {seat for slug, seat in found.warnings if slug in ("vacant-seat", "expired-term")}
    assert set(found.holders) | empty == set(BOARD.seats)
    assert not set(found.holders) & empty
