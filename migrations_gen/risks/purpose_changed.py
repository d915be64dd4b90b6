"""An answer is needed for something else, or belongs to another category of data.

The respondent was told what the answer is for, and the statutes name the categories: data collected for one purpose are
not free for another. The board and the controller must see it. If only the words are better, say so in the reason.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import CategoryChanged, PurposeChanged
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, review

judges = (PurposeChanged, CategoryChanged)

PURPOSE = translatable("“{title}” is collected for something else than before: “{before}” has become “{after}”.")
CATEGORY = translatable("“{title}” belongs to another kind of data than before: {before} → {after}.")
STATUTES = translatable("Check that the statutes and what the patients were told cover it.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every purpose and category that is another."""
    sentence = PURPOSE if isinstance(change, PurposeChanged) else CATEGORY
    before, after = str(change.before or "–"), str(change.after or "–")
    yield review(sentence, STATUTES, title=evidence.title(change.subject), before=before, after=after)
