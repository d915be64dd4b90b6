"""Where the states of a release come from: the files at hand, the folder of releases, or a database. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from engine.access import NotFound
from engine.database import reading
from engine.releases import TABLE, digest_of
from migrations_gen.ledger.records import Entry, Released
from migrations_gen.ledger.standing import decisions_on, releases_in
from migrations_gen.proposals import store
from migrations_gen.proposals.records import Proposal
from migrations_gen.proposals.tables import TABLES
from migrations_gen.states import RELEASES

PATIENCE = 60


class OriginMissing(Exception):
    """A state cannot be found; the message says which, and where it was looked for."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A proposal of the database, and the state of it that was decided on; the proposed one before anybody has."""

    proposal: Proposal
    text: str


def released_text(folder: Path, act: Released, url: str | None) -> str:
    """The text of a release: from its own file, else from the database."""
    path = folder / RELEASES / f"{act.version}.json"
    found = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    if digest_of(found) == act.digest:
        return found
    kept = _kept(url, act.digest) if url else None
    if kept is None:
        raise OriginMissing(
            f"{RELEASES}/{path.name} {'is not as it was released' if found else 'is not there'}. Put it back; git, a"
            " backup or, with --database, a database that has had it can give it."
        )
    return kept


def chosen(url: str, number: int, entries: Sequence[Entry]) -> Chosen:
    """The proposal with this number."""
    with reading(url, PATIENCE) as connection:
        proposal = store.find_proposal(connection, number)
        if proposal is None:
            there = ", ".join(str(each.number) for each in store.list_proposals(connection)) or "none"
            raise OriginMissing(f"There is no proposal {number} in the database. There are: {there}.")
        digest = _decided(entries, proposal) or proposal.after
        try:
            return Chosen(proposal, store.state_text(connection, digest))
        except NotFound:
            raise OriginMissing(f"The database does not have the state that was decided on, {digest}.") from None


def _decided(entries: Sequence[Entry], proposal: Proposal) -> str:
    """The digest of the last decision; empty when there is none since something of the proposal was released."""
    released = {act.digest for _, act in releases_in(entries)}
    digests = [decision.digest for _, decision in decisions_on(entries, proposal.id)]
    return digests[-1] if digests and digests[-1] not in released else ""


def _kept(url: str, digest: str) -> str | None:
    """A state that the database is or was at, or that a proposal is about."""
    with reading(url, PATIENCE) as connection:
        for table in (TABLE, TABLES.catalogue_state):
            text: str | None = connection.scalar(select(table.c.snapshot).where(table.c.digest == digest))
            if text is not None and digest_of(text) == digest:
                return text
    return None
