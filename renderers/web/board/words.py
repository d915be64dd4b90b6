"""What the board's pages say when something cannot be done: one row per reason, with the remedy in the sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.ledger.records import Verdict

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

VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        Verdict.ACCEPTED: translatable("Accept"),
        Verdict.POSTPONED: translatable("Postpone"),
        Verdict.REJECTED: translatable("Reject"),
    }
)
"""What can be chosen for a change."""
DECIDED: Mapping[str, str] = MappingProxyType(
    {
        Verdict.ACCEPTED: translatable("Accepted"),
        Verdict.POSTPONED: translatable("Postponed"),
        Verdict.REJECTED: translatable("Rejected"),
    }
)
"""What has been decided of one."""

OBSTACLES: Mapping[str, str] = MappingProxyType(
    {
        "not-chosen": translatable("Say of each change whether it is accepted, postponed or rejected."),
        "nothing-decided": translatable(
            "Everything is postponed, so nothing is decided. Leave the case on the table instead."
        ),
        "not-yours": translatable(
            "This is not yours to accept or reject. Postpone it, and let those decide who are asked."
        ),
        "no-statement": translatable(
            "The board must have given its statement before this can be accepted. The leader closes the discussion."
        ),
        "not-in-statement": translatable(
            "The statement says nothing of this. The leader opens the case again, and the board answers."
        ),
        "no-quorum": translatable(
            "Too few had answered when the statement was made. The leader opens the case again, and more answer."
        ),
        "other-statement": translatable("Another statement stands now. Load the page again, and decide on that."),
        "no-reason": translatable("The board says otherwise. Write why it is decided so all the same."),
        "same-person": translatable(
            "Your account has already acted in another office in this case. Somebody else must decide: nobody approves"
            " alone what is given to two."
        ),
    }
)
"""Why a decision cannot be signed, with the way out."""
