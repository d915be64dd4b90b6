"""Who is at work, whether they may, and what is left in the log about it.

Staff reach the rows of their own centre and of those it has taken over, a patient the forms that are theirs to
answer, the registry's own people everything; anybody else nothing. The log says who, what, which row, when and
why, and never a value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, MetaData, Select, TableClause, false, select, true

from catalogue.model import Form
from engine.tables import Tables
from engine.tables.fixed import access_log

LOG = access_log(MetaData())
"""The same in every registry."""

CENTRAL_ROLES = frozenset({"registry", "system"})
"""Roles that belong to no centre and reach all of them."""


class NotAllowed(Exception):
    """The actor may not do this; nothing was done."""


class NotFound(Exception):
    """There is no such row."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The logged-in user. A patient's account names a person, a member of staff's a centre."""

    name: str
    role: str
    centre_id: str | None = None
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """One actor at work in one transaction: when, and why it is done."""

    connection: Connection
    tables: Tables
    actor: Actor
    now: datetime
    why: str


class AtWork(Protocol):
    """What the log must know: who is at work, in which transaction, when and why. Every `Access` does."""

    @property
    def connection(self) -> Connection: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def now(self) -> datetime: ...
    @property
    def why(self) -> str: ...


def new_key() -> str:
    """A random key, which says nothing and cannot be guessed."""
    return uuid4().hex


def permit(access: Access, episode_id: str, form: Form | None = None) -> None:
    """Raise `NotAllowed` unless the actor may reach this episode and open this form of it."""
    episode = access.tables.fixed.episode
    reached = select(episode.c.id).where(episode.c.id == episode_id, reached_episodes(access))
    permit_known(access, form, is_reached=access.connection.scalar(reached) is not None)


def permit_known(access: Access, form: Form | None, *, is_reached: bool) -> None:
    """The same of an episode of which it is known whether the actor may reach it."""
    actor = access.actor
    own_form = form is None or actor.person_id is None or form.respondent == actor.role
    if not own_form or not is_reached:
        raise NotAllowed(f"{actor.name} ({actor.role}) may not reach this episode or form")


def reached_episodes(access: Access) -> ColumnElement[bool]:
    """Which episodes the actor may reach, as a condition on the table of episodes."""
    actor, episode = access.actor, access.tables.fixed.episode
    if actor.person_id is not None:
        return episode.c.person_id == actor.person_id
    if actor.centre_id is not None:
        return episode.c.centre_id.in_(own_centres(access.tables, actor.centre_id))
    return true() if actor.role in CENTRAL_ROLES else false()


def reached_people(access: Access) -> ColumnElement[bool]:
    """Which people the actor may reach, as a condition on the table of people: themselves, or through an episode."""
    actor, fixed = access.actor, access.tables.fixed
    if actor.person_id is not None:
        return fixed.person.c.id == actor.person_id
    if actor.centre_id is not None:
        return fixed.person.c.id.in_(select(fixed.episode.c.person_id).where(reached_episodes(access)))
    return true() if actor.role in CENTRAL_ROLES else false()


def own_centres(tables: Tables, centre_id: str) -> Select[str]:
    """A centre and all that have been merged into it, into those, and so on."""
    centre = tables.fixed.centre
    own = select(centre.c.id).where(centre.c.id == centre_id).cte("own", recursive=True)
    return select(own.union(select(centre.c.id).join(own, centre.c.merged_into == own.c.id)).c.id)


def log(work: AtWork, action: str, table: TableClause, row_ids: Iterable[str]) -> None:
    """Write down what is done with these rows."""
    entry = {
        "at": work.now,
        "actor": work.actor.name,
        "role": work.actor.role,
        "action": action,
        "table_name": table.name,
        "why": work.why,
    }
    entries = [{**entry, "id": new_key(), "row_id": row_id} for row_id in row_ids]
    if entries:
        work.connection.execute(LOG.insert(), entries)
