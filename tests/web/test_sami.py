"""Northern Sámi as a mechanism: what is translated is shown, all else stands in Bokmål and says so.

No Sámi text is made up. A language of tests stands in its place: half of the texts, between brackets, written anew
from the catalogue and the interface in a folder of the test's own.
"""

import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from catalogue.extraction import texts_of
from catalogue.source.loader import load
from catalogue.source.po_file import Entry, new_header, po_text
from catalogue.source.translations import translation_file, update
from catalogue.texts import Translations, progress
from engine.answers import Issue, IssueSeverity
from renderers import i18n
from renderers.html.forms import Filling, form_template
from renderers.html.wording import Wording

REGISTRY = Path(__file__).parent / "registry"
OPEN, CLOSE = "⟦", "⟧"
VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})
SILENT = frozenset({"script", "style", "title"})
NOBODYS = frozenset({"Davvisámegiella", "Sykehus a", "cm", "kg", "år", "KEY", "TEXT"})
"""What is in no other language: its own name, a place, units, what a script fills in."""
FORMS = ("one: ", "two: ", "more: ")
PLURAL = "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);"


def pseudo(text: str, form: str = "") -> str:
    """The text in the language of tests; what is filled in stays."""
    return f"{OPEN}{form}{text}{CLOSE}"


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """The small registry with every second text translated."""
    folder = tmp_path / "registry"
    shutil.copytree(REGISTRY, folder)
    page = folder / "variables.yaml"
    written = page.read_text(encoding="utf-8")
    page.write_text(written.replace("optional: [nn, en]", "optional: [nn, en, se]"), encoding="utf-8")
    loaded = load(folder)
    texts = texts_of(loaded.catalogue)
    entries = [
        Entry(text.address, text.source, pseudo(text.source) if place % 2 else "") for place, text in enumerate(texts)
    ]
    file = translation_file(loaded.folder, "se")
    file.parent.mkdir(parents=True)
    file.write_text(po_text(new_header("prove", "se"), entries, ()), encoding="utf-8")
    return folder


@pytest.fixture
def interface(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The interface with every second sentence translated."""
    folder = tmp_path / "locale"
    shutil.copytree(i18n.LOCALE, folder)
    with (folder / "nb" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        known = read_po(file, locale="nb")
    made = Catalog("se", charset="utf-8")
    made.mime_headers = [("Plural-Forms", PLURAL), ("Content-Type", "text/plain; charset=utf-8")]
    for place, entry in enumerate(entry for entry in known if entry.id):
        if isinstance(entry.id, tuple):
            made.add(entry.id, tuple(pseudo("{number}", form) for form in FORMS))
        elif place % 2:
            made.add(entry.id, pseudo(entry.string))
    place = folder / "se" / "LC_MESSAGES" / "messages.po"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_po(file, made)
    monkeypatch.setattr(i18n, "LOCALE", folder)
    i18n.languages.cache_clear()
    yield
    i18n.languages.cache_clear()


class Spoken(HTMLParser):
    """The texts of a page, each with the language a listener hears it in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = [("", "")]
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        language = dict(attrs).get("lang") or self._open[-1][1]
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self._open.pop()[0] == tag

    def handle_data(self, data):
        tag, language = self._open[-1]
        if tag not in SILENT and any(letter.isalpha() for letter in data):
            self.texts.append((language, data.strip(" \n()")))


def wrongly_spoken(html: str) -> list[tuple[str, str]]:
    """The texts that are heard in another language than they are written in."""
    found = []
    for language, text in Spoken(html).texts:
        expected = {"se"} if OPEN in text else {"nb", "nn", "en"}
        if text not in NOBODYS and language not in expected:
            found.append((language, text))
    return found


@pytest.mark.usefixtures("interface")
def test_every_page_says_what_is_in_another_language(world_with: Callable[..., Any], registry: Path) -> None:
    patient = world_with(catalogue=registry).visitor("anne")
    for path in ("/?language=se", "/catalogue"):
        assert_spoken(patient.get(path).page.text)


@pytest.mark.usefixtures("interface")
def test_a_form_is_filled_in(world_with: Callable[..., Any], registry: Path) -> None:
    world = world_with(catalogue=registry)
    patient = world.visitor("anne")
    patient.get("/?language=se")
    for page in (patient.begin(world.episodes["anne"]), patient.save(), patient.send()):
        assert_spoken(page.page.text)


def test_without_a_word_of_it_nobody_is_offered_it(world_with: Callable[..., Any]) -> None:
    visitor = world_with().visitor()
    assert 'hreflang="se"' not in visitor.get("/login?language=se").page.text
    assert '<html lang="nb">' in visitor


def test_with_the_catalogue_alone_the_interface_is_in_bokmal(world_with: Callable[..., Any], registry: Path) -> None:
    visitor = world_with(catalogue=registry).visitor("leser")
    assert_spoken(visitor.get("/catalogue?language=se").page.text)
    assert '<span lang="nb">Katalogen</span>' in visitor


@pytest.mark.usefixtures("interface")
@pytest.mark.parametrize(("number", "told"), [(1, "one: 1"), (2, "two: 2"), (5, "more: 5"), (0, "more: 0")])
def test_there_are_three_plural_forms(number: int, told: str) -> None:
    sami = i18n.languages()["se"]
    one, many = "There is 1 thing to correct", "There are {number} things to correct"
    assert sami.ngettext(one, many, number) == pseudo(told)
    assert Wording(sami, Translations("se"), "nb").counted(one, many, number) == pseudo(told)


@pytest.mark.usefixtures("interface")
def test_a_form_counts_what_is_to_be_corrected(registry: Path) -> None:
    loaded = load(registry)
    form = loaded.catalogue.form["kne.for"]
    asked = [variable.name for variable in form.variables if not variable.is_calculated]
    template = form_template(form, Wording(i18n.languages()["se"], loaded.translations["se"], "nb"))
    for number, told in ((1, "one: 1"), (2, "two: 2"), (5, "more: 5")):
        issues = tuple(Issue(name, "required", IssueSeverity.HARD) for name in asked[:number])
        page = template.fill(Filling(issues=issues, summary=True))
        assert f">{pseudo(told)}</h2>" in page
        assert_spoken(f'<html lang="se">{page}</html>')


def test_translate_tells_how_far_it_has_come(registry: Path) -> None:
    loaded = load(registry)
    done = {found.language: found for found in update(loaded.folder, loaded.catalogue).languages}
    texts = len(texts_of(loaded.catalogue))
    assert (done["se"].translated, done["se"].fuzzy, done["se"].missing) == (texts // 2, 0, texts - texts // 2)
    assert (
        progress(loaded.translations["se"], texts_of(loaded.catalogue), is_source=False).missing == done["se"].missing
    )


def assert_spoken(html: str) -> None:
    """Something is translated, something is not, and both are heard as what they are."""
    assert '<html lang="se">' in html
    assert wrongly_spoken(html) == []
    assert OPEN in html
    assert 'lang="nb"' in html
