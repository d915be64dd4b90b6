"""One language as a form speaks it: the interface's sentences and the catalogue's texts, with what falls back marked.

Pure. A `Text` is the catalogue's, a plain string is a sentence of the interface.
"""

from dataclasses import dataclass

from markupsafe import Markup, escape

from catalogue.texts import Text, Translations
from renderers.html.slots import MARKS
from renderers.i18n import Language


def translatable(sentence: str) -> str:
    """Marks a sentence that is kept in a table, so that gettext's tools find it."""
    return sentence


@dataclass(frozen=True, slots=True)
class Wording:
    """A language of the interface, and the catalogue's translations to it. `source` is the catalogue's own language."""

    language: Language
    translations: Translations
    source: str

    def words(self, text: Text | str) -> str:
        """The words, without markup."""
        if isinstance(text, str):
            return self.language.gettext(text)
        return self.translations.wording(text).translate(MARKS)

    def marked(self, text: Text | str) -> Markup:
        """The words as markup; a text that is not translated says which language it is in, for those who listen."""
        words = escape(self.words(text))
        if isinstance(text, str) or not self._falls_back(text):
            return words
        return Markup('<span lang="{}">{}</span>').format(self.source, words)

    def _falls_back(self, text: Text) -> bool:
        is_source = self.translations.wording(text) == text.source
        return is_source and self.language.code != self.source and not self.translations.has(text)
