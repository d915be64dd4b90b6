"""Where the files of an extract go: a folder, or one file by name; nothing that is there is replaced without a word."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from renderers.extracts.kinds import Kind

OWNER_ONLY = 0o600
"""Answers are for those to whom the owner gives them."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of the files; `named` is what the one file was called, without its ending, when it was. `beside` is a
    folder on the same disk that is there already."""

    folder: Path
    named: str
    beside: Path

    def stem(self, name: str) -> str:
        """What the file of this sheet is called, without its ending."""
        return self.named or name

    def place(self, file: str) -> Path:
        """Where a file goes. What goes with a file that was named is called after it."""
        goes_with = self.named and not file.startswith(f"{self.named}.")
        return self.folder / (f"{self.named}.{file}" if goes_with else file)


def places(out: Path, kind: "Kind", names: tuple[str, ...], *, overwrite: bool) -> Places:
    """Where files of this kind go. Refused before anything is read: a folder that is none, a file that is there."""
    if out.suffix.lower() != kind.suffix.lower() or out.is_dir():
        found = Places(out, "", out if out.is_dir() else out.parent)
    elif len(names) > 1:
        message = f"'{out}' is one file, and there are {len(names)} tables: {', '.join(names)}. Give a folder."
        raise click.BadParameter(message, param_hint="--out")
    else:
        found = Places(out.parent, out.name[: -len(kind.suffix)], out.parent)
    if found.folder.exists() and not found.folder.is_dir():
        message = f"'{out}' is a file that does not end in {kind.suffix}. Give a folder or another name."
        raise click.BadParameter(message, param_hint="--out")
    if not found.beside.is_dir():
        raise click.BadParameter(f"there is no folder '{found.beside}'.", param_hint="--out")
    if not os.access(found.beside, os.W_OK):
        raise click.BadParameter(f"you may not write in the folder '{found.beside}'.", param_hint="--out")
    files = map(found.place, kind.files(map(found.stem, names)))
    _refuse_there((file for file in files if file.exists()), overwrite=overwrite)
    return found


def put(made: Path, where: Places, *, overwrite: bool) -> tuple[Path, ...]:
    """Move the files to their places, each whole; refused while one of another run is there."""
    files = {file: where.place(file.name) for file in sorted(made.iterdir())}
    _refuse_there((place for place in files.values() if place.exists()), overwrite=overwrite)
    for file in files:
        file.chmod(OWNER_ONLY)
    if not where.folder.exists():
        made.rename(where.folder)
        return tuple(files.values())
    for file, place in files.items():
        shutil.move(file, place)
    return tuple(files.values())


def _refuse_there(there: Iterator[Path], *, overwrite: bool) -> None:
    for file in there:
        if not overwrite or file.is_dir():
            raise click.BadParameter(
                f"'{file}' is there already. --overwrite replaces it. Nothing was written.", param_hint="--out"
            )
