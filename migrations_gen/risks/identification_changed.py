"""A variable identifies a person directly, or no longer counts as one that does.

What identifies directly is in no view, export or pack unless it is asked for by name: marked now, it disappears from
what analysts read; unmarked, it is given out to everybody who reads a view. Ask the data protection officer before
either.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import IdentificationChanged
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, breaking

judges = (IdentificationChanged,)

HIDDEN = translatable(
    "“{title}” counts as something that tells who a person is, and disappears from every view and export."
)
GIVEN_OUT = translatable(
    "“{title}” no longer counts as something that tells who a person is, and is given out to everybody who reads"
    " a view or export."
)
ASK = translatable("Ask the data protection officer, and write the answer in the reason.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every variable whose mark came or went."""
    yield breaking(HIDDEN if change.after else GIVEN_OUT, ASK, title=evidence.title(change.subject))
