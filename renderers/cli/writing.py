"""Files into a folder of which only some are ours: only what an earlier run made, and nobody has changed, is replaced.

Everything is written beside its place first and then renamed, so a file is the old one or the new one, never half of
one. What was made is remembered in the folder itself, by digest of its content.
"""

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import click

RECORD = ".skjemaverk-build.json"
BESIDE = ".skjemaverk-new"


def write_files(folder: Path, made: Mapping[str, str]) -> None:
    """Write these files and remove what an earlier run made and this one does not; refuse to touch anybody else's."""
    contents = {path: text.encode() for path, text in made.items()}
    digests = {path: _digest(content) for path, content in contents.items()}
    before = _recorded(folder)
    _refuse_to_touch(folder, before, digests)
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        _write_beside(folder / path, content)
    # Both states are ours, should the next lines be interrupted.
    after = {path: [digest] for path, digest in digests.items()}
    _record(folder, {path: [*before.get(path, ()), *after.get(path, ())] for path in {*before, *after}})
    for path in contents:
        os.replace(_beside(folder / path), folder / path)
    for path in before.keys() - digests.keys():
        _remove(folder, path)
    _record(folder, after)


def _refuse_to_touch(folder: Path, before: Mapping[str, list[str]], digests: Mapping[str, str]) -> None:
    for path in sorted({*before, *digests}):
        place = folder / path
        if not place.exists():
            continue
        ours = [*before.get(path, ()), digests.get(path, "")]
        if not place.is_file() or _digest(place.read_bytes()) not in ours:
            what = "has been changed since it was built" if path in before else "was not made by this command"
            raise click.UsageError(
                f"'{place}' {what}. Move it away, or build into another folder. Nothing was written."
            )


def _recorded(folder: Path) -> dict[str, list[str]]:
    try:
        kept = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {str(path): [str(digest) for digest in digests] for path, digests in kept.items() if _stays(str(path))}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _stays(path: str) -> bool:
    """A record that somebody has written cannot lead out of the folder."""
    return not os.path.isabs(path) and ".." not in Path(path).parts


def _record(folder: Path, digests: Mapping[str, list[str]]) -> None:
    text = json.dumps(dict(sorted(digests.items())), indent=1)
    _write_beside(folder / RECORD, text.encode())
    os.replace(_beside(folder / RECORD), folder / RECORD)


def _write_beside(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    _beside(place).write_bytes(content)


def _beside(place: Path) -> Path:
    return place.with_name(place.name + BESIDE)


def _remove(folder: Path, path: str) -> None:
    """The file, and the folders it leaves empty."""
    place = folder / path
    place.unlink(missing_ok=True)
    for parent in place.relative_to(folder).parents:
        if parent.name and not any((folder / parent).iterdir()):
            (folder / parent).rmdir()


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
