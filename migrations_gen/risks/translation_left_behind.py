"""A text is new or changed, and a language that every text must have lacks it.

Those who read the other language would meet yesterday's question, or a page in two languages. Run `skjemaverk
translate` and fill in what is empty or marked *fuzzy*; a release is refused until then.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodeAdded, CodelistAdded, CodelistTitleChanged, CodeRelabelled
from migrations_gen.changes.forms import FormAdded, RuleAdded, RuleMessageChanged, SectionAdded, TitleChanged
from migrations_gen.changes.registry import (
    CategoryAdded,
    InstrumentAdded,
    LanguagesChanged,
    ModuleAdded,
    RespondentAdded,
    TimepointAdded,
)
from migrations_gen.changes.variables import (
    EndsChanged,
    GroupAdded,
    HeadingChanged,
    HelpChanged,
    LabelChanged,
    VariableAdded,
)
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, review, safe

judges = (
    LabelChanged,
    HelpChanged,
    EndsChanged,
    HeadingChanged,
    TitleChanged,
    RuleMessageChanged,
    CodelistTitleChanged,
    CodeRelabelled,
    VariableAdded,
    GroupAdded,
    CodeAdded,
    CodelistAdded,
    FormAdded,
    SectionAdded,
    RuleAdded,
    CategoryAdded,
    RespondentAdded,
    ModuleAdded,
    TimepointAdded,
    InstrumentAdded,
    LanguagesChanged,
)

BEHIND = translatable("“{words}” is not translated to {languages}, so those who read it meet two languages.")
TRANSLATE = translatable("Run 'skjemaverk translate', and fill in what is empty or marked as fuzzy.")
NEW_LANGUAGE = translatable("From now on every text must be in {languages} too.")
FEWER_LANGUAGES = translatable("Texts need no longer be in {languages}; those who read it may meet another language.")
ASK_READERS = translatable("Ask who reads the forms in it today.")
SAME_LANGUAGES = translatable("The languages that texts must have are the same.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every changed text that a required language lacks."""
    if isinstance(change, LanguagesChanged):
        yield _languages(change)
        return
    lacking = evidence.left_behind.get(change.subject.address, ())
    if lacking:
        languages = ", ".join(dict.fromkeys(language for language, _ in lacking))
        yield review(BEHIND, TRANSLATE, "skjemaverk translate\n", words=lacking[0][1], languages=languages)


def _languages(change: Change) -> Judgement:
    before, after = (set(side[1]) if isinstance(side, tuple) else set() for side in (change.before, change.after))
    if after - before:
        return review(NEW_LANGUAGE, TRANSLATE, languages=", ".join(sorted(after - before)))
    if before - after:
        return review(FEWER_LANGUAGES, ASK_READERS, languages=", ".join(sorted(before - after)))
    return safe(SAME_LANGUAGES)
