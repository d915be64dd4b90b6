"""What a board says of a proposal: the statement that the leader closes with. Pure.

It holds every view as it stood, so that whoever reads it can count again. What was lacking on the day (a vacant seat,
an expired term, a seat that has not answered, no quorum) is a warning in it and never a reason to leave somebody out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from migrations_gen.board.records import Board, Roster
from migrations_gen.board.votes import Votes, declared, has_quorum, last_words, votes_on
from migrations_gen.ledger.records import Outcome, Statement
from migrations_gen.proposals.records import DeclaredInterest, MemberView, Proposal

NO_QUORUM, UNANSWERED = "no-quorum", "unanswered"
"""Warnings of a statement besides those of the roster: about a change, about a seat."""


@dataclass(frozen=True, slots=True)
class Table:
    """What lies on the board's table: the changes it is asked about, in order, the digest of all that differs, and the
    digests of what was shown, by language.
    """

    proposal: Proposal
    changes: Sequence[str]
    digest: str
    packs: Mapping[str, str] = field(default_factory=dict)


def statement(
    table: Table, board: Board, roster: Roster, views: Iterable[MemberView], interests: Iterable[DeclaredInterest]
) -> Statement:
    """The statement on what lies on the table, as of the roster's day. What was said of other changes is left out.

    Its own text is not written yet: `with_text`.
    """
    proposal, names = table.proposal, set(table.changes)
    said = tuple(view for view in last_words(views) if view.change in names and view.seat in board.seats)
    apart = tuple(each for each in declared(interests) if each.change in {"", *names} and each.seat in board.seats)
    every = [votes_on(change, board, said, apart) for change in table.changes]
    return Statement(
        proposal=proposal.id,
        number=proposal.number,
        title=proposal.title,
        before=proposal.before,
        after=proposal.after,
        changes=table.digest,
        packs=dict(sorted(table.packs.items())),
        on=roster.on,
        views=said,
        interests=apart,
        outcomes={votes.change: votes.outcome for votes in every},
        warnings=(*roster.warnings, *_unanswered(every, roster), *_without_quorum(every, board)),
        has_quorum=all(has_quorum(votes, board) for votes in every),
        text={},
    )


def with_text(made: Statement, digests: Mapping[str, str]) -> Statement:
    """The statement bound to its own text, by language."""
    return replace(made, text=dict(sorted(digests.items())))


def votes_of(made: Statement, board: Board) -> Iterator[Votes]:
    """The statement's views, counted change by change, in its own order."""
    return (votes_on(change, board, made.views, made.interests) for change in made.outcomes)


def lacks_quorum(made: Statement, change: str) -> bool:
    """Whether the board has not validly spoken of this change; one that does not say of which, lacks it of all."""
    named = {about for slug, about in made.warnings if slug == NO_QUORUM}
    return not made.has_quorum and (change in named or not named)


def advises(made: Statement, change: str) -> bool:
    """Whether the board recommends this change."""
    return made.outcomes.get(change) in (Outcome.RECOMMENDED, Outcome.WITH_REMARK)


def _unanswered(every: Sequence[Votes], roster: Roster) -> Iterator[tuple[str, str]]:
    """The seats that somebody sits in and that are silent on something; an empty one is warned of already."""
    silent = {seat for votes in every for seat in votes.silent}
    yield from ((UNANSWERED, seat) for seat in roster.holders if seat in silent)


def _without_quorum(every: Sequence[Votes], board: Board) -> Iterator[tuple[str, str]]:
    yield from ((NO_QUORUM, votes.change) for votes in every if not has_quorum(votes, board))
