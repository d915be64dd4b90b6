"""The overview: what counts, what stands apart, and a page that tells it in the catalogue's own language."""

from pathlib import Path

import pytest

from catalogue.source.loader import load
from catalogue.texts import Text, Translation, Translations, progress
from renderers.cli import run
from renderers.overview import Counts, counted, overview, variables_of
from tests.catalogues import catalogue_of

FORM = """
form: skjema
module: test
title: Skjema
respondent: patient
timepoints: [preop, m3]
category: bakgrunn
purpose: Prøve
source: NKR V3
sections:
  - section: del
    title: Del
    variables:
      - {name: alder, label: Alder, type: integer, min: 0, max: 110}
      - {name: doblet, label: Doblet, type: integer, calculate: 2 * alder}
      - {name: mal, label: Mål | lengde, type: integer, source: proposed}
      - {name: merknad, label: Merknad, type: text, category: administrasjon}
      - {name: for_lenge_siden, label: Før, type: integer, collected: {to: 2015-12-31}}
      - {name: gammel, label: Gammel, type: integer, source: proposed, retired: {version: 2.0.0, reason: Erstattet}}
      - checklist: plager
        label: Plager?
        source: proposed
        ticks: {rygg: Rygg, nakke: Nakke}
rules:
  - {rule: hard, require: alder > 1, severity: hard, message: M}
  - {rule: myk, require: alder > 2, severity: soft, message: M}
  - {rule: borte, require: alder > 3, severity: soft, message: M, retired: {version: 2.0.0, reason: Feil}}
"""
NO_TRANSLATIONS = {"nb": Translations("nb")}


@pytest.fixture
def catalogue():
    return catalogue_of(FORM)


def test_each_variable_of_a_form_counts_once(catalogue):
    found = counted(variables_of(catalogue, "test"))
    assert found == Counts(collected=4, computed=1, administration=1, retired=2, proposed=3)
    assert (found.now, found.confirmed) == (5, 2)


def test_the_page_tells_it(catalogue):
    page = overview(catalogue, NO_TRANSLATIONS)
    assert page.startswith("# Testregister\n")
    assert "| Testmodul | 4 | 1 | 5 | 2 | 3 | 1 | 2 | 1 | 1 |" in page
    assert "| `test.skjema` | Skjema | Pasient | Før, Etter 3 måneder | 4 | 1 | 5 | 2 | 3 | 1 | 2 | 1 | 1 |" in page
    assert "| NKR V3 | 3 | 1 |" in page


def test_proposed_variables_are_listed_with_their_questions(catalogue):
    proposed = overview(catalogue, NO_TRANSLATIONS).partition("## Foreslåtte variabler")[2]
    assert "### Skjema (`test.skjema`)" in proposed
    assert r"| `mal` | Mål \| lengde |" in proposed
    assert "| `plager_rygg` | Plager? Rygg |" in proposed
    assert "gammel" not in proposed
    assert "alder" not in proposed


def test_the_same_catalogue_gives_the_same_page(catalogue):
    assert overview(catalogue, NO_TRANSLATIONS) == overview(catalogue, NO_TRANSLATIONS)


def test_how_far_a_language_has_come():
    texts = [Text("a", "Ja"), Text("b", "Nei"), Text("c", "Vet ikke"), Text("d", "Kanskje")]
    entries = {
        "a": Translation("Ja", "Yes"),
        "b": Translation("Nei", "No", fuzzy=True),
        "c": Translation("Vet ikkje", "Do not know"),
    }
    done = progress(Translations("en", entries), texts, is_source=False)
    assert (done.translated, done.fuzzy, done.missing) == (1, 2, 1)
    assert progress(Translations("nb"), texts, is_source=True).translated == 4


def test_the_verb_prints_or_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    registry = Path(__file__).parent.parent / "web" / "registry"
    loaded = load(registry)
    page = overview(loaded.catalogue, loaded.translations)
    assert run(["overview", "--catalogue", str(registry)]) == 0
    assert capsys.readouterr().out == page
    assert run(["overview", "--catalogue", str(registry), "--out", str(tmp_path / "README.md")]) == 0
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == page
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert run(["overview", "--catalogue", str(registry), "--out", str(tmp_path / "nowhere" / "x.md")]) == 2
