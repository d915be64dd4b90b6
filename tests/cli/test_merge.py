"""`merge`: two changed versions combined from the command line, or what is in dispute with its places."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import change

FORM = Path("data/helse.yaml")


@pytest.fixture
def sides(skjemaverk):
    """Makes a version of the catalogue in one file, and takes the edits back again."""

    def made(name: str, *edits: tuple[str, str]) -> str:
        before = FORM.read_text(encoding="utf-8")
        for old, new in edits:
            change(FORM, old, new)
        assert skjemaverk("export", "snapshot", "--out", name).status == 0
        FORM.write_text(before, encoding="utf-8")
        return name

    return made


@pytest.fixture
def in_dispute(sides) -> tuple[str, str, str]:
    """Both changed the same limit."""
    return sides("base.json"), sides("a.json", ("max: 230", "max: 240")), sides("b.json", ("max: 230", "max: 220"))


def test_two_versions_become_one(skjemaverk, sides):
    ours = sides("a.json", ("max: 230", "max: 240   # ingen er høyere"))
    ran = skjemaverk("merge", sides("base.json"), ours, sides("b.json", ("unit: cm", "unit: m")), "--out", "merged")
    assert (ran.status, ran.lines[-1]) == (0, "No conflicts. Written to merged.")
    text = (Path("merged") / FORM).read_text(encoding="utf-8")
    assert "max: 240   # ingen er høyere" in text
    assert "unit: m" in text


def test_a_dispute_has_its_place_and_nothing_is_written(skjemaverk, in_dispute):
    ran = skjemaverk("merge", *in_dispute, "--out", "merged")
    assert ran.status == 1
    assert ran.lines[0].startswith("data/helse.yaml:")
    assert "'max' of 'hoved.helse.hoyde' is '240' in ours and '220' in theirs; it was '230'." in ran.out
    assert ran.lines[-1] == "1 conflict. Nothing was written."
    assert not Path("merged").exists()


def test_a_dispute_is_told_in_norwegian(skjemaverk, in_dispute):
    ran = skjemaverk("merge", *in_dispute, "--out", "merged", "--language", "nn")
    assert "Sei kven sin som gjeld" in ran.out


@pytest.mark.parametrize(("option", "limit"), [("--ours", 240), ("--theirs", 220)])
def test_who_wins_may_be_said(skjemaverk, in_dispute, option, limit):
    ran = skjemaverk("merge", *in_dispute, "--out", "merged", option, "hoved.helse.hoyde:max")
    assert ran.status == 0
    assert f"max: {limit}" in (Path("merged") / FORM).read_text(encoding="utf-8")


def test_both_cannot_win(skjemaverk, in_dispute):
    ran = skjemaverk("merge", *in_dispute, "--out", "merged", "--ours", "*", "--theirs", "*")
    assert (ran.status, "given to both --ours and --theirs" in ran.err) == (2, True)


def test_what_is_agreed_may_be_written_in_spite_of_a_dispute(skjemaverk, in_dispute):
    ran = skjemaverk("merge", *in_dispute, "--out", "merged", "--partial")
    assert (ran.status, ran.lines[-1]) == (1, "1 conflict. Written to merged.")
    assert "max: 240" in (Path("merged") / FORM).read_text(encoding="utf-8")


def test_a_dispute_for_programs(skjemaverk, in_dispute):
    report = json.loads(skjemaverk("merge", *in_dispute, "--out", "merged", "--json").out)
    (conflict,) = report["conflicts"]
    assert not report["written"]
    assert (conflict["key"], conflict["kind"]) == ("hoved.helse.hoyde:max", "both-changed")
    assert [conflict["base"], conflict["ours"]["value"], conflict["theirs"]["value"]] == ["230", "240", "220"]


def test_what_the_merge_breaks_is_told(skjemaverk, sides):
    ours = sides("a.json", ("name: kmi", "name: bmi"), ("require: kmi", "require: bmi"))
    theirs = sides("b.json", ("enable_when: royk = 1", "enable_when: royk = 1 and kmi > 20"))
    ran = skjemaverk("merge", sides("base.json"), ours, theirs, "--out", "merged")
    assert ran.status == 1
    assert "unknown-reference There is no 'kmi' here." in ran.out
    assert ran.lines[-1] == "1 finding. Nothing was written."


def test_a_state_that_is_not_there(skjemaverk):
    ran = skjemaverk("merge", "9.9.9", "9.9.9", "9.9.9", "--out", "merged")
    assert (ran.status, "9.9.9" in ran.err) == (2, True)
