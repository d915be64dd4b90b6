"""What the board was shown, kept whole by its digest, so that it can be shown again and never made anew."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, select

from engine.releases import digest_of
from migrations_gen.proposals.records import KeptPack, Proposal
from migrations_gen.proposals.tables import TABLES

PACK = TABLES.review_pack


def keep_pack(connection: Connection, proposal: Proposal, language: str, content: str, now: datetime) -> str:
    """Keep what is shown of a proposal as it now is; its digest. The content names the proposal, so that no other one
    has the same.
    """
    digest = digest_of(content)
    if connection.scalar(select(PACK.c.digest).where(PACK.c.digest == digest)) is None:
        kept = KeptPack(
            digest=digest,
            proposal_id=proposal.id,
            after=proposal.after,
            language=language,
            content=content,
            made_at=now,
        )
        connection.execute(PACK.insert(), asdict(kept))
    return digest


def pack_of(connection: Connection, proposal: Proposal, language: str) -> KeptPack | None:
    """What was shown last of the proposal as it now is, in this language."""
    return packs_of(connection, proposal).get(language)


def packs_of(connection: Connection, proposal: Proposal) -> Mapping[str, KeptPack]:
    """What was shown last of the proposal as it now is, by language."""
    about = (PACK.c.proposal_id == proposal.id, PACK.c.after == proposal.after)
    rows = connection.execute(PACK.select().where(*about).order_by(PACK.c.made_at)).mappings()
    return {row["language"]: KeptPack(**row) for row in rows}
