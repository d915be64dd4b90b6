"""The columns of an XLSForm under all spellings that are known for them, and the languages beside them. Pure.

`label::Norsk bokmål (nb)`, `label:English` and `caption` are a label; `bind::relevant` and `relevance` are a condition.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from catalogue.formats.workbooks.reading import Sheet

SURVEY_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "caption": "label",
        "command": "type",
        "tag": "name",
        "value": "name",
        "relevance": "relevant",
        "readonly": "read_only",
        "calculate": "calculation",
        "constraining_message": "constraint_message",
        "jr:constraintmsg": "constraint_message",
        "requiredmsg": "required_message",
        "jr:requiredmsg": "required_message",
        "count": "repeat_count",
        "jr:count": "repeat_count",
    }
)
"""Other spellings of the columns of questions."""
CHOICE_NAMES: Mapping[str, str] = MappingProxyType({"caption": "label", "value": "name", "list name": "list_name"})
SETTING_NAMES: Mapping[str, str] = MappingProxyType(
    {"title": "form_title", "set_form_title": "form_title", "id_string": "form_id", "set_form_id": "form_id"}
)
PREFIXES = frozenset({"bind", "control", "body", "media"})
"""Words before `::` that say where in the XForm a column goes."""
KEPT_WHOLE = frozenset({"type", "name"})
"""What these words before it change: `bind::type` is no type of a question."""
OWN = "skjemaverk_"
"""With this begin the columns that only we read."""
_CODE = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][\w-]+)?\s*\)\s*$")
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "norsk": "nb",
        "bokmål": "nb",
        "norsk bokmål": "nb",
        "norwegian": "nb",
        "nynorsk": "nn",
        "norsk nynorsk": "nn",
        "english": "en",
        "eng": "en",
        "davvisámegiella": "se",
        "nordsamisk": "se",
        "northern sami": "se",
        "svenska": "sv",
        "swedish": "sv",
        "dansk": "da",
        "danish": "da",
        "suomi": "fi",
        "finnish": "fi",
        "french": "fr",
        "français": "fr",
        "francais": "fr",
        "spanish": "es",
        "español": "es",
        "espanol": "es",
        "portuguese": "pt",
        "português": "pt",
        "portugues": "pt",
        "german": "de",
        "deutsch": "de",
        "italian": "it",
        "italiano": "it",
        "dutch": "nl",
        "nederlands": "nl",
        "polish": "pl",
        "polski": "pl",
        "russian": "ru",
        "ukrainian": "uk",
        "arabic": "ar",
        "swahili": "sw",
        "kiswahili": "sw",
        "somali": "so",
        "amharic": "am",
        "tigrinya": "ti",
        "hausa": "ha",
        "hindi": "hi",
        "bengali": "bn",
        "bangla": "bn",
        "nepali": "ne",
        "urdu": "ur",
        "persian": "fa",
        "farsi": "fa",
        "dari": "fa",
        "pashto": "ps",
        "turkish": "tr",
        "kurdish": "ku",
        "chinese": "zh",
        "vietnamese": "vi",
        "thai": "th",
        "khmer": "km",
        "lao": "lo",
        "indonesian": "id",
        "bahasa indonesia": "id",
        "malay": "ms",
        "tagalog": "tl",
        "filipino": "tl",
        "burmese": "my",
        "haitian creole": "ht",
        "kreyol": "ht",
        "kinyarwanda": "rw",
        "luganda": "lg",
    }
)
"""Languages by the names that forms give them."""
NAMED: Mapping[str, str] = MappingProxyType(
    {"nb": "Norsk bokmål", "nn": "Norsk nynorsk", "en": "English", "se": "Davvisámegiella", "sv": "Svenska"}
    | {"da": "Dansk", "fi": "Suomi", "fr": "Français", "de": "Deutsch", "es": "Español", "pt": "Português"}
)
"""What a language calls itself."""


def language_code(written: str) -> str:
    """The code of a language; empty when the name is not known."""
    found = _CODE.search(written)
    if found:
        return found[1].lower()
    name = " ".join(written.split()).casefold()
    if name in LANGUAGES:
        return LANGUAGES[name]
    return name if re.fullmatch("[a-z]{2}", name) else ""


def language_heading(code: str) -> str:
    """The name of a language, with its code, as forms write it."""
    return f"{NAMED.get(code, code)} ({code})"


Place = tuple[str, str]
"""A column and a language; the language is empty where none is named."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: its cells by column and language, and where it stands.

    `texts` are the cells by column, in the form's own language or the first there is.
    """

    number: int
    cells: Mapping[Place, str]
    columns: Mapping[Place, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, number: int, cells: Mapping[Place, str], columns: Mapping[Place, int] | None = None, default: str = ""
    ) -> "Line":
        """A row in a form of this language."""
        texts: dict[str, str] = {}
        for (column, language), cell in cells.items():
            if language == default or (language == "" and (column, default) not in cells):
                texts[column] = cell
            else:
                texts.setdefault(column, cell)
        return cls(number, cells, columns or {}, texts)

    def in_language(self, default: str) -> "Line":
        """The same in a form of this language."""
        return Line.of(self.number, self.cells, self.columns, default) if default else self

    def cell(self, column: str) -> str:
        """A cell, trimmed; of several languages the form's own, or the first there is."""
        return self.texts.get(column, "")

    def translations(self, column: str) -> Mapping[str, str]:
        """A text in each language that is named for it."""
        return {language: cell for (name, language), cell in self.cells.items() if name == column and language}

    def place(self, column: str) -> int:
        """In which column of the sheet something stands; the first when it does not."""
        return next((number for (name, _), number in self.columns.items() if name == column), 1)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as lines under headings; `headings` are as they are written, by column and language."""

    sheet: Sheet
    lines: tuple[Line, ...]
    headings: Mapping[Place, str]


def table_of(sheet: Sheet, names: Mapping[str, str]) -> Table:
    """The lines of a sheet whose first row names the columns."""
    if not sheet.rows:
        return Table(sheet, (), {})
    head, *rows = sheet.rows
    doubled = any("::" in heading for heading in head.cells)
    places: dict[int, Place] = {}
    headings: dict[Place, str] = {}
    for number, heading in enumerate(head.cells, 1):
        place = _place(heading, names, doubled=doubled)
        if heading.strip() and place not in headings:
            places[number], headings[place] = place, heading.strip()
    columns = {place: number for number, place in places.items()}
    lines = (
        Line.of(
            row.number,
            {
                places[number]: cell.strip()
                for number, cell in enumerate(row.cells, 1)
                if number in places and cell.strip()
            },
            columns,
        )
        for row in rows
    )
    return Table(sheet, tuple(line for line in lines if line.cells), headings)


def _place(heading: str, names: Mapping[str, str], *, doubled: bool) -> Place:
    """The column that a heading means, and the language it names."""
    written = " ".join(heading.split())
    tokens = [token.strip() for token in written.split("::")]
    if len(tokens) == 1 and not doubled and not written.casefold().startswith("jr:"):
        tokens = [token.strip() for token in written.split(":")]
    first = _plain(tokens[0], names)
    if first in PREFIXES and len(tokens) > 1:
        second = _plain(tokens[1], names)
        is_other = second in KEPT_WHOLE or (second == tokens[1] and second not in KNOWN and first != "media")
        first, tokens = (f"{first}::{tokens[1]}" if is_other else second), tokens[1:]
    return (
        (first, tokens[1]) if len(tokens) > 1 and first in TRANSLATED | {*_own(first)} else (_whole(first, tokens), "")
    )


def _own(column: str) -> tuple[str, ...]:
    return (column,) if column.startswith(OWN) else ()


def _whole(first: str, tokens: list[str]) -> str:
    return "::".join([first, *tokens[1:]])


def _plain(token: str, names: Mapping[str, str]) -> str:
    snake = "_".join(token.split()).casefold()
    return names.get(snake, names.get(token.casefold(), snake if snake in KNOWN or snake in PREFIXES else token))


TRANSLATED = frozenset(
    {"label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio", "video", "big-image"}
    | {"message", "skjemaverk_unit"}
)
"""Columns with a text for each language."""
KNOWN = TRANSLATED | {
    *("type", "name", "relevant", "required", "constraint", "calculation", "choice_filter", "appearance"),
    *("read_only", "default", "repeat_count", "trigger", "parameters", "list_name", "form_title", "form_id", "version"),
    *("default_language", "autoplay", "intent", "save_to", "instance_name", "style", "allow_choice_duplicates"),
}
"""Columns that are spelt in one way, whatever capitals and spaces a sheet has."""
