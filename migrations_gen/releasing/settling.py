"""What becomes of a proposal in the database when its changes are released: it is done, or what was postponed goes on
on top of the release; and what was released in an emergency is put on the board's table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection

from engine.database import connect
from migrations_gen.ledger.records import Released
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
    """What follows in the database from a release: `texts` are the states to be kept, `left` is the state with what was
    postponed on top of the release, `draft` the case that an emergency puts on the table.
    """

    act: Released
    texts: tuple[str, ...]
    left: str | None
    draft: Draft | None
    who: str
    now: datetime


def follow_up(url: str, aftermath: Aftermath) -> Proposal | None:
    """Do it, all or nothing; the proposal as it then is."""
    act, who, now = aftermath.act, aftermath.who, aftermath.now
    engine = connect(url)
    try:
        with engine.begin() as connection:
            for text in aftermath.texts:
                store.keep_state(connection, text)
            if aftermath.draft is not None:
                return put_on_table(connection, act, aftermath.draft, who, now)
            return settle(connection, act, aftermath.left, who, now)
    finally:
        engine.dispose()


def settle(connection: Connection, act: Released, left: str | None, who: str, now: datetime) -> Proposal | None:
    """Take the proposal of a release on; None when the database does not have it. `left` is the state with what was
    postponed on top of the release, where something was.
    """
    proposal = proposal_with(connection, act.proposal)
    if proposal is None or proposal.stage not in STILL_TO_GO:
        return None
    if left is None:
        return _done(connection, proposal, who, now)
    after = store.keep_state(connection, left)
    return _written(store.rebase_proposal(connection, proposal.id, proposal.revision, act.digest, after, who, now))


def put_on_table(connection: Connection, act: Released, draft: Draft, who: str, now: datetime) -> Proposal:
    """An emergency release's case, open for the board: that on which it was decided, where the database has one.

    The two states must be kept.
    """
    there = proposal_with(connection, act.proposal)
    if there is None or there.stage not in STILL_TO_GO or (there.before, there.after) != (draft.before, draft.after):
        there = store.add_proposal(connection, draft, who, now)
    if there.stage is Stage.OPEN:
        return there
    return _written(store.set_stage(connection, there.id, there.revision, Stage.OPEN, who, now))


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
