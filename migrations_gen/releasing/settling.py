"""What becomes of a proposal in the database when its changes are released: it is done, or what was postponed goes on
on top of the release; and what was released in an emergency is put on the board's table.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from engine.database import connect
from migrations_gen.ledger.records import Decision, Entry, Released, Verdict
from migrations_gen.parts import rest
from migrations_gen.proposals import store
from migrations_gen.proposals.records import Draft, Proposal, Stage, Stale, WrongStage

STILL_TO_GO: Mapping[Stage, tuple[Stage, ...]] = MappingProxyType(
    {
        Stage.DRAFT: (Stage.OPEN, Stage.DECIDED, Stage.RELEASED),
        Stage.OPEN: (Stage.DECIDED, Stage.RELEASED),
        Stage.CLOSED: (Stage.DECIDED, Stage.RELEASED),
        Stage.DECIDED: (Stage.RELEASED,),
    }
)
"""From each stage to the end: what the ledger has decided may not have come to the proposal's own page yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What follows in the database from a release. `before` is the state that it comes after, empty for a first one;
    `has_postponed` whether some of what was proposed goes on. `draft` is the case that an emergency puts on the table,
    `packs` what the board is then shown, by language.
    """

    act: Released
    before: str
    released: str
    has_postponed: bool
    draft: Draft | None
    packs: Callable[[Proposal], Mapping[str, str]]
    who: str
    now: datetime


class NotFollowed(Exception):
    """The release is made, and what follows from it in the database is not; the message says why."""


def follow_up(url: str, aftermath: Aftermath) -> Proposal | None:
    """Do it, all or nothing; the proposal as it then is. Raises `NotFollowed`."""
    engine = connect(url)
    try:
        with engine.begin() as connection:
            for text in filter(None, (aftermath.before, aftermath.released)):
                store.keep_state(connection, text)
            if aftermath.draft is not None:
                return _put_on_table(connection, aftermath, aftermath.draft)
            return _settle(connection, aftermath)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise NotFollowed(
            f"The version is released, but its proposal could not be taken on: {reason}. Do that on its own page."
        ) from None
    finally:
        engine.dispose()


def has_postponed(entries: Iterable[Entry], act: Released) -> bool:
    """Whether the decisions that a release rests on let something wait."""
    verdicts: dict[str, Verdict] = {}
    for entry in entries:
        if entry.number in act.decisions and isinstance(entry.act, Decision):
            verdicts |= entry.act.verdicts
    return Verdict.POSTPONED in verdicts.values()


def _settle(connection: Connection, aftermath: Aftermath) -> Proposal | None:
    """Take the proposal of the release on; None when the database does not have it."""
    act, who, now = aftermath.act, aftermath.who, aftermath.now
    proposal = proposal_with(connection, act.proposal)
    if proposal is None or proposal.stage not in STILL_TO_GO:
        return None
    if not aftermath.has_postponed:
        return _done(connection, proposal, who, now)
    left = rest(aftermath.before, store.state_text(connection, proposal.after), aftermath.released)
    after = store.keep_state(connection, left.snapshot)
    return _written(store.rebase_proposal(connection, proposal.id, proposal.revision, act.digest, after, who, now))


def _put_on_table(connection: Connection, aftermath: Aftermath, draft: Draft) -> Proposal:
    """An emergency release's case, open for the board: that on which it was decided, where the database has one."""
    there = proposal_with(connection, aftermath.act.proposal)
    if there is None or there.stage not in STILL_TO_GO or (there.before, there.after) != (draft.before, draft.after):
        there = store.add_proposal(connection, draft, aftermath.who, aftermath.now)
    if there.stage is not Stage.OPEN:
        opened = store.set_stage(connection, there.id, there.revision, Stage.OPEN, aftermath.who, aftermath.now)
        there = _written(opened)
    for language, content in aftermath.packs(there).items():
        store.keep_pack(connection, there, language, content, aftermath.now)
    return there


def proposal_with(connection: Connection, key: str) -> Proposal | None:
    """The proposal that the ledger calls by this key, if the database has it."""
    return next((proposal for proposal in store.list_proposals(connection) if proposal.id == key), None)


def _done(connection: Connection, proposal: Proposal, who: str, now: datetime) -> Proposal:
    for stage in STILL_TO_GO[proposal.stage]:
        proposal = _written(store.set_stage(connection, proposal.id, proposal.revision, stage, who, now))
    return proposal


def _written(result: Proposal | Stale | WrongStage) -> Proposal:
    """The proposal was read in this very transaction, so nobody else can have come between."""
    assert isinstance(result, Proposal), result
    return result
