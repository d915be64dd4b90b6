"""The files of a state, for somebody who edits them by hand or uploads them: one by one, broken ones included. Pure.

A file's path counts from the first page, and is such that every machine can write it.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from catalogue.source.loader import ROOT_NAME
from migrations_gen.intents.reading import FOLDER
from migrations_gen.states import KEPT

Files = Mapping[str, str]

PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
LONGEST = 200

PATH_PROBLEMS = ("not-a-path", "other-kind", "is-there", "in-the-way")
"""What can be wrong with a new file's path: it cannot be one, it ends in something a catalogue is not read from, there
is a file of that name, or a file where a folder must be."""


def path_problem(path: str, files: Files) -> str | None:
    """Why no file can be called this; None when one can."""
    if not PATH.fullmatch(path) or len(path) > LONGEST:
        return "not-a-path"
    if not path.endswith(KEPT):
        return "other-kind"
    if path.casefold() in {there.casefold() for there in files}:
        return "is-there"
    above = {parent.as_posix() for parent in PurePosixPath(path).parents}
    if above & set(files) or any(there.startswith(f"{path}/") for there in files):
        return "in-the-way"
    return None


def with_file(files: Files, path: str, text: str) -> Files:
    """The files with this one in them; lines end as they do in a file, however they were sent."""
    return dict(sorted({**files, path: text.replace("\r\n", "\n").replace("\r", "\n")}.items()))


def without(files: Files, path: str) -> Files:
    """The files without this one."""
    return {name: text for name, text in files.items() if name != path}


# ---- the version ----

_VERSION = re.compile(r"""^version:[ \t]*(["']?)(?P<number>[0-9]+(\.[0-9]+)*)\1""", re.MULTILINE)


def version_of(files: Files) -> str:
    """The version on the first page; empty when none can be read."""
    found = _VERSION.search(files.get(ROOT_NAME, ""))
    return found["number"] if found else ""


def bumped(files: Files, released: str) -> Files:
    """The files with the next version on the first page, when it still is the released one."""
    if not released or version_of(files) != released:
        return files
    first = _VERSION.sub(f"version: {next_version(released)}", files[ROOT_NAME], count=1)
    return with_file(files, ROOT_NAME, first)


def next_version(version: str) -> str:
    """The version after this one, when there is no reason to call it anything else: 4.0.0 → 4.1.0."""
    first, second, *_ = (*map(int, version.split(".")), 0)
    return f"{first}.{second + 1}.0"


# ---- what was meant ----

_LIST = re.compile(r"^changes:(?P<empty>[ \t]*\[[ \t]*\])?[ \t]*(#.*)?$", re.MULTILINE)
_NEXT_KEY = re.compile(r"^[^\s#-]", re.MULTILINE)
_FLUSH = re.compile(r"^changes:.*\n(\s*(#.*)?\n)*- ", re.MULTILINE)


def changes_path(folder: str, version: str) -> str:
    """Where it is said what was meant with a version; `folder` is where the registry's data lie."""
    return (PurePosixPath(folder) / FOLDER / f"{version}.yaml").as_posix()


def with_intents(files: Files, path: str, version: str, requested_by: str, lines: str) -> Files:
    """The files with these lines, which are items of a list, at the end of a changes file; a new one when there is
    none.
    """
    text = files.get(path) or _new_changes(version, requested_by)
    found = _LIST.search(text)
    if found is None:
        return with_file(files, path, f"{_ended(text)}changes:\n{lines}")
    if found["empty"]:
        text = text[: found.start("empty")] + text[found.end("empty") :]
    if _FLUSH.search(text):
        lines = re.sub("^  ", "", lines, flags=re.MULTILINE)
    after = _NEXT_KEY.search(text, text.index("\n", found.start()) if "\n" in text[found.start() :] else len(text))
    end = after.start() if after else len(text)
    return with_file(files, path, _ended(text[:end]) + lines + text[end:])


def _new_changes(version: str, requested_by: str) -> str:
    asked = " ".join(requested_by.split()).replace('"', "'").replace("\\", "/")
    by = f'requested_by: "{asked}"\n' if asked else ""
    return f"version: {version}\n{by}changes:\n"


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"
