"""A list of answers gets one more.

Nothing that was answered changes. But those who answered before could not choose it, so its share begins at nought and
others' shares fall; in a licensed questionnaire no code may be added at all (`instrument-touched`).
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodeAdded, CodeReturned
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, safe

judges = (CodeAdded, CodeReturned)

ADDED = translatable("“{title}” ({code}) can be answered from now on. Those who answered before could not choose it.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every code that came."""
    yield safe(ADDED, code=change.subject.name, title=evidence.title(change.subject))
