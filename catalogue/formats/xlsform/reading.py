"""XLSForms to a catalogue: a workbook is a form, a group a section, a choice of several a checklist. Pure.

Logic is translated where there is an expression that means the same, and kept as it was where there is none. What holds
no answer (texts, places, files, repeats) stays as rows under `extras` of the question after it.
"""

from collections.abc import Iterable
from typing import Any

from catalogue.findings import Finding, Location
from catalogue.formats.pages import CATEGORY, RESPONDENT, Pages, catalogue_files
from catalogue.formats.records import Read, ReadOptions
from catalogue.formats.xlsform.books import read_books
from catalogue.formats.xlsform.form_reading import FormReader


def read(data: bytes, options: ReadOptions) -> Read:
    """The catalogue of one form or several."""
    books = read_books(data, options.file)
    names: set[str] = set()
    aliases: dict[str, str] = {}
    readers = [FormReader(book, names, aliases) for book in books.forms]
    forms = [form for reader in readers if (form := reader.form()) is not None]
    findings = [*books.findings, *(finding for reader in readers for finding in reader.findings)]
    if not forms:
        if books.forms:
            message = "No question of the form holds an answer that is kept here, so there is no form to make."
            findings.append(Finding(Location(options.file, 1, 1), "not-readable", message))
        return Read({}, tuple(findings))
    language, translations = _languages(readers)
    pages = Pages(
        tuple(forms),
        source="XLSForm",
        purpose="Not described in the source",
        language=language,
        controller="Not given",
        first_page=_first_page(readers, language, translations),
        translations=translations,
    )
    return Read(catalogue_files(pages, options), tuple(sorted(findings)))


def _first_page(readers: Iterable[FormReader], language: str, others: Iterable[str]) -> dict[str, Any]:
    categories, respondents = {CATEGORY: "Uspesifisert"}, {RESPONDENT: "Helsepersonell"}
    for reader in readers:
        categories |= reader.categories
        respondents |= reader.respondents
    return {
        "languages": {"source": language, "optional": list(others)},
        "categories": categories,
        "respondents": respondents,
    }


def _languages(readers: list[FormReader]) -> tuple[str, dict[str, dict[str, str]]]:
    """The catalogue's language, which is the first form's, and the words in all others."""
    source = readers[0].language
    words: dict[str, dict[str, str]] = {}
    for reader in readers:
        for language, found in reader.words.items():
            if language != source:
                words.setdefault(language, {}).update(found)
    return source, words
