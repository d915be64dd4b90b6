"""Verbs run as a user runs them: arguments in, status and printed lines out, in a new registry's own folder."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalogue.source.starter import create
from renderers.cli import run


@dataclass(frozen=True, slots=True)
class Ran:
    """What a verb left behind."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new registry's catalogue, where the command stands; its cache is its own."""
    folder = tmp_path / "registry"
    create(folder, "registry", "Registeret")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def skjemaverk(registry: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a verb there."""

    def ran(*arguments: object) -> Ran:
        status = run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return ran


def change(file: Path, before: str, after: str) -> None:
    """One edit, as an author would make it."""
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
