"""`check`: what it prints, and what it remembers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.source import loader
from catalogue.source.cache import FindingsCache
from tests.cli.conftest import change

FORM = Path("data/helse.yaml")
HEAVY = {"babel", "flask", "jinja2", "jsonschema", "sqlalchemy", "yaml"}


def long_ago(registry):
    """Files are usually older than the check that reads them."""
    for path in [*registry.rglob("*"), registry]:
        os.utime(path, (1_700_000_000, 1_700_000_000))


def misspell():
    """Write one name wrong; the line it stands in."""
    change(FORM, "enable_when: royk = 1", "enable_when: rok = 1")
    return FORM.read_text(encoding="utf-8").partition("rok = 1")[0].count("\n") + 1


def test_a_clean_catalogue_has_no_findings(skjemaverk):
    ran = skjemaverk("check")
    assert (ran.status, ran.out) == (0, "No findings.\n")


def test_each_finding_is_a_line(skjemaverk):
    line = misspell()
    ran = skjemaverk("check")
    assert ran.status == 1
    assert ran.lines == [
        f"data/helse.yaml:{line}:22 error unknown-reference There is no 'rok' here. Did you mean 'royk'?",
        "1 error.",
    ]


def test_paths_count_from_where_one_stands(skjemaverk, registry, monkeypatch):
    line = misspell()
    monkeypatch.chdir(registry / "data")
    assert skjemaverk("check").lines[0].startswith(f"../data/helse.yaml:{line}:22 ")


def test_json_is_a_list(skjemaverk):
    line = misspell()
    (found,) = json.loads(skjemaverk("check", "--json").out)
    assert found == {
        "path": "data/helse.yaml",
        "line": line,
        "column": 22,
        "severity": "error",
        "slug": "unknown-reference",
        "message": "There is no 'rok' here. Did you mean 'royk'?",
    }


def test_warnings_alone_do_not_fail(skjemaverk):
    change(Path("locale/nn/LC_MESSAGES/catalogue.po"), 'msgid "Om deg"', 'msgid "Om seg"')
    ran = skjemaverk("check")
    assert (ran.status, ran.lines[-1]) == (0, "1 warning.")


# ---- the cache ----


@pytest.fixture
def remembering(skjemaverk, registry, monkeypatch):
    """Whether the next check is answered from memory, after one that was not."""
    long_ago(registry)
    skjemaverk("check")
    loads = []
    load = loader.load
    monkeypatch.setattr(loader, "load", lambda root: loads.append(root) or load(root))

    def remembered():
        loads.clear()
        skjemaverk("check")
        return not loads

    return remembered


CHANGES = {
    "a form": lambda: change(FORM, "Om deg", "Om meg"),
    "the first page": lambda: change(Path("variables.yaml"), "Registeret", "Det nye registeret"),
    "a translation": lambda: change(Path("locale/nn/LC_MESSAGES/catalogue.po"), "msgstr", "# se her\nmsgstr"),
    "a new file": lambda: Path("data/ny.yaml").write_text("codelists: {}\n", encoding="utf-8"),
    "a file gone": FORM.unlink,
}


def test_an_unchanged_catalogue_is_remembered(remembering):
    assert remembering()


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_seen(remembering, what):
    CHANGES[what]()
    assert not remembering()


def test_what_lies_beside_the_catalogue_does_not_matter(remembering):
    Path("README.md").write_text("hei", encoding="utf-8")
    assert remembering()


def test_another_version_of_the_program_finds_anew(remembering, monkeypatch):
    monkeypatch.setattr("catalogue.source.cache._program", lambda program: "another")
    assert not remembering()


@pytest.mark.parametrize(("saved", "remembered"), [(1_700_000_000, ()), (1_900_000_000, None)])
def test_a_file_saved_while_it_is_read_is_not_remembered(registry, saved, remembered):
    long_ago(registry)
    os.utime(FORM, (saved, saved))
    root, cache = registry / "variables.yaml", FindingsCache.of_user()
    cache.keep(root, loader.load(root).inputs, (), since=1_800_000_000)
    assert cache.find(root) == remembered


RUINED = ["", "{", "[]", '{"digest": 1}', '{"files": [1], "folders": [], "tables": [], "digest": "", "findings": []}']


@pytest.mark.parametrize("content", RUINED)
def test_a_ruined_cache_is_no_cache(skjemaverk, registry, content):
    long_ago(registry)
    skjemaverk("check")
    (file,) = FindingsCache.of_user().folder.iterdir()
    file.write_text(content, encoding="utf-8")
    assert skjemaverk("check").out == "No findings.\n"


def test_a_cache_that_cannot_be_written_is_no_cache(skjemaverk, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    assert skjemaverk("check").out == "No findings.\n"


def test_a_warm_check_reads_nothing_heavy(skjemaverk, registry):
    long_ago(registry)
    skjemaverk("check")
    program = (
        "import sys; from renderers.cli import run; status = run(['check']);"
        f"print(status, sorted({HEAVY} & set(sys.modules)))"
    )
    printed = subprocess.check_output([sys.executable, "-c", program], text=True, cwd=registry)
    assert printed == "No findings.\n0 []\n"


IDLE = """rules:
  - rule: hoyde_over_90
    require: hoyde > 90
    severity: hard
    message: Høyden må være over 90 cm.
"""


def test_the_prover_is_asked_only_when_one_asks_for_it(skjemaverk, registry):
    change(FORM, "rules:\n", IDLE)
    assert "implied-rule" not in skjemaverk("check").out
    ran = skjemaverk("check", "--prove")
    assert ran.status == 0
    assert "warning implied-rule The rule 'hoyde_over_90' can never be broken" in ran.out


def test_what_the_prover_found_is_remembered(skjemaverk, registry, monkeypatch):
    change(FORM, "rules:\n", IDLE)
    long_ago(registry)
    first = skjemaverk("check", "--prove").out
    monkeypatch.setattr("engine.proofs.questions.form_findings", lambda *form: pytest.fail("asked again"))
    assert skjemaverk("check", "--prove").out == first


def test_the_prover_does_not_look_at_a_broken_catalogue(skjemaverk, monkeypatch):
    monkeypatch.setattr("engine.proofs.questions.form_findings", lambda *form: pytest.fail("asked"))
    change(FORM, "type: integer", "type: heltall")
    assert skjemaverk("check", "--prove").status == 1
