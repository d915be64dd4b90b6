"""Texts with their translations, in the extension that FHIR has for them, and back. Pure.

A licensed wording is nobody's translation and never leaves: only what stands under a text's own address is written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.formats.fhir.own import SOURCE, Json, extensions_of, value_of, words
from catalogue.formats.fhir.urls import TRANSLATION
from catalogue.texts import Text, Translations


@dataclass(frozen=True, slots=True)
class Wording:
    """The translations of a catalogue by language."""

    translations: Mapping[str, Translations]

    def spoken(self, text: Text) -> dict[str, str]:
        """The words of a text by language."""
        return {
            language: translations.entries[text.address].text
            for language, translations in self.translations.items()
            if translations.has(text)
        }

    def designations(self, text: Text) -> Json:
        """The translations of a code's words, as a code system has them."""
        said = [{"language": language, "value": words} for language, words in self.spoken(text).items()]
        return {"designation": said} if said else {}

    def by_address(self, texts: Iterable[Text]) -> dict[str, dict[str, str]]:
        """Translations of words that are said otherwise in another place, by language and address."""
        said: dict[str, dict[str, dict[str, str]]] = {}
        for text in texts:
            for language, translated in self.spoken(text).items():
                said.setdefault(language, {}).setdefault(text.source, {})[text.address] = translated
        return {language: dict(sorted(_differing(by_source.values()))) for language, by_source in said.items()}

    def element(self, key: str, text: Text) -> Json:
        """The text under this key, and its translations beside it."""
        said = [_translation(language, words) for language, words in self.spoken(text).items()]
        return {key: text.source, **({f"_{key}": {"extension": said}} if said else {})}


def _differing(places: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """The addresses and words of what is said in more than one way."""
    return (said for by_address in places if len(set(by_address.values())) > 1 for said in by_address.items())


def _translation(language: str, text: str) -> Json:
    said = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}]
    return {"extension": said, "url": TRANSLATION}


_SPOKEN = re.compile(rf'"url"\s*:\s*"{SOURCE}"')
"""How a text of ours that has translations shows in a file."""


def may_be_translated(text: str) -> bool:
    """Whether it is worth the while to look for translations in a file with this text."""
    return any(word in text for word in (TRANSLATION, '"designation"')) or _SPOKEN.search(text) is not None


def translations_in(value: Any) -> Iterator[tuple[str, str, str]]:
    """Every translation in a file: language, source text, translated text."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            yield from _designated(found)
            yield from _spoken(found)
            for key, inside in found.items():
                source = words(found.get(key[1:])) if key.startswith("_") else ""
                if source:
                    yield from ((language, source, text) for language, text in _translated(inside))
                elif isinstance(inside, dict | list):
                    waiting.append(inside)
        elif isinstance(found, list):
            waiting += found


def _designated(concept: Json) -> Iterator[tuple[str, str, str]]:
    source, said = words(concept.get("display")), concept.get("designation")
    for designation in said if source and isinstance(said, list) else ():
        if isinstance(designation, dict):
            language, text = words(designation.get("language")), words(designation.get("value"))
            if language and text:
                yield language, source, text


def _spoken(extension: Json) -> Iterator[tuple[str, str, str]]:
    """The words of a text in an extension of our own."""
    said = {url: words(value_of(inside)) for url, inside in extensions_of(extension)}
    source = said.pop(SOURCE, "")
    if source:
        yield from ((language, source, text) for language, text in said.items() if text)


def _translated(element: Any) -> Iterator[tuple[str, str]]:
    for url, extension in extensions_of(element):
        if url == TRANSLATION:
            said = {part: value_of(inside) for part, inside in extensions_of(extension)}
            language, text = words(said.get("lang")), words(said.get("content"))
            if language and text:
                yield language, text
