"""A text is not translated to a language that the catalogue requires, or its source text has changed since.

A respondent would meet two languages on one page, or a translation of yesterday's question. Translate it in the file
named here, and remove the mark *fuzzy* when it says the same as the source. A release is refused until then.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.extraction import texts_of
from catalogue.findings import Severity
from catalogue.texts import Text, Translations


def check(examined: Examined) -> Iterator[Remark]:
    """Every missing or fuzzy text of each required language; texts that are not in its file yet are named together."""
    languages = examined.catalogue.languages
    texts = texts_of(examined.catalogue)
    for language in languages.required:
        known = examined.translations.get(language)
        if language != languages.source and known is not None:
            yield from _in_file(known, texts)
            yield from _not_in_file(known, texts)


def _in_file(known: Translations, texts: tuple[Text, ...]) -> Iterator[Remark]:
    for text in texts:
        entry = known.entries.get(text.address)
        if entry is None or known.has(text):
            continue
        if not entry.text:
            message = f"'{_short(text)}' ({text.address}) has no translation to {known.language}. Write it in 'msgstr'."
        elif entry.source != text.source:
            message = (
                f"The text '{text.address}' has changed to '{_short(text)}'. Run 'skjemaverk translate', then look at"
                f" the translation to {known.language}."
            )
        else:
            message = (
                f"The translation of '{_short(text)}' ({text.address}) to {known.language} is fuzzy."
                " Correct it, and remove the mark 'fuzzy'."
            )
        yield Remark(entry.at, message, Severity.WARNING)


def _not_in_file(known: Translations, texts: tuple[Text, ...]) -> Iterator[Remark]:
    new = [text for text in texts if text.address not in known.entries]
    if new:
        message = (
            f"{len(new)} of {len(texts)} texts are not translated to {known.language}, first '{_short(new[0])}'"
            f" ({new[0].address}). Run 'skjemaverk translate' and fill in what is empty."
        )
        yield Remark(known.at, message, Severity.WARNING)


def _short(text: Text) -> str:
    return text.source if len(text.source) <= 60 else f"{text.source[:57]}…"
