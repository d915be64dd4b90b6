"""`diff` and `export`: two states compared from the command line, wherever each of them is kept."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import change

FORM = Path("data/helse.yaml")
PAGE = Path("variables.yaml")


@pytest.fixture
def earlier(skjemaverk) -> str:
    """The state of today, in one file."""
    assert skjemaverk("export", "snapshot", "--out", "earlier.json").status == 0
    return "earlier.json"


def test_nothing_differs_from_its_snapshot(skjemaverk, earlier):
    ran = skjemaverk("diff", earlier)
    assert (ran.status, "Nothing that means anything is different." in ran.out) == (0, True)


def test_a_snapshot_is_printed_when_no_file_is_named(skjemaverk, earlier):
    assert skjemaverk("export", "snapshot").out == Path(earlier).read_text(encoding="utf-8")


def test_a_change_that_stops_nothing(skjemaverk, earlier):
    change(FORM, "max: 230", "max: 240")
    ran = skjemaverk("diff", earlier)
    assert ran.status == 0
    assert "The greatest accepted answer to “Hvor høy er du?” (hoved.helse.hoyde) is now 240. It was 230." in ran.out


def test_a_question_stops_with_lines_to_paste(skjemaverk, earlier):
    change(FORM, "unit: cm", "unit: m")
    ran = skjemaverk("diff", earlier)
    assert ran.status == 1
    assert "Before a release 1 question must be answered" in ran.out
    assert "- reworded: hoved.helse.hoyde" in ran.out


def test_the_languages(skjemaverk, earlier):
    change(FORM, "max: 230", "max: 240")
    assert "Det høyeste svaret som godtas" in skjemaverk("diff", earlier, "--language", "nb").out
    assert "Det høgaste svaret som blir godteke" in skjemaverk("diff", earlier, "--language", "nn").out
    assert "Det høyeste svaret som godtas" in skjemaverk("diff", earlier, "--markdown").out
    assert "The greatest accepted answer" in skjemaverk("diff", earlier, "--markdown", "--language", "en").out


def test_earlier_answers_are_asked_about_when_one_wants_to_know(skjemaverk, earlier):
    change(FORM, "max: 230", "max: 220")
    assert "Valid before, but not any more" not in skjemaverk("diff", earlier).out
    assert "Valid before, but not any more: “Hvor høy er du?”" in skjemaverk("diff", earlier, "--prove").out


def test_as_json(skjemaverk, earlier):
    change(FORM, "max: 230", "max: 240")
    told = json.loads(skjemaverk("diff", earlier, "--json").out)
    assert [entry["meaning"] for entry in told["changes"]] == ["maximum-changed"]
    assert (told["changes"][0]["before"], told["changes"][0]["after"]) == ("230", "240")


def test_as_a_page_in_a_file(skjemaverk, earlier):
    change(FORM, "max: 230", "max: 240")
    ran = skjemaverk("diff", earlier, "--html", "--out", "report.html")
    assert (ran.status, ran.out) == (0, "")
    assert "<dd>240</dd>" in Path("report.html").read_text(encoding="utf-8")


def test_two_states_beside_the_catalogue_at_hand(skjemaverk, earlier):
    change(FORM, "max: 230", "max: 240")
    skjemaverk("export", "snapshot", "--out", "later.json")
    change(FORM, "max: 240", "max: 250")
    assert "is now 240. It was 230." in skjemaverk("diff", earlier, "later.json").out
    assert "is now 230. It was 240." in skjemaverk("diff", "later.json", earlier).out
    assert "is now 250. It was 240." in skjemaverk("diff", "later.json", ".").out


def test_a_git_revision(skjemaverk, registry):
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=registry, check=True)
    change(FORM, "max: 230", "max: 240")
    assert "is now 240. It was 230." in skjemaverk("diff", "git:HEAD").out


def test_a_release(skjemaverk, registry):
    Path("releases").mkdir()
    skjemaverk("export", "snapshot", "--out", "releases/0.1.0.json")
    change(FORM, "max: 230", "max: 240")
    assert "is now 240. It was 230." in skjemaverk("diff", "0.1.0").out


def test_a_state_with_errors_has_its_findings_printed(skjemaverk, earlier):
    change(FORM, "max: 230", "max: high")
    ran = skjemaverk("diff", earlier)
    assert (ran.status, ran.out) == (1, "")
    assert "data/helse.yaml:" in ran.err
    assert "has errors, and cannot be compared before they are mended." in ran.err
