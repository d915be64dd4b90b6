"""Every way to break a catalogue is found: at its file, line and column, with a sentence that helps."""

import inspect
import sys
from importlib import import_module
from pathlib import Path

import pytest

from catalogue.checks import CHECKS, slug
from catalogue.findings import Severity
from catalogue.reserved import RECORD_COLUMNS
from catalogue.source.loader import load
from engine.tables.forms import RECORD
from tests.checks.broken import BASE, Broken, cases

CASES = list(cases())


def test_the_base_is_sound() -> None:
    assert load(BASE).findings == ()


@pytest.mark.parametrize("broken", CASES, ids=lambda broken: f"{broken.slug}: {broken.title}")
def test_the_mistake_is_found(broken: Broken, tmp_path: Path) -> None:
    place = broken.write(tmp_path)
    found = load(tmp_path).findings
    shown = "\n".join(map(str, found))
    here = [finding for finding in found if str(finding.at) == place and finding.slug == broken.slug]
    assert len(here) == 1, f"expected {place} {broken.slug}, found:\n{shown}"
    assert broken.says in here[0].message
    assert here[0].severity is Severity(broken.severity)
    assert {finding.slug for finding in found} == {broken.slug, *broken.also}, shown


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 50


@pytest.mark.parametrize("check", CHECKS, ids=slug)
def test_a_check_has_a_case_and_says_why(check) -> None:
    assert slug(check) in {broken.slug for broken in CASES}
    what, _, why = (inspect.getdoc(import_module(check.__name__)) or "").partition("\n\n")
    assert what.endswith((".", "…"))
    assert why


def test_a_check_has_its_line_in_the_table() -> None:
    folder = Path(sys.modules["catalogue.checks"].__path__[0])
    files = {path.stem.replace("_", "-") for path in folder.glob("*.py")} - {"--init--", "examined"}
    assert files == {slug(check) for check in CHECKS}


def test_the_columns_of_a_record_are_those_of_the_database() -> None:
    assert tuple(RECORD_COLUMNS) == RECORD
