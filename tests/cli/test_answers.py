"""`synth` and `validate`: answers out and in."""

import json
from pathlib import Path

import pytest

FORM = "hoved.helse"


@pytest.mark.parametrize("name", ["answers.jsonl", "answers.csv"])
def test_what_is_made_up_is_valid(skjemaverk, name):
    ran = skjemaverk("synth", FORM, "-n", 40, "--out", name)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.startswith("40 rows reach ")
    ran = skjemaverk("validate", FORM, name)
    assert ran.status == 0
    assert " hard " not in ran.out
    assert ran.lines[-1].startswith("40 rows, ")


def test_answers_are_printed_when_no_file_is_named(skjemaverk):
    rows = [json.loads(line) for line in skjemaverk("synth", FORM, "-n", 3).lines]
    assert len(rows) == 3
    header, *lines = skjemaverk("synth", FORM, "-n", 3, "--format", "csv").lines
    assert len(lines) == 3
    assert header.startswith("timepoint,hoyde,vekt,kmi,")


def test_the_seed_decides(skjemaverk):
    first, again, other = (skjemaverk("synth", FORM, "--seed", seed).out for seed in (7, 7, 8))
    assert first == again
    assert first != other


def write(text):
    Path("answers.csv").write_text(text, encoding="utf-8")
    return "answers.csv"


def test_each_violation_is_a_line(skjemaverk):
    file = write("timepoint;hoyde;royk;sigaretter;smerte\nstart;170;1;10;5\nstart;90;1;;5\nstart;130;0;;5\n")
    ran = skjemaverk("validate", FORM, file)
    assert ran.status == 1
    assert ran.lines == [
        "answers.csv:3 row 2: hoyde refused below-min Tallet er for lavt. Skriv et tall som er 100 cm eller mer.",
        "answers.csv:3 row 2: sigaretter hard required Dette må besvares.",
        "answers.csv:4 row 3: hoyde soft below-soft-min Dette er uvanlig lavt: De fleste er 140 cm eller mer."
        " Rett eller bekreft det.",
        "3 rows, 2 with violations (1 refused, 1 hard, 1 soft).",
    ]


def test_soft_violations_alone_do_not_fail(skjemaverk):
    file = write("timepoint,hoyde,royk,smerte\nstart,130,0,5\n")
    assert skjemaverk("validate", FORM, file).status == 0


def test_json_has_each_violation_and_the_counts(skjemaverk):
    file = write("timepoint,hoyde,royk,smerte\nstart,90,0,5\n")
    ran = skjemaverk("validate", FORM, file, "--json")
    report = json.loads(ran.out)
    (violation,) = report.pop("violations")
    assert ran.status == 1
    assert report == {
        "form": FORM,
        "rows": 1,
        "rows_with_violations": 1,
        "counts": {"refused": 1, "hard": 0, "soft": 0},
    }
    assert {key: violation[key] for key in ("row", "line", "variable", "severity", "rule")} == {
        "row": 1,
        "line": 2,
        "variable": "hoyde",
        "severity": "refused",
        "rule": "below-min",
    }


def test_a_bad_header_is_named_before_any_row_is_read(skjemaverk):
    ran = skjemaverk("validate", FORM, write("hoide,royk,xyzzy\n90,7,1\n"))
    assert ran.status == 1
    assert ran.out == ""
    assert ran.err.splitlines() == [
        "Error: answers.csv: There is no column 'hoide'. Did you mean 'hoyde'?",
        "answers.csv: There is no column 'xyzzy'.",
        "No row was read.",
    ]


def test_a_file_that_is_no_table_says_why(skjemaverk):
    ran = skjemaverk("validate", FORM, write(""))
    assert (ran.status, "The file is empty" in ran.err) == (1, True)


def test_rules_that_leave_nothing_are_told(skjemaverk):
    with Path("data/helse.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {rule: umulig, require: royk = 1 and royk = 0, severity: hard, message: Nei.}\n")
    ran = skjemaverk("synth", FORM)
    assert (ran.status, ran.out, "contradict each other" in ran.err) == (1, "", True)
