"""Texts in every language in which they are translated; what is not translated is in the source language alone.

A licensed wording is never among them: it belongs to its owner, and linked data are for everybody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalogue.texts import Text, Translations
from renderers.linked_data.terms import Words


@dataclass(frozen=True, slots=True)
class Wordings:
    """The catalogue's languages: the source, and the translations to the others."""

    source: str
    translations: Mapping[str, Translations]

    def of(self, text: Text | None) -> tuple[Words, ...]:
        """The text in the source language and in each language that has it."""
        return tuple(self._each(text)) if text is not None else ()

    def _each(self, text: Text) -> Iterator[Words]:
        yield Words(text.source, self.source)
        for language, known in self.translations.items():
            if language != self.source and known.has(text):
                yield Words(known.entries[text.address].text, language)

    def written(self, text: str) -> tuple[Words, ...]:
        """What is only ever said in the source language."""
        return (Words(text, self.source),) if text else ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that something is said in, the source first."""
        others = (language for language, known in self.translations.items() if known.entries)
        return tuple(dict.fromkeys((self.source, *others)))
