"""Wrong use: exit status 2 and a sentence that says what to write instead; never a traceback."""

import pytest

from renderers import cli

WRONG = [
    # what is written, what the sentence says
    ("chek", "There is no verb 'chek'. Did you mean 'check'?"),
    ("xyzzy", "There are: init, check"),
    ("check --jsno", "Did you mean '--json'?"),
    ("check --catalogue nowhere", "there is no file 'nowhere'"),
    ("check --catalogue data", "there is no file 'data/variables.yaml'"),
    ("check extra", "unexpected extra argument (extra)"),
    ("build", "Missing option '--out'"),
    ("build --out variables.yaml", "is a file"),
    ("build --out variables.yaml/deeper", "Not a directory"),
    ("validate hoved.helse", "Missing argument 'FILE'"),
    ("validate hoved.helse nothing.csv", "'nothing.csv' does not exist"),
    ("validate hoved.hels variables.yaml", "there is no form 'hoved.hels'. Did you mean 'hoved.helse'?"),
    ("validate hoved.helse variables.yaml --names nowhere", "no variable has a name in 'nowhere'"),
    ("validate hoved.helse variables.yaml --timepoint m21", "has no timepoint 'm21'. Did you mean 'm12'?"),
    ("synth xyzzy", "There are: hoved.helse"),
    ("synth hoved.helse -n none", "Invalid value for '-n'"),
    ("synth hoved.helse -n 0", "Invalid value for '-n'"),
    ("synth hoved.helse --format xml", "'xml' is not one of 'jsonl', 'csv'"),
    ("synth hoved.helse --out no/such/folder/a.csv", "there is no folder 'no/such/folder'"),
    ("translate --start nnn", "has no language 'nnn'. Did you mean 'nn'?"),
    ("diff", "Missing argument 'OLD'"),
    ("diff 3.9.0", "There is no folder, file or release '3.9.0'. Releases: none yet."),
    ("diff git:HEAD", "git cannot give this revision"),
    ("diff git:", "Write a revision after 'git:'"),
    (
        "diff locale/nn/LC_MESSAGES/catalogue.po",
        "is not a catalogue's snapshot. 'skjemaverk export snapshot' writes one.",
    ),
    ("diff . --out report.html", "Give --json, --markdown or --html with --out."),
    ("diff . --html --out no/such/folder/a.html", "there is no folder 'no/such/folder'"),
    ("diff . --language de", "'de' is not one of 'nb', 'nn', 'en'"),
    ("export", "Missing argument 'FORMAT'"),
    ("export xml", "'xml' is not one of 'snapshot', "),
    ("export snapshot --out no/such/folder/a.json", "there is no folder 'no/such/folder'"),
    ("serve", "Give --database URL"),
    ("serve --watch --database sqlite://", "Give --database URL"),
    ("serve --watch --port 70000", "Invalid value for '--port'"),
    ("serve --watch --host 203.0.113.1", "203.0.113.1:8000 cannot be used"),
    ("serve --database nonsense", "The database cannot be used"),
    ("serve --database sqlite:////no/such/folder/db", "unable to open database file"),
]


@pytest.mark.parametrize(("written", "sentence"), WRONG)
def test_wrong_use_says_what_to_write(skjemaverk, written, sentence):
    ran = skjemaverk(*written.split())
    assert ran.status == 2
    assert sentence in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_without_a_catalogue_it_says_how_to_get_one(skjemaverk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = skjemaverk("check")
    assert (ran.status, "skjemaverk init DIR" in ran.err) == (2, True)


def test_the_nearest_catalogue_above_is_taken(skjemaverk, registry, monkeypatch):
    monkeypatch.chdir(registry / "data")
    assert skjemaverk("check").out == "No findings.\n"


def test_a_fault_of_our_own_is_one_sentence(skjemaverk, monkeypatch):
    monkeypatch.setattr("renderers.cli.check.print_findings", lambda _: 1 / 0)
    ran = skjemaverk("check")
    assert ran.status == cli.FAULT
    assert ran.err.startswith("This is a fault in skjemaverk, not in what you wrote: ZeroDivisionError")
    assert len(ran.err.splitlines()) == 1


def test_a_developer_sees_where_a_fault_is(skjemaverk, monkeypatch):
    monkeypatch.setenv("SKJEMAVERK_DEBUG", "1")
    monkeypatch.setattr("renderers.cli.check.print_findings", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        skjemaverk("check")


WITHOUT_CATALOGUE = {"account", "import", "init", "sign", "upgrade"}
"""One makes a catalogue, one has verbs of its own that take it; the others take what they need from the database or the
migrations, which may be alone.
"""


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_has_help(skjemaverk, verb):
    ran = skjemaverk(verb, "--help")
    assert ran.status == 0
    assert f"Usage: skjemaverk {verb}" in ran.out
    assert "--catalogue PATH" in ran.out or verb in WITHOUT_CATALOGUE


def test_the_help_names_every_verb_in_order(skjemaverk):
    named = [line.split()[0] for line in skjemaverk("--help").lines if line.startswith("  ")]
    assert [word for word in named if word in cli.VERBS] == list(cli.VERBS)
