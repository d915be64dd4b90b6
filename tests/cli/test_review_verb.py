"""`review`: what it writes, what it counts, what it refuses."""

import json
from pathlib import Path

import pypdf
import pytest

from renderers.review import PdfUnavailable
from tests.cli.conftest import change
from tests.cli.test_live_database import db

__all__ = ["db"]

FORM = Path("data/helse.yaml")


@pytest.fixture
def earlier(skjemaverk) -> str:
    """The state of today, in one file; the registry's own has since got lower limits."""
    assert skjemaverk("export", "snapshot", "--out", "earlier.json").status == 0
    change(FORM, "soft_max: 210", "soft_max: 190")
    change(FORM, "max: 230", "max: 199")
    return "earlier.json"


def test_a_page_a_pdf_and_the_pack_itself(skjemaverk, earlier):
    said = ("--number", "7", "--title", "Lavere grense", "--reason", "Skrivefeil", "--recommendation", "Ja")
    ran = skjemaverk("review", earlier, "--html", "p.html", "--pdf", "p.pdf", "--pack", "p.json", *said)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    page = Path("p.html").read_text(encoding="utf-8")
    assert "Sak 7: Lavere grense" in page
    assert "Det høyeste svaret som godtas på «Hvor høy er du?», er nå 199." in page
    assert "Sak 7: Lavere grense" in pypdf.PdfReader("p.pdf").pages[0].extract_text()
    assert json.loads(Path("p.json").read_text(encoding="utf-8"))["about"]["recommendation"] == "Ja"


def test_other_languages_and_a_proof(skjemaverk, earlier):
    assert skjemaverk("review", earlier, "--html", "p.html", "--language", "nn", "--prove").status == 0
    assert "Gyldig før, men ikkje no lenger" in Path("p.html").read_text(encoding="utf-8")


def test_what_is_in_the_database_is_counted(skjemaverk, db, earlier):
    assert skjemaverk("review", earlier, "--db", db, "--html", "p.html").status == 0
    page = Path("p.html").read_text(encoding="utf-8")
    assert "I databasen gjelder det nå 8 skjemaer fra 8 pasienter ved &lt;5 avdelinger." in page
    assert "8 av dem oppfyller ikke det som kreves fra nå av." in page


def test_what_stops_a_release_is_its_status(skjemaverk, earlier):
    change(FORM, "unit: cm", "unit: m")
    assert skjemaverk("review", earlier, "--html", "p.html").status == 1
    assert "må 1 spørsmål besvares" in Path("p.html").read_text(encoding="utf-8")


WRONG = [
    (("--language", "nb"), "Say where to: --html FILE, --pdf FILE or --pack FILE"),
    (("--html", "nowhere/p.html"), "there is no folder 'nowhere'"),
    (("--html", "p.html", "--number", "fire"), "'fire' is not a valid integer"),
]


@pytest.mark.parametrize(("arguments", "sentence"), WRONG)
def test_wrong_use_is_told(skjemaverk, earlier, arguments, sentence):
    ran = skjemaverk("review", earlier, *arguments)
    assert (ran.status, sentence in ran.err) == (2, True)


def test_where_no_pdf_can_be_made_one_is_told_and_keeps_the_page(skjemaverk, earlier, monkeypatch):
    monkeypatch.setattr("renderers.review.pdf", lambda pack, language: PdfUnavailable("Pango mangler."))
    ran = skjemaverk("review", earlier, "--html", "p.html", "--pdf", "p.pdf")
    assert (ran.status, ran.err) == (1, "Error: Pango mangler.\n")
    assert (Path("p.html").exists(), Path("p.pdf").exists()) == (True, False)
