"""Files of any size take bounded memory: a line of a gigabyte, and a million rows."""

import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.source.starter import create

pytestmark = pytest.mark.slow

SKJEMAVERK = Path(sys.executable).parent / "skjemaverk"
FORM = "hoved.helse"
MEGABYTE = 1 << 20
ROWS = 1_000_000
MEASURED = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 1, 2)])
_, status, used = os.wait4(child, 0)
print(f"\\n{used.ru_maxrss}")
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Runs a command, and prints last how many kilobytes it held at most.

A small program of its own, because Linux counts what whoever starts a program holds as held by that program.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create(tmp_path / "registry", "registry", "Registeret")
    return tmp_path / "registry"


def validate(folder: Path, file: Path) -> tuple[int, str, int]:
    """Exit status, what was printed, and the most memory held, in megabytes."""
    command = [str(SKJEMAVERK), "validate", FORM, str(file), "--summary", "--catalogue", str(folder / "variables.yaml")]
    done = subprocess.run([sys.executable, "-c", MEASURED, *command], capture_output=True, text=True, check=False)
    told, _, used = done.stdout.rstrip().rpartition("\n")
    return done.returncode, told, int(used) // 1024


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
