"""Texts in all languages of a catalogue, and those translations that no element of the file has a place for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.extraction import texts_of
from catalogue.formats.odm.elements import Words
from catalogue.model import Catalogue
from catalogue.texts import Text, Translations


@dataclass(slots=True)
class Wording:
    """Gives each text in every language that has it, and remembers what it has given."""

    source: str
    translations: Mapping[str, Translations]
    given: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def words(self, text: object) -> Words:
        """The source first; nothing when there is no text."""
        if text is None:
            return ()
        if not isinstance(text, Text):
            return ((self.source, str(text)),)
        return ((self.source, text.source), *self._translated(text))

    def _translated(self, text: Text) -> Words:
        found = []
        for language, known in self.translations.items():
            if language != self.source and known.has(text):
                said = known.wording(text)
                self.given.setdefault((language, text.source), set()).add(said)
                found.append((language, said))
        return tuple(found)

    def ungiven(self, catalogue: Catalogue) -> dict[str, dict[str, str]]:
        """By language, what is not in any element: by the words of the source, or where those words are translated in
        two ways by the text's address."""
        return {
            language: left
            for language, known in self.translations.items()
            if language != self.source and (left := self._left(catalogue, language, known))
        }

    def _left(self, catalogue: Catalogue, language: str, known: Translations) -> dict[str, str]:
        translated = [text for text in texts_of(catalogue) if known.has(text)]
        said: dict[str, set[str]] = {}
        for text in translated:
            said.setdefault(text.source, set()).add(known.wording(text))
        left: dict[str, str] = {}
        for text in translated:
            if len(said[text.source]) > 1:
                left[text.address] = known.wording(text)
            elif (language, text.source) not in self.given:
                left[text.source] = known.wording(text)
        return left
