"""A new registry begins with a catalogue that has no finding, and nothing that exists is written over."""

from pathlib import Path

import pytest

from catalogue.source.formatter import format_text
from catalogue.source.loader import load, read_sources
from catalogue.source.starter import create
from catalogue.source.translations import update

TITLES = [
    "Hofteregisteret",
    'Register: "hofte" & kne, 50 % #1',
    "Register\nover to linjer",
    "C:\\hofte",
    "$name ${title}",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_new_catalogue_has_no_finding(title: str, tmp_path: Path) -> None:
    started = create(tmp_path / "hofte", "hofte", title)
    assert started.findings == ()
    loaded = load(tmp_path / "hofte")
    assert [str(finding) for finding in loaded.findings] == []
    assert loaded.catalogue is not None
    assert loaded.catalogue.title.source == " ".join(title.split())
    for path in started.files:
        text = path.read_text(encoding="utf-8")
        assert path.suffix == ".po" or format_text(text).text == text
    folder = read_sources(tmp_path / "hofte").folder
    assert [row.changed for row in update(folder, loaded.catalogue).languages] == [False]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    own = tmp_path / "data" / "module.yaml"
    own.parent.mkdir()
    own.write_text("mine", encoding="utf-8")
    started = create(tmp_path, "hofte", "Hofteregisteret")
    assert [(finding.slug, finding.at.path) for finding in started.findings] == [("already-there", "data/module.yaml")]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [own]
    assert own.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("name", "title", "slug"), [("Hofte", "x", "wrong-form"), ("hofte", " \n", "empty-value")])
def test_a_wrong_name_or_title_is_a_finding(name: str, title: str, slug: str, tmp_path: Path) -> None:
    assert [finding.slug for finding in create(tmp_path, name, title).findings] == [slug]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "hofte").write_text("a file", encoding="utf-8")
    (finding,) = create(tmp_path / "hofte", "hofte", "x").findings
    assert finding.slug == "unwritable-file"
