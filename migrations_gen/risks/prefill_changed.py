"""An answer is filled in beforehand in another way.

People leave standing what stands there. Another proposal gives other answers, and whoever counts them sees a change in
the patients. Nothing that was answered is touched.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import PrefillChanged
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, review

judges = (PrefillChanged,)

OTHER = translatable(
    "“{title}” is filled in beforehand in another way: {before} → {after}. People often leave it as it stands."
)
COMPARE = translatable("Compare how often the proposal is left standing, before and after.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every proposal that is another."""
    before, after = (str(getattr(side, "text", "–")) for side in (change.before, change.after))
    yield review(OTHER, COMPARE, title=evidence.title(change.subject), before=before, after=after)
