"""What outcomes, views and warnings are called: one sentence each, in English as the program is written."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.board import roster, statement
from migrations_gen.board.records import Board, View
from migrations_gen.ledger.records import Outcome
from renderers.i18n import Language

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        Outcome.RECOMMENDED: translatable("Recommended"),
        Outcome.WITH_REMARK: translatable("Recommended with a remark"),
        Outcome.NOT_RECOMMENDED: translatable("Not recommended"),
        Outcome.UNDECIDED: translatable("No majority"),
    }
)
VIEWS: Mapping[str, str] = MappingProxyType(
    {
        View.RECOMMEND: translatable("Recommends"),
        View.REMARK: translatable("Recommends with a remark"),
        View.AGAINST: translatable("Does not recommend"),
        View.ABSTAIN: translatable("Abstains"),
    }
)
WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        roster.VACANT: translatable("Nobody held the seat {seat}."),
        roster.EXPIRED: translatable("The term of the seat {seat} had expired, and nobody had followed."),
        roster.SHORT: translatable("The term of the seat {seat} is shorter than the rules of the board allow."),
        roster.LONG: translatable("The term of the seat {seat} is longer than the rules of the board allow."),
        roster.SHARED: translatable(
            "More than one held the seat {seat}. The one who has held it longest spoke for it."
        ),
        roster.UNKNOWN: translatable("Somebody was appointed to {seat}, which is no seat of this board."),
        roster.TWO_SEATS: translatable("The account {seat} held more than one seat."),
        statement.UNANSWERED: translatable("The seat {seat} has not answered everything."),
    }
)
"""Warnings about a seat or an account; `no-quorum` is about a change, and stands with it."""

NO_QUORUM = translatable("There was no quorum for this change, so the board has not given a statement on it.")


def warning(slug: str, about: str, board: Board, language: Language) -> str:
    """One warning, in words."""
    return language.gettext(WARNINGS[slug], seat=seat_title(about, board, language))


def seat_title(seat: str, board: Board, language: Language) -> str:
    """What a seat is called; a name that is none is told as it is."""
    known = board.seats.get(seat)
    return known.title_in(language.code) if known else seat
