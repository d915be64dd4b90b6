"""A question is asked of others than before, or has another value when it is not asked.

A blank means *not asked* for some and *not answered* for others, and who is who has changed: shares before and after
are of different people. An earlier answer of somebody who is no longer asked is cleared when the form is made final
again. Prove that nobody is (`diff`), or let the new condition hold under a new name.
"""

from collections.abc import Iterator

from catalogue.model import Expression
from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import ConditionChanged, OtherwiseChanged
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.proofs import refuted_by
from migrations_gen.risks.records import Judgement, Part, breaking, review

judges = (ConditionChanged, OtherwiseChanged)

LESS = translatable("“{title}” was asked of everybody and is now only asked when {after}")
MORE = translatable("“{title}” was only asked when {before} and is now asked of everybody.")
OTHERS = translatable("“{title}” is asked of others than before: it was asked when {before}, and now when {after}")
COUNT_ONLY = translatable("Say in reports whom it was asked of, before and after; a blank is not the same in the two.")
HIDDEN = translatable(
    "“{title}” is no longer asked of some who have answered it, for example {example}. Their answers are cleared"
    " when the form is corrected."
)
MUST = translatable(
    "“{title}” is now asked of some who have not answered it and must, for example {example}. Their forms can only be"
    " corrected by answering it."
)
FREE = translatable("Let {address} be left blank, or offer a reason for not answering.")
KEEP = translatable("Make the condition of {address} wider, so that those who have answered are still asked.")
OTHERWISE = translatable(
    "When “{title}” is not asked its value is {after} instead of {before}, so earlier and later forms differ"
    " without anybody answering otherwise."
)
NEW_NAME = translatable("Let {address} be as it was, and calculate a new variable from it.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every condition for being asked, and every value for when it is not."""
    title, address = evidence.title(change.subject), change.subject.address
    parts: dict[str, Part] = {"title": title, "before": _shown(change.before), "after": _shown(change.after)}
    if isinstance(change, OtherwiseChanged):
        yield breaking(OTHERWISE, NEW_NAME, address=address, **parts)
        return
    hidden = next(refuted_by(change, evidence, "enable_when"), None)
    must = next(refuted_by(change, evidence, "required"), None)
    if hidden is not None:
        yield breaking(HIDDEN, KEEP, title=title, address=address, example=hidden)
    elif must is not None:
        yield breaking(MUST, FREE, title=title, address=address, example=must)
    elif change.before is None:
        yield review(LESS, COUNT_ONLY, **parts)
    elif change.after is None:
        yield review(MORE, COUNT_ONLY, **parts)
    else:
        yield review(OTHERS, COUNT_ONLY, **parts)


def _shown(value: object) -> Part:
    match value:
        case Expression():
            return value.text
        case None:
            return "–"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value
        case _:
            return str(value)
