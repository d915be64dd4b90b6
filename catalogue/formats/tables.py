"""Comma-separated text to rows by column: whichever separator, order and spelling of the headings. Pure."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.findings import Finding, Location, did_you_mean
from catalogue.formats.records import note

LONGEST_CELL = 5_000_000
"""Letters of one cell; a longer one is no cell but a quote that is never closed."""
MAX_COLUMNS, MAX_ROWS = 1_000, 100_000
"""Cells of a row and rows of a table; what has more is data, and no definition."""
WIDEST_LINE = 100_000
"""Separators in a line, those in quotes among them: it is refused before it is taken apart."""
SEPARATORS = (";", ",", "\t", "|")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins in and its cells by column; columns that the file lacks are empty."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, empty ones left out; none when a finding says what stood in the way."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of a format: what else each is called (folded), and those that a file must have."""

    what: str
    columns: tuple[str, ...]
    spellings: Mapping[str, str]
    needed: tuple[str, ...]

    def column(self, written: str) -> str | None:
        """The column that a heading means."""
        return self.spellings.get(folded(written))


def folded(heading: str) -> str:
    """A heading as it is compared: letters and digits only."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


def read_table(text: str, file: str, headings: Headings) -> Table:
    """The rows of the table."""
    lines = text.split("\n", 1)
    skipped = int(lines[0].strip().casefold().startswith("sep="))
    body = lines[1] if skipped and len(lines) > 1 else text
    records = list(_records(body, _separator(body, headings), skipped))
    if not records or isinstance(records[-1], str):
        reason = records[-1] if records else "The file is empty."
        return _refused(file, 1, str(reason))
    (at, header), *rest = (record for record in records if not isinstance(record, str))
    columns = [headings.column(heading) for heading in header]
    lacking = [column for column in headings.needed if column not in columns]
    if lacking:
        message = f"This is not {headings.what}: there is no column {', '.join(map(repr, lacking))} in its first line."
        return _refused(file, at, message)
    if _is_cut_off(body, rest, len(header)):
        return _refused(file, rest[-1][0], "The file ends in the middle of a row: it is cut off. Fetch it once more.")
    if not rest:
        return _refused(file, at, "The table has no rows.")
    findings = [*_strange_headings(file, at, header, headings), *_long_rows(file, rest, len(header))]
    rows = tuple(_rows(rest, columns, headings.columns))
    return Table(rows, tuple(findings), columns=tuple(column for column in columns if column))


def _refused(file: str, line: int, message: str) -> Table:
    return Table((), (Finding(Location(file, line, 1), "not-readable", message),))


def _separator(text: str, headings: Headings) -> str:
    """The separator with which most headings are known."""

    def known(separator: str) -> int:
        first = next(csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator), [])
        return sum(headings.column(heading) is not None for heading in first)

    return max(SEPARATORS, key=known)


def _records(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str]] | str]:
    """Each record with the line it begins in; last a sentence when the rest cannot be read."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_lines(text, separator), delimiter=separator)
    line, count = 1 + skipped, 0
    try:
        for record in reader:
            if len(record) > MAX_COLUMNS:
                raise csv.Error(f"it has more than {MAX_COLUMNS:,} cells")
            if any(cell.strip() for cell in record):
                count += 1
                yield line, record
            if count > MAX_ROWS + 1:
                raise csv.Error(f"a table of definitions has at most {MAX_ROWS:,} rows")
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        yield f"Line {line} cannot be read: {error}."


def _lines(text: str, separator: str) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        if line.count(separator) > WIDEST_LINE:
            raise csv.Error(f"it has more than {MAX_COLUMNS:,} cells")
        yield line


def _is_cut_off(text: str, rest: Sequence[tuple[int, list[str]]], width: int) -> bool:
    if not rest or len(rest[-1][1]) >= width:
        return False
    others_are_whole = all(len(record) >= width for _, record in rest[:-1])
    return text.count('"') % 2 == 1 or (others_are_whole and not text.endswith("\n"))


def _strange_headings(file: str, line: int, header: Sequence[str], headings: Headings) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, heading in enumerate(header, 1):
        column = headings.column(heading)
        at = Location(file, line, place)
        if column is None and heading.strip():
            message = f"The column '{heading.strip()}' is not known, and is not read."
            yield note(at, "unknown-column", message + did_you_mean(heading, headings.columns))
        elif column in seen:
            yield note(at, "repeated-column", f"The column '{heading.strip()}' stands twice; the first is read.")
        seen |= {column} if column else set()


def _long_rows(file: str, rest: Sequence[tuple[int, list[str]]], width: int) -> Iterator[Finding]:
    for line, record in rest:
        if any(cell.strip() for cell in record[width:]):
            message = f"The row has {len(record)} cells and the first line {width}; those beyond are not read."
            yield note(Location(file, line, width + 1), "long-row", message)


def _rows(
    rest: Sequence[tuple[int, list[str]]], columns: Sequence[str | None], every: Collection[str]
) -> Iterator[Row]:
    empty = dict.fromkeys(every, "")
    places = [(columns.index(column), column) for column in dict.fromkeys(columns) if column]
    for line, record in rest:
        known = {column: record[place].rstrip("\n") for place, column in places if place < len(record)}
        yield Row(line, empty | known)
