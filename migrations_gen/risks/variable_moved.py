"""A variable is asked in another form, or a form is filled in by somebody else.

A patient and a surgeon do not mean the same by *pain*, and before and after surgery are two things: the series may be
broken although name and codes are the same. Moved answers must be found where they are now (`move`). When somebody else
answers, it is another variable: give it a name of its own, and retire the old one.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.carrying.records import split
from migrations_gen.changes.base import Change
from migrations_gen.changes.forms import RespondentChanged
from migrations_gen.changes.variables import VariableMoved
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, Part, breaking, review

judges = (VariableMoved, RespondentChanged)

WHO = translatable(
    "“{title}” was answered by {before} and is now answered by {after}. Two people do not answer alike, so the"
    " series is broken."
)
OWN_NAME = translatable("Make it a new question with a name of its own, and retire the old one.")
OTHER_FORM = translatable("“{title}” moves from {before} to {after}. Old answers go with it.")
SAME_TIME = translatable(
    "Check that it is answered at the same time as before, and that rules and reports look for it in {after}."
)


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every move, and every form with another respondent."""
    title = evidence.title(change.subject)
    before, after = str(change.before), str(change.after)
    if isinstance(change, RespondentChanged):
        yield breaking(WHO, OWN_NAME, title=title, **_respondents(before, after, evidence))
        return
    earlier, later = evidence.before.form.get(split(before)[0]), evidence.after.form.get(split(after)[0])
    if earlier is not None and later is not None and earlier.respondent != later.respondent:
        yield breaking(WHO, OWN_NAME, title=title, **_respondents(earlier.respondent, later.respondent, evidence))
    else:
        yield review(OTHER_FORM, SAME_TIME, title=title, before=before, after=after)


def _respondents(before: str, after: str, evidence: Evidence) -> dict[str, Part]:
    """Who, by title."""
    titles = {**evidence.before.respondents, **evidence.after.respondents}
    return {key: titles[who].source if who in titles else who for key, who in (("before", before), ("after", after))}
