"""Who may do what about proposals: one table, by the role of an account. Pure.

Whom policy asks for which change is in `migrations_gen/policy/`; that nobody speaks for another seat is in `roster.py`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from migrations_gen.ledger.records import Office

SECRETARIAT, MEMBER, LEADER, CONTROLLER, READER = "registry", "member", "leader", "controller", "reader"
"""The roles of accounts that these pages know. The registry's own people are the board's secretariat."""


class Deed(StrEnum):
    """What can be done."""

    READ = "read"
    """See proposals that are or have been on the table."""
    PROPOSE = "propose"
    """Write a proposal, see drafts, put one on the table, withdraw it."""
    DISCUSS = "discuss"
    SAY = "say"
    """Say what one's own seat thinks of a change, and declare an interest in it."""
    REMIND = "remind"
    CLOSE = "close"
    """Close the discussion, so that the statement is made."""
    REOPEN = "reopen"
    DECIDE = "decide"
    """Decide on changes; which ones is for policy to say."""
    RELEASE = "release"
    SEAT = "seat"
    """Write down who sits on the board."""


ALLOWED: Mapping[Deed, frozenset[str]] = MappingProxyType(
    {
        Deed.READ: frozenset({SECRETARIAT, MEMBER, LEADER, CONTROLLER, READER}),
        Deed.PROPOSE: frozenset({SECRETARIAT}),
        Deed.DISCUSS: frozenset({SECRETARIAT, MEMBER, LEADER, CONTROLLER}),
        Deed.SAY: frozenset({MEMBER, LEADER}),
        Deed.REMIND: frozenset({SECRETARIAT, LEADER}),
        Deed.CLOSE: frozenset({LEADER}),
        Deed.REOPEN: frozenset({LEADER}),
        Deed.DECIDE: frozenset({SECRETARIAT, LEADER, CONTROLLER}),
        Deed.RELEASE: frozenset({SECRETARIAT}),
        Deed.SEAT: frozenset({SECRETARIAT}),
    }
)

OFFICES: Mapping[str, Office] = MappingProxyType(
    {SECRETARIAT: Office.SECRETARIAT, LEADER: Office.LEADER, CONTROLLER: Office.CONTROLLER}
)
"""As what the accounts of a role sign; others do not."""


def may(role: str, deed: Deed) -> bool:
    """Whether accounts of this role may do it."""
    return role in ALLOWED[deed]
