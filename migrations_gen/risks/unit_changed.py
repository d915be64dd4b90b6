"""A number is measured in another unit: metres instead of centimetres.

Old numbers look right and are wrong by a factor, in every calculation, rule and report that reads them. Convert them
(`derive`), or say that it is the same unit in other words (`reworded`).
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.carrying.records import split
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import UnitChanged
from migrations_gen.diff.suggestions import derive, reworded
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, Part, breaking, review, safe

judges = (UnitChanged,)

OTHER = translatable(
    "“{title}” was measured in {before} and is now measured in {after}. Old numbers would be read as {after}."
)
CONVERT = translatable("Say how an old number becomes a new one, or that it is the same unit in other words.")
CONVERTED = translatable(
    "“{title}” was measured in {before} and is now measured in {after}. Old numbers are converted as declared."
)
CHECK = translatable("Check limits, rules, calculations and reports that read {address}: they must use the new unit.")
SAME = translatable("The unit of “{title}” is written {after} instead of {before}, and it is the same.")
SAID = translatable("“{title}” now says which unit it has: {after}.")
UNSAID = translatable("“{title}” no longer says that it is measured in {before}.")
SURE = translatable("Make sure that old answers were given in that unit.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every number with another unit."""
    address, title = change.subject.address, evidence.title(change.subject)
    parts: dict[str, Part] = {"title": title, "before": str(change.before), "after": str(change.after)}
    if change.before is None:
        yield review(SAID, SURE, **parts)
    elif change.after is None:
        yield review(UNSAID, SURE, **parts)
    elif evidence.is_reworded(change):
        yield safe(SAME, **parts)
    elif evidence.carried(change):
        yield review(CONVERTED, CHECK, address=address, **parts)
    else:
        lines = derive(address, f"{split(address)[1]} * 1") + reworded(address)
        yield breaking(OTHER, CONVERT, lines, **parts)
