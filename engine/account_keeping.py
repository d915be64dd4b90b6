"""Accounts as whoever administers a registry keeps them: listed, made, given another password or role, taken away.

Whatever catalogue the database was made for. What is another about an account ends its sessions. On PostgreSQL this is
for the database's owner: the application only reads accounts.
"""

from dataclasses import asdict, replace
from datetime import date

from sqlalchemy import Connection, MetaData
from sqlalchemy.engine import RowMapping

from engine import sessions
from engine.access import Actor
from engine.accounts import Account, Centre
from engine.tables.fixed import fixed_tables

TABLES = fixed_tables(MetaData(), None, ())
TABLE, CENTRE = TABLES.account, TABLES.centre


def accounts(connection: Connection) -> tuple[Account, ...]:
    """Everybody who can log in, by name."""
    return tuple(map(_account, connection.execute(TABLE.select().order_by(TABLE.c.name)).mappings()))


def account_named(connection: Connection, name: str) -> Account | None:
    """The account of this login name."""
    row = connection.execute(TABLE.select().where(TABLE.c.name == name)).mappings().first()
    return _account(row) if row else None


def keep(connection: Connection, account: Account) -> None:
    """Make an account."""
    connection.execute(TABLE.insert(), {**asdict(account.actor), "password_hash": account.password_hash})


def change_password(connection: Connection, account: Account, password_hash: str) -> Account:
    """Another password; whoever is logged in with the old one is out."""
    return _change(connection, replace(account, password_hash=password_hash))


def change_role(connection: Connection, account: Account, role: str, centre_id: str | None) -> Account:
    """Another role, at a centre or at none; whoever is logged in with the old one is out."""
    return _change(connection, replace(account, actor=replace(account.actor, role=role, centre_id=centre_id)))


def remove(connection: Connection, name: str) -> None:
    """Nobody logs in with this any more. What was done with it keeps its name."""
    sessions.end_all(connection, name)
    connection.execute(TABLE.delete().where(TABLE.c.name == name))


def centres(connection: Connection, on: date) -> tuple[Centre, ...]:
    """The centres that report on this day, by number."""
    found = (Centre(**row) for row in connection.execute(CENTRE.select().order_by(CENTRE.c.number)).mappings())
    return tuple(centre for centre in found if centre.valid_from <= on and (centre.valid_to or on) >= on)


def _change(connection: Connection, account: Account) -> Account:
    name = account.actor.name
    values = {**asdict(account.actor), "password_hash": account.password_hash}
    connection.execute(TABLE.update().where(TABLE.c.name == name).values(values))
    sessions.end_all(connection, name)
    return account


def _account(row: RowMapping) -> Account:
    return Account(Actor(row["name"], row["role"], row["centre_id"], row["person_id"]), row["password_hash"])
