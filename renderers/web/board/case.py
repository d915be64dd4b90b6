"""A case as the board's pages see it: the proposal, its changes told, who has said what, and what stands in the ledger."""

from dataclasses import dataclass
from functools import cached_property

from engine.access import Access, NotAllowed, NotFound
from migrations_gen.board.holders import holders
from migrations_gen.board.reading import board_of_snapshot
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
from migrations_gen.proposals.store import find_proposal, interests_on, state_text, views_on
from renderers.i18n import Language
from renderers.statement import Told, told
from renderers.web.board.blueprint import Refused
from renderers.web.context import language, today
from renderers.web.table.comparing import compared


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
        """The changes by name, in the order of the report."""
        by_name = {name_of(change): change for change in self.comparison.difference.changes}
        return {name: by_name[name] for name in self.told.sentences}

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


def open_case(work: Access, number: int, deed: Deed = Deed.READ) -> Case:
    """The case of this number, for who may do this; a draft is seen by those only who write proposals."""
    role = work.actor.role
    if not may(role, deed):
        raise NotAllowed(f"{work.actor.name} ({role}) may not {deed}")
    proposal = find_proposal(work.connection, number)
    if proposal is None or (proposal.stage is Stage.DRAFT and not may(role, Deed.PROPOSE)):
        raise NotFound(f"there is no case {number}")
    board = _board(work, proposal)
    sitting = roster(board, holders(work.connection), today())
    return Case(
        work=work,
        proposal=proposal,
        comparison=compared(proposal.before, proposal.after),
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


def _board(work: Access, proposal: Proposal) -> Board:
    """The board that holds is that of the earlier state; a proposal that brings the first one is judged by it."""
    for digest in (proposal.before, proposal.after):
        board = board_of_snapshot(state_text(work.connection, digest))
        if board is not None:
            return board
    raise NotFound("the catalogue declares no board")
