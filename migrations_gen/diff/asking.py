"""What is never guessed: a change that may mean two things is a question, with lines ready to paste for either answer.

A question is answered by an intent about its subject, or about the other thing it names. Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from migrations_gen.carrying.records import split
from migrations_gen.changes import variables as variables
from migrations_gen.changes.base import Change, Subject
from migrations_gen.diff.look_alikes import about_choices, about_look_alikes, about_names
from migrations_gen.diff.matching import Pair
from migrations_gen.diff.moved_words import about_codes, about_questions, about_ticks
from migrations_gen.diff.records import Question
from migrations_gen.diff.said import Intents, is_said
from migrations_gen.diff.suggestions import derive, reworded
from migrations_gen.intents.records import Derive, Recode, Replace, Reworded

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "looks-renamed": "A variable is gone and one like it has come: is it the same under another name?",
        "looks-moved": "A variable is gone and one like it has come in another form: is it the same?",
        "looks-merged": "A variable is gone and another has its outside name now: are its answers to be read there?",
        "looks-replaced": "A group of questions is gone and one like it has come: does it take its place?",
        "choice-changed": "Where one choice was made several can be, or the reverse: what becomes of old answers?",
        "form-moved": "Many questions of a form are gone and the same have come in another: are they the same?",
        "label-moved": "The words of a code or a tick stand at another one: were they renumbered?",
        "code-relabelled": "A code has other words: does it still mean the same?",
        "codes-relabelled": "Several codes or ticks have other words: does each still mean the same?",
        "tick-relabelled": "A tick has other words: does it still mean the same?",
        "question-moved": "The words of a question stand at another one: did they change places?",
        "type-changed": "The kind of value is another: how does an old answer become a new one?",
        "unit-changed": "The unit is another: are old numbers to be converted, or is it the same unit in other words?",
    }
)
"""Everything that is asked, by slug."""

WIDENING = frozenset({("integer", "decimal"), ("text", "longtext"), ("coding", "text"), ("coding", "longtext")})
"""Types whose values are values of the other one too."""


def questions(pair: Pair, changes: Iterable[Change], intents: Intents) -> Iterator[Question]:
    """Everything that somebody must answer before these changes can be released."""
    found = tuple(changes)
    for ask in ASKERS:
        yield from ask(pair, found, intents)


# ---- what a value is ----


def _about_types(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    for change in changes:
        is_asked = isinstance(change, variables.TypeChanged) and (change.before, change.after) not in WIDENING
        if is_asked and not is_said(intents, (Derive, Recode, Replace), change.subject.address):
            name = _name_before(change.subject, pair)
            evidence = (("type-before", str(change.before)), ("type-after", str(change.after)))
            yield Question("type-changed", change.subject, None, evidence, derive(change.subject.address, name))


def _about_units(pair: Pair, changes: tuple[Change, ...], intents: Intents) -> Iterator[Question]:
    for change in changes:
        is_asked = isinstance(change, variables.UnitChanged) and change.before is not None and change.after is not None
        if is_asked and not is_said(intents, (Derive, Reworded), change.subject.address):
            name = _name_before(change.subject, pair)
            suggestion = derive(change.subject.address, f"{name} * 1") + reworded(change.subject.address)
            evidence = (("unit-before", str(change.before)), ("unit-after", str(change.after)))
            yield Question("unit-changed", change.subject, None, evidence, suggestion)


def _name_before(subject: Subject, pair: Pair) -> str:
    return split(pair.lineage.before("variable", subject.address) or subject.address)[1]


Asker = Callable[[Pair, tuple[Change, ...], Intents], Iterator[Question]]

ASKERS: tuple[Asker, ...] = (
    about_look_alikes,
    about_names,
    about_choices,
    about_codes,
    about_ticks,
    about_questions,
    _about_types,
    _about_units,
)
"""What asks about a change by itself."""
