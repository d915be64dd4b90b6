"""Broken catalogues: a small sound one in `base/`, and in `cases/` what to break in it and what must be found then.

A case replaces `find` (which stands once in its `file`) by `write`, or writes a new file when there is no `find`; `▶`
marks the place at which the finding must stand, and is not written. `then` holds further changes. `says` is a part of
the message, `also` are findings that follow from the same mistake, `at` is the place when it cannot be marked.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
BASE = HERE / "base"
MARK = "▶"


@dataclass(frozen=True)
class Broken:
    """One case: the slug it is about, and how to break the catalogue."""

    slug: str
    title: str
    changes: tuple[Mapping[str, Any], ...]
    says: str
    also: tuple[str, ...]
    at: str | None
    severity: str

    def write(self, folder: Path) -> str:
        """Copy the base, break it, and give the place where the finding must stand."""
        shutil.copytree(BASE, folder, dirs_exist_ok=True)
        marked = [place for change in self.changes if (place := _changed(folder, change))]
        place = self.at or (marked[0] if marked else None)
        assert place, f"nothing is marked in '{self.title}'"
        return place


def cases() -> Iterator[Broken]:
    """Every case, by the name of its file."""
    for path in sorted((HERE / "cases").glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            first = {key: case[key] for key in ("file", "find", "write", "make", "remove") if key in case}
            changes = (*([first] if first else []), *case.get("then", []))
            yield Broken(
                slug=path.stem,
                title=case["title"],
                changes=changes,
                says=case["says"],
                also=tuple(case.get("also", [])),
                at=case.get("at"),
                severity=case.get("severity", "error"),
            )


def _changed(folder: Path, change: Mapping[str, Any]) -> str | None:
    path = folder / change["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if change.get("remove"):
        path.unlink()
        return None
    if "make" in change:
        path.write_bytes(MADE[change["make"]]())
        return None
    text = change["write"]
    if "find" in change:
        before = path.read_text(encoding="utf-8")
        assert before.count(change["find"]) == 1, f"'{change['find']}' stands {before.count(change['find'])} times"
        text = before.replace(change["find"], change["write"])
    path.write_text(text.replace(MARK, ""), encoding="utf-8")
    if MARK not in text:
        return None
    above = text[: text.index(MARK)]
    return f"{change['file']}:{above.count(chr(10)) + 1}:{len(above.rpartition(chr(10))[2]) + 1}"


def billion_laughs() -> bytes:
    """Nine lines whose aliases multiply to a thousand million words."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(lines).encode()


MADE: Mapping[str, Callable[[], bytes]] = {
    "letters of another alphabet's encoding": lambda: "form: høyde".encode("latin-1"),
    "six million bytes": lambda: b"# " + b"x" * 6_000_000,
    "a billion laughs": billion_laughs,
    "forty brackets": lambda: b"form: " + b"[" * 40 + b"]" * 40,
    "a NUL byte": lambda: b"form: a\x00b",
    "nothing": lambda: b"",
}
"""Files that cannot be written as text here."""
