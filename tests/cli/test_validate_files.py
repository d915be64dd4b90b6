"""`validate` on whole files: how many of what, rows written aside, and what a file of another kind gives."""

import json
from pathlib import Path

import polars as pl

FORM = "hoved.helse"
HEADER = "timepoint;centre_id;hoyde;royk;sigaretter;smerte\n"
ROWS = "start;1;170;1;10;5\nstart;1;90;1;;5\nstart;2;130;0;;5\n"


def write(text: str) -> str:
    Path("answers.csv").write_text(text, encoding="utf-8")
    return "answers.csv"


def test_a_summary_counts_by_rule_and_by_centre(skjemaverk):
    ran = skjemaverk("validate", FORM, write(HEADER + ROWS), "--summary")
    assert ran.status == 1
    assert [" ".join(line.split()) for line in ran.lines] == [
        "refused:",
        "1 hoyde below-min",
        "hard:",
        "1 sigaretter required",
        "soft:",
        "1 hoyde below-soft-min",
        "by centre_id:",
        "rows with some refused hard soft",
        "2 1 1 1 0 1",
        "1 1 0 0 1 2",
        "3 rows, 2 with violations (1 refused, 1 hard, 1 soft).",
    ]


def test_a_summary_for_programs_has_the_same_counts(skjemaverk):
    ran = skjemaverk("validate", FORM, write(HEADER + ROWS), "--summary", "--json")
    report = json.loads(ran.out)
    assert "violations" not in report
    assert report["rules"][0] == {"severity": "refused", "variable": "hoyde", "rule": "below-min", "count": 1}
    assert report["centres"]["2"] == {"rows": 1, "rows_with_violations": 1, "refused": 0, "hard": 0, "soft": 1}


def test_rejected_rows_are_written_aside_as_they_were(skjemaverk):
    file = write(HEADER + ROWS + "start;1;170\n" + 'start;1;"17""0";0;;5\n')
    assert skjemaverk("validate", FORM, file, "--rejected", "aside.csv").status == 1
    header, first, second, third = Path("aside.csv").read_text(encoding="utf-8").splitlines()
    assert header == HEADER.strip() + ";violations"
    assert first.startswith("start;1;90;1;;5;hoyde below-min: Tallet er for lavt.")
    assert second == 'start;1;170;"The row has 3 values; the first line names 6 columns."'
    assert third.startswith('start;1;"17""0";0;;5;hoyde wrong-type: ')


def test_rejected_rows_that_are_put_right_are_read_again(skjemaverk):
    file = write(HEADER + ROWS)
    skjemaverk("validate", FORM, file, "--rejected", "aside.csv")
    aside = Path("aside.csv")
    aside.write_text(aside.read_text(encoding="utf-8").replace(";90;1;;", ";190;1;5;"), encoding="utf-8")
    assert skjemaverk("validate", FORM, aside).status == 0


def test_json_lines_keep_their_form_aside(skjemaverk):
    Path("answers.jsonl").write_text('{"timepoint": "start", "hoyde": 90.0}\nnei\n', encoding="utf-8")
    assert skjemaverk("validate", FORM, "answers.jsonl", "--rejected", "aside.jsonl").status == 1
    row, unread = (json.loads(line) for line in Path("aside.jsonl").read_text(encoding="utf-8").splitlines())
    assert row["hoyde"] == 90.0
    assert row["violations"].startswith("hoyde below-min: ")
    assert (unread["line"], unread["text"]) == (2, "nei")


def test_parquet_is_read_and_a_cut_one_is_told(skjemaverk):
    pl.DataFrame({"timepoint": ["start"] * 2, "hoyde": [170, 90], "royk": [0, 0], "smerte": [5, 5]}).write_parquet(
        "a.pq"
    )
    ran = skjemaverk("validate", FORM, "a.pq")
    assert (ran.status, ran.lines[-1]) == (1, "2 rows, 1 with violations (1 refused).")
    Path("cut.pq").write_bytes(Path("a.pq").read_bytes()[:-20])
    ran = skjemaverk("validate", FORM, "cut.pq")
    assert (ran.status, "cut off or damaged" in ran.err) == (1, True)


def test_mixed_line_ends_and_one_endless_line(skjemaverk):
    file = Path("answers.csv")
    file.write_bytes((HEADER + ROWS).replace("\n", "\r\n", 2).encode() + b"start;1;" + b"1" * 9_000_000)
    ran = skjemaverk("validate", FORM, file)
    assert ran.status == 1
    assert ran.lines[-1] == "4 rows, 3 with violations (2 refused, 1 hard, 1 soft)."


def test_a_row_that_says_nothing_is_a_row(skjemaverk):
    Path("answers.jsonl").write_text("{}\n{}\n", encoding="utf-8")
    ran = skjemaverk("validate", FORM, "answers.jsonl", "--timepoint", "start")
    assert (ran.status, ran.err, ran.lines[-1].split(",")[0]) == (1, "", "2 rows")
