"""A code that questions use is no longer offered, to everybody or in one question.

Answers already given keep their code and their words. But those who would have chosen it now choose something else, so
the other codes grow without anybody having changed. Say in the reason which code takes over, and tell analysts.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodeRetired
from migrations_gen.changes.variables import ValueSetChanged
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.proofs import stricter
from migrations_gen.risks.records import Judgement, review, safe

judges = (CodeRetired, ValueSetChanged)

RETIRED = translatable(
    "“{title}” ({code}) can no longer be answered. Answers with it stay, and other answers will be given instead."
    " Questions: {questions}."
)
WHICH = translatable("Say in the reason which code of {list} takes over, and compare the shares before and after.")
UNUSED = translatable("“{title}” ({code}) is retired in a list that no question uses.")
FEWER = translatable(
    "“{title}” no longer offers {codes}. Answers with them stay, and other answers will be given instead."
)
WIDER = translatable("“{title}” offers everything it offered before, and {codes} besides.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Codes that are offered no more."""
    if isinstance(change, ValueSetChanged):
        yield _value_set(change, evidence)
        return
    code, owner, title = change.subject.name, change.subject.owner, evidence.title(change.subject)
    users = evidence.users(owner)
    if users:
        yield review(RETIRED, WHICH, code=code, title=title, list=owner, questions=", ".join(users[:5]))
    else:
        yield safe(UNUSED, code=code, title=title)


def _value_set(change: Change, evidence: Evidence) -> Judgement:
    before, after = (set(side) if isinstance(side, tuple) else set() for side in (change.before, change.after))
    title, owner = evidence.title(change.subject), change.subject.address
    gone, come = (", ".join(sorted(map(str, codes))) for codes in (before - after, after - before))
    if not gone:
        return safe(WIDER, title=title, codes=come)
    return stricter(change, evidence, review(FEWER, WHICH, title=title, codes=gone, list=owner))
