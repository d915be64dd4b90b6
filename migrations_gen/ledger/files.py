"""The ledger as a file: read bounded, and added to so that a line is there whole or not at all.

A file is only added to when everything in it is in order and still is with the new lines. Two who write take turns.
What a crash leaves half written is told, and never dropped.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from migrations_gen.ledger.adding import refuse_unless_next
from migrations_gen.ledger.flaws import LedgerRefused

LEDGER = "signoffs.jsonl"
"""What the file is called, beside a catalogue's releases."""

LARGEST = 512 * 1024 * 1024
"""In bytes; a ledger of ten thousand statements is smaller."""

_END = b"\n"


def read_lines(folder: Path) -> tuple[str, ...]:
    """The ledger's lines as they stand in the file, whatever is wrong with them; none when there is no file."""
    try:
        with (folder / LEDGER).open("rb") as file:
            return _lines(file)
    except FileNotFoundError:
        return ()


def append_lines(folder: Path, lines: Sequence[str]) -> None:
    """Add lines to the ledger; raises `LedgerRefused`, or `Overtaken` when somebody else came first."""
    with _locked(folder / LEDGER) as file:
        there = _lines(file)
        refuse_unless_next(there, lines)
        size = file.seek(0, os.SEEK_END)
        try:
            file.write(_start(file, size) + "".join(f"{line}\n" for line in lines).encode())
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), size)
            raise


def _lines(file: BinaryIO) -> tuple[str, ...]:
    """Split where the ledger breaks its lines and nowhere else; bytes that are no UTF-8 are kept, to be told."""
    file.seek(0)
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise LedgerRefused(f"The ledger {file.name} is larger than {LARGEST // 1024**2} MB, which no ledger is.")
    if not content:
        return ()
    return tuple(content.removesuffix(_END).decode("utf-8", "surrogateescape").split("\n"))


def _start(file: BinaryIO, size: int) -> bytes:
    """A last line that is whole, as it has been checked, and lacks only its end, gets it."""
    if not size:
        return b""
    file.seek(size - 1)
    return b"" if file.read(1) == _END else _END


@contextmanager
def _locked(path: Path) -> Iterator[BinaryIO]:
    is_new = not path.exists()
    with path.open("a+b") as file:
        if is_new:
            _keep_name(path.parent)
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _keep_name(folder: Path) -> None:
    """So that a new file is still there after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
