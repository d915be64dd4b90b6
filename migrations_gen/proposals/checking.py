"""A state somebody is writing, looked over: what is wrong where, what is not read, and what is not translated.

Whatever is written gets an answer: a state that cannot be opened is one with findings. Reads files; never raises.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.extraction import texts_of
from catalogue.findings import Finding, is_broken
from catalogue.source.loader import ROOT_NAME, Loaded, load
from catalogue.source.translations import update
from catalogue.texts import Progress, progress
from engine.releases import digest_of
from migrations_gen.beside import findings_beside
from migrations_gen.intents.reading import ReadIntents, read_intents
from migrations_gen.policy import read_policy
from migrations_gen.proposals.files import Files
from migrations_gen.states import State, files_of, snapshot, unfolded


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """A state as it was found.

    `state` is None when an error stands in the way. `snapshot` is the state without the files that no catalogue reads,
    which are `unread`. `lacking` tells of each required language that has not every text. `folder` is where
    translations and changes files lie.
    """

    findings: tuple[Finding, ...]
    folder: str
    state: State | None = None
    snapshot: str = ""
    unread: tuple[str, ...] = ()
    lacking: Mapping[str, Progress] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What the state will be known by."""
        return digest_of(self.snapshot)


def check(text: str, name: str) -> Checked:
    """Look a state over; `text` is its snapshot."""
    files = files_of(text, name)
    with unfolded(files, name) as folder:
        return _checked(folder, files, name)


def translated_anew(text: str, name: str) -> Files:
    """The files of a state that can be opened, with its translations brought up to date with its texts: new ones come
    in empty, those of other words become fuzzy.
    """
    files = files_of(text, name)
    with unfolded(files, name) as folder:
        loaded = load(folder)
        if loaded.catalogue is not None:
            update(loaded.folder.resolve(), loaded.catalogue)
        written = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        return {path: file.read_text(encoding="utf-8") for path, file in sorted(written.items())}


def _checked(folder: Path, files: Files, name: str) -> Checked:
    loaded = load(folder)
    data = loaded.folder.resolve()
    inside = data.relative_to(folder).as_posix() if data.is_relative_to(folder) else "."
    meant = read_intents(data, folder)
    beside = tuple(findings_beside(data, folder))
    findings = tuple(sorted((*loaded.findings, *meant.findings, *beside)))
    if loaded.catalogue is None or is_broken(findings):
        return Checked(findings, inside)
    kept = snapshot(folder / ROOT_NAME)
    return Checked(
        findings,
        inside,
        _state(loaded, meant, name, data, folder),
        kept,
        tuple(sorted(set(files) - set(files_of(kept, name)))),
        _lacking(loaded),
    )


def _state(loaded: Loaded, meant: ReadIntents, name: str, data: Path, base: Path) -> State:
    assert loaded.catalogue is not None
    return State(name, loaded.catalogue, loaded.translations, meant.files, read_policy(data, base).policy)


def _lacking(loaded: Loaded) -> Mapping[str, Progress]:
    catalogue = loaded.catalogue
    assert catalogue is not None
    texts = texts_of(catalogue)
    found = {
        language: progress(loaded.translations[language], texts, is_source=language == catalogue.languages.source)
        for language in catalogue.languages.required
    }
    return {language: has for language, has in found.items() if has.fuzzy or has.missing}
