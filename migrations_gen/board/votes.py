"""How one change is counted: who is for and against it, whether enough have answered, and what comes of it. Pure.

A seat counts once, by its last word. One that has declared an interest in the change does not count in it at all. Those
who abstain have answered, and are neither for nor against.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from migrations_gen.board.records import Board, View
from migrations_gen.ledger.records import Interest, Outcome, Said
from migrations_gen.proposals.records import DeclaredInterest, MemberView


@dataclass(frozen=True, slots=True)
class Votes:
    """The seats by what they have said of one change, each in the order of the board's list.

    `interested` have declared an interest and count no further, whatever they have said; `silent` have said nothing.
    """

    change: str
    counted: tuple[Said, ...]
    interested: tuple[str, ...]
    silent: tuple[str, ...]

    def seats(self, *views: View) -> tuple[str, ...]:
        """The seats that count and have said one of these."""
        return tuple(said.seat for said in self.counted if said.view in views)

    @property
    def supporting(self) -> tuple[str, ...]:
        """For the change, with or without a remark."""
        return self.seats(View.RECOMMEND, View.REMARK)

    @property
    def opposing(self) -> tuple[str, ...]:
        """Against it."""
        return self.seats(View.AGAINST)

    @property
    def outcome(self) -> Outcome:
        """What follows from them: the majority of those who are for or against."""
        if len(self.supporting) == len(self.opposing):
            return Outcome.UNDECIDED
        if len(self.opposing) > len(self.supporting):
            return Outcome.NOT_RECOMMENDED
        return Outcome.WITH_REMARK if self.seats(View.REMARK) else Outcome.RECOMMENDED

    @property
    def dissent(self) -> tuple[Said, ...]:
        """Those who count and think otherwise than the board; where it is undecided, everybody who is against."""
        losing = (View.RECOMMEND, View.REMARK) if self.outcome is Outcome.NOT_RECOMMENDED else (View.AGAINST,)
        return tuple(said for said in self.counted if said.view in losing)


def votes_on(change: str, board: Board, views: Iterable[Said], interests: Iterable[Interest]) -> Votes:
    """What the seats have said of this change."""
    apart = {interest.seat for interest in interests if interest.change in ("", change)}
    spoken = {said.seat: said for said in views if said.change == change}
    return Votes(
        change,
        tuple(spoken[seat] for seat in board.seats if seat in spoken and seat not in apart),
        tuple(seat for seat in board.seats if seat in apart),
        tuple(seat for seat in board.seats if seat not in spoken and seat not in apart),
    )


def lacking(votes: Votes, board: Board) -> tuple[str, ...]:
    """The seats without whose word there is no quorum. One that declares an interest has given its word."""
    return tuple(seat for seat in board.quorum.always if seat in votes.silent)


def has_quorum(votes: Votes, board: Board) -> bool:
    """Whether enough seats that count have answered, and those that always must."""
    return len(votes.counted) >= board.quorum.at_least and not lacking(votes, board)


def last_words(views: Iterable[MemberView]) -> tuple[Said, ...]:
    """The last view of each seat on each change, whatever order they come in."""
    last: dict[tuple[str, str], MemberView] = {}
    for view in sorted(views, key=lambda view: (view.at, view.id)):
        last[view.change, view.seat] = view
    return tuple(
        Said(change=view.change, seat=view.seat, account=view.account, view=view.view, text=view.text)
        for _, view in sorted(last.items())
    )


def declared(interests: Iterable[DeclaredInterest]) -> tuple[Interest, ...]:
    """Every declared interest, once, whatever order they come in."""
    every = {Interest(change=each.change, seat=each.seat, account=each.account, text=each.text) for each in interests}
    return tuple(sorted(every, key=lambda each: (each.change, each.seat, each.account, each.text)))
