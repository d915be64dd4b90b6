"""What kind of thing is spoken of, in plain words: “Do you smoke?” (rygg.pasient.roker), the codelist …. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences.records import Named, Telling

NOUNS: Mapping[str, str] = MappingProxyType(
    {
        "catalogue": translatable("The registry {name}"),
        "category": translatable("The category {name}"),
        "respondent": translatable("The respondent {name}"),
        "module": translatable("The module {name}"),
        "timepoint": translatable("The timepoint {name}"),
        "form": translatable("The form {name}"),
        "section": translatable("The section {name}"),
        "group": translatable("The group of questions {name}"),
        "checklist": translatable("The checklist {name}"),
        "matrix": translatable("The table of questions {name}"),
        "variable": translatable("The question {name}"),
        "calculation": translatable("The calculation {name}"),
        "rule": translatable("The rule {name}"),
        "codelist": translatable("The codelist {name}"),
        "code": translatable("The code {name}"),
        "instrument": translatable("The questionnaire {name}"),
        "score": translatable("The score {name}"),
        "value_set": translatable("The table of values {name}"),
        "system": translatable("The coding system {name}"),
        "language": translatable("The translation to {name}"),
    }
)
"""A thing at the beginning of a sentence: every kind of subject, and what variables and groups may be besides."""

WITH_WORDS = translatable("“{words}” ({address})")
ONLY_WORDS = translatable("“{words}”")


def unnamed(subject: Subject) -> Named:
    """What is known of a thing when there is no catalogue at hand."""
    return Named("", subject.kind)


def called(subject: Subject, telling: Telling) -> str:
    """Its words in quotes and its address; the address alone where it has no words."""
    words = telling.named(subject).label
    if not words:
        return subject.address
    if not telling.manner.has_addresses:
        return telling.language.gettext(ONLY_WORDS, words=words)
    return telling.language.gettext(WITH_WORDS, words=words, address=subject.address)


def called_in_quotes(subject: Subject, telling: Telling) -> str:
    """Its words in quotes, without the address."""
    words = telling.named(subject).label
    return telling.language.gettext(ONLY_WORDS, words=words) if words else subject.name


def with_noun(subject: Subject, telling: Telling) -> str:
    """The thing with what it is, to begin a sentence with."""
    noun = telling.named(subject).noun
    return telling.language.gettext(NOUNS.get(noun, NOUNS[subject.kind]), name=called(subject, telling))
