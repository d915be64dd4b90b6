"""A file of answers, one row per occasion, opened: CSV, JSON Lines or Parquet, as its first characters say."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import TextIO

from engine.bulk.csv_files import csv_pieces, read_header
from engine.bulk.json_files import json_pieces
from engine.bulk.parquet_files import MARK, parquet_header, parquet_pieces
from engine.bulk.pieces import NotAnAnswerFile, Opened, Piece
from engine.bulk.text_files import Lines, open_text

IS_JSON = re.compile(r"\s*[\[{]")
LOOKED_AT = 1_000
"""Characters from which the kind is told."""


@contextmanager
def open_answers(path: Path) -> Iterator[Opened]:
    """The file's columns and its pieces; `NotAnAnswerFile` when it is no table."""
    if not path.is_file():
        raise NotAnAnswerFile("This is no ordinary file. Save what it gives in one.")
    if _is_parquet(path):
        names, rows = parquet_header(path)
        yield Opened("parquet", names, True, path.stat().st_size, rows, parquet_pieces(path, len(names), rows))
        return
    with open_text(path) as text:
        yield _opened(text, path.stat().st_size)


def opened_lines(lines: Iterable[str]) -> Opened:
    """Rows that are lines of JSON already, as if they stood in a file."""
    text = "".join(lines).encode()
    return _opened(TextIOWrapper(BytesIO(text), encoding="utf-8"), len(text))


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def _opened(text: TextIO, size: int) -> Opened:
    start = text.read(LOOKED_AT)
    text.seek(0)
    lines = Lines(text)
    if not IS_JSON.match(start):
        header, delimiter = read_header(lines)
        return Opened("csv", header, True, size, size, csv_pieces(lines, header, delimiter), delimiter)
    pieces = json_pieces(lines)
    first = next(pieces, None)
    names = tuple(first.table.columns) if first is not None else ()
    return Opened("json", names, False, size, size, _from(first, pieces))


def _from(first: Piece | None, others: Iterator[Piece]) -> Iterator[Piece]:
    return chain((first,), others) if first is not None else others
