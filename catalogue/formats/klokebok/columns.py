"""The 27 columns of a klokebok, the types it knows, and how it writes days and bounds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.formats.tables import Headings, folded

SYSTEM = "klokebok"
PHYSICAL, REPORTING = "openqreg", "rapporteket"
"""The systems of which the table has the names."""

COLUMNS = (
    "skjemanavn",
    "navn_i_rapporteket",
    "ledetekst",
    "obligatorisk",
    "type",
    "listeverdier",
    "listetekst",
    "normalintervall_start_numerisk",
    "normalintervall_slutt_numerisk",
    "maksintervall_start_numerisk",
    "maksintervall_slutt_numerisk",
    "normalintervall_start_dato",
    "normalintervall_slutt_dato",
    "maksintervall_start_dato",
    "maksintervall_slutt_dato",
    "antall_tegn",
    "lovlige_tegn",
    "desimaler",
    "aktiveringsspoersmaal",
    "underspoersmaal",
    "innfoert_dato",
    "utfaset_dato",
    "tabell",
    "fysisk_feltnavn",
    "kommentar",
    "variabel_id",
    "hjelpetekst",
)

HEADINGS = Headings(
    "a klokebok",
    COLUMNS,
    MappingProxyType({folded(column): column for column in COLUMNS}),
    ("skjemanavn", "ledetekst", "type", "listeverdier", "fysisk_feltnavn"),
)

YES, NO = "Ja", "Nei"
ALWAYS = "1980-01-01"
"""The day on which everything was introduced that has no other."""

LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "soft_min": "normalintervall_start",
        "soft_max": "normalintervall_slutt",
        "min": "maksintervall_start",
        "max": "maksintervall_slutt",
    }
)
"""Each limit and how its two columns begin."""

LIST = "Listevariabel"
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "code": LIST,
        "boolean": "Avkrysningsboks",
        "text": "Tekstvariabel",
        "longtext": "Stor tekstvariabel",
        "date": "Datovariabel",
        "time": "Tidsvariabel",
        "datetime": "TIMESTAMP",
        "integer": "Tallvariabel",
        "decimal": "Tallvariabel",
        "coding": "Tekstvariabel",
    }
)
"""What each type is called there."""

KNOWN_TYPES: Mapping[str, str] = MappingProxyType({folded(name): kind for kind, name in reversed(tuple(TYPES.items()))})
"""The type that each name means; numbers are told apart by their decimals."""

ADMINISTRATIVE = ("Skjult variabel", "Statusvariabel", "Dynamisk Listevariabel")
"""Types that say who fills a column in and not what is in it."""

WORDS: Mapping[str, str] = MappingProxyType({"today": "today()", "todayyear": "year(today())"})
"""Bounds that are words, as expressions."""

_PLUS = re.compile(r"today(plus|minus)(\d{1,5})days?", re.IGNORECASE)
_DAYS = re.compile(r"add_days\(today\(\), (-?)(\d{1,5})\)")


def expression_of(word: str) -> str | None:
    """A bound that is a word as an expression: `toDayPlus30Days` is `add_days(today(), 30)`; else None."""
    plus = _PLUS.fullmatch(word)
    if plus:
        return f"add_days(today(), {'-' if plus[1].lower() == 'minus' else ''}{plus[2]})"
    return WORDS.get(word.casefold())


def word_of(expression: str) -> str | None:
    """The word for an expression; None when there is none."""
    days = _DAYS.fullmatch(expression)
    if days:
        return f"toDay{'Minus' if days[1] else 'Plus'}{days[2]}Days"
    return {"today()": "today", "year(today())": "todayYear"}.get(expression)


@dataclass(frozen=True, slots=True)
class Style:
    """How one file writes days: in the columns of introduction and phasing out, and in those of bounds."""

    days: str = "iso"
    bounds: str = "iso"


SHAPES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "iso": re.compile(r"\d{4}-\d{2}-\d{2}"),
        "quoted": re.compile(r"'\d{4}-\d{2}-\d{2}'"),
        "dotted": re.compile(r"\d{2}\.\d{2}\.\d{4}"),
    }
)


def day_text(day: str, style: str) -> str:
    """An ISO day in a style."""
    if style == "dotted":
        return ".".join(reversed(day.split("-")))
    return f"'{day}'" if style == "quoted" else day
