"""Licensed wording: which forms use an instrument whose words are its owner's, and lack them.

Pure. The words come as a private gettext overlay (`source/translations.py`); a demo does without, production may not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalogue.model import Catalogue, Form, Group
from catalogue.texts import Text, Translation, Translations


@dataclass(frozen=True, slots=True)
class Lacking:
    """A form's instrument without its licensed wording in one language, and the first text that lacks it."""

    form: str
    instrument: str
    language: str
    text: str


def lacking_wording(catalogue: Catalogue, translations: Mapping[str, Translations]) -> Iterator[Lacking]:
    """Every form that must not be shown to a respondent yet, once per instrument and language."""
    languages = dict.fromkeys((catalogue.languages.source, *catalogue.languages.required))
    for form in catalogue.forms:
        for group in _licensed(catalogue, form):
            for language in languages:
                entries = translations[language].entries
                bare = next((text for text in _texts(group) if not _is_worded(text, entries)), None)
                if bare is not None:
                    yield Lacking(form.address, group.label.source, language, bare.private)


def _licensed(catalogue: Catalogue, form: Form) -> Iterator[Group]:
    for group in form.groups.values():
        instrument = catalogue.instruments.get(group.instrument or "")
        if instrument is not None and instrument.wording_is_private:
            yield group


def _texts(group: Group) -> Iterator[Text]:
    """The texts that have a licensed wording: items and their levels."""
    for variable in group.variables:
        for text in (variable.label, *(code.label for code in variable.codes)):
            if text.private:
                yield text


def _is_worded(text: Text, entries: Mapping[str, Translation]) -> bool:
    entry = entries.get(text.private)
    return entry is not None and bool(entry.text) and entry.source == text.source and not entry.fuzzy
