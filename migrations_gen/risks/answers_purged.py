"""Answers are erased on purpose and for good (`purge`).

It is the only change after which an answer cannot be had back. Somebody with the right to decide it must, in writing;
take a copy first if the law asks for one. If the answers are only not to be seen, retire the variable instead.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import VariablePurged, VariableRemoved
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, breaking

judges = (VariablePurged, VariableRemoved)

ERASED = translatable("All answers to “{title}” are erased for good.")
DECIDE = translatable(
    "Let the data controller decide it in writing. If they are only not to be seen, retire {address} instead."
)


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every variable that is purged."""
    address = change.subject.address
    if address in evidence.difference.carrying.purged:
        yield breaking(ERASED, DECIDE, title=evidence.title(change.subject), address=address)
