"""A variable becomes another kind of value, or keeps fewer decimals, so that old answers do not fit.

A text that becomes a code, a number that becomes a whole number: what was answered has no place in the new column. Keep
the type, or say how an old answer becomes a new one (`derive`, `recode`). A wider type (whole number to decimal, text
to long text) takes every old answer.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.carrying.records import split
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import DecimalsChanged, TypeChanged
from migrations_gen.diff.asking import WIDENING
from migrations_gen.diff.suggestions import derive
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.proofs import stricter
from migrations_gen.risks.records import Judgement, Part, breaking, review, safe

judges = (TypeChanged, DecimalsChanged)

NARROWED = translatable("“{title}” was {before} and becomes {after}. Old answers have no place in it.")
CONVERT = translatable("Keep the type of {address}, or say how an old answer becomes a new one.")
CONVERTED = translatable("“{title}” was {before} and becomes {after}. Old answers are converted as declared.")
CHECK = translatable("Look at a few old answers beside what they become, the empty and the odd ones too.")
WIDENED = translatable("“{title}” was {before} and becomes {after}, which takes every old answer.")
COARSER = translatable(
    "“{title}” keeps {after} decimals instead of {before}. Old answers with more are not taken when they are corrected."
)
ROUND = translatable("Keep the decimals of {address}, or say how an old answer is rounded.")
FINER = translatable("“{title}” keeps {after} decimals instead of {before}. Every old answer fits.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Other kinds of values and other numbers of decimals."""
    before, after = change.before, change.after
    parts: dict[str, Part] = {"title": evidence.title(change.subject), "before": _shown(before), "after": _shown(after)}
    address = change.subject.address
    if isinstance(change, TypeChanged):
        if (before, after) in WIDENING:
            yield safe(WIDENED, **parts)
        elif evidence.carried(change):
            yield review(CONVERTED, CHECK, **parts)
        else:
            lines = derive(address, split(address)[1])
            yield breaking(NARROWED, CONVERT, lines, address=address, **parts)
    elif isinstance(before, int) and isinstance(after, int) and after < before:
        rounded = derive(address, f"round({split(address)[1]}, {after})")
        coarser = breaking(COARSER, ROUND, rounded, address=address, **parts)
        yield stricter(change, evidence, coarser)
    elif isinstance(before, int) and isinstance(after, int):
        yield safe(FINER, **parts)
    else:
        return  # decimals that came or went with the type


def _shown(value: object) -> Part:
    return value if isinstance(value, int) else str(value)
