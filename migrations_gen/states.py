"""A state of a catalogue, wherever it is kept: a folder, a release, a git revision, or one exported file.

A snapshot is one JSON file with every file a catalogue was read from, so that there is one reader of the language and
not two. The only file that asks git.
"""

import io
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from catalogue.findings import Finding, is_broken
from catalogue.model import Catalogue
from catalogue.source.loader import BOARD, LOCALE, POLICY, ROOT_NAME, load, read_sources
from catalogue.texts import Translations
from migrations_gen.intents.reading import FOLDER, read_intents
from migrations_gen.intents.records import ChangesFile
from migrations_gen.policy import Policy, default_policy, read_policy

RELEASES = "releases"
DECIDED = ".decided"
"""How the name of the file ends that tells what was decided of a release; it is no release itself."""
GIT = "git:"
SNAPSHOT_FORMAT = 1
KEPT = (".yaml", ".csv", ".po")
"""What a catalogue is read from."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """One state: how it was called, what is declared, the intents of every version up to it, and who must agree to what
    comes after it.
    """

    name: str
    catalogue: Catalogue
    translations: Mapping[str, Translations]
    intents: tuple[ChangesFile, ...]
    policy: Policy = field(default_factory=default_policy)

    @property
    def version(self) -> str:
        """The catalogue's version."""
        return self.catalogue.version


class StateRefused(Exception):
    """A state cannot be opened; the message says why, the findings where."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


def open_state(reference: str, root: Path) -> State:
    """The state called `reference`: `git:REV`, a release's version, a folder, a first page or a snapshot file.

    `root` is the first page of the catalogue at hand, beside which releases lie and whose history git is asked for.
    """
    with _folder_of(reference, root) as folder:
        return read_state(folder, reference)


def snapshot_of(reference: str, root: Path) -> str:
    """The state called `reference` as one text."""
    with _folder_of(reference, root) as folder:
        return snapshot(folder)


@contextmanager
def _folder_of(reference: str, root: Path) -> Iterator[Path]:
    """Where a state's files are, for as long as they are read."""
    if reference.startswith(GIT):
        with _revision(reference, root) as folder:
            yield folder
        return
    path = Path(reference)
    if path.is_dir() or (path.is_file() and path.suffix == ".yaml"):
        yield path
        return
    file = path if path.is_file() else _release_file(reference, root)
    with unfolded(files_of(_text(file), reference), reference) as folder:
        yield folder


def _release_file(reference: str, root: Path) -> Path:
    release = read_sources(root).folder / RELEASES / f"{reference}.json"
    if release.is_file():
        return release
    there = (file.stem for file in release.parent.glob("*.json"))
    known = ", ".join(sorted(stem for stem in there if not stem.endswith(DECIDED))) or "none yet"
    raise StateRefused(
        f"There is no folder, file or release '{reference}'. Releases: {known}. A revision is written git:REV."
    )


def read_state(path: Path, name: str) -> State:
    """The state in a folder, or of a first page."""
    loaded = load(path)
    base = (path if path.is_dir() else path.parent).resolve()
    meant = read_intents(loaded.folder.resolve(), base)
    asked = read_policy(loaded.folder.resolve(), base)
    findings = (*loaded.findings, *meant.findings, *asked.findings)
    if loaded.catalogue is None or is_broken((*meant.findings, *asked.findings)):
        errors = tuple(finding for finding in findings if is_broken([finding]))
        raise StateRefused(f"'{name}' has errors, and cannot be compared before they are mended.", errors)
    return State(name, loaded.catalogue, loaded.translations, meant.files, asked.policy)


def findings_of_snapshot(text: str, name: str) -> tuple[Finding, ...]:
    """Everything that is wrong in the state that a snapshot holds, or worth a remark."""
    with unfolded(files_of(text, name), name) as folder:
        loaded = load(folder)
        base = folder.resolve()
        meant = read_intents(loaded.folder.resolve(), base)
        asked = read_policy(loaded.folder.resolve(), base)
        return (*loaded.findings, *meant.findings, *asked.findings)


