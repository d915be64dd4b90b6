"""One row of the tables of sentences: how the changes of one meaning are told.

Pure. A row has a sentence for each case (something is another, has come, has gone), in English with `{placeholders}`;
translations are the interface's own. A sentence may use: `{subject}` (with what kind of thing it is), `{name}` (words
and address), `{address}`, `{owner}` (of what it lies in), `{code}` (a code's value), `{words}` (its words), `{message}`
(a rule's), `{text}` (the address of a text), `{before}` and `{after}`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from catalogue.expressions.nodes import Node
from catalogue.expressions.printer import to_text
from migrations_gen.changes.base import Change, Subject
from migrations_gen.wording import Language

CHANGED, CAME, WENT = "changed", "came", "went"


@dataclass(frozen=True, slots=True)
class Named:
    """What people call a thing: its words, empty where it has none, and what kind of thing it is (a key of `NOUNS`)."""

    label: str
    noun: str


def as_written(node: Node, change: Change, *, is_later: bool) -> str:
    """An expression as its author writes it."""
    return to_text(node)


@dataclass(frozen=True, slots=True)
class Manner:
    """For whom a change is told: with the addresses that authors know things by, or without; and how an expression of
    the earlier or the later state is written.
    """

    has_addresses: bool = True
    formula: Callable[..., str] = as_written


EXACT = Manner()
"""As an author reads it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One change while it is told: in which language, by which names, and for whom."""

    change: Change
    language: Language
    named: Callable[[Subject], Named]
    manner: Manner = EXACT

    def formula(self, node: Node, side: object) -> str:
        """An expression of one side of the change."""
        return self.manner.formula(node, self.change, is_later=side is self.change.after)


Words = Callable[[object, Telling], str]


def absent(value: object) -> bool:
    """Whether nothing was, or is, said here."""
    return value is None or value is False or value in ("", ())


def came_or_went(change: Change) -> str:
    """The case of most meanings."""
    if absent(change.before) and not absent(change.after):
        return CAME
    return WENT if absent(change.after) and not absent(change.before) else CHANGED


def as_is(value: object, telling: Telling) -> str:
    """The value as the language writes it."""
    return telling.language.show(value)


@dataclass(frozen=True, slots=True)
class Row:
    """How one meaning is told: a short title, the sentence of each case, and how what was and what is are worded."""

    title: str
    sentences: Mapping[str, str]
    words: Words = as_is
    case: Callable[[Change], str] = field(default=came_or_went)

    def sentence(self, change: Change) -> str:
        """The sentence for this change, its placeholders open."""
        case = self.case(change)
        return self.sentences[case] if case in self.sentences else next(iter(self.sentences.values()))


def row(
    title: str,
    changed: str = "",
    came: str = "",
    went: str = "",
    *,
    words: Words = as_is,
    case: Callable[[Change], str] = came_or_went,
    **others: str,
) -> Row:
    """A row, its sentences by case; those that a meaning cannot have are left out."""
    sentences = {CHANGED: changed, CAME: came, WENT: went, **others}
    return Row(title, {name: sentence for name, sentence in sentences.items() if sentence}, words, case)
