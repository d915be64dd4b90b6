"""Who is logged in, in the database: a session begins, is found, is used, and ends; what has ended opens nothing.

The browser holds a random text, and the database its digest, so that what is stored here opens nothing. A session holds
for as long as the account has the password and the role it began with. Passwords are checked elsewhere.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, MetaData

from engine.accounts import Account
from engine.tables.governance import governance_tables

TABLE = governance_tables(MetaData()).web_session

USED = timedelta(minutes=1)
"""How much time passes before it is written down again that a session is in use: reading must not be writing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts without being used, and in all."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One login. `id` is the digest of what the browser holds, `token` what its forms send back."""

    id: str
    account: str
    password_key: str
    token: str
    since: datetime
    seen: datetime


def new_secret() -> str:
    """A text that nobody can guess, for a browser to hold."""
    return secrets.token_urlsafe(32)


def begin(connection: Connection, account: Account, now: datetime, limits: Limits) -> tuple[str, str]:
    """Begin a session; what the browser is to hold, and what its forms send back. Those that have run out are swept."""
    sweep(connection, now, limits)
    secret, token = new_secret(), new_secret()
    values = {
        "id": _digest(secret),
        "account": account.actor.name,
        "password_key": key_of(account),
        "token": token,
        "since": now,
        "seen": now,
    }
    connection.execute(TABLE.insert(), values)
    return secret, token


def find(connection: Connection, secret: str, now: datetime, limits: Limits) -> Session | None:
    """The session a browser holds the secret of, unless it has ended or run out."""
    row = connection.execute(TABLE.select().where(TABLE.c.id == _digest(secret))).mappings().first()
    if row is None:
        return None
    session = Session(**row)
    has_run_out = now - session.seen > limits.idle or now - session.since > limits.longest
    return None if has_run_out else session


def touch(connection: Connection, session: Session, now: datetime) -> None:
    """Write down that it is in use, when it is a while since that was done."""
    if now - session.seen >= USED:
        connection.execute(TABLE.update().where(TABLE.c.id == session.id).values(seen=now))


def end(connection: Connection, secret: str) -> None:
    """End the session of this secret, wherever else the secret may be."""
    connection.execute(TABLE.delete().where(TABLE.c.id == _digest(secret)))


def end_all(connection: Connection, name: str) -> None:
    """End every session of an account."""
    connection.execute(TABLE.delete().where(TABLE.c.account == name))


def sweep(connection: Connection, now: datetime, limits: Limits) -> None:
    """Take away the sessions that have run out."""
    has_run_out = (TABLE.c.seen < now - limits.idle) | (TABLE.c.since < now - limits.longest)
    connection.execute(TABLE.delete().where(has_run_out))


def key_of(account: Account) -> str:
    """Another when the password or the role is, and tells nothing about either."""
    return sha256(f"{account.password_hash}\n{account.actor.role}".encode()).hexdigest()[:16]


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
