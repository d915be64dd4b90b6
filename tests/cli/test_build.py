"""`build`: what it writes, what it leaves alone, and that it writes nothing from a catalogue with errors."""

from pathlib import Path

import pytest

from tests.cli.conftest import change

FORM = Path("data/helse.yaml")
FILES = [
    "codebook/codes.csv",
    "codebook/index.html",
    "codebook/rules.csv",
    "codebook/variables.csv",
    "ddl/postgresql.sql",
    "ddl/sqlite.sql",
    "forms/nb/hoved.helse.html",
    "forms/nn/hoved.helse.html",
    "forms/styles/designsystemet-theme.css",
    "forms/styles/designsystemet.css",
    "forms/styles/skjemaverk.css",
    "json-schema/hoved.helse.json",
    "linked-data/dcat.ttl",
    "linked-data/skos.ttl",
    "rules/hoved.helse.js",
    "table-schema/datapackage.json",
    "table-schema/hoved.helse.json",
    "views/postgresql/hoved_analyse.sql",
    "views/sqlite/hoved_analyse.sql",
]


def contents(folder):
    """Every file that is not the build's own record."""
    files = (path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.name[0] != "."}


def test_everything_generated_is_written(skjemaverk):
    ran = skjemaverk("build", "--out", "out")
    assert (ran.status, ran.out) == (0, f"{len(FILES)} files in out.\n")
    assert sorted(contents("out")) == FILES


def test_a_rule_that_looks_elsewhere_becomes_a_query(skjemaverk):
    change(FORM, "max: 300", "max: helse_start.hoyde")
    assert skjemaverk("build", "--out", "out").status == 0
    for dialect in ("sqlite", "postgresql"):
        written = contents("out")[f"queries/{dialect}/hoved.helse.sql"].decode()
        assert "-- ck_hoved_helse_vekt_max\nSELECT" in written
        assert written.endswith(";\n\n")


def test_the_same_catalogue_gives_the_same_bytes(skjemaverk):
    skjemaverk("build", "--out", "first")
    skjemaverk("build", "--out", "second")
    assert contents("first") == contents("second")


def test_a_second_build_replaces_the_first(skjemaverk):
    skjemaverk("build", "--out", "out")
    change(FORM, "Hvor høy er du?", "Hvor lang er du?")
    assert skjemaverk("build", "--out", "out").status == 0
    assert "Hvor lang er du?" in contents("out")["forms/nb/hoved.helse.html"].decode()


def test_what_is_no_longer_made_is_removed(skjemaverk):
    skjemaverk("build", "--out", "out")
    change(FORM, "form: helse", "form: helsen")
    skjemaverk("build", "--out", "out")
    assert sorted(contents("out")) == sorted(path.replace("helse.", "helsen.") for path in FILES)


def test_nothing_is_written_from_a_catalogue_with_errors(skjemaverk):
    skjemaverk("build", "--out", "out")
    before = contents("out")
    change(FORM, "royk = 1", "rok = 1")
    ran = skjemaverk("build", "--out", "out")
    assert ran.status == 1
    assert "unknown-reference" in ran.err
    assert "Nothing was done." in ran.err
    assert contents("out") == before


def test_somebody_elses_file_is_left_alone(skjemaverk):
    Path("out/ddl").mkdir(parents=True)
    Path("out/ddl/sqlite.sql").write_text("mine", encoding="utf-8")
    Path("out/notes.txt").write_text("mine", encoding="utf-8")
    ran = skjemaverk("build", "--out", "out")
    assert (ran.status, "'out/ddl/sqlite.sql' was not made by this command" in ran.err) == (2, True)
    assert sorted(contents("out")) == ["ddl/sqlite.sql", "notes.txt"]


def test_a_file_changed_by_hand_is_left_alone(skjemaverk):
    skjemaverk("build", "--out", "out")
    change(Path("out/rules/hoved.helse.js"), "export", "// mine\nexport")
    ran = skjemaverk("build", "--out", "out")
    assert (ran.status, "has been changed since it was built" in ran.err) == (2, True)
    assert b"// mine" in contents("out")["rules/hoved.helse.js"]


def test_other_files_in_the_folder_stay(skjemaverk):
    Path("out/forms").mkdir(parents=True)
    Path("out/forms/mine.txt").write_text("mine", encoding="utf-8")
    skjemaverk("build", "--out", "out")
    skjemaverk("build", "--out", "out")
    assert contents("out")["forms/mine.txt"] == b"mine"


def test_an_interrupted_build_can_be_done_again(skjemaverk, monkeypatch):
    skjemaverk("build", "--out", "out")
    change(FORM, "Hvor høy er du?", "Hvor lang er du?")
    monkeypatch.setattr("renderers.cli.writing._remove", lambda *_: None)
    places = []

    def stop_after_three(source, target):
        places.append(target)
        if len(places) == 4:
            raise KeyboardInterrupt
        Path(source).rename(target)

    with monkeypatch.context() as interrupted:
        interrupted.setattr("renderers.cli.writing.os.replace", stop_after_three)
        assert skjemaverk("build", "--out", "out").status == 130
    assert skjemaverk("build", "--out", "out").status == 0
    assert "Hvor lang er du?" in contents("out")["forms/nb/hoved.helse.html"].decode()


@pytest.mark.parametrize(
    "record", ["", "[]", '{"../../variables.yaml": ["x"]}', '{"/etc/hostname": ["x"]}', '{"a": 1}']
)
def test_a_ruined_record_leads_nowhere(skjemaverk, record):
    Path("out").mkdir()
    Path("out/.skjemaverk-build.json").write_text(record, encoding="utf-8")
    assert skjemaverk("build", "--out", "out").status == 0
    assert Path("variables.yaml").exists()
