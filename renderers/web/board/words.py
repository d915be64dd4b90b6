"""What the board's pages say when something cannot be done: one row per reason, with the remedy in the sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable

NOT_NOW = translatable("This cannot be done now")
NOT_YOU = translatable("This is not yours to do")
NOT_SIGNED = translatable("Nothing was signed")
CHANGED = translatable("Something has happened meanwhile")

REFUSALS: Mapping[str, tuple[int, str, str]] = MappingProxyType(
    {
        "wrong-stage": (
            409,
            NOT_NOW,
            translatable("The case is not at the stage where this is done. Go back to it to see how far it has come."),
        ),
        "stale": (
            409,
            CHANGED,
            translatable("Somebody else has changed the case since you opened the page. Go back and look at it again."),
        ),
        "no-seat": (
            403,
            NOT_YOU,
            translatable("Your account holds no seat today. The secretariat writes down who sits where."),
        ),
        "other-seat": (
            403,
            NOT_YOU,
            translatable("This page was opened by somebody who holds another seat. Nobody answers for another seat."),
        ),
        "no-seal": (
            409,
            NOT_SIGNED,
            translatable("This server has no seal to sign with. Whoever runs it starts it with --seal FILE."),
        ),
        "not-taken": (
            409,
            NOT_SIGNED,
            translatable("The ledger does not take this entry. Whoever runs the server sees why with 'verify'."),
        ),
        "overtaken": (
            409,
            CHANGED,
            translatable("Somebody else signed something in the same moment. Go back and try again."),
        ),
        "no-statement": (
            409,
            NOT_NOW,
            translatable("The case has no statement that stands. The leader of the board closes the discussion first."),
        ),
        "no-office": (
            403,
            NOT_YOU,
            translatable("Your account signs nothing. The leader, the secretariat and the data controller do."),
        ),
        "not-reminded": (
            409,
            NOT_NOW,
            translatable("This seat has answered everything, or nobody holds it. There is nobody to remind."),
        ),
    }
)
"""Status, heading and sentence by reason."""
