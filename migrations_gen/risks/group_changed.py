"""A question comes into a checklist or matrix, or leaves it, so that its reason for being blank is kept elsewhere.

The ticks of a list have one reason together: with one set, the rest are *no*; alone, a blank is a blank. So an
untouched tick means another thing than before. Ask the question anew under another name, or see that reports treat the
two as they should.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import GroupChanged
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, review, safe

judges = (GroupChanged,)

OTHER = translatable("“{title}” is asked together with others than before, and a blank in it means another thing.")
CHECK = translatable("Check what reports make of a blank in {address}, before and after.")
SAME_BLANK = translatable("“{title}” stands in another group, and a blank in it means what it meant.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every variable in another group."""
    before, after = (side[1] if isinstance(side, tuple) else None for side in (change.before, change.after))
    title = evidence.title(change.subject)
    if before == after:
        yield safe(SAME_BLANK, title=title)
    else:
        yield review(OTHER, CHECK, title=title, address=change.subject.address)
