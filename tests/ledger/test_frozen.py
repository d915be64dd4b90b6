"""The files of releases are what the ledger says was released, or it is said which is not."""

import json

import pytest

from migrations_gen.ledger.checking import check
from migrations_gen.ledger.frozen import frozen_flaws
from tests.ledger.honest import CHANGE, CHANGES, FIRST_TEXT, LINES, NEXT_TEXT, OTHER_CHANGE, digest

ENTRIES = check(LINES).entries
FIRST = {"digest": digest(FIRST_TEXT), "told": {"changes": [], "statement": None, "decisions": []}}
STATEMENT = {
    "entry": 6,
    "on": "2026-11-03",
    "has_quorum": True,
    "views": [
        {"change": CHANGE, "seat": "nord", "view": "recommend", "text": ""},
        {"change": CHANGE, "seat": "sor", "view": "remark", "text": "Bør prøves ut først"},
    ],
    "warnings": [{"what": "vacant-seat", "about": "vest"}],
    "text": {"nb": "Fagrådet tilrår endringen.", "nn": "Fagrådet rår til endringa."},
}
DECISION = {"entry": 7, "on": "2026-11-02", "verdicts": {CHANGE: "accepted", OTHER_CHANGE: "postponed"}}
SAID = {
    "decided": 1,
    "version": "4.1.0",
    "digest": digest(NEXT_TEXT),
    "before": digest(FIRST_TEXT),
    "proposal": {"id": "p1", "number": 3},
    "changes": CHANGES,
    "statement": 6,
    "decisions": [7],
    "emergency": None,
    "told": {
        "changes": [{"name": CHANGE, "sentence": "Høyde er i hele centimeter."}],
        "statement": STATEMENT,
        "decisions": [DECISION],
    },
}


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "4.0.0.json", FIRST_TEXT)
    write(tmp_path, "4.1.0.json", NEXT_TEXT)
    write(tmp_path, "4.0.0.decided.json", json.dumps(FIRST))
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


def told(**other):
    return decided(told={**SAID["told"], **other})


def remove(name):
    return lambda folder: (folder / "releases" / name).unlink()


def put(name, text):
    return lambda folder: write(folder, name, text)


VIEWS = STATEMENT["views"]
TAMPERED = [
    # what is done, what is said of which entry
    (put("4.1.0.json", f"{NEXT_TEXT} "), "release-changed", 8),
    (put("4.1.0.json", NEXT_TEXT.replace("\n", "\r\n")), "release-changed", 8),
    (put("4.0.0.json", NEXT_TEXT), "release-changed", 2),
    (put("4.0.0.json", ""), "release-changed", 2),
    (remove("4.0.0.json"), "release-missing", 2),
    (remove("4.1.0.decided.json"), "release-missing", 8),
    (put("4.2.0.json", "another"), "release-unnamed", 0),
    (put("4.2.0.decided.json", "{}"), "release-unnamed", 0),
    (put("old/4.1.0.json", NEXT_TEXT), "release-unnamed", 0),
    (put("notes.txt", "x"), "release-unnamed", 0),
    (put("4.1.0.decided.json", "[]"), "decided-changed", 8),
    (put("4.1.0.decided.json", "{"), "decided-changed", 8),
]
RETOLD = [
    # what the file says, where it is said to differ
    (decided(version="4.1.1"), "version"),
    (decided(digest=digest("another")), "digest"),
    (decided(changes=digest("another")), "changes"),
    (decided(statement=4), "statement"),
    (decided(statement=None), "statement"),
    (decided(decisions=[5]), "decisions"),
    (decided(decisions=[7, 7]), "decisions"),
    (decided(emergency={"reason": "x", "until": "2026-12-01"}), "emergency"),
    (told(changes=[]), "told.changes"),
    (told(changes=[{"name": OTHER_CHANGE}]), "told.changes"),
    (told(changes=None), "told.changes"),
    (told(statement=None), "told.statement"),
    (told(statement={**STATEMENT, "entry": 4}), "told.statement.entry"),
    (told(statement={**STATEMENT, "has_quorum": False}), "told.statement.has_quorum"),
    (told(statement={**STATEMENT, "text": {"nb": "Fagrådet tilrår endringen."}}), "told.statement.text"),
    (told(statement={**STATEMENT, "views": VIEWS[:1]}), "told.statement.views"),
    (told(statement={**STATEMENT, "views": [VIEWS[0], {**VIEWS[1], "view": "against"}]}), "told.statement.views"),
    (told(decisions=[]), "told.decisions"),
    (told(decisions=[{**DECISION, "verdicts": {CHANGE: "accepted"}}]), "told.decisions[0].verdicts"),
]


@pytest.mark.parametrize(("how", "slug", "number"), TAMPERED)
def test_a_file_that_is_not_what_was_released_is_named(folder, how, slug, number):
    how(folder)
    assert [(flaw.slug, flaw.number) for flaw in frozen_flaws(folder, ENTRIES)] == [(slug, number)]


@pytest.mark.parametrize(("how", "place"), RETOLD, ids=[place for _, place in RETOLD])
def test_what_is_told_otherwise_than_it_was_decided_is_found(folder, how, place):
    how(folder)
    (flaw,) = frozen_flaws(folder, ENTRIES)
    assert (flaw.slug, flaw.number) == ("decided-changed", 8)
    assert f"says something else in '{place}' than" in flaw.message


def test_what_only_the_file_has_is_not_judged(folder):
    decided(kind="ordinary", told={**SAID["told"], "language": "nb"})(folder)
    assert frozen_flaws(folder, ENTRIES) == ()


def test_a_ledger_cut_at_its_end_leaves_files_that_nothing_names(folder):
    assert {flaw.slug for flaw in frozen_flaws(folder, ENTRIES[:7])} == {"release-unnamed"}
