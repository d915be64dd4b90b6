"""A validated questionnaire is changed: its items, answers, scores or licence.

It measures what it was validated to measure only when it is used word for word, and its owner's licence usually says
so. Leave it as it is; a new version of it is an instrument with a name of its own, which replaces the old one
(`replace`).
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodeAdded, CodeMissingChanged, CodeRelabelled, CodeRemoved, CodeRetired
from migrations_gen.changes.registry import (
    InstrumentItemsChanged,
    InstrumentLicenceChanged,
    ScoreAdded,
    ScoreChanged,
    ScoreRemoved,
)
from migrations_gen.changes.variables import GroupKindChanged, VariableAdded, VariableRemoved
from migrations_gen.diff.suggestions import replace
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, breaking, review, safe

CODES = (CodeAdded, CodeRemoved, CodeRelabelled, CodeRetired, CodeMissingChanged)
judges = (
    InstrumentItemsChanged,
    InstrumentLicenceChanged,
    ScoreAdded,
    ScoreRemoved,
    ScoreChanged,
    GroupKindChanged,
    VariableAdded,
    VariableRemoved,
    *CODES,
)

TOUCHED = translatable(
    "The questionnaire “{title}” is changed ({what}), so it no longer measures what it was tested to measure."
)
AS_IT_IS = translatable(
    "Leave it as its owner wrote it. A new version is a questionnaire with a name of its own that takes its place."
)
SAME_WORDS = translatable("Words of the questionnaire “{title}” are changed ({what}).")
ASK_OWNER = translatable("Hold them against the owner's edition, and ask the owner if they are not the same.")
LICENCE = translatable("Who owns the questionnaire “{title}”, or whether its words are public, is another.")
CHECK_LICENCE = translatable("Check that the registry has a licence that covers this use.")
SCORE_ADDED = translatable("The questionnaire “{title}” gets one more score, {what}. The answers are the same.")
DOCUMENTED = translatable("Check that the owner has described the score, and how many answers it needs.")
NOT_ONE = translatable("“{title}” is put together in another way, and no questionnaire is touched.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Everything that touches an instrument."""
    if isinstance(change, CODES):
        yield from _codes(change, evidence)
    elif isinstance(change, VariableAdded | VariableRemoved):
        yield from _items(change, evidence)
    elif isinstance(change, InstrumentLicenceChanged):
        yield review(LICENCE, CHECK_LICENCE, title=evidence.title(change.subject))
    elif isinstance(change, GroupKindChanged):
        title = evidence.title(change.subject)
        if any(isinstance(side, tuple) and side[0] == "instrument" for side in (change.before, change.after)):
            name = change.subject.address
            yield breaking(TOUCHED, AS_IT_IS, replace(name, "…"), title=title, what=change.subject.name)
        else:
            yield safe(NOT_ONE, title=title)
    else:
        yield _declared(change, evidence)


def _declared(change: Change, evidence: Evidence) -> Judgement:
    owner = change.subject.owner or change.subject.address
    instrument = evidence.after.instruments.get(owner)
    title, what = instrument.title.source if instrument else owner, change.subject.name
    if isinstance(change, ScoreAdded):
        return review(SCORE_ADDED, DOCUMENTED, title=title, what=what)
    if isinstance(change, InstrumentItemsChanged) and _items_of(change.before) == _items_of(change.after):
        return review(SAME_WORDS, ASK_OWNER, title=title, what=what)
    return breaking(TOUCHED, AS_IT_IS, replace(owner, "…"), title=title, what=what)


def _items_of(side: object) -> object:
    """Items and codelists without the words."""
    match side:
        case (tuple() as items, codelists):
            return tuple(item[0] for item in items), codelists
        case _:
            return side


def _codes(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """A code of a list that an instrument's items are answered with."""
    for title in evidence.instruments_with(change.subject.owner):
        if isinstance(change, CodeRelabelled):
            yield review(SAME_WORDS, ASK_OWNER, title=title, what=change.subject.address)
        else:
            yield breaking(TOUCHED, AS_IT_IS, title=title, what=change.subject.address)


def _items(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """An item that is taken in or left out where the instrument itself stays."""
    group = getattr(change.after or change.before, "group", None)
    forms = (catalogue.form.get(change.subject.owner) for catalogue in (evidence.before, evidence.after))
    both = [form.groups.get(group) if form and group else None for form in forms]
    if all(one is not None and one.kind == "instrument" for one in both):
        title = next(one.label.source for one in both if one is not None)
        yield breaking(TOUCHED, AS_IT_IS, title=title, what=change.subject.name)
