"""The files of releases are what the ledger says was released, or it is said which is not."""

import json

import pytest

from migrations_gen.ledger.checking import check
from migrations_gen.ledger.frozen import frozen_flaws
from tests.ledger.honest import FIRST_TEXT, LINES, NEXT_TEXT, digest

ENTRIES = check(LINES).entries
SAID = {"digest": digest(NEXT_TEXT), "changes": digest("changes"), "statement": 6, "decisions": [7]}
AT_LENGTH = {
    "digest": digest(NEXT_TEXT),
    "statement": {"text": "Fagrådet tilrår"},
    "decisions": [{"by": "dagny"}],
    "else": 1,
}


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "4.0.0.json", FIRST_TEXT)
    write(tmp_path, "4.1.0.json", NEXT_TEXT)
    write(tmp_path, "4.1.0.decided.json", json.dumps(SAID))
    write(tmp_path, ".gitkeep", "")
    return tmp_path


def write(folder, name, text):
    path = folder / "releases" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def test_files_as_they_were_released(folder):
    assert frozen_flaws(folder, ENTRIES) == ()


def test_no_release_has_no_files(tmp_path):
    assert frozen_flaws(tmp_path, ()) == ()


def decided(**other):
    return lambda folder: write(folder, "4.1.0.decided.json", json.dumps({**SAID, **other}))


TAMPERED = [
    # what is done, what is said of which entry
    (lambda folder: write(folder, "4.1.0.json", f"{NEXT_TEXT} "), "release-changed", 8),
    (lambda folder: write(folder, "4.1.0.json", NEXT_TEXT.replace("\n", "\r\n")), "release-changed", 8),
    (lambda folder: write(folder, "4.0.0.json", NEXT_TEXT), "release-changed", 2),
    (lambda folder: write(folder, "4.0.0.json", ""), "release-changed", 2),
    (lambda folder: (folder / "releases" / "4.0.0.json").unlink(), "release-missing", 2),
    (lambda folder: write(folder, "4.2.0.json", "another"), "release-unnamed", 0),
    (lambda folder: write(folder, "4.2.0.decided.json", "{}"), "release-unnamed", 0),
    (lambda folder: write(folder, "old/4.1.0.json", NEXT_TEXT), "release-unnamed", 0),
    (lambda folder: write(folder, "notes.txt", "x"), "release-unnamed", 0),
    (decided(digest=digest("another")), "decided-changed", 8),
    (decided(changes=digest("another")), "decided-changed", 8),
    (decided(statement=4), "decided-changed", 8),
    (decided(statement=None), "decided-changed", 8),
    (decided(decisions=[5]), "decided-changed", 8),
    (lambda folder: write(folder, "4.1.0.decided.json", "[]"), "decided-changed", 8),
    (lambda folder: write(folder, "4.1.0.decided.json", "{"), "decided-changed", 8),
]


@pytest.mark.parametrize(("how", "slug", "number"), TAMPERED)
def test_a_file_that_is_not_what_was_released_is_named(folder, how, slug, number):
    how(folder)
    assert [(flaw.slug, flaw.number) for flaw in frozen_flaws(folder, ENTRIES)] == [(slug, number)]


def test_what_is_told_at_length_is_not_held_against_numbers(folder):
    write(folder, "4.1.0.decided.json", json.dumps(AT_LENGTH))
    assert frozen_flaws(folder, ENTRIES) == ()


def test_a_ledger_cut_at_its_end_leaves_files_that_nothing_names(folder):
    assert {flaw.slug for flaw in frozen_flaws(folder, ENTRIES[:7])} == {"release-unnamed"}
