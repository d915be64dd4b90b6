"""Answers before and after cannot be laid in one line, or only coarsely.

A report over the years would show a change in the patients where there is only a change in the form. Declare how the
two compare (`comparable: exact | coarser | finer | none`); views then give one column as far as it goes, and a mark
where it breaks. Where an instrument or a code map allows no comparison, say so in the report, and collect both for a
while if you can.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodeEraChanged, Recoded
from migrations_gen.changes.registry import AnchorChanged, InstrumentReplaced
from migrations_gen.changes.variables import EraChanged, VariableDerived, VariableRetired, VariableReturned
from migrations_gen.intents.records import Comparable
from migrations_gen.risks.eras import covers, era
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, Part, breaking, review, safe

judges = (
    Recoded,
    VariableDerived,
    InstrumentReplaced,
    EraChanged,
    CodeEraChanged,
    VariableRetired,
    VariableReturned,
    AnchorChanged,
)

EXACT = translatable("Old answers to “{title}” become new ones without loss, so the series goes on.")
COARSER = translatable(
    "Old and new answers to “{title}” can only be compared roughly: several old answers count as one."
)
FINER = translatable("New answers to “{title}” say more than old ones did; a series must use the rougher old answers.")
NONE = translatable("Old and new answers to “{title}” cannot be compared. The series ends, and a new one begins.")
REPORT_ROUGHLY = translatable("Show the rough answers over all years, and the fine ones only where they are.")
MARK_BREAK = translatable(
    "Mark the break in every report. Collect the old and the new side by side for a while if it is possible."
)
GAP = translatable(
    "“{title}” is not collected in a period in which it was collected before, and answers stored there no longer count."
)
CHECK_PERIOD = translatable(
    "Check the dates of {address} against the minutes; stored answers are shown as not collected in that period."
)
LONGER = translatable("“{title}” is collected in every period in which it was collected before.")
ENDS = translatable("“{title}” is not asked any more. Its answers stay, and its series ends.")
SAY_WHY = translatable("Say in the reason what analysts shall use instead.")
RETURNS = translatable("“{title}” is asked again, and its series has a hole in it.")
SAME_QUESTION = translatable("Check that the question and its answers are as they were.")
ANCHOR = translatable(
    "Timepoints in “{title}” count from another date ({before} → {after}), so earlier and later answers are not"
    " equally old."
)
KEEP_ANCHOR = translatable("Keep {before} as the date that timepoints count from.")

BY_COMPARABLE = {
    Comparable.EXACT: None,
    Comparable.COARSER: (COARSER, REPORT_ROUGHLY),
    Comparable.FINER: (FINER, REPORT_ROUGHLY),
    Comparable.NONE: (NONE, MARK_BREAK),
}


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Everything that says how earlier and later answers compare."""
    title, address = evidence.title(change.subject), change.subject.address
    match change:
        case Recoded() | VariableDerived() | InstrumentReplaced():
            yield _compared(title, _comparable(change, evidence))
        case EraChanged() | CodeEraChanged():
            yield _period(change, title)
        case VariableRetired():
            yield review(ENDS, SAY_WHY, title=title)
        case VariableReturned():
            yield review(RETURNS, SAME_QUESTION, title=title)
        case _:
            parts: dict[str, Part] = {"before": str(change.before), "after": str(change.after)}
            yield breaking(ANCHOR, KEEP_ANCHOR, title=title or address, **parts)


def _comparable(change: Change, evidence: Evidence) -> Comparable:
    if isinstance(change, InstrumentReplaced):
        return evidence.difference.carrying.replaced[change.subject.address][1]
    recode = evidence.recode_of(change)
    return recode.comparable if recode is not None else evidence.comparable(change.subject)


def _compared(title: str, comparable: Comparable) -> Judgement:
    sentences = BY_COMPARABLE[comparable]
    if sentences is None:
        return safe(EXACT, title=title)
    return (breaking if comparable is Comparable.NONE else review)(*sentences, title=title)


def _period(change: Change, title: str) -> Judgement:
    if covers(era(change.after), era(change.before)):
        return safe(LONGER, title=title)
    return breaking(GAP, CHECK_PERIOD, title=title, address=change.subject.address)
