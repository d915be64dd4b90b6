"""A new registry's first catalogue: small, without findings, and showing how each thing is written.

The files lie in `starter_files/`. Nothing that exists is written over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from catalogue.findings import Finding, Location
from catalogue.source.layout.scalars import inline

FILES = Path(__file__).with_name("starter_files")


@dataclass(frozen=True, slots=True)
class Started:
    """The files that were written; none when a finding stood in the way."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()


def create(folder: Path, name: str, title: str) -> Started:
    """Write the catalogue `name` into a folder. The name is like a variable's; the title is what people call the registry."""
    words = " ".join(title.split())
    texts = {path.relative_to(FILES): path.read_text(encoding="utf-8") for path in sorted(FILES.rglob("*.*"))}
    in_the_way = [path for path in texts if (folder / path).exists()]
    if in_the_way:
        message = "This file exists already. Choose an empty folder; nothing was written."
        return Started((), tuple(Finding(Location(path.as_posix()), "already-there", message) for path in in_the_way))
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(text).substitute(_values(path, name, words)), encoding="utf-8")
    return Started(tuple(folder / path for path in texts))


def _values(path: Path, name: str, title: str) -> Mapping[str, str]:
    """What stands in for `$name` and `$title`, written as the file's language writes a text."""
    if path.suffix == ".po":
        title = title.replace("\\", "\\\\").replace('"', '\\"')
        return {"name": name, "title": title}
    return {"name": name, "title": inline(title)}
