"""JSON Lines in pieces: one object per line. A line that is none is a fault, and the rest goes on."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import polars as pl

from engine.bulk.pieces import Fault, NotAnAnswerFile, Piece, table_of
from engine.bulk.text_files import Lines, TooLong

AT_A_TIME = 10_000
LONGEST_WHOLE = 17
"""Digits; a longer number is read as a real one."""
LIST = re.compile(r"\s*\[")


def json_pieces(lines: Lines) -> Iterator[Piece]:
    """The rows; a name may stand in any of them."""
    number = 0
    while True:
        first = lines.next_number
        block, stopped = lines.block(AT_A_TIME)
        if not block and stopped is None:
            return
        if first == 1 and block and LIST.match(block[0]):
            raise NotAnAnswerFile(
                "The file is one JSON list. Write JSON Lines: one object per line, without commas between."
            )
        piece = _piece(block, first, number, lines.position, stopped)
        yield piece
        if stopped is not None:
            return
        number += piece.rows


def _piece(block: list[str], first: int, number: int, position: int, stopped: TooLong | None) -> Piece:
    rows: list[Mapping[str, Any]] = []
    numbers: list[int] = []
    places: list[int] = []
    texts: list[str] = []
    faults: list[Fault] = []
    written = [(line, text) for line, text in enumerate(block, first) if text.strip()]
    for row, (line, text) in enumerate(written, number + 1):
        cells = _read(text)
        if isinstance(cells, str):
            faults.append(Fault(row, line, cells, (text.rstrip("\r\n"),)))
            continue
        rows.append(cells)
        numbers.append(row)
        places.append(line)
        texts.append(text)
    if stopped is not None:
        sentence = f"The row cannot be read, nor what comes after it: {stopped}."
        faults.append(Fault(number + len(written) + 1, first + len(block), sentence))
    row_numbers, lines = (pl.Series(part, dtype=pl.Int64) for part in (numbers, places))
    return Piece(row_numbers, lines, table_of(rows), tuple(faults), position, tuple(texts))


def _read(text: str) -> Mapping[str, Any] | str:
    """The named cells of a line, or what is wrong with it."""
    try:
        cells = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_whole)
    except RecursionError:
        return "The line is nested too deep."
    except ValueError as error:
        return f"The line cannot be read as JSON: {error}."
    return cells if isinstance(cells, dict) else "The line is no JSON object."


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_WHOLE else float(digits)
