"""Texts of a file in the language that a catalogue is written in; the other languages become its translations. Pure."""

import re
from collections import Counter
from dataclasses import dataclass, field

from catalogue.formats.odm.elements import Study, Words

UNKNOWN = "en"
"""The language of a file that names none, which most are written in."""
SAME = {"no": "nb", "nob": "nb", "nno": "nn", "eng": "en"}
_CODE = re.compile(r"[a-z]{2,3}")


@dataclass(slots=True)
class Said:
    """Takes the words of the source language out, and remembers the translations by them.

    Texts of others are laid out for their file, so their line ends are spaces; ours are `exact`.
    """

    source: str
    exact: bool = False
    translations: dict[str, dict[str, str]] = field(default_factory=dict)

    def learn(self, study: Study) -> None:
        """Every translation of the file, also of what is told in another way."""
        described = (
            *(event.description for event in study.events),
            *(group.description for group in study.groups),
            *study.units.values(),
        )
        for words in described:
            self.text(words)
        for item in study.items:
            for words in (item.question, item.description, item.help, *(check.message for check in item.checks)):
                self.text(words)
        for choices in (codelist.choices for codelist in study.codelists):
            for choice in choices:
                self.text(choice.decode)

    def text(self, words: Words) -> str | None:
        """The words of the source; of the first language when the source's are not there."""
        if not words:
            return None
        if len(words) == 1:
            return self._plain(words[0][1])
        known = {code_of(language): self._plain(said) for language, said in reversed(words)}
        text = known.get(self.source) or known.get("") or self._plain(words[0][1])
        for language, said in known.items():
            if language not in {"", self.source}:
                self.translations.setdefault(language, {}).setdefault(text, said)
        return text

    def _plain(self, said: str) -> str:
        return said if self.exact else " ".join(said.split())


def source_language(study: Study) -> str:
    """The language that most questions are asked in."""
    words = (words for item in study.items for words in (item.question, item.description) if words)
    counted = Counter(code_of(words[0][0]) for words in words)
    named = [(count, code) for code, count in counted.items() if code]
    return max(named, key=lambda found: (found[0], found[1] == UNKNOWN))[1] if named else UNKNOWN


def code_of(language: str) -> str:
    """A language as we write it: `en-US` is `en`; what is no language is none."""
    code = language.lower().replace("_", "-").partition("-")[0]
    code = SAME.get(code, code)
    return code if _CODE.fullmatch(code) else ""
