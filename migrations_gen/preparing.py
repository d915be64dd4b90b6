"""`migrate`: two states → a revision in a folder of migrations, which begins with the earlier state when it is empty.

Reads the folder; gives back what is to be written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from migrations_gen.carrying import Carrying
from migrations_gen.revisions import Known, files_of, known_of, read, revision_text
from migrations_gen.states import State
from migrations_gen.steps import Plan, Side, plan
from migrations_gen.steps.telling import sentences
from migrations_gen.versions import version_key


class NotPrepared(Exception):
    """No migration can be written; the message says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A migration that is to be written: its release, the files by path, what it does in sentences, and both ways."""

    release: Known
    files: Mapping[str, str]
    sentences: tuple[str, ...]
    ways: tuple[Plan, Plan]


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A state, and the same as one text."""

    state: State
    text: str


def prepare(before: Snapshot, after: Snapshot, carrying: Carrying, folder: Path) -> Prepared:
    """The migration between two states, after those that the folder has."""
    known = read(folder)
    old, new = known_of(before.state.version, before.text), known_of(after.state.version, after.text)
    _refuse(known, old, new)
    begins = old.revision not in known
    old = known.get(old.revision, old)
    there, back = plan(Side(before.state.catalogue, old.number, old.storage), after.state.catalogue, carrying)
    release = replace(
        new, number=there.after.number, after=old.revision, storage=there.after.storage, went_back=back.after.storage
    )
    told = sentences(there)
    first = files_of(old, before.text, revision_text(old, (), None)) if begins else {}
    files = {**first, **files_of(release, after.text, revision_text(release, told, (there, back)))}
    return Prepared(release, files, told, (there, back))


def _refuse(known: Mapping[str, Known], old: Known, new: Known) -> None:
    if version_key(new.version) <= version_key(old.version):
        raise NotPrepared(
            f"{new.version} does not come after {old.version}. Give the later catalogue a version of its own,"
            " or turn the two around."
        )
    if new.revision in known:
        raise NotPrepared(f"The folder already has a migration to {new.version} ({new.revision}).")
    latest = max(known.values(), key=lambda release: release.number, default=None)
    if latest is not None and latest.revision != old.revision:
        raise NotPrepared(
            f"The folder ends at version {latest.version} ({latest.revision}), and {old.version} is {old.revision}."
            f" A migration begins where the last one ended: give version {latest.version} as OLD, as it was released."
        )
