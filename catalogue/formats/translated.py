"""Translations that another system keeps beside its texts, as the gettext files of a new catalogue. Pure."""

from collections.abc import Iterator, Mapping
from os.path import commonpath
from pathlib import Path

from catalogue.extraction import texts_of
from catalogue.source.builder import build
from catalogue.source.documents import parse_document
from catalogue.source.po_file import Entry, new_header, po_text
from catalogue.source.translations import translation_file
from catalogue.texts import Text

FIRST_PAGE = "variables.yaml"


def with_translations(files: Mapping[str, str], translations: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The files of a catalogue and, for each language, one of translations.

    `translations` are by language and then by the words of the source language: what stands in two places with the same
    words has the same translation there, unless one of them is given by its address.
    """
    if not translations:
        return dict(files)
    pages = {path: text for path, text in files.items() if path.endswith(".yaml")}
    parsed = {path: parse_document(text, Path(path), path) for path, text in pages.items()}
    catalogue = build(parsed.pop(FIRST_PAGE), parsed.values()).catalogue
    folder = _common_folder(parsed)
    texts = texts_of(catalogue)
    return {
        **files,
        **{
            translation_file(folder, language).as_posix(): po_text(
                new_header(catalogue.name, language), _entries(texts, words), ()
            )
            for language, words in translations.items()
        },
    }


def _entries(texts: tuple[Text, ...], words: Mapping[str, str]) -> Iterator[Entry]:
    return (Entry(text.address, text.source, words.get(text.address, words.get(text.source, ""))) for text in texts)


def _common_folder(paths: Mapping[str, object]) -> Path:
    """The folder in which translations lie: the one that has all pages but the first."""
    return Path(commonpath([Path(path).parent.as_posix() for path in paths]))
