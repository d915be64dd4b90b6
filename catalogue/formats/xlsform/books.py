"""A file to the forms in it: one workbook, or an archive of several. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalogue.findings import Finding, Location
from catalogue.formats.workbooks.container import opened
from catalogue.formats.workbooks.reading import Book, Sheet, book_of, read_book
from catalogue.formats.xlsform.columns import CHOICE_NAMES, SETTING_NAMES, SURVEY_NAMES, Line, Place, Table, table_of

SURVEY, CHOICES, SETTINGS, RULES = "survey", "choices", "settings", "skjemaverk_rules"
SHEETS: Mapping[str, Mapping[str, str]] = {
    SURVEY: SURVEY_NAMES,
    CHOICES: CHOICE_NAMES,
    SETTINGS: SETTING_NAMES,
    RULES: {},
}
NOT_READ = ("external_choices", "entities", "osm")
"""Sheets of an XLSForm that hold nothing we have a word for."""
MAX_FORMS = 500


@dataclass(frozen=True, slots=True)
class FormBook:
    """The sheets of one form. `file` is how findings call it, `stem` what it is called without its ending."""

    file: str
    stem: str
    tables: Mapping[str, Table]
    unread: tuple[str, ...] = ()

    def lines(self, sheet: str) -> tuple[Line, ...]:
        """The lines of a sheet; none when it is not there."""
        return self.tables[sheet].lines if sheet in self.tables else ()

    def at(self, sheet: str, line: Line | None = None, column: str = "") -> Location:
        """A cell's place."""
        table = self.tables.get(sheet)
        if table is None or line is None:
            return Location(f"{self.file}[{sheet}]", 1, 1)
        return table.sheet.at(self.file, line.number, line.place(column))

    @property
    def headings(self) -> Iterator[Place]:
        """The columns of all sheets."""
        return (place for table in self.tables.values() for place in table.headings)

    @property
    def settings(self) -> Line:
        """The settings, which are one line."""
        return next(iter(self.lines(SETTINGS)), Line.of(2, {}))


@dataclass(frozen=True, slots=True)
class Books:
    """The forms of a file, and why some could not be read."""

    forms: tuple[FormBook, ...]
    findings: tuple[Finding, ...]


def read_books(data: bytes, file: str) -> Books:
    """The forms of a workbook or of an archive of workbooks; `file` is how findings call it."""
    container = opened(data)
    inside = [name for name in container.parts if name.casefold().endswith(".xlsx") and not _is_hidden(name)]
    if container.refusal or "[Content_Types].xml" in container.parts or not inside:
        return _books([(file, book_of(container, file))])
    return _books([(name, read_book(container.parts[name], name)) for name in inside[:MAX_FORMS]])


def _is_hidden(name: str) -> bool:
    """What some systems put into every archive."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith((".", "~$"))


def _books(read: list[tuple[str, Book]]) -> Books:
    findings = [finding for _, book in read for finding in book.findings]
    forms = []
    for file, book in read:
        form = _form(file, book)
        if form is not None:
            forms.append(form)
        elif book.sheets:
            message = "The workbook has no sheet 'survey' with a column 'type', so it is no XLSForm."
            findings.append(Finding(Location(file, 1, 1), "not-readable", message))
    return Books(tuple(forms), tuple(findings))


def _form(file: str, book: Book) -> FormBook | None:
    tables = dict(_tables(book))
    survey = tables.get(SURVEY)
    if survey is None or ("type", "") not in survey.headings:
        return None
    stem = file.rpartition("/")[2].rpartition(".")[0] or file
    names = {sheet.name.strip().casefold() for sheet in book.sheets if sheet.rows[1:]}
    return FormBook(file, stem, tables, tuple(name for name in NOT_READ if name in names))


def _tables(book: Book) -> Iterator[tuple[str, Table]]:
    """The sheets that are read; a workbook with one sheet has the questions in it, whatever it is called."""
    if len(book.sheets) == 1:
        yield SURVEY, table_of(book.sheets[0], SURVEY_NAMES)
        return
    found: dict[str, Sheet] = {}
    for sheet in book.sheets:
        found.setdefault(sheet.name.strip().casefold(), sheet)
    for name, names in SHEETS.items():
        if name in found:
            yield name, table_of(found[name], names)
