"""A new registry's first catalogue: small, without findings, and showing how each thing is written.

The files lie in `starter_files/`. Nothing that exists is written over.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from catalogue.findings import Finding, Location
from catalogue.source.layout.scalars import inline

FILES = Path(__file__).with_name("starter_files")
ROOT = "variables.yaml"
NAME = re.compile("[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Started:
    """The files that were written; none when a finding stood in the way."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()


def create(folder: Path, name: str, title: str) -> Started:
    """Write the catalogue `name` into a folder. The name is like a variable's; the title is what people call it."""
    words = " ".join(title.split())
    findings = tuple(_refusals(folder, name, words))
    if findings:
        return Started((), findings)
    try:
        return Started(tuple(_write(folder, name, words)))
    except OSError as error:
        message = f"The file cannot be written: {error.strerror}. Choose another folder."
        return Started((), (Finding(Location(str(error.filename or folder)), "unwritable-file", message),))


def _refusals(folder: Path, name: str, title: str) -> Iterator[Finding]:
    if not NAME.fullmatch(name):
        message = f"'{name}' cannot be the catalogue's name: lower-case letters, digits and underscore, a letter first."
        yield Finding(Location(ROOT), "wrong-form", message)
    if not title:
        yield Finding(Location(ROOT), "empty-value", "The registry needs a title. Write what people call it.")
    for path in _templates():
        if (folder / path).exists():
            message = "This file exists already. Choose an empty folder; nothing was written."
            yield Finding(Location(path.as_posix()), "already-there", message)


def _templates() -> tuple[Path, ...]:
    return tuple(path.relative_to(FILES) for path in sorted(FILES.rglob("*")) if path.is_file())


def _write(folder: Path, name: str, title: str) -> Iterator[Path]:
    for path in _templates():
        text = Template((FILES / path).read_text(encoding="utf-8"))
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.substitute(_values(path, name, title)), encoding="utf-8")
        yield target


def _values(path: Path, name: str, title: str) -> Mapping[str, str]:
    """What stands in for `$name` and `$title`, written as the file's language writes a text."""
    if path.suffix == ".po":
        title = title.replace("\\", "\\\\").replace('"', '\\"')
        return {"name": name, "title": title}
    return {"name": name, "title": inline(title)}
