"""Accounts as whoever administers a registry keeps them: listed, made, given another password or role, taken away.

Whatever catalogue the database was made for. What is another about an account ends its sessions. On PostgreSQL this is
for the database's owner: the application only reads accounts. Nothing else writes the table, and nothing is written
without a line in the access log: by whom, from where, to which account, and never anything of a password.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, Delete, Insert, MetaData, Update, select, true
from sqlalchemy.engine import RowMapping

from engine import sessions
from engine.access import LOG, Actor, AtWork, log
from engine.accounts import Account, Centre
from engine.tables.fixed import fixed_tables

TABLES = fixed_tables(MetaData(), None, ())
TABLE, CENTRE = TABLES.account, TABLES.centre


@dataclass(frozen=True, slots=True)
class Keeping:
    """Somebody who administers accounts in one transaction; `why` is from where it is done."""

    connection: Connection
    actor: Actor
    now: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """What the access log says of an account; without a name it is about a login with one that is nobody's."""

    at: datetime
    actor: str
    role: str
    action: str
    account: str
    why: str


def accounts(connection: Connection) -> tuple[Account, ...]:
    """Everybody who can log in, by name."""
    return tuple(map(_account, connection.execute(TABLE.select().order_by(TABLE.c.name)).mappings()))


def account_named(connection: Connection, name: str) -> Account | None:
    """The account of this login name."""
    row = connection.execute(TABLE.select().where(TABLE.c.name == name)).mappings().first()
    return _account(row) if row else None


def keep(work: AtWork, account: Account) -> None:
    """Make an account."""
    _write(work, "create", account, TABLE.insert().values(_columns(account)), _office(account.actor))


def change_password(work: AtWork, account: Account, password_hash: str) -> Account:
    """Another password; whoever is logged in with the old one is out."""
    return _change(work, "password", replace(account, password_hash=password_hash))


def change_role(work: AtWork, account: Account, role: str, centre_id: str | None) -> Account:
    """Another role, at a centre or at none; whoever is logged in with the old one is out."""
    changed = replace(account.actor, role=role, centre_id=centre_id)
    what = f"{_office(account.actor)} → {_office(changed)}"
    return _change(work, "role", replace(account, actor=changed), what)


def remove(work: AtWork, account: Account) -> None:
    """Nobody logs in with this any more. What was done with it keeps its name."""
    sessions.end_all(work.connection, account.actor.name)
    _write(work, "remove", account, TABLE.delete().where(TABLE.c.name == account.actor.name), _office(account.actor))


def lines(connection: Connection, name: str | None = None) -> tuple[Line, ...]:
    """What the access log says of this account, or of all, in the order in which it happened."""
    wanted = (LOG.c.table_name == TABLE.name) & (true() if name is None else LOG.c.row_id == name)
    said = LOG.c.at, LOG.c.actor, LOG.c.role, LOG.c.action, LOG.c.row_id, LOG.c.why
    return tuple(Line(*row) for row in connection.execute(select(*said).where(wanted).order_by(LOG.c.at, LOG.c.id)))


def log_about(work: AtWork, action: str, name: str, what: str = "") -> None:
    """Say in the log what is done about the account of this name: `what`, after from where."""
    told = Keeping(work.connection, work.actor, work.now, f"{work.why}: {what}" if what else work.why)
    log(told, action, TABLE, [name])


def centres(connection: Connection, on: date) -> tuple[Centre, ...]:
    """The centres that report on this day, by number."""
    found = (Centre(**row) for row in connection.execute(CENTRE.select().order_by(CENTRE.c.number)).mappings())
    return tuple(centre for centre in found if centre.valid_from <= on and (centre.valid_to or on) >= on)


def _change(work: AtWork, action: str, account: Account, what: str = "") -> Account:
    name = account.actor.name
    _write(work, action, account, TABLE.update().where(TABLE.c.name == name).values(_columns(account)), what)
    sessions.end_all(work.connection, name)
    return account


def _write(work: AtWork, action: str, account: Account, statement: Insert | Update | Delete, what: str) -> None:
    """Change the table, and say so in the log: the one place that does."""
    work.connection.execute(statement)
    log_about(work, action, account.actor.name, what)


def _office(actor: Actor) -> str:
    return f"{actor.role} at {actor.centre_id}" if actor.centre_id else actor.role


def _columns(account: Account) -> dict[str, str | None]:
    return {**asdict(account.actor), "password_hash": account.password_hash}


def _account(row: RowMapping) -> Account:
    return Account(Actor(row["name"], row["role"], row["centre_id"], row["person_id"]), row["password_hash"])
