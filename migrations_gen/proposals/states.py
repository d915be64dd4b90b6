"""The states of the catalogue that proposals are about, each kept once, as one text, by its digest."""

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from engine.access import NotFound
from engine.releases import digest_of
from migrations_gen.proposals.tables import TABLES

STATE = TABLES.catalogue_state


def keep_state(connection: Connection, snapshot: str) -> str:
    """Keep a state, unless it is there; its digest."""
    digest = digest_of(snapshot)
    if not _is_kept(connection, digest):
        try:
            with connection.begin_nested():
                connection.execute(STATE.insert(), {"digest": digest, "snapshot": snapshot})
        except IntegrityError:  # somebody kept the same state in the same moment
            pass
    return digest


def state_text(connection: Connection, digest: str) -> str:
    """The state as one text; raises `NotFound` when it is not kept here."""
    found: str | None = connection.scalar(select(STATE.c.snapshot).where(STATE.c.digest == digest))
    if found is None:
        raise NotFound(f"no state {digest} is kept here")
    return found


def _is_kept(connection: Connection, digest: str) -> bool:
    return connection.scalar(select(STATE.c.digest).where(STATE.c.digest == digest)) is not None
