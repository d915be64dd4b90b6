"""Files of any size take bounded memory: a line of a gigabyte, and a million rows."""

import os
import sys
from pathlib import Path

import pytest

from catalogue.source.starter import create

pytestmark = pytest.mark.slow

SKJEMAVERK = Path(sys.executable).parent / "skjemaverk"
FORM = "hoved.helse"
MEGABYTE = 1 << 20
ROWS = 1_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create(tmp_path / "registry", "registry", "Registeret")
    return tmp_path / "registry"


def validate(folder: Path, file: Path) -> tuple[int, str, int]:
    """Exit status, what was printed, and the most memory held, in megabytes."""
    command = [str(SKJEMAVERK), "validate", FORM, str(file), "--summary", "--catalogue", str(folder / "variables.yaml")]
    told = file.with_suffix(".told")
    writing = os.O_WRONLY | os.O_CREAT
    outputs = [(os.POSIX_SPAWN_OPEN, 1, told, writing, 0o600), (os.POSIX_SPAWN_DUP2, 1, 2)]
    child = os.posix_spawn(command[0], command, os.environ, file_actions=outputs)
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), told.read_text(encoding="utf-8"), used.ru_maxrss // 1024


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("rows.csv", b"timepoint;hoyde;vekt;royk\nstart;180;70;0\n", b"\nstart;170;60;0\n"),
        ("rows.jsonl", b'{"timepoint": "start", "hoyde": "', b'"}\n'),
    ],
)
def test_a_line_of_a_gigabyte_is_told_in_a_sentence(folder: Path, name: str, before: bytes, after: bytes) -> None:
    file = folder / name
    with file.open("wb") as writing:
        writing.write(before)
        for _ in range(1024):
            writing.write(b"a" * MEGABYTE)
        writing.write(after)
    status, told, megabytes = validate(folder, file)
    assert status == 1
    assert "Traceback" not in told
    assert "unreadable" in told or "longer than" in told
    assert megabytes < 500


def test_a_million_rows_take_no_more_than_some(folder: Path) -> None:
    file = folder / "rows.csv"
    block = "".join(f"start;{150 + day};{day + 50},5;{2 * (day % 2)}\n" for day in range(1, 29)) * 100
    with file.open("w", encoding="utf-8") as writing:
        writing.write("timepoint;hoyde;vekt;royk\n")
        for _ in range(ROWS // block.count("\n") + 1):
            writing.write(block)
    status, told, megabytes = validate(folder, file)
    assert status == 0, told
    assert megabytes < 700
