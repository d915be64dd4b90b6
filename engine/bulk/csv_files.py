"""CSV in pieces: cells between `;`, `,` or tab, a header first, quotes and line ends as Python's `csv` knows them.

Lines without quotes are split by Polars. Where a quote stands, `csv` reads that piece, since a cell may then go on over
several lines. A row with too few or too many cells is a fault and the rest goes on.
"""

import csv
from collections.abc import Iterator
from itertools import chain

import polars as pl

from engine.bulk.pieces import Fault, NotAnAnswerFile, Piece, rows_at_a_time
from engine.bulk.text_files import Lines, TooLong

DELIMITERS = ";,\t"
LONGEST_CELL = 1_000_000


def read_header(lines: Lines) -> tuple[tuple[str, ...], str]:
    """The columns, each named once, and what stands between cells."""
    try:
        line = next(lines, "")
    except TooLong as problem:
        raise NotAnAnswerFile(f"The first line must name the columns, and {problem}.") from None
    delimiter = max(DELIMITERS, key=line.count)
    names = tuple(name.strip() for name in next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), []))
    if not any(names):
        raise NotAnAnswerFile("The file is empty. Its first line must name the columns.")
    if "" in names:
        raise NotAnAnswerFile(f"Column {names.index('') + 1} has no name. Name every column in the first line.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise NotAnAnswerFile(f"The column {twice[0]} stands twice in the first line. Remove one of them.")
    return names, delimiter


def csv_pieces(lines: Lines, header: tuple[str, ...], delimiter: str) -> Iterator[Piece]:
    """The rows after the header."""
    csv.field_size_limit(LONGEST_CELL)
    number = 0
    while True:
        first = lines.next_number
        block, too_long = lines.block(rows_at_a_time(len(header)))
        if not block and too_long is None:
            return
        stopped: csv.Error | TooLong | None = too_long
        gathered = _Gathered(header, number)
        if any('"' in line for line in block):
            stopped = _with_quotes(gathered, block, lines, first, delimiter) or too_long
        else:
            _without_quotes(gathered, block, first, delimiter)
        if stopped is not None:
            gathered.fault(lines.next_number, f"The row cannot be read, nor what comes after it: {stopped}.", ())
        yield gathered.piece(delimiter, lines.position)
        if stopped is not None:
            return
        number = gathered.number


class _Gathered:
    """The rows of a piece while they are gathered: as whole lines, or as cells."""

    def __init__(self, header: tuple[str, ...], number: int) -> None:
        self.header, self.number = header, number
        self.numbers: list[int] = []
        self.lines: list[int] = []
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.faults: list[Fault] = []

    def row(self, line: int) -> None:
        """A row that begins in this line."""
        self.number += 1
        self.numbers.append(self.number)
        self.lines.append(line)

    def fault(self, line: int, sentence: str, cells: tuple[str, ...]) -> None:
        """A row that cannot be read."""
        self.number += 1
        self.faults.append(Fault(self.number, line, sentence, cells))

    def piece(self, delimiter: str, position: int) -> Piece:
        """What has been gathered."""
        table = _split(self.texts, self.header, delimiter) if self.texts else _columns(self.rows, self.header)
        numbers, lines = (pl.Series(part, dtype=pl.Int64) for part in (self.numbers, self.lines))
        return Piece(numbers, lines, table, tuple(self.faults), position)


def _without_quotes(gathered: _Gathered, block: list[str], first: int, delimiter: str) -> None:
    between = len(gathered.header) - 1
    blank = f"{delimiter} \t\r\n"
    for number, line in enumerate(block, first):
        text = line.rstrip("\r\n")
        if not text.strip(blank):
            continue
        if text.count(delimiter) == between:
            gathered.row(number)
            gathered.texts.append(text)
        else:
            cells = tuple(text.split(delimiter))
            gathered.fault(number, _wrong_number(len(cells), gathered.header), cells)


def _with_quotes(
    gathered: _Gathered, block: list[str], lines: Lines, first: int, delimiter: str
) -> csv.Error | TooLong | None:
    """The rows that begin in these lines, with further lines where the last of them goes on; what stopped it."""
    reader = csv.reader(chain(block, lines), delimiter=delimiter)
    while reader.line_num < len(block):
        line = first + reader.line_num
        try:
            cells = next(reader, None)
        except (csv.Error, TooLong) as error:
            return error
        if cells is None or not any(cell.strip() for cell in cells):
            continue
        if len(cells) == len(gathered.header):
            gathered.row(line)
            gathered.rows.append(cells)
        else:
            gathered.fault(line, _wrong_number(len(cells), gathered.header), tuple(cells))
    return None


def _wrong_number(cells: int, header: tuple[str, ...]) -> str:
    return f"The row has {cells} values; the first line names {len(header)} columns."


def _split(texts: list[str], header: tuple[str, ...], delimiter: str) -> pl.DataFrame:
    return pl.read_csv(
        "\n".join((*texts, "")).encode(),
        has_header=False,
        separator=delimiter,
        quote_char=None,
        schema=dict.fromkeys(header, pl.String),
    )


def _columns(rows: list[list[str]], header: tuple[str, ...]) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else ([] for _ in header)
    table = pl.DataFrame([pl.Series(name, cells, dtype=pl.String) for name, cells in zip(header, columns, strict=True)])
    return table.with_columns(pl.when(pl.all() != "").then(pl.all()))
