"""The fixed tables: people, their consent and episodes, centres, accounts, and who has seen or done what.

Declared once for every registry. On PostgreSQL `person` lies in a schema of its own with a role of its own;
answers are joined to it by a random id. Log and confirmations name rows and rules, never an answer.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, MetaData, Table, Text

from engine.tables.types import Instant

PEOPLE_SCHEMA = "people"

ACTIONS = (
    *("read", "rules", "create", "save", "finalise", "reopen", "carry", "recalculate"),
    *("consent", "withdraw", "purge", "refused", "export", "password", "role", "remove", "locked"),
    *("seat", "seat-end"),
)
"""What is logged; `rules` is a form's own rules reading another final form, `carry` a draft going over to a later
release, `purge` a migration that erases, `export` a row leaving in a file for analysts. `password`, `role` and `remove`
are done to an account, as `create` is, and `seat` and `seat-end` when it is given a place on the board or its term made
shorter; a login that fails is `refused`, the last one before a pause `locked`."""

LOG_CHECK = "ck_access_log_action"

CHOICES = ("keep", "recompute", "both")
"""What can be done with a stored calculation when its formula is another."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The fixed tables by name."""

    person: Table
    centre: Table
    episode: Table
    consent: Table
    confirmation: Table
    calculation: Table
    account: Table
    access_log: Table
    withdrawal: Table
    catalogue_release: Table


def identifier() -> "Column[str]":
    """A random key: says nothing about the row, and cannot be counted through."""
    return Column("id", Text, primary_key=True)


def text(name: str) -> "Column[str]":
    """A text that must be there."""
    return Column(name, Text, nullable=False)


def moment(name: str, nullable: bool = False) -> Column[Any]:
    """A point in time."""
    return Column(name, Instant, nullable=nullable)


def fixed_tables(metadata: MetaData, schema: str | None, person_columns: tuple[Any, ...]) -> Fixed:
    """The tables, added to `metadata`; `person_columns` is what the catalogue's form about the person declares."""
    person = Table(
        "person",
        metadata,
        identifier(),
        Column("identity_number", Text, unique=True),
        moment("created_at"),
        text("created_by"),
        moment("changed_at", nullable=True),
        Column("changed_by", Text),
        *person_columns,
        schema=schema,
    )
    return Fixed(
        person=person,
        centre=_centre(metadata),
        episode=_episode(metadata, person),
        consent=_consent(metadata, person),
        confirmation=_confirmation(metadata),
        calculation=_calculation(metadata),
        account=_account(metadata, person),
        access_log=access_log(metadata),
        withdrawal=_withdrawal(metadata),
        catalogue_release=catalogue_release(metadata),
    )


def _centre(metadata: MetaData) -> Table:
    return Table(
        "centre",
        metadata,
        identifier(),
        text("number"),
        text("name"),
        Column("valid_from", Date, nullable=False),
        Column("valid_to", Date),
        Column("merged_into", ForeignKey("centre.id")),
    )


def _episode(metadata: MetaData, person: Table) -> Table:
    return Table(
        "episode",
        metadata,
        identifier(),
        text("module"),
        Column("person_id", ForeignKey(person.c.id), nullable=False, index=True),
        Column("centre_id", ForeignKey("centre.id"), nullable=False, index=True),
        Column("anchor_date", Date),
        moment("created_at"),
        text("created_by"),
    )


def _consent(metadata: MetaData, person: Table) -> Table:
    return Table(
        "consent",
        metadata,
        identifier(),
        Column("person_id", ForeignKey(person.c.id), nullable=False, index=True),
        Column("information", Text, nullable=False),
        moment("given_at"),
        text("given_to"),
        moment("withdrawn_at", nullable=True),
        Column("withdrawn_to", Text),
    )


def _confirmation(metadata: MetaData) -> Table:
    return Table(
        "confirmation",
        metadata,
        identifier(),
        text("table_name"),
        text("row_id"),
        Column("revision", Integer, nullable=False),
        text("variable"),
        text("rule"),
        text("reason"),
        moment("confirmed_at"),
        text("confirmed_by"),
        Index("ix_confirmation_row", "table_name", "row_id"),
    )


def _calculation(metadata: MetaData) -> Table:
    """Under which release's formula a stored calculation was computed, as long as the row has that revision.

    `formula` is a digest of the formula last considered, `choice` what was decided then. With `both` the value under
    the earlier formula stands in `before`, as JSON.
    """
    choices = ", ".join(f"'{choice}'" for choice in CHOICES)
    return Table(
        "calculation",
        metadata,
        Column("table_name", Text, primary_key=True),
        Column("row_id", Text, primary_key=True),
        Column("variable", Text, primary_key=True),
        Column("revision", Integer, nullable=False),
        Column("release", Integer, nullable=False),
        text("formula"),
        text("choice"),
        Column("before", Text),
        Column("before_release", Integer),
        moment("stamped_at"),
        text("stamped_by"),
        CheckConstraint(f"choice IN ({choices})", name="ck_calculation_choice"),
    )


def _account(metadata: MetaData, person: Table) -> Table:
    return Table(
        "account",
        metadata,
        Column("name", Text, primary_key=True),
        text("role"),
        Column("centre_id", ForeignKey("centre.id")),
        Column("person_id", ForeignKey(person.c.id)),
        text("password_hash"),
    )


def access_log(metadata: MetaData) -> Table:
    """Who has read or done what."""
    actions = ", ".join(f"'{action}'" for action in ACTIONS)
    return Table(
        "access_log",
        metadata,
        identifier(),
        moment("at"),
        text("actor"),
        text("role"),
        text("action"),
        text("table_name"),
        text("row_id"),
        text("why"),
        CheckConstraint(f"action IN ({actions})", name=LOG_CHECK),
        Index("ix_access_log_row", "table_name", "row_id"),
    )


def _withdrawal(metadata: MetaData) -> Table:
    return Table(
        "withdrawal",
        metadata,
        identifier(),
        moment("at"),
        text("module"),
        Column("centre_id", ForeignKey("centre.id"), nullable=False),
        Column("episodes", Integer, nullable=False),
    )


def catalogue_release(metadata: MetaData) -> Table:
    """What `engine/releases.py` reads and writes; a migration adds the row of the release it leads to."""
    return Table(
        "catalogue_release",
        metadata,
        Column("number", Integer, primary_key=True, autoincrement=False),
        text("version"),
        text("revision"),
        text("digest"),
        text("snapshot"),
        text("storage"),
        moment("applied_at"),
        text("applied_by"),
        moment("withdrawn_at", nullable=True),
    )
