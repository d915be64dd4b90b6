"""Rows that are refused or break a hard rule, written aside as they were, each with its reasons in a last column.

JSON Lines stay so; CSV keeps its delimiter, and Parquet becomes CSV. In place when all is read, or not at all.
"""

import csv
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.bulk.pieces import Fault, Opened, Piece

REASONS = "violations"
"""The column of the reasons; a file that has it is read as if it were not there."""


class Rejected:
    """The file aside, while it is written."""

    def __init__(self, path: Path, opened: "Opened") -> None:
        self._path, self._beside = path, path.with_name(f"{path.name}.new")
        self._is_json = opened.kind == "json"
        self._header = [name for name in opened.header if name != REASONS]
        self._file = self._beside.open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._file, delimiter=opened.delimiter or ",", lineterminator="\n")
        if not self._is_json:
            self._csv.writerow((*self._header, REASONS))

    def __enter__(self) -> "Rejected":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if error is None:
            os.replace(self._beside, self._path)
        else:
            self._beside.unlink(missing_ok=True)

    def add(self, piece: "Piece", reasons: Mapping[int, Iterable[str]]) -> None:
        """The rows with these numbers, and those that could not be read."""
        written: list[tuple[int, str | tuple[object, ...]]] = [
            (fault.number, self._unreadable(fault)) for fault in piece.faults
        ]
        places = [place for place, number in enumerate(piece.numbers) if number in reasons]
        told = {place: " ".join(reasons[piece.numbers[place]]) for place in places}
        if self._is_json:
            written += [(piece.numbers[place], self._object(piece.texts[place], told[place])) for place in places]
        else:
            rows = piece.table.select(self._header)[places].rows()
            written += [(piece.numbers[place], (*row, told[place])) for place, row in zip(places, rows, strict=True)]
        for _, row in sorted(written, key=lambda part: part[0]):
            if isinstance(row, str):
                self._file.write(row)
            else:
                self._csv.writerow(row)

    def _unreadable(self, fault: "Fault") -> str | tuple[object, ...]:
        if not self._is_json:
            return (*fault.cells, fault.sentence)
        return _line({"line": fault.line, "text": "".join(fault.cells), REASONS: fault.sentence})

    def _object(self, text: str, reasons: str) -> str:
        return _line({**json.loads(text), REASONS: reasons})


def _line(cells: Mapping[str, object]) -> str:
    return json.dumps(cells, ensure_ascii=False) + "\n"
