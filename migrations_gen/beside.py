"""What is wrong in the files beside the data that are about people: who must agree, and who sits on the board."""

from collections.abc import Iterator
from pathlib import Path

from catalogue.findings import Finding
from catalogue.source.loader import BOARD, POLICY
from migrations_gen.board.reading import read_board
from migrations_gen.needs import unknown_risks
from migrations_gen.policy import read_policy


def files_beside(folder: Path) -> tuple[Path, ...]:
    """The files these findings rest on, whether they are there or not."""
    return folder / BOARD, folder / POLICY


def findings_beside(folder: Path, base: Path) -> Iterator[Finding]:
    """Every finding in them; paths count from `base`."""
    read = read_policy(folder, base)
    yield from read_board(folder, base).findings
    yield from read.findings
    yield from unknown_risks(read.policy)
