"""A state is the same wherever it is kept, and what cannot be opened says why."""

import json
import subprocess
from pathlib import Path

import pytest

from catalogue.source.loader import read_sources
from catalogue.source.starter import create
from migrations_gen.states import StateRefused, open_state, snapshot, state_of_snapshot

CHANGES = """
version: 0.2.0
requested_by: Fagrådet
changes:
  - about: registry
    reason: Prøve
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A registry's first page, with a changes file beside its data."""
    folder = tmp_path / "registry"
    create(folder, "registry", "Registeret")
    first = folder / "variables.yaml"
    data = open_state(str(folder), first).catalogue
    assert data.name == "registry"
    changes = _data(folder) / "changes"
    changes.mkdir()
    (changes / "0.2.0.yaml").write_text(CHANGES, encoding="utf-8")
    return first


def _data(folder: Path) -> Path:
    """Where changes and releases lie."""
    return read_sources(folder / "variables.yaml").folder


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=Test", "-c", "user.email=test@example.org", *words],
        check=True,
        capture_output=True,
    )


def test_a_state_is_the_same_from_folder_file_release_and_revision(root):
    folder = root.parent
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "First")
    text = snapshot(root)
    (folder / "exported.json").write_text(text, encoding="utf-8")
    releases = _data(folder) / "releases"
    releases.mkdir()
    (releases / "0.1.0.json").write_text(text, encoding="utf-8")

    known = open_state(str(folder), root)
    for reference in ("git:HEAD", str(folder / "exported.json"), "0.1.0", str(root)):
        other = open_state(reference, root)
        assert (other.catalogue, other.translations) == (known.catalogue, known.translations), reference
        assert other.intents == known.intents, reference
        assert other.name == reference


def test_a_snapshot_is_the_same_text_every_time_and_needs_nothing_else(root, tmp_path):
    text = snapshot(root)
    assert text == snapshot(root)
    assert state_of_snapshot(text, "a file").intents[0].requested_by == "Fagrådet"


REFUSED = [
    ("9.9.9", "There is no folder, file or release '9.9.9'. Releases: none yet."),
    ("git:", "Write a revision after 'git:'"),
    ("git:--upload-pack=x", "Write a revision after 'git:'"),
    ("git:HEAD", "git cannot give this revision:"),
]


@pytest.mark.parametrize(("reference", "sentence"), REFUSED)
def test_what_cannot_be_opened_is_told_in_a_sentence(root, reference, sentence):
    with pytest.raises(StateRefused, match=r".*") as refused:
        open_state(reference, root)
    assert sentence in str(refused.value)


STRANGE = [
    ("not JSON", "is not a catalogue's snapshot"),
    ("[]", "is not a catalogue's snapshot"),
    (json.dumps({"snapshot": 99, "files": {}}), "is not a catalogue's snapshot"),
    (json.dumps({"snapshot": 1, "files": {"../outside.yaml": "x: 1"}}), "names a file outside itself"),
]


@pytest.mark.parametrize(("text", "sentence"), STRANGE)
def test_a_strange_snapshot_is_refused(text, sentence):
    with pytest.raises(StateRefused) as refused:
        state_of_snapshot(text, "x.json")
    assert sentence in str(refused.value)


def test_a_state_with_errors_is_refused_with_its_findings(root):
    root.write_text(root.read_text(encoding="utf-8") + "unknown_key: 1\n", encoding="utf-8")
    with pytest.raises(StateRefused) as refused:
        open_state(str(root), root)
    assert [found.slug for found in refused.value.findings] == ["unknown-key"]
