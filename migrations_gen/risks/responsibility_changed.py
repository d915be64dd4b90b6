"""Another controller, or other statutes.

They say who answers for the data and what may be collected. The program changes nothing; people must have decided it
first.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.registry import ControllerChanged, StatutesChanged
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, review

judges = (ControllerChanged, StatutesChanged)

CONTROLLER = translatable("Another is responsible for the data: {before} → {after}.")
STATUTES = translatable("The registry follows other statutes: {before} → {after}.")
DECIDED = translatable("Check that it is decided, and that the decision is kept where it can be found.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """A new controller, new statutes."""
    sentence = CONTROLLER if isinstance(change, ControllerChanged) else STATUTES
    yield review(sentence, DECIDED, before=str(change.before or "–"), after=str(change.after or "–"))
