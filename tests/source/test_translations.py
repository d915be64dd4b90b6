"""Translations follow their texts: kept, marked fuzzy, taken out or begun; and reading them is quick."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalogue.extraction import texts_of
from catalogue.model import Catalogue, CodingSystem, Languages
from catalogue.source.loader import load
from catalogue.source.translations import (
    read_translations,
    read_wording,
    translation_file,
    update,
    with_wording,
)
from catalogue.texts import Text, Translation, Translations
from tests.checks.broken import BASE

HERE = Path(__file__).parent
LANGUAGES = Languages("nb", required=("nn",), optional=("en", "se"))
STORIES = yaml.safe_load((HERE / "translations.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def base() -> Catalogue:
    catalogue = load(BASE).catalogue
    assert catalogue is not None
    return replace(catalogue, languages=LANGUAGES)


def texts_in(value: object) -> Iterator[Text]:
    """Every text anywhere in a record, found without knowing the records."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        yield from texts_in(tuple(value.values()))
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_in(part)
    elif is_dataclass(value):
        for field in fields(value):
            if not (isinstance(value, CodingSystem) and field.name == "codes"):
                yield from texts_in(getattr(value, field.name))


def test_no_text_of_the_model_is_forgotten(base: Catalogue) -> None:
    extracted = {text.address: text.source for text in texts_of(base)}
    assert extracted == {text.address: text.source for text in texts_in(base)}


def test_no_two_texts_share_an_address(base: Catalogue) -> None:
    by_address: dict[str, set[str]] = {}
    for text in texts_in(base):
        by_address.setdefault(text.address, set()).add(text.source)
    assert [address for address, sources in by_address.items() if len(sources) > 1] == []


# ---- stories: a file, a catalogue of a few texts, and the file afterwards ----


def catalogue_of(texts: dict[str, str]) -> Catalogue:
    categories = {name: Text(f"category.{name}", words) for name, words in texts.items()}
    return Catalogue(
        name="prove",
        title=Text("catalogue.title", "Prøve"),
        controller="",
        version="1.0.0",
        languages=Languages("nb", required=("nn",)),
        categories=categories,
    )


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["title"])
def test_a_file_follows_its_texts(story, tmp_path: Path) -> None:
    path = translation_file(tmp_path, "nn")
    path.parent.mkdir(parents=True)
    path.write_text(story["before"], encoding="utf-8")
    catalogue = catalogue_of(story["texts"])
    (done,) = update(tmp_path, catalogue).languages
    assert path.read_text(encoding="utf-8") == story["after"]
    assert (done.translated, done.fuzzy, done.missing) == tuple(story["counts"])
    (again,) = update(tmp_path, catalogue).languages
    assert not again.changed
    assert path.read_text(encoding="utf-8") == story["after"]


def test_required_languages_get_a_file_and_optional_ones_when_asked(base: Catalogue, tmp_path: Path) -> None:
    texts = len(texts_of(base))
    done = update(tmp_path, base, start=["en"]).languages
    assert [(row.language, row.missing, row.changed) for row in done] == [
        ("nn", texts, True),
        ("en", texts, True),
        ("se", texts, False),
    ]
    assert not translation_file(tmp_path, "se").exists()


def test_an_unreadable_file_is_left_as_it_is(base: Catalogue, tmp_path: Path) -> None:
    path = translation_file(tmp_path, "nn")
    path.parent.mkdir(parents=True)
    path.write_text('msgid "a\n', encoding="utf-8")
    updated = update(tmp_path, base)
    assert [str(finding.at) for finding in updated.findings] == ["locale/nn/LC_MESSAGES/catalogue.po:1:1"]
    assert path.read_text(encoding="utf-8") == 'msgid "a\n'


LINES = st.sampled_from(
    [
        'msgctxt "a.b"',
        'msgid "Høyde"',
        'msgstr "Høgde"',
        '"mer"',
        "#, fuzzy",
        '#| msgid "Før"',
        "# merknad",
        '#~ msgid "gammel"',
        '#~ msgstr "gamal"',
        'msgid_plural "x"',
        'msgstr[0] "x"',
        'msgstr[9] "x"',
        'msgid ""',
        '"Content-Type: text/plain; charset=none\\n"',
        '"Plural-Forms: nplurals=x;\\n"',
        '"PO-Revision-Date: i går\\n"',
        '"Language: ../x\\n"',
        "",
        "tull",
        'msgstr "\\"',
    ]
)


@given(st.lists(LINES, max_size=14))
def test_any_file_is_read_or_a_finding(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    folder = tmp_path_factory.mktemp("po")
    path = translation_file(folder, "nn")
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    translations, findings = read_translations(folder, LANGUAGES)
    assert set(translations) == {"nb", "nn", "en", "se"}
    assert all(finding.at.path.endswith("catalogue.po") for finding in findings)
    update(folder, catalogue_of({"a": "A"}))
    assert not any(row.changed for row in update(folder, catalogue_of({"a": "A"})).languages)


# ---- licensed wording ----

WORDING = """
msgid ""
msgstr "Language: nn\\n"

msgctxt "wording.gange.ute"
msgid "Gange ute"
msgstr "<lisensiert ordlyd>"

msgctxt "wording.gange.ute.2"
msgid "nivå 2"
msgstr "<lisensiert nivå>"
"""


def test_a_licensed_wording_is_laid_over(base: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "gange.po"
    path.write_text(WORDING, encoding="utf-8")
    wording, findings = read_wording(path)
    assert findings == []
    own = {"instrument.gange.ute": Translation("Gange ute", "Gå ute")}
    known = with_wording({"nb": Translations("nb"), "nn": Translations("nn", own)}, wording)
    item, other = (base.form["rygg.pasient"].variable[f"gange_{name}"] for name in ("ute", "inne"))
    assert known["nn"].wording(item.label) == "<lisensiert ordlyd>"
    assert [known["nn"].wording(code.label) for code in item.codes] == ["nivå 0", "nivå 1", "<lisensiert nivå>"]
    assert [known["nn"].wording(code.label) for code in other.codes] == ["nivå 0", "nivå 1", "nivå 2"]
    assert known["nb"].wording(item.label) == "Gange ute"


@pytest.mark.parametrize("text", ['msgid ""\nmsgstr ""\n', WORDING.replace("Language: nn\\n", ""), "tull"])
def test_what_is_no_wording_is_a_finding(text: str, tmp_path: Path) -> None:
    path = tmp_path / "gange.po"
    path.write_text(text, encoding="utf-8")
    _, findings = read_wording(path)
    assert [str(finding.at) for finding in findings] == ["gange.po:1:1"]
