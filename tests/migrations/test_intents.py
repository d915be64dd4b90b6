"""Changes files: every kind of intent is read, and every mistake has a place and a remedy."""

from datetime import date
from pathlib import Path

import pytest

from migrations_gen.intents.reading import INTENTS, read_intents
from migrations_gen.intents.records import Comparable, Derive, Intent, Recode
from migrations_gen.lineage import between

EVERY_KIND = """
version: 4.1.0
requested_by: Fagrådet 12.03.2026, sak 4
in_use_from: 2026-06-01
changes:
  - rename: rygg.pasient.royk
    to: roker
  - move: rygg.pasient.yrke
    to: rygg.oppfolging.yrke
  - recode: rygg.pasient.roker
    map: {0: 0, 1: 1, 2: 0, blank: not_answered}
    back: {0: 0, 1: 1}
    comparable: coarser
    reason: Tidligere røyker slås sammen med ikke-røyker
  - derive: rygg.pasient.arbeidsstatus
    as: |
      case when arbeidsstatus is null and sykemeldt_prosent > 0 then 7 else arbeidsstatus end
    back: {arbeidsstatus: arbeidsstatus}
    comparable: coarser
  - replace: eq5d3l
    by: eq5d5l
  - purge: rygg.pasient.personnummer
    reason: Skulle aldri vært samlet inn
  - reworded: arbeidsstatus.7
  - about: rygg.pasient.snus
    reason: Ønsket av pasientene
"""


def read(folder: Path, **files: str):
    changes = folder / "changes"
    changes.mkdir()
    for name, text in files.items():
        (changes / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_intents(folder, folder)


def test_every_kind_of_intent_is_read(tmp_path):
    found = read(tmp_path, first=EVERY_KIND)
    assert found.findings == ()
    (file,) = found.files
    assert (file.version, file.in_use_from) == ("4.1.0", date(2026, 6, 1))
    assert [type(intent).__name__.lower() for intent in file.intents] == list(INTENTS)
    recode = next(intent for intent in file.intents if isinstance(intent, Recode))
    assert recode.codes == (("0", "0"), ("1", "1"), ("2", "0"), ("blank", "not_answered"))
    assert recode.comparable is Comparable.COARSER
    derive = next(intent for intent in file.intents if isinstance(intent, Derive))
    assert derive.expression.text.startswith("case when arbeidsstatus is null")


def test_every_intent_has_a_reader_and_a_shape():
    assert {kind.__name__.lower() for kind in Intent.__subclasses__()} == set(INTENTS)


MISTAKES = {
    "not a mapping": ("- a\n", "1:1", "not-a-changes-file"),
    "no version": ("changes: []\n", "1:1", "missing-key"),
    "strange version": ("version: fire\nchanges: []\n", "1:10", "wrong-form"),
    "unknown kind": ("version: 1.0.0\nchanges:\n  - renam: a.b.c\n    to: d\n", "3:5", "missing-key"),
    "unknown key": ("version: 1.0.0\nchanges:\n  - rename: a.b.c\n    too: d\n", "4:5", "unknown-key"),
    "strange comparison": (
        "version: 1.0.0\nchanges:\n  - recode: a.b.c\n    map: {0: 1}\n    comparable: nearly\n",
        "5:17",
        "value-not-allowed",
    ),
    "purge without reason": ("version: 1.0.0\nchanges:\n  - purge: a.b.c\n", "3:5", "missing-key"),
    "broken expression": (
        "version: 1.0.0\nchanges:\n  - derive: a.b.c\n    as: 1 +\n",
        "4:11",
        "invalid-expression",
    ),
    "blank expression": (
        'version: 1.0.0\nchanges:\n  - derive: a.b.c\n    as: " "\n',
        "4:9",
        "empty-value",
    ),
    "broken YAML": ("version: [1\n", "2:1", "yaml-syntax"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_has_a_place(tmp_path, mistake):
    text, place, slug = MISTAKES[mistake]
    found = read(tmp_path, first=text)
    assert (f"changes/first.yaml:{place}", slug) in [(str(one.at), one.slug) for one in found.findings], found.findings


def test_two_files_for_one_version_are_a_finding(tmp_path):
    text = "version: 1.0.0\nchanges: []\n"
    found = read(tmp_path, first=text, second=text)
    assert [one.slug for one in found.findings] == ["duplicate-version"]


def test_files_come_in_the_order_of_their_versions(tmp_path):
    versions = ("4.10.0", "4.9.0", "5.0.0", "4.2.0")
    texts = {f"v{number}": f"version: {version}\nchanges: []\n" for number, version in enumerate(versions)}
    found = read(tmp_path, **texts)
    assert [file.version for file in found.files] == ["4.2.0", "4.9.0", "4.10.0", "5.0.0"]
    assert [file.version for file in between(found.files, "4.2.0", "4.10.0")] == ["4.9.0", "4.10.0"]
