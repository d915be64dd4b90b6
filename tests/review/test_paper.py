"""The pack as a PDF for the meeting: all of it can be read and heard, and nothing is fetched."""

import io
import re
import sys

import pypdf
import pytest

from renderers.i18n import languages
from renderers.review import PdfUnavailable, pdf
from renderers.review.paper import paper
from tests.review.reviewed import pack


@pytest.fixture(scope="module")
def read() -> pypdf.PdfReader:
    made = pdf(pack(), languages()["nb"])
    assert isinstance(made, bytes)
    return pypdf.PdfReader(io.BytesIO(made))


@pytest.fixture(scope="module")
def pages(read) -> list[str]:
    return [page.extract_text() for page in read.pages]


def squeezed(text: str) -> str:
    """Text without what lines and hyphenation do to it."""
    return re.sub(r"[\s\N{NO-BREAK SPACE}\N{SOFT HYPHEN}\N{HYPHEN}-]+", "", text)


def test_everything_is_on_paper(pages):
    text = squeezed("".join(pages))
    found = pack()
    said = [found.about.title, found.about.reason, *(block.heading for block in found.blocks)]
    said += [entry.sentence for entry in found.entries]
    said += [part for block in found.blocks for point in block.said for part in (point.text, *point.items)]
    assert [sentence for sentence in said if squeezed(sentence) not in text] == []


def test_every_letter_has_a_shape(pages):
    text = "".join(pages)
    assert "\N{REPLACEMENT CHARACTER}" not in text
    assert {"æ", "ø", "å", "«", "»", "–", "×", "·", "✓"} <= set(text)


def test_pages_are_numbered_and_say_which_case_they_are(pages):
    total = len(pages)
    assert 4 <= total <= 14
    for number, text in enumerate(pages, 1):
        assert f"{number} / {total}" in text
        assert "Sak 4: Enklere spørreskjema" in text


def test_who_listens_is_told_the_same(read):
    root = read.trailer["/Root"]
    assert root["/Lang"] == "nb"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata.title == "Sak 4: Enklere spørreskjema"
    titles = [entry.title for entry in flat(read.outline)]
    assert any("Spørsmålet «Hvor høy er du?»" in title for title in titles)


def flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry


def test_no_heading_stands_alone_at_the_foot_of_a_page(pages):
    headings = [squeezed(block.heading) for block in pack().blocks]
    for text in pages[2:]:
        lines = [line for line in map(squeezed, text.splitlines()) if line and "/" not in line]
        assert not any(lines[-1].endswith(heading) for heading in headings)


ADDRESSES = ["https://example.org/x.png", "file:///etc/hostname", "data:image/svg+xml,<svg/>"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_fetched(monkeypatch, caplog, address):
    monkeypatch.setattr("renderers.review.paper.paper", lambda pack, language: f'<img src="{address}">')
    assert isinstance(pdf(pack(), languages()["nb"]), bytes)
    assert "URI uses disallowed protocol" in caplog.text


def test_the_paper_itself_asks_for_nothing():
    assert not re.search(r"<link|<img|src=|url\(|https?:", paper(pack(), languages()["nb"]))


@pytest.mark.parametrize(("error", "said"), [(ImportError, "pip install"), (OSError, "apt install")])
def test_without_what_it_needs_one_is_told_how_to_get_it(monkeypatch, error, said):
    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise error(name)

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    found = pdf(pack(), languages()["nb"])
    assert isinstance(found, PdfUnavailable)
    assert said in found.sentence
