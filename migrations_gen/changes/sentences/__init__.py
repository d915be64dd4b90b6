"""Every change as one plain sentence, in any language of the interface: what it is about, what was, and what is.

Pure; the language and the names of things come as arguments. A meaning without a row fails loudly.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from migrations_gen.changes.base import Change, Subject
from migrations_gen.changes.sentences import codes, forms, registry, variables
from migrations_gen.changes.sentences.naming import ONLY_WORDS, called, unnamed, with_noun
from migrations_gen.changes.sentences.records import EXACT, Manner, Named, Row, Telling, absent
from migrations_gen.wording import Language

SENTENCES: Mapping[type[Change], Row] = MappingProxyType(
    {**registry.SENTENCES, **forms.SENTENCES, **variables.SENTENCES, **codes.SENTENCES}
)
"""How each meaning is told."""

Naming = Callable[[Subject], Named]


def sentence(change: Change, language: Language, named: Naming = unnamed, manner: Manner = EXACT) -> str:
    """The change as one sentence."""
    telling = Telling(change, language, named, manner)
    return language.gettext(SENTENCES[type(change)].sentence(change), **_filling(telling))


def title(change: Change, language: Language) -> str:
    """What is another: `Unit`, `Wording`."""
    return language.gettext(SENTENCES[type(change)].title)


def sides(change: Change, language: Language, named: Naming = unnamed, manner: Manner = EXACT) -> tuple[str, str]:
    """What was and what is, in words; empty where there was or is nothing."""
    return _sides(Telling(change, language, named, manner))


def name_of(subject: Subject, language: Language, named: Naming = unnamed, manner: Manner = EXACT) -> str:
    """What people call a thing, with its address."""
    return called(subject, Telling(Change(subject), language, named, manner))


def _sides(telling: Telling) -> tuple[str, str]:
    change, words = telling.change, SENTENCES[type(telling.change)].words
    before, after = ("" if _is_nothing(side) else words(side, telling) for side in (change.before, change.after))
    return before, after


def _is_nothing(value: object) -> bool:
    """`false` may be what a value was."""
    return absent(value) and value is not False


def _filling(telling: Telling) -> Mapping[str, object]:
    """Everything a sentence may name."""
    change = telling.change
    subject = change.subject
    before, after = _sides(telling)
    words = telling.named(subject).label
    return {
        "subject": with_noun(subject, telling),
        "name": called(subject, telling),
        "address": subject.address if telling.manner.has_addresses else called(subject, telling),
        "owner": called(_owner(subject), telling),
        "code": subject.name,
        "message": words,
        "words": f" {telling.language.gettext(ONLY_WORDS, words=words)}" if words else "",
        "text": change.after[0] if isinstance(change.after, tuple) and change.after else "",
        "before": before,
        "after": after,
    }


def _owner(subject: Subject) -> Subject:
    if subject.kind == "code":
        return list_of(subject)
    return Subject({"score": "instrument", "timepoint": "module"}.get(subject.kind, "form"), subject.owner)


def list_of(code: Subject) -> Subject:
    """What a code lies in: a shared list, or a variable that has its own."""
    return Subject("variable" if "." in code.owner else "codelist", code.owner)


__all__ = [
    "EXACT",
    "SENTENCES",
    "Manner",
    "Named",
    "Naming",
    "list_of",
    "name_of",
    "sentence",
    "sides",
    "title",
    "unnamed",
]
