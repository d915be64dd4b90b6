"""The words of a question, heading, message or scale are others.

People answer the words. Other words may be another question, and then the series is broken although nothing else tells
it; a corrected spelling is nothing. No program can tell the two apart for sure: say `reworded` when the meaning is the
same, or give the new question a name of its own.
"""

from collections.abc import Iterator

from catalogue.texts import translatable
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodelistTitleChanged
from migrations_gen.changes.forms import RuleMessageChanged, TitleChanged
from migrations_gen.changes.registry import TranslationChanged
from migrations_gen.changes.variables import EndsChanged, HeadingChanged, HelpChanged, LabelChanged
from migrations_gen.diff.suggestions import reworded
from migrations_gen.risks.evidence import Evidence
from migrations_gen.risks.records import Judgement, Part, breaking, review, safe
from migrations_gen.risks.wordings import looks_like_spelling

judges = (
    LabelChanged,
    EndsChanged,
    HeadingChanged,
    HelpChanged,
    TitleChanged,
    RuleMessageChanged,
    CodelistTitleChanged,
    TranslationChanged,
)
ASKING = (LabelChanged, EndsChanged, HeadingChanged)
"""What people answer; the rest is around it."""

OTHER = translatable(
    "The words are others: “{before}” has become “{after}”. People may answer something else than before."
)
NEW_NAME = translatable(
    "If it means the same, say so. If not, give the new question a name of its own and retire {address}."
)
SPELLING = translatable("“{before}” has become “{after}”. It looks like another spelling of the same.")
SAY_SAME = translatable("Say that the meaning is the same, if it is.")
SAME = translatable("“{before}” has become “{after}”, and it means the same.")
AROUND = translatable("The words around the questions are others: “{before}” has become “{after}”.")
READ = translatable("Read it as those who answer will: does it lead them to answer otherwise?")
LANGUAGE = translatable("In {language} “{before}” has become “{after}”; the text in the main language is the same.")
READ_BOTH = translatable("Let somebody who has both languages see that it says the same as the main text.")


def judge(change: Change, evidence: Evidence) -> Iterator[Judgement]:
    """Every text that is another."""
    parts: dict[str, Part] = {"before": _words(change, change.before), "after": _words(change, change.after)}
    address = change.subject.address
    if isinstance(change, TranslationChanged):
        yield review(LANGUAGE, READ_BOTH, language=address, **parts)
    elif evidence.is_reworded(change):
        yield safe(SAME, **parts)
    elif looks_like_spelling(str(parts["before"]), str(parts["after"])):
        yield review(SPELLING, SAY_SAME, reworded(address), **parts)
    elif isinstance(change, ASKING):
        yield breaking(OTHER, NEW_NAME, reworded(address), address=address, **parts)
    else:
        yield review(AROUND, READ, reworded(address), **parts)


def _words(change: Change, side: object) -> str:
    """The words themselves: of a scale both ends, of a translation or heading without what they belong to."""
    match side:
        case (str() as first, str() as second):
            return f"{first} – {second}" if isinstance(change, EndsChanged) else second
        case None:
            return "–"
        case _:
            return str(side)
