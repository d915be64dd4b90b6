"""Texts: the source wording of one thing, and the address under which its translations are kept.

A text's address is its gettext context, so two places with the same words may be translated differently, and a changed
source text finds its old translation again (marked fuzzy). Pure; files are read in `catalogue/source/translations.py`.

The sentences of the program itself are written in English where they are said, and marked (`translatable`) where they
stand in a table.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from catalogue.findings import NOWHERE, Location


def translatable(sentence: str) -> str:
    """Marks a sentence of the program that is kept in a table, so that gettext's tools find it."""
    return sentence


@dataclass(frozen=True, slots=True)
class Text:
    """Source wording with its address, such as `rygg.pasient.hoyde.label`.

    `private` is the address of a licensed wording that may replace this text (empty for most): an instrument's shared
    level "nivå 2" has one address, but its licensed wording belongs to one item.
    """

    address: str
    source: str
    private: str = ""

    def __str__(self) -> str:
        return self.source


@dataclass(frozen=True, slots=True)
class Translation:
    """One entry of a gettext catalogue."""

    source: str
    text: str
    fuzzy: bool = False
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Translations:
    """The translations of one language by address, and their file.

    The source language has none: every text falls back to its source.
    """

    language: str
    entries: Mapping[str, Translation] = field(default_factory=dict)
    at: Location = field(default=NOWHERE, compare=False)

    def wording(self, text: Text) -> str:
        """The words to show: the licensed wording, else the translation of just this source text, else the source."""
        for address in (text.private, text.address):
            entry = self.entries.get(address)
            if entry and entry.text and entry.source == text.source and not entry.fuzzy:
                return entry.text
        return text.source

    def has(self, text: Text) -> bool:
        """Whether the text is translated, and the translation is not fuzzy."""
        entry = self.entries.get(text.address)
        return bool(entry and entry.text and entry.source == text.source and not entry.fuzzy)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many texts a language has, how many wait for somebody to look at them again, and how many it lacks."""

    translated: int
    fuzzy: int
    missing: int


def progress(translations: Translations, texts: Collection[Text], *, is_source: bool) -> Progress:
    """How far a language has come with these texts. The source language has them all."""
    if is_source:
        return Progress(len(texts), 0, 0)
    entries = (translations.entries.get(text.address) for text in texts)
    begun = sum(bool(entry and entry.text) for entry in entries)
    translated = sum(translations.has(text) for text in texts)
    return Progress(translated, begun - translated, len(texts) - begun)
