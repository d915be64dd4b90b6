"""The interface speaks each language whole: every sentence in code and templates is translated, and none besides."""

import re
from datetime import date, datetime, time
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from renderers.i18n import INSTEAD, LOCALE, WRITTEN_IN, choose, languages

KEYWORDS = DEFAULT_KEYWORDS | {"translatable": None}
FLOORS = ("renderers", "migrations_gen")
"""Where there are sentences that people read in their own language."""
PLACEHOLDER = re.compile(r"\{\w+\}")
UPDATE = (
    "Type: .venv/bin/pybabel extract -F renderers/locale/babel.cfg -k translatable --sort-output --no-location "
    "-o /tmp/ui.pot renderers migrations_gen && .venv/bin/pybabel update -i /tmp/ui.pot -d renderers/locale --no-wrap"
)


@pytest.fixture(scope="module")
def written() -> set[str | tuple[str, ...]]:
    """The sentences in the code."""
    with (LOCALE / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    root = Path(LOCALE).parent.parent
    folders = (root / floor for floor in FLOORS)
    return {found[2] for folder in folders for found in extract_from_dir(folder, methods, options, KEYWORDS)}


@pytest.mark.parametrize("language", [code for code in languages() if code not in {WRITTEN_IN, *INSTEAD}])
def test_every_sentence_is_translated(written, language):
    with (LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        entries = {entry.id: entry for entry in read_po(file) if entry.id}
    assert set(entries) == written, UPDATE
    for entry in entries.values():
        assert not entry.fuzzy, entry.id
        for sentence in (entry.string,) if isinstance(entry.string, str) else entry.string:
            assert sentence, entry.id
            source = entry.id if isinstance(entry.id, str) else entry.id[1]
            assert set(PLACEHOLDER.findall(sentence)) <= set(PLACEHOLDER.findall(source)), entry.id


def test_norwegian_has_two_languages_and_sami_stands_beside_them():
    assert list(languages()) == ["nb", "nn", "se", "en"]


CHOICES = [
    # offered, wanted, what the browser accepts, chosen
    (["nb", "nn", "en"], [None, None], [], "nb"),
    (["nb", "nn", "en"], ["nn", "en"], ["en"], "nn"),
    (["nb", "nn", "en"], [None, "en"], ["nn"], "en"),
    (["nb", "nn", "en"], ["xx"], ["nn-NO", "en"], "nn"),
    (["nb", "nn", "en"], [], ["no"], "nb"),
    (["nb", "nn", "en"], [], ["de", "en-US"], "en"),
    (["nb", "nn", "fi"], ["fi"], [], "nb"),
    (["nb", "se"], ["se"], [], "se"),
    (["nb", "se"], [], ["se-NO", "nb"], "se"),
    (["nb"], ["en"], ["en"], "nb"),
]


@pytest.mark.parametrize(("offered", "wanted", "accepted", "chosen"), CHOICES)
def test_choose(offered, wanted, accepted, chosen):
    assert choose(offered, wanted=wanted, accepted=accepted).code == chosen


SHOWN = [
    (1234.5, "nb", "1 234,5"),
    (-3, "nn", "-3"),
    (0.123456, "en", "0.123456"),
    (1234.5, "se", "1 234,5"),
    (date(2026, 3, 7), "nb", "07.03.2026"),
    (date(2026, 3, 7), "se", "2026-03-07"),
    (datetime(2026, 3, 7, 14, 5), "se", "2026-03-07 14:05"),
    (time(9, 30), "se", "09:30"),
    (True, "nb", "Ja"),
    (None, "nb", ""),
]


@pytest.mark.parametrize(("value", "language", "text"), SHOWN)
def test_show(value, language, text):
    assert languages()[language].show(value).replace("\N{NO-BREAK SPACE}", " ") == text


def test_counted_things():
    one, many = "There is 1 thing to correct", "There are {number} things to correct"
    nb = languages()["nb"]
    assert nb.ngettext(one, many, 1) != nb.ngettext(one, many, 2)
    assert "1234" not in nb.ngettext(one, many, 1234)