# ---- snapshots ----


def snapshot(root: Path) -> str:
    """A catalogue as one text: every file it is read from, changes files included, by its path from the first page.

    A file's bytes are kept as they are, line endings too: another byte is another text.
    """
    sources = read_sources(root)
    base = sources.root.path.parent.resolve()
    folders = (sources.folder / LOCALE, sources.folder / FOLDER)
    beside = (file for folder in folders for file in sorted(folder.rglob("*")) if file.suffix in KEPT)
    people = (file for name in (POLICY, BOARD) if (file := sources.folder / name).is_file())
    files = {*sources.inputs.files, *sources.inputs.tables, *beside, *people}
    return snapshot_of_files(
        {file.resolve().relative_to(base).as_posix(): file.read_bytes().decode() for file in files}
    )


def snapshot_of_files(files: Mapping[str, str]) -> str:
    """These files as one text, whatever a catalogue would read of them."""
    content = {"snapshot": SNAPSHOT_FORMAT, "files": dict(sorted(files.items()))}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def state_of_snapshot(text: str, name: str) -> State:
    """The state that a snapshot holds."""
    with unfolded(files_of(text, name), name) as folder:
        return read_state(folder, name)


@lru_cache(maxsize=4)
def released_state(text: str) -> State:
    """The state of a release's snapshot, kept: to read it takes longer than most of what is asked of it."""
    return state_of_snapshot(text, "the snapshot")


def _text(path: Path) -> str:
    """A file's text; what is no text is no snapshot either."""
    return path.read_text(encoding="utf-8", errors="replace")


def intents_of_snapshot(text: str, name: str) -> tuple[ChangesFile, ...]:
    """What a snapshot declares of the ways between versions, without what they lead to."""
    with unfolded(files_of(text, name), name) as folder:
        return read_intents(read_sources(folder / ROOT_NAME).folder.resolve(), folder).files


def files_of(text: str, name: str) -> Mapping[str, str]:
    """The files that a snapshot holds, by their paths from the first page."""
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    files = content.get("files") if isinstance(content, dict) else None
    if not isinstance(files, dict) or content.get("snapshot") != SNAPSHOT_FORMAT:
        raise StateRefused(f"'{name}' is not a catalogue's snapshot. 'skjemaverk export snapshot' writes one.")
    return {path: text for path, text in files.items() if isinstance(text, str)}


@contextmanager
def unfolded(files: Mapping[str, str], name: str) -> Iterator[Path]:
    """The files in a folder of their own, for as long as they are read."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        for path, text in files.items():
            target = (folder / path).resolve()
            if not target.is_relative_to(folder):
                raise StateRefused(f"'{name}' names a file outside itself: {path}.")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        yield folder


# ---- git ----


@contextmanager
def _revision(reference: str, root: Path) -> Iterator[Path]:
    revision = reference.removeprefix(GIT)
    folder = root.parent.resolve()
    if not revision or revision.startswith("-"):
        raise StateRefused("Write a revision after 'git:', such as git:HEAD~1.")
    archived = _git(folder, "archive", "--format=tar", revision, ".")
    with tempfile.TemporaryDirectory() as temporary:
        with tarfile.open(fileobj=io.BytesIO(archived)) as archive:
            kept = [member for member in archive if member.isdir() or member.name.endswith(KEPT)]
            archive.extractall(temporary, members=kept, filter="data")
        if not (Path(temporary) / ROOT_NAME).is_file():
            raise StateRefused(f"The revision '{revision}' has no {ROOT_NAME} here.")
        yield Path(temporary)


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise StateRefused("A git revision can only be read where git is installed.") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise StateRefused(f"git cannot give this revision: {said[0] if said else 'it does not say why'}")
    return done.stdout
