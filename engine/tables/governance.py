"""The fixed tables about deciding: proposals, what is said of them, who sits on the board, and the ledger's copy.

Declared once for every registry, and the same whatever the catalogue holds. What the database itself refuses about them
is in `guards.py`.
"""

from dataclasses import dataclass

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem

from engine.tables.types import Instant

STAGES = ("draft", "open", "closed", "decided", "released", "withdrawn")
"""How far a proposal has come: being written, on the board's table, with a statement, decided, in a release."""

VIEWS = ("recommend", "remark", "against", "abstain")
"""What a member can say of a change; `remark` recommends with a remark."""


@dataclass(frozen=True, slots=True)
class Governance:
    """The tables by name."""

    signoff: Table
    trusted_key: Table
    catalogue_state: Table
    proposal: Table
    review_pack: Table
    proposal_note: Table
    proposal_view: Table
    proposal_interest: Table
    seat_holder: Table
    reminder: Table
    web_session: Table

    @property
    def all(self) -> tuple[Table, ...]:
        """Every table, in an order in which they can be made."""
        return tuple(getattr(self, name) for name in Governance.__slots__)


def governance_tables(metadata: MetaData) -> Governance:
    """The tables, added to `metadata`."""
    return Governance(
        signoff=_signoff(metadata),
        trusted_key=_trusted_key(metadata),
        catalogue_state=_catalogue_state(metadata),
        proposal=_proposal(metadata),
        review_pack=_review_pack(metadata),
        proposal_note=_said(metadata, "proposal_note", _text("seat", nullable=True)),
        proposal_view=_view(metadata),
        proposal_interest=_said(metadata, "proposal_interest", _text("seat")),
        seat_holder=_seat_holder(metadata),
        reminder=_reminder(metadata),
        web_session=_web_session(metadata),
    )


def _key() -> "Column[str]":
    return Column("id", Text, primary_key=True)


def _text(name: str, *, nullable: bool = False) -> "Column[str]":
    return Column(name, Text, nullable=nullable)


def _at(name: str = "at", *, nullable: bool = False) -> SchemaItem:
    return Column(name, Instant, nullable=nullable)


def _signoff(metadata: MetaData) -> Table:
    """The ledger's lines, each as it stands in the file; `digest` is of the state that a release puts in use."""
    return Table(
        "signoff",
        metadata,
        Column("number", Integer, primary_key=True, autoincrement=False),
        _text("act"),
        _text("digest", nullable=True),
        _text("line"),
    )


def _trusted_key(metadata: MetaData) -> Table:
    """The keys that a ledger must begin with. Where one stands, the database takes only what has been decided."""
    return Table(
        "trusted_key",
        metadata,
        Column("fingerprint", Text, primary_key=True),
        _at("trusted_at"),
        _text("trusted_by"),
    )


def _catalogue_state(metadata: MetaData) -> Table:
    """Every state of the catalogue that a proposal is about, as one text by its digest."""
    return Table("catalogue_state", metadata, Column("digest", Text, primary_key=True), _text("snapshot"))


def _proposal(metadata: MetaData) -> Table:
    stages = ", ".join(f"'{stage}'" for stage in STAGES)
    return Table(
        "proposal",
        metadata,
        _key(),
        Column("number", Integer, nullable=False, unique=True),
        _text("title"),
        _text("reason"),
        _text("requested_by"),
        _text("recommendation"),
        Column("before", ForeignKey("catalogue_state.digest"), nullable=False),
        Column("after", ForeignKey("catalogue_state.digest"), nullable=False),
        _text("stage"),
        Column("due", Date),
        Column("revision", Integer, nullable=False),
        _at("created_at"),
        _text("created_by"),
        _at("changed_at"),
        _text("changed_by"),
        CheckConstraint(f"stage IN ({stages})", name="ck_proposal_stage"),
    )


def _review_pack(metadata: MetaData) -> Table:
    """What the board was shown, whole, in one language, as it was when the proposal was put on the table."""
    return Table(
        "review_pack",
        metadata,
        Column("digest", Text, primary_key=True),
        Column("proposal_id", ForeignKey("proposal.id"), nullable=False, index=True),
        _text("after"),
        _text("language"),
        _text("content"),
        _at("made_at"),
    )


def _said(metadata: MetaData, name: str, seat: "Column[str]") -> Table:
    """What somebody has said of a change, or of the whole when `change` is empty; nothing said is taken back."""
    return Table(
        name,
        metadata,
        _key(),
        Column("proposal_id", ForeignKey("proposal.id"), nullable=False, index=True),
        _text("change"),
        seat,
        _text("account"),
        _text("text"),
        _at(),
    )


def _view(metadata: MetaData) -> Table:
    """A member's view of a change; the last one counts."""
    views = ", ".join(f"'{view}'" for view in VIEWS)
    return Table(
        "proposal_view",
        metadata,
        _key(),
        Column("proposal_id", ForeignKey("proposal.id"), nullable=False, index=True),
        _text("change"),
        _text("seat"),
        _text("account"),
        _text("view"),
        _text("text"),
        _at(),
        CheckConstraint(f"view IN ({views})", name="ck_proposal_view_view"),
    )


def _seat_holder(metadata: MetaData) -> Table:
    """Who sits where, from and to, both included; the account may be made later than the seat is filled."""
    return Table(
        "seat_holder",
        metadata,
        _key(),
        _text("seat"),
        _text("account"),
        Column("valid_from", Date, nullable=False),
        Column("valid_to", Date, nullable=False),
        Index("ix_seat_holder_seat", "seat"),
    )


def _reminder(metadata: MetaData) -> Table:
    return Table(
        "reminder",
        metadata,
        _key(),
        Column("proposal_id", ForeignKey("proposal.id"), nullable=False, index=True),
        _text("account"),
        _at(),
        _text("sent_by"),
    )


def _web_session(metadata: MetaData) -> Table:
    """Who is logged in: `id` is a digest of what the cookie holds, so that what is stored here opens nothing."""
    return Table(
        "web_session",
        metadata,
        _key(),
        _text("account"),
        _text("password_key"),
        _text("token"),
        _at("since"),
        _at("seen"),
        Index("ix_web_session_account", "account"),
    )
