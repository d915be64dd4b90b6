"""The case that a demo begins with: `demo_case.yaml` beside the registry's data, as the secretariat's draft.

The file says what the case is about and, as pieces of text replaced by others, how the catalogue differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalogue.source.documents import parse_document
from engine.access import Access
from migrations_gen.proposals import store
from migrations_gen.proposals.files import bumped, version_of
from migrations_gen.proposals.records import Draft
from migrations_gen.states import files_of, snapshot_of_files

FILE = "demo_case.yaml"


@dataclass(frozen=True, slots=True)
class Edit:
    """One piece of one file, and what stands there instead."""

    file: str
    replace: str
    by: str


@dataclass(frozen=True, slots=True)
class DemoCase:
    """What is proposed and why, and how the files differ."""

    title: str
    reason: str
    requested_by: str
    recommendation: str
    edits: tuple[Edit, ...]


class NotThere(LookupError):
    """The piece that an edit replaces is not in its file exactly once."""


def read_demo_case(folder: Path) -> DemoCase | None:
    """The case of the registry whose data lie in this folder; None when it has none."""
    path = folder / FILE
    if not path.is_file():
        return None
    told = parse_document(path.read_text(encoding="utf-8"), path, path.name).data
    assert isinstance(told, Mapping)
    return DemoCase(
        title=_words(told["title"]),
        reason=_words(told["reason"]),
        requested_by=_words(told["requested_by"]),
        recommendation=_words(told["recommendation"]),
        edits=tuple(Edit(str(edit["file"]), str(edit["replace"]), str(edit["by"])) for edit in told["edits"]),
    )


def _words(written: object) -> str:
    """A paragraph, however its lines are broken."""
    return " ".join(str(written).split())


def add_demo_case(work: Access, case: DemoCase, snapshot: str, who: str) -> None:
    """Keep the case as a draft of this account; raises `NotThere` when the files are others than it was written for."""
    files = files_of(snapshot, "demo")
    for edit in case.edits:
        text = files.get(edit.file, "")
        if text.count(edit.replace) != 1:
            raise NotThere(f"{edit.file}: {edit.replace.strip()}")
        files = {**files, edit.file: text.replace(edit.replace, edit.by)}
    after = snapshot_of_files(bumped(files, version_of(files)))
    draft = Draft(
        title=case.title,
        reason=case.reason,
        before=store.keep_state(work.connection, snapshot),
        after=store.keep_state(work.connection, after),
        requested_by=case.requested_by,
        recommendation=case.recommendation,
    )
    store.add_proposal(work.connection, draft, who, work.now)
