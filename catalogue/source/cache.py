"""Findings remembered between runs: the same files and the same program give the same findings.

What is kept names all it rests on by a digest of contents, never by times. The cache is safe to delete, and one that
cannot be read, written or understood is no cache. Imports nothing heavy: this file is what makes a warm `check` fast.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from catalogue.findings import Finding, Location, Severity

PROGRAM = Path(__file__).resolve().parent.parent
PROGRAM_FILES = (".py", ".json")
SOURCES = (".yaml", ".po")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a catalogue was loaded from: files read, folders in which a new file would be read too, and tables."""

    files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    tables: tuple[Path, ...] = ()

    def paths(self) -> set[Path]:
        """Every file as it is now; a folder that does not exist counts as a file, so that its coming is seen."""
        found = {file for folder in self.folders for file in _files(folder, SOURCES)}
        return found | {*self.files, *self.tables, *(folder for folder in self.folders if not folder.is_dir())}

    def digest(self, program: tuple[Path, ...] = (PROGRAM,)) -> str:
        """A digest of every name and content, and of the program that reads them."""
        whole = sha256(_program(program).encode())
        for path in sorted(self.paths()):
            whole.update(f"\n{path}\n{_content(path)}".encode())
        return whole.hexdigest()


PARTS = ("files", "folders", "tables")


@dataclass(frozen=True, slots=True)
class FindingsCache:
    """One small file per catalogue and kind of findings in the user's cache folder; `program` is what made them."""

    folder: Path
    kind: str = ""
    program: tuple[Path, ...] = (PROGRAM,)

    @classmethod
    def of_user(cls, kind: str = "", *further: Path) -> "FindingsCache":
        """Where this user's programs keep what they can make again."""
        base = os.environ.get("XDG_CACHE_HOME", "")
        home = Path(base) if os.path.isabs(base) else Path(os.path.expanduser("~")) / ".cache"
        return cls(home / "skjemaverk", kind, (PROGRAM, *further))

    def find(self, root: Path) -> tuple[Finding, ...] | None:
        """The findings of the catalogue with this first page, if everything is as it was."""
        try:
            kept = json.loads(self._file(root).read_text(encoding="utf-8"))
            inputs = Inputs(*(tuple(map(Path, kept[key])) for key in PARTS))
            if kept["digest"] != inputs.digest(self.program):
                return None
            return tuple(_finding(*row) for row in kept["findings"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, root: Path, inputs: Inputs, findings: tuple[Finding, ...], since: float) -> None:
        """Remember the findings of a load begun at `since`; who reads at the same time sees the old ones or these.

        Nothing is remembered when a file was saved while it was being read: the findings may be those of the text
        before.
        """
        kept = {
            **{key: [os.fspath(path) for path in getattr(inputs, key)] for key in PARTS},
            "digest": inputs.digest(self.program),
            "findings": [_row(found) for found in findings],
        }
        with suppress(OSError):
            if any(path.exists() and path.stat().st_mtime >= since for path in inputs.paths()):
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(kept, file)
            os.replace(name, self._file(root))

    def _file(self, root: Path) -> Path:
        name = sha256(f"{os.fspath(root.resolve())}{self.kind}".encode()).hexdigest()
        return self.folder / f"{name[:32]}.json"


@cache
def _program(program: tuple[Path, ...]) -> str:
    """A program and what it stands on: its own sources, and what is installed, whose names tell the versions.

    Read once: whatever is edited or installed meanwhile, a running process goes on as it began.
    """
    own = [
        f"{file.relative_to(folder)} {_content(file)}" for folder in program for file in _files(folder, PROGRAM_FILES)
    ]
    packages = [name for place in sys.path if place.endswith("-packages") for name in _names(place)]
    return "\n".join((sys.version, *own, *sorted(packages)))


def _files(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names) if name.endswith(endings))


def _names(place: str) -> list[str]:
    try:
        return [name for name in os.listdir(place) if name.endswith(".dist-info")]
    except OSError:
        return []


def _content(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""


def _row(found: Finding) -> tuple[str, int, int, str, str, str]:
    return (found.at.path, found.at.line, found.at.column, found.slug, found.message, found.severity.value)


def _finding(path: str, line: int, column: int, slug: str, message: str, severity: str) -> Finding:
    return Finding(Location(path, line, column), slug, message, Severity(severity))
