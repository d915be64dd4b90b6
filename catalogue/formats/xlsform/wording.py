"""Texts in the languages of an XLSForm: a column for each. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalogue.formats.xlsform.columns import Place, language_heading
from catalogue.texts import Text, Translations

_REFERENCE = re.compile(r"\$\{")


@dataclass(frozen=True, slots=True)
class Wording:
    """The headings of the languages, the source's first, and the translations."""

    source: str
    others: Mapping[str, str]
    translations: Mapping[str, Translations]
    known: frozenset[str] = frozenset()

    def cells(self, column: str, text: Text | None) -> dict[Place, str]:
        """A text in every language that has it."""
        if text is None:
            return {}
        found = {(column, self.source): self.told(text.source)}
        for code, heading in self.others.items():
            if self.translations[code].has(text):
                found[column, heading] = self.told(self.translations[code].wording(text))
        return found

    def told(self, words: str) -> str:
        """Words in which `${…}` is a question of the form or no reference at all."""
        return re.sub(r"\$\{([^{}]*)\}?", self._reference, words) if _REFERENCE.search(words) else words

    def _reference(self, found: re.Match[str]) -> str:
        return found[0] if found[1] in self.known and found[0].endswith("}") else found[0].replace("${", "$ {")

    @property
    def headings(self) -> Iterator[str]:
        """The languages of the columns."""
        yield self.source
        yield from self.others.values()


def wording_of(
    source: str, translations: Mapping[str, Translations], kept: Mapping[str, str], known: frozenset[str]
) -> Wording:
    """The languages of a form: those that have a translation; under the headings it had, if it had any."""
    used = {
        code: kept.get(f"language {code}", language_heading(code))
        for code, found in translations.items()
        if found.entries
    }
    heading = kept.get("language", language_heading(source))
    return Wording(heading, used, translations, known)
