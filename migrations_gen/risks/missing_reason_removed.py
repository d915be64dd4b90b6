"""A reason that could be given instead of an answer is no longer offered.

Earlier forms where it was given can only be corrected by answering after all, and those who do not know are made to
guess. Keep the reason; it costs one line.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import MissingReasonRemoved
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.proofs import stricter
from migrations_gen.risks.records import Judgement, breaking, safe

judges = (MissingReasonRemoved,)

REMOVED = translatable(
    "In “{title}” one can no longer answer “{reason}”. Earlier forms where it was given must be answered after"
    " all before they can be corrected."
)
KEEP = translatable("Keep the reason in {address}.")
STILL = translatable("In “{title}” one can still answer “{reason}”: it is one of the codes.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every reason that went."""
    title, reason = evidence.title(change.subject), str(change.before)
    later = evidence.later(change.subject)
    if later is not None and reason in later.offered_reasons:
        yield safe(STILL, title=title, reason=reason)
        return
    lines = f"missing: {{{reason}: {{}}}}\n"
    removed = breaking(REMOVED, KEEP, lines, title=title, reason=reason, address=change.subject.address)
    yield stricter(change, evidence, removed)
