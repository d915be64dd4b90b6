"""The questions of a comparison and what speaks for them, as plain sentences in any language of the interface.

Pure. A question or a kind of evidence without a sentence fails loudly.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.changes.sentences import Naming, list_of, name_of, unnamed
from migrations_gen.changes.sentences.values import TYPES
from migrations_gen.diff.records import Question
from migrations_gen.wording import Language

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "looks-renamed": translatable(
            "{other} is gone and {name} has come. Is it the same question under another name?"
        ),
        "looks-moved": translatable("{other} is gone and {name} has come in another form. Is it the same question?"),
        "looks-merged": translatable(
            "{other} is gone, and {name} has its name in another system. Are its answers to be read there?"
        ),
        "looks-replaced": translatable(
            "The group of questions {other} is gone and {name} has come. Does the new one take its place?"
        ),
        "choice-changed": translatable(
            "In {name} several choices can be made where it was one, or one where it was several. What becomes of old"
            " answers?"
        ),
        "form-moved": translatable(
            "Many questions of {other} are gone and the same have come in {name}. Are they the same questions?"
        ),
        "label-moved": translatable("Words in {name} stand at another code than before. Were the codes renumbered?"),
        "code-relabelled": translatable("The code {code} in {owner} has other words. Does it still mean the same?"),
        "codes-relabelled": translatable("Several choices in {name} have other words. Does each still mean the same?"),
        "tick-relabelled": translatable("The tick {name} has other words. Does it still mean the same?"),
        "question-moved": translatable(
            "Words in {name} stand at another question than before. Did the questions change places?"
        ),
        "type-changed": translatable("{name} has another kind of answer. How does an old answer become a new one?"),
        "unit-changed": translatable(
            "{name} has another unit. Are old numbers to be converted, or is it the same unit in other words?"
        ),
    }
)
"""What is asked, for each key of `asking.QUESTIONS`."""

EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "same-outside-name": translatable("both have the name {about} in another system"),
        "same-label": translatable("the same words: “{about}”"),
        "same-name": translatable("the same name: {about}"),
        "like-label": translatable("almost the same words: “{about}”"),
        "like-name": translatable("almost the same name: {about}"),
        "same-ticks": translatable("the same ticks: {about}"),
        "same-codes": translatable("the same codes: {about}"),
        "same-unit-and-limits": translatable("the same unit and limits: {about}"),
        "same-type": translatable("the same kind of answer: {about}"),
        "words-before": translatable("before: “{about}”"),
        "words-after": translatable("now: “{about}”"),
        "words-changed": translatable("other words: {about}"),
        "words-moved": translatable("moved: {about}"),
        "questions-moved": translatable("the same in both: {about}"),
        "type-before": translatable("before: {about}"),
        "type-after": translatable("now: {about}"),
        "unit-before": translatable("before: {about}"),
        "unit-after": translatable("now: {about}"),
    }
)
"""What speaks for a question, for each kind of evidence."""

OF_TYPES = frozenset({"same-type", "type-before", "type-after"})
"""The evidence that is about a kind of answer."""


def question_sentence(question: Question, language: Language, named: Naming = unnamed) -> str:
    """What must be answered, as one or two sentences."""
    other = name_of(question.other, language, named) if question.other else ""
    owner = _owner(question, language, named)
    name = name_of(question.subject, language, named)
    values = {"name": name, "other": other, "owner": owner, "code": question.subject.name}
    return language.gettext(QUESTIONS[question.slug], **values)


def _owner(question: Question, language: Language, named: Naming) -> str:
    subject = question.subject
    if subject.kind != "code":
        return ""
    return name_of(list_of(subject), language, named)


def evidence_sentences(question: Question, language: Language) -> Iterator[str]:
    """What speaks for it."""
    for kind, about in question.evidence:
        words = language.gettext(TYPES[about]) if kind in OF_TYPES else about
        yield language.gettext(EVIDENCE[kind], about=words)
