"""Who can log in, and the centres they belong to. Passwords are hashed by the web; here a hash is a text."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.access import Actor
from engine.tables import Tables

DEPARTMENT_ROLES = ("surgeon", "staff")
"""The roles of those who work with patients, each at a centre."""
OFFICE_ROLES = ("registry", "leader", "member", "controller", "reader")
"""The roles of those who belong to no centre: the registry's own people, the board, the controller, and readers."""


@dataclass(frozen=True, slots=True)
class Account:
    """A login: the actor it stands for, and the hash its password is compared with."""

    actor: Actor
    password_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """A reporting department under one number and name; under a new one it is a new centre that takes over the old."""

    id: str
    number: str
    name: str
    valid_from: date
    valid_to: date | None = None
    merged_into: str | None = None


def find_account(connection: Connection, tables: Tables, name: str) -> Account | None:
    """The account of this login name."""
    table = tables.fixed.account
    row = connection.execute(table.select().where(table.c.name == name)).mappings().first()
    if row is None:
        return None
    actor = Actor(row["name"], row["role"], row["centre_id"], row["person_id"])
    return Account(actor, row["password_hash"])


def add_centre(connection: Connection, tables: Tables, centre: Centre) -> None:
    """Let a department report."""
    connection.execute(tables.fixed.centre.insert(), asdict(centre))


def find_centre(connection: Connection, tables: Tables, centre_id: str) -> Centre | None:
    """The centre with this key."""
    table = tables.fixed.centre
    row = connection.execute(select(table).where(table.c.id == centre_id)).mappings().first()
    return Centre(**row) if row else None
