"""`impact`: what it prints, what it hides, what it refuses."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import change
from tests.cli.test_live_database import db

__all__ = ["db"]

FORM = Path("data/helse.yaml")
TOUCHED = "8 rows, 8 patients, <5 departments, 2026-11-22 to 2026-11-22, 8 would break what is demanded now"


@pytest.fixture
def old(registry: Path, tmp_path: Path, db: str) -> Path:
    """The version that the database was made for; the registry's own has since got lower limits."""
    folder = tmp_path / "old"
    shutil.copytree(registry, folder)
    change(FORM, "soft_max: 210", "soft_max: 190")
    change(FORM, "max: 230", "max: 199")
    change(Path("variables.yaml"), "version: 0.1.0", "version: 0.2.0")
    return folder


def test_rows_patients_and_departments_are_counted_and_small_numbers_are_not_shown(skjemaverk, old, db):
    ran = skjemaverk("impact", old, "--db", db)
    assert (ran.status, ran.err) == (1, "")
    assert ran.lines == [
        f"hoved.helse.hoyde MaximumChanged: {TOUCHED}",
        f"hoved.helse.hoyde SoftMaximumChanged: {TOUCHED}",
        "3 changes, 2 of them about rows that are there.",
    ]


def test_who_may_see_small_numbers_sees_them(skjemaverk, old, db):
    ran = skjemaverk("impact", old, "--db", db, "--all", "--json")
    maximum = next(row for row in json.loads(ran.out)["changes"] if row["change"] == "MaximumChanged")
    assert (maximum["rows"], maximum["departments"], maximum["breaking"]) == (8, 1, 8)


WRONG = [
    (("9.9.9",), "There is no folder, file or release '9.9.9'."),
    (("git:HEAD",), "git cannot give this revision"),
]


@pytest.mark.parametrize(("arguments", "sentence"), WRONG)
def test_an_old_version_that_cannot_be_opened_is_told(skjemaverk, db, arguments, sentence):
    ran = skjemaverk("impact", *arguments, "--db", db)
    assert ran.status == 2
    assert sentence in ran.err


def test_a_database_of_another_version_is_refused(skjemaverk, db):
    change(FORM, "name: hoyde", "name: hoyden")
    change(FORM, "power(hoyde / 100, 2)", "power(hoyden / 100, 2)")
    ran = skjemaverk("impact", ".", "--db", db)
    assert ran.status == 2
    assert "The database was made for another catalogue or version" in ran.err
