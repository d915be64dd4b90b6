"""One language as a form speaks it: the interface's sentences and the catalogue's texts, with what falls back marked.

Pure. A `Text` is the catalogue's, a plain string is a sentence of the interface.
"""

from dataclasses import dataclass

from markupsafe import Markup, escape

from catalogue.texts import Text, Translations
from renderers.html.slots import MARKS
from renderers.i18n import Language


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
        return self._in_language(self.words(text), self.spoken(text))

    def said(self, sentence: str, /, **values: object) -> Markup:
        """A sentence of the interface as markup, `{name}` filled in."""
        return self._in_language(self.language.gettext(sentence, **values), self.spoken(sentence))

    def counted(self, one: str, many: str, number: int, /, **values: object) -> Markup:
        """The sentence for this number of things, as markup."""
        return self._in_language(self.language.ngettext(one, many, number, **values), self.spoken(one))

    def spoken(self, *texts: Text | str) -> str | None:
        """The language the words are in when it is not the one asked for: of what has no room for markup, such as a
        choice in a list or a label that is only heard. None when all is as it should be."""
        return next(filter(None, map(self._other, texts)), None)

    def _other(self, text: Text | str) -> str | None:
        if isinstance(text, str):
            code = self.language.speaker(text).code
            return code if code != self.language.code else None
        return self.source if self._falls_back(text) else None

    def _in_language(self, words: str, code: str | None) -> Markup:
        return Markup('<span lang="{}">{}</span>').format(code, words) if code else escape(words)

    def _falls_back(self, text: Text) -> bool:
        is_source = self.translations.wording(text) == text.source
        return is_source and self.language.code != self.source and not self.translations.has(text)
