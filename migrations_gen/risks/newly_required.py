"""A question must be answered that could be left blank.

Earlier forms without the answer stand, but can only be corrected by answering now, perhaps years later; drafts cannot
be sent; and the respondent who does not know is made to guess. Allow a reason instead (`missing: {unknown: {}}`), or
demand it only of new forms (`required_when`, `collected`).
"""

from collections.abc import Iterator

from catalogue.model import Variable
from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import (
    GroupRequirementChanged,
    RequirementChanged,
    RequirementConditionChanged,
    VariableAdded,
)
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.proofs import stricter
from migrations_gen.risks.records import Judgement, breaking, review, safe

judges = (RequirementChanged, RequirementConditionChanged, GroupRequirementChanged, VariableAdded)

REQUIRED = translatable(
    "“{title}” must now be answered. Earlier forms where it is blank can only be corrected by answering it."
)
REASON = translatable(
    "Let one say why there is no answer, by a reason that is offered in {address}; then nobody is made to guess."
)
OTHERWISE = translatable("“{title}” must be answered in other cases than before: {after}")
CHECK = translatable(
    "Count the earlier forms where it is blank with 'skjemaverk impact', and let one give a reason in {address}."
)
FREED = translatable("“{title}” may be left blank in more cases than before, so there will be more blanks to count.")
NEW = translatable("The new question “{title}” must be answered, also in forms that are begun and not yet sent.")
CHECK_NEW = translatable("Make sure that everybody who meets it can answer it, or offer a reason in {address}.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every requirement that came, went or is another."""
    title, address = evidence.title(change.subject), change.subject.address
    if isinstance(change, VariableAdded):
        if _demands(change.after) and evidence.whole("came", change.subject) is None:
            yield review(NEW, CHECK_NEW, REASONS, title=title, address=address)
    elif isinstance(change, RequirementConditionChanged):
        yield _condition(change, evidence)
    elif change.after:
        required = breaking(REQUIRED, REASON, REASONS, title=title, address=address)
        yield stricter(change, evidence, required)
    else:
        yield safe(FREED, title=title)


REASONS = "missing: {unknown: {}}\n"


def _condition(change: Change, evidence: Evidence) -> Judgement:
    title, address = evidence.title(change.subject), change.subject.address
    later = evidence.later(change.subject)
    if change.after is None:
        return safe(FREED, title=title)
    earlier = evidence.earlier(change.subject)
    if earlier is not None and earlier.required and not (later and later.required):
        return safe(FREED, title=title)
    written = str(getattr(change.after, "text", ""))
    required = breaking(OTHERWISE, CHECK, REASONS, title=title, address=address, after=written)
    return stricter(change, evidence, required)


def _demands(variable: object) -> bool:
    return isinstance(variable, Variable) and (variable.required or variable.required_when is not None)
