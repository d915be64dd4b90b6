"""`propose`: a draft from the catalogue at hand, with what is wrong told; on the table only when nothing is."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalogue.source.loader import load
from engine.installation import make_ready
from engine.releases import first_release
from engine.tables.analysis import YesNo
from migrations_gen.states import snapshot
from tests.cli.conftest import change

FORM, FIRST = Path("data/helse.yaml"), Path("variables.yaml")
WHY = ("--title", "Høyere tak", "--reason", "Noen er høyere")


@pytest.fixture
def url(registry: Path) -> str:
    """A database at the registry's first release; the catalogue at hand has since been changed."""
    catalogue, text = load(FIRST).catalogue, snapshot(FIRST)
    assert catalogue is not None
    made = f"sqlite:///{registry}/r.sqlite"
    make_ready(made, catalogue, YesNo("Ja", "Nei"), first_release(catalogue.version, text, "x", datetime.now(UTC)))
    change(FORM, "max: 230", "max: 240")
    change(FIRST, "version: 0.1.0", "version: 0.2.0")
    return made


def rows(query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect("r.sqlite")) as database:
        return database.execute(query).fetchall()


def test_a_draft_is_listed_shown_and_written_out(skjemaverk, url, tmp_path):
    ran = skjemaverk("propose", "--database", url, *WHY, "--due", "2026-12-24", "--account", "kari")
    assert (ran.status, ran.lines) == (0, ["Proposal 1 is a draft: Høyere tak"])
    assert rows("select created_by, stage, due from proposal") == [("kari", "draft", "2026-12-24")]
    listed = skjemaverk("propose", "list", "--database", url)
    assert listed.lines == ["   1  draft       Høyere tak  answer by 2026-12-24"]
    shown = skjemaverk("propose", "show", 1, "--database", url, "--out", tmp_path / "ut")
    assert shown.lines[:2] == ["1: Høyere tak (draft)", "Noen er høyere"]
    assert (tmp_path / "ut" / FORM).read_text(encoding="utf-8") == FORM.read_text(encoding="utf-8")
    again = skjemaverk("propose", "show", 1, "--database", url, "--out", tmp_path / "ut")
    assert again.status == 2
    assert "is not empty" in again.err


def test_what_has_nothing_in_its_way_goes_on_the_table_with_what_is_shown(skjemaverk, url):
    ran = skjemaverk("propose", "--database", url, *WHY, "--open", "--json")
    assert ran.status == 0
    told = json.loads(ran.out)
    assert (told["number"], told["stage"], told["in_the_way"]) == (1, "open", [])
    assert "240" in str(rows("select content from review_pack")[0][0])
    assert [one["number"] for one in json.loads(skjemaverk("propose", "list", "--database", url, "--json").out)] == [1]


def test_a_draft_may_have_errors_which_are_told(skjemaverk, url):
    change(FORM, "max: 240", "max: [")
    ran = skjemaverk("propose", "--database", url, *WHY)
    assert ran.status == 0
    assert "data/helse.yaml:" in ran.err
    assert ran.lines[1] == "In the way of putting it on the table: findings."
    assert rows("select stage from proposal") == [("draft",)]


BROKEN = {
    "findings": lambda: change(FORM, "max: 240", "max: ["),
    "no-change": lambda: change(FORM, "max: 240", "max: 230"),
    "same-version": lambda: change(FIRST, "version: 0.2.0", "version: 0.1.0"),
}


@pytest.mark.parametrize("slug", BROKEN)
def test_nothing_that_has_something_in_its_way_goes_on_the_table(skjemaverk, url, slug):
    BROKEN[slug]()
    ran = skjemaverk("propose", "--database", url, *WHY, "--open")
    assert ran.status == 1
    assert slug in ran.err
    assert rows("select count(*) from proposal") == [(0,)]
    assert rows("select count(*) from catalogue_state") == [(0,)]


def test_open_questions_are_told_with_their_answers(skjemaverk, url):
    text = FORM.read_text(encoding="utf-8")
    FORM.write_text(text.replace("sigaretter", "sigaretter_daglig"), encoding="utf-8")
    ran = skjemaverk("propose", "--database", url, *WHY)
    assert "open question: looks-renamed" in ran.err
    assert "  - rename: hoved.helse.sigaretter" in ran.err
    assert ran.lines[1].startswith("In the way of putting it on the table: questions")


def test_it_starts_from_what_is_said(skjemaverk, url, tmp_path):
    old = tmp_path / "old.json"
    old.write_text(str(rows("select snapshot from catalogue_release")[0][0]), encoding="utf-8")
    assert skjemaverk("propose", "--database", url, *WHY, "--from", old).status == 0
    assert rows("select before = digest from proposal, catalogue_release") == [(1,)]


WRONG = [
    (("propose",), "Give --database."),
    (("propose", "--database", "URL", "--reason", "x"), "Give --title."),
    (("propose", "--database", "URL", "--title", "x"), "Give --reason."),
    (("propose", "--database", "sqlite:///nei.sqlite", *WHY), "There is no file nei.sqlite."),
    (("propose", "--database", "URL", *WHY, "--from", "9.9.9"), "no folder, file or release '9.9.9'"),
    (("propose", "show", "7", "--database", "URL"), "There is no proposal 7."),
    (("propose", "list"), "--database"),
]


@pytest.mark.parametrize(("arguments", "sentence"), WRONG)
def test_wrong_use_is_told(skjemaverk, url, arguments, sentence):
    ran = skjemaverk(*(url if argument == "URL" else argument for argument in arguments))
    assert ran.status == 2
    assert sentence in ran.err
