"""Codes of a coding system (ICD-10, NCSP) come from another system or edition, or must be valid on another day.

A code means what its edition says. The edition is stored with every answer, so nothing is lost, but a count over two
editions joins what may not belong together, and an earlier code that is gone cannot be entered in a correction. Keep
withdrawn codes in the table with the day until which they were valid.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import SystemCodesChanged, SystemEditionChanged
from migrations_gen.changes.variables import SystemReplaced, ValidityDayChanged
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.proofs import stricter
from migrations_gen.risks.records import Judgement, breaking, review, safe

judges = (SystemReplaced, SystemEditionChanged, SystemCodesChanged, ValidityDayChanged)

REPLACED = translatable("“{title}” is coded by {after} instead of {before}. Old codes mean nothing there.")
NEW_VARIABLE = translatable("Make it a new variable and retire the old one, or say what every old code becomes.")
EDITION = translatable("{title} is used in another edition: {before} → {after}. Old answers keep theirs.")
CHECK_EDITION = translatable("Check which codes were withdrawn, and that reports count what took their place.")
WITHDRAWN = translatable(
    "{count} codes are taken out of {title}, for example {example}. Forms with them can no longer be corrected."
)
KEEP_THEM = translatable("Leave them in the table with the day until which they were valid.")
OTHER_CODES = translatable("{count} codes of {title} are new or described otherwise.")
VALID_ON = translatable("Codes of “{title}” must be valid on another day than before, so some earlier ones may not be.")
PROVE = translatable("Count the earlier codes that are not valid on that day with 'skjemaverk impact'.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every system, edition, code and day that is another."""
    title = evidence.title(change.subject)
    before, after = str(change.before or "–"), str(change.after or "–")
    if isinstance(change, SystemReplaced):
        yield breaking(REPLACED, NEW_VARIABLE, title=title, before=before, after=after)
    elif isinstance(change, SystemEditionChanged):
        yield review(EDITION, CHECK_EDITION, title=title, before=before, after=after)
    elif isinstance(change, ValidityDayChanged):
        yield stricter(change, evidence, review(VALID_ON, PROVE, title=title))
    else:
        yield _codes(change, title)


def _codes(change: Change, title: str) -> Judgement:
    old, new = (
        {row[0]: row for row in side} if isinstance(side, tuple) else {} for side in (change.before, change.after)
    )
    gone = [code for code in old if code not in new]
    if gone:
        return breaking(WITHDRAWN, KEEP_THEM, title=title, count=len(gone), example=str(gone[0]))
    return safe(OTHER_CODES, title=title, count=len(new))
