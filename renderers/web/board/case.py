"""A case as the board's pages see it: the proposal, its changes told, who has said what, and what the ledger has."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from engine.access import Access, NotAllowed, NotFound
from migrations_gen.board.holders import holders
from migrations_gen.board.records import Board, Roster
from migrations_gen.board.rights import Deed, may
from migrations_gen.board.roster import roster, seat_of
from migrations_gen.board.votes import Votes, declared, last_words, votes_on
from migrations_gen.change_sets import name_of
from migrations_gen.changes import Change
from migrations_gen.comparison import Comparison
from migrations_gen.ledger.kept import kept_lines
from migrations_gen.ledger.lines import entry_of
from migrations_gen.ledger.records import Entry, Reopening, Statement
from migrations_gen.ledger.standing import statement_on
from migrations_gen.proposals.records import DeclaredInterest, MemberView, Proposal, Stage
from migrations_gen.proposals.store import find_proposal, interests_on, views_on
from migrations_gen.releasing.demands import Needs, needs_of
from renderers.i18n import Language
from renderers.statement import Told, told
from renderers.web.board.blueprint import Refused
from renderers.web.context import access, language, today
from renderers.web.table.comparing import compared
from renderers.web.table.showing import board_for


@dataclass(frozen=True, eq=False)
class Case:
    """One case in one transaction, as this account sees it today. `seat` is the one the account speaks from."""

    work: Access
    proposal: Proposal
    comparison: Comparison
    board: Board
    roster: Roster
    seat: str | None
    views: tuple[MemberView, ...]
    interests: tuple[DeclaredInterest, ...]
    entries: tuple[Entry, ...]

    @cached_property
    def told(self) -> Told:
        """The changes in the reader's language."""
        return self.told_in(language())

    def told_in(self, spoken: Language) -> Told:
        """The changes in a language."""
        return told(self.comparison, spoken)

    @cached_property
    def change(self) -> dict[str, Change]:
        """The changes somebody is asked about, by name, in the order of the report. The version's number goes along
        with them.
        """
        by_name = {name_of(change): change for change in self.comparison.difference.changes}
        return {name: by_name[name] for name in self.told.sentences if name in self.needs}

    @cached_property
    def needs(self) -> Needs:
        """Whom each change needs."""
        return needs_of(self.comparison)

    def votes(self, change: str) -> Votes:
        """What the seats have said of a change so far."""
        return votes_on(change, self.board, last_words(self.views), declared(self.interests))

    @cached_property
    def standing(self) -> Entry | None:
        """The entry with the statement that stands."""
        found = statement_on(self.entries, self.proposal.id)
        return next((entry for entry in self.entries if found and entry.number == found[0]), None)

    @cached_property
    def statements(self) -> tuple[tuple[Entry, Statement, Entry | None], ...]:
        """Every statement there has been, the last first, each with what reopened it."""
        reopened = {entry.act.statement: entry for entry in self.entries if isinstance(entry.act, Reopening)}
        return tuple(
            (entry, entry.act, reopened.get(entry.number))
            for entry in reversed(self.entries)
            if isinstance(entry.act, Statement) and entry.act.proposal == self.proposal.id
        )

    def unanswered(self) -> tuple[str, ...]:
        """The seats that have not answered everything, in the order of the board."""
        silent = {seat for change in self.change for seat in self.votes(change).silent}
        return tuple(seat for seat in self.board.seats if seat in silent)


@contextmanager
def case_of(number: int, deed: Deed, why: str) -> Iterator[Case]:
    """The case of this number in a transaction, for who may do this.

    What differs is found out before the transaction begins, as it may take seconds, in which nobody else could write.
    """
    with access(why) as work:
        found = _permitted(work, number, deed)
    board = board_for(found)
    if board is None:
        raise NotFound("the catalogue declares no board")
    comparison = compared(found.before, found.after)
    with access(why) as work:
        proposal = _permitted(work, number, deed)
        if (proposal.before, proposal.after) != (found.before, found.after):
            raise Refused("stale")
        yield _case(work, proposal, comparison, board)


def _permitted(work: Access, number: int, deed: Deed) -> Proposal:
    """The proposal, for who may do this; a draft is seen by those only who write proposals."""
    role = work.actor.role
    if not may(role, deed):
        raise NotAllowed(f"{work.actor.name} ({role}) may not {deed}")
    proposal = find_proposal(work.connection, number)
    if proposal is None or (proposal.stage is Stage.DRAFT and not may(role, Deed.PROPOSE)):
        raise NotFound(f"there is no case {number}")
    return proposal


def _case(work: Access, proposal: Proposal, comparison: Comparison, board: Board) -> Case:
    sitting = roster(board, holders(work.connection), today())
    return Case(
        work=work,
        proposal=proposal,
        comparison=comparison,
        board=board,
        roster=sitting,
        seat=seat_of(sitting, work.actor.name),
        views=views_on(work.connection, proposal.id),
        interests=interests_on(work.connection, proposal.id),
        entries=tuple(entry_of(line) for line in kept_lines(work.connection)),
    )


def at_stage(case: Case, *stages: Stage) -> Case:
    """The case, if it has come just so far."""
    if case.proposal.stage not in stages:
        raise Refused("wrong-stage")
    return case
