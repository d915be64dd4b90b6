"""Languages of the user interface, the one file that sees Babel: its sentences, numbers, dates and times.

Sentences are written in English in the code and looked up in `locale/<language>/LC_MESSAGES/messages.po`, which is read
as it is: no build step, and a missing file is a language that is not offered. Texts of the catalogue are not found here
but in its own translations.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from gettext import c2py
from pathlib import Path
from types import MappingProxyType

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALE = Path(__file__).parent / "locale"
WRITTEN_IN = "en"
"""The language of the sentences in the code; it needs no file."""
REGIONS: Mapping[str, str] = MappingProxyType({"nb": "nb_NO", "nn": "nn_NO", "se": "se_NO", "en": "en_GB"})
"""Whose habits of writing numbers and dates go with a language."""
INSTEAD: Mapping[str, str] = MappingProxyType({"se": "nb"})
"""The language in which a sentence is said that this one lacks, where its readers read that better than English."""
NAMES: Mapping[str, str] = MappingProxyType({"nb": "Bokmål", "nn": "Nynorsk", "se": "Davvisámegiella", "en": "English"})
DATES: Mapping[str, str] = MappingProxyType({"nb": "dd.MM.y", "nn": "dd.MM.y", "en": "d MMMM y"})
"""How a language writes dates, where it is not as its region's short dates are. English dates name the month: in
digits, readers from two countries read two dates."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its sentences and how it writes numbers and dates.

    A sentence it lacks is said in the language that stands in for it (`instead`), else as it is written in the code.
    `plural` tells which of a sentence's forms goes with a number.
    """

    code: str
    locale: Locale
    sentences: Mapping[str, str | tuple[str, ...]] = field(repr=False)
    plural: Callable[[int], int] = field(default=lambda number: int(number != 1), repr=False)
    instead: "Language | None" = None

    @property
    def name(self) -> str:
        """The language's name for itself."""
        return NAMES[self.code]

    def speaker(self, sentence: str) -> "Language":
        """The language a sentence is said in: this one, or the one that stands in for it."""
        return self.instead if self.instead and sentence not in self.sentences else self

    def gettext(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language, `{name}` filled in. What fills it is always written as this language does."""
        found = self.speaker(sentence).sentences.get(sentence, sentence)
        return self._filled(found if isinstance(found, str) else found[0], values)

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The sentence for this number of things; `{number}` is filled in too."""
        speaker = self.speaker(one)
        found = speaker.sentences.get(one)
        forms, place = (found, speaker.plural(number)) if isinstance(found, tuple) else ((one, many), number != 1)
        return self._filled(forms[min(place, len(forms) - 1)], {"number": number, **values})

    def show(self, value: object) -> str:
        """A number, date or time as this language writes it; anything else as it is."""
        match value:
            case bool():
                return self.gettext("Yes") if value else self.gettext("No")
            case int() | float():
                return format_decimal(value, format="#,##0.#########", locale=self.locale)
            case datetime():
                return format_datetime(value, f"{self._dates} HH:mm", locale=self.locale)
            case date():
                return format_date(value, self._dates, locale=self.locale)
            case time():
                return format_time(value, "HH:mm", locale=self.locale)
            case _:
                return "" if value is None else str(value)

    def listed(self, parts: Iterable[str]) -> str:
        """Several things in one sentence: "a, b and c"."""
        return format_list(list(parts), locale=self.locale)

    @property
    def decimal_mark(self) -> str:
        """What stands between a number and its decimals."""
        return str(self.locale.number_symbols["latn"]["decimal"])

    @property
    def _dates(self) -> str:
        return DATES.get(self.code) or str(self.locale.date_formats["short"].pattern)

    def _filled(self, sentence: str, values: Mapping[str, object]) -> str:
        return sentence.format_map({name: self.show(value) for name, value in values.items()}) if values else sentence


@cache
def languages() -> Mapping[str, Language]:
    """The languages the interface speaks, by code: those with a file, the one it is written in, and those for which
    another stands in."""
    with_file = {path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/messages.po")}
    codes = [code for code in REGIONS if code in {*with_file, WRITTEN_IN, *INSTEAD}]
    return MappingProxyType({code: _read(code) for code in codes})


def choose(offered: Iterable[str], *, wanted: Iterable[str | None], accepted: Iterable[str]) -> Language:
    """The first wanted language on offer, else the best the browser accepts, else the first on offer."""
    known = languages()
    codes = [code for code in offered if code in known] or [WRITTEN_IN]
    for code in wanted:
        if code in codes:
            return known[code]
    found = negotiate_locale(list(accepted), codes, sep="-", aliases={"no": "nb"})
    return known[found if found in codes else codes[0]]


def _read(code: str) -> Language:
    locale = Locale.parse(REGIONS[code])
    instead = _read(INSTEAD[code]) if code in INSTEAD else None
    path = LOCALE / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Language(code, locale, {}, instead=instead)
    with path.open("rb") as file:
        catalog = read_po(file, locale=code)
    sentences: dict[str, str | tuple[str, ...]] = {}
    for entry in catalog:
        forms = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
        if entry.id and not entry.fuzzy and forms and all(forms):
            one = entry.id if isinstance(entry.id, str) else entry.id[0]
            sentences[one] = forms[0] if isinstance(entry.id, str) else forms
    return Language(code, locale, MappingProxyType(sentences), c2py(catalog.plural_expr), instead)
