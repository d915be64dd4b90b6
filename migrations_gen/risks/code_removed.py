"""A code is taken out of its list, and answers with it no longer mean anything.

The stored code has no words any more: forms, views and reports show a bare number or refuse it. Retire the code: it is
no longer offered and keeps its words. Or say what answers with it become (`recode`).
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodeRemoved
from migrations_gen.diff.suggestions import recode
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, breaking, review

judges = (CodeRemoved,)

REMOVED = translatable("The answer “{title}” ({code}) is taken away, and nobody can read what was answered with it.")
RETIRE = translatable("Leave {code} in {list} and retire it, or say what answers with it become.")
MAPPED = translatable("The answer “{title}” ({code}) is taken away. Old answers with it become {becomes}.")
CHECK = translatable("Check that {becomes} means what the old answer meant, also in reports that count it.")
CARRIED = translatable(
    "The answer “{title}” ({code}) is taken away. What old answers become is declared by an expression."
)


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every code that went, with what became of it."""
    code, owner, title = change.subject.name, change.subject.owner, evidence.title(change.subject)
    declared = evidence.recode_of(change)
    becomes = dict(declared.codes).get(code) if declared else None
    carry = evidence.difference.carrying.forward.carries.get(owner)
    if becomes:
        yield review(MAPPED, CHECK, code=code, title=title, becomes=becomes)
    elif carry is not None and carry.intent is not None:
        yield review(CARRIED, CHECK_CARRIED, code=code, title=title, list=owner)
    else:
        lines = f'{code}: {{label: "{title}", retired: {{version: …, reason: …}}}}\n' + recode(owner, ((code, "…"),))
        yield breaking(REMOVED, RETIRE, lines, code=code, title=title, list=owner)


CHECK_CARRIED = translatable("Look through the expression of {list} with a few old answers.")
