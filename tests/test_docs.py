"""The pages that the code writes say what the code says, and every verb of the command line has its row."""

import runpy
from pathlib import Path

import pytest

from renderers.cli import VERBS

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "docs.py"))
PAGES: dict[Path, str] = SCRIPT["pages"]()


@pytest.mark.parametrize("path", sorted(PAGES), ids=lambda path: path.name)
def test_the_page_is_as_make_docs_writes_it(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path], "run 'make docs'"


def test_the_registrys_page_is_as_make_docs_writes_it() -> None:
    path, page = SCRIPT["registry_page"]()
    assert path.read_text(encoding="utf-8") == page, "run 'make docs'"


def test_every_verb_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [verb for verb in VERBS if f"skjemaverk {verb}" not in readme] == []
