"""A value is computed in another way.

The same name then means two things: reports made before and after differ, and nobody sees why. Stored results are old
until they are computed anew (`skjemaverk recalculate`, which shows before and after). When the old numbers are
published, give the new calculation a name of its own and keep both.
"""

from collections.abc import Iterator

from catalogue.expressions.printer import to_text
from catalogue.model import Expression
from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import ValueSetNumbersChanged, ValueSetVersionChanged
from migrations_gen.changes.variables import CalculationChanged
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, breaking, review

judges = (CalculationChanged, ValueSetNumbersChanged, ValueSetVersionChanged)

OTHER = translatable(
    "“{title}” is calculated in another way: {before} → {after}. Earlier results change, or no longer compare"
    " with later ones."
)
RECALCULATE = translatable(
    "Calculate it anew for earlier forms ('skjemaverk recalculate'), or give the new calculation a name of its own."
)
WAS_ASKED = translatable("“{title}” was answered by people and is now calculated: {after}")
KEEP_BOTH = translatable(
    "Retire {address} and calculate a new variable, so that what people answered can still be told apart."
)
NOW_ASKED = translatable("“{title}” was calculated and is now answered by people.")
NUMBERS = translatable("{count} numbers in the table {name} are others, and everything calculated with it changes.")
NEW_TABLE = translatable("Add the new table under a name of its own, or calculate earlier results anew.")
EDITION = translatable("The table {name} is of another edition or origin.")
CHECK_EDITION = translatable("Check that it is the edition that publications name.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every calculation and every table of numbers that is another."""
    title, address = evidence.title(change.subject), change.subject.address
    if isinstance(change, ValueSetNumbersChanged):
        count = max(len(side) for side in (change.before, change.after) if isinstance(side, tuple))
        yield breaking(NUMBERS, NEW_TABLE, name=change.subject.name, count=count)
    elif isinstance(change, ValueSetVersionChanged):
        yield review(EDITION, CHECK_EDITION, name=change.subject.name)
    elif change.before is None:
        yield breaking(WAS_ASKED, KEEP_BOTH, title=title, after=_text(change.after), address=address)
    elif change.after is None:
        yield breaking(NOW_ASKED, KEEP_BOTH, title=title, address=address)
    else:
        yield breaking(OTHER, RECALCULATE, title=title, before=_text(change.before), after=_text(change.after))


def _text(expression: object) -> str:
    """As it is understood: two that are written alike may count other variables."""
    return to_text(expression.node) if isinstance(expression, Expression) else str(expression)
