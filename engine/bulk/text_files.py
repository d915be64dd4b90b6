"""A file of text line by line, never held as a whole: UTF-8, UTF-16 with a mark, or Windows-1252."""

import codecs
from pathlib import Path
from typing import TextIO

from engine.bulk.pieces import LONGEST_LINE, NotAnAnswerFile

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
AT_A_TIME = 1 << 20
MOST_CHARACTERS = 64_000_000


def open_text(path: Path) -> TextIO:
    """The file's text, line ends as they are."""
    return path.open(encoding=_encoding(path), newline="")


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((encoding for mark, encoding in MARKS if start.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        if _is_written_in(path, encoding):
            return encoding
    raise NotAnAnswerFile("The file is neither UTF-8 nor Windows-1252. Save it as UTF-8.")


def _is_written_in(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while content := file.read(AT_A_TIME):
                decoder.decode(content)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


class Lines:
    """The lines of a text with their ends, and the number of the one that comes next.

    A line of more than `LONGEST_LINE` characters is never held: `TooLong` instead.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.next_number = 1

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE:
            raise TooLong(f"line {self.next_number:,} is longer than {LONGEST_LINE:,} characters")
        self.next_number += 1
        return line

    def block(self, size: int) -> tuple[list[str], "TooLong | None"]:
        """The next lines, at most so many; and what stopped it, if it did not go on to the end."""
        lines: list[str] = []
        characters = 0
        try:
            while len(lines) < size and characters < MOST_CHARACTERS:
                lines.append(next(self))
                characters += len(lines[-1])
        except StopIteration:
            return lines, None
        except TooLong as stopped:
            return lines, stopped
        return lines, None

    @property
    def position(self) -> int:
        """How many bytes have been read of the file."""
        return self._text.buffer.tell()


class TooLong(ValueError):
    """A line that no row of answers can have."""
