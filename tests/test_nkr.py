"""The real catalogue: it has no finding, every field of the registry's form has found its place, and its texts are
complete.
"""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.model import Alias, Catalogue, Form
from catalogue.source.loader import Loaded, load, read_sources
from catalogue.source.translations import read_translations, update

ROOT = Path(__file__).resolve().parent.parent
TABLE = Path(__file__).parent / "data" / "nkr-rygg-pasient.csv"
FIELDS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
"""Each field of the registry's patient form: its name in two systems, and where it went in the catalogue."""


@pytest.fixture(scope="module")
def nkr() -> Loaded:
    return load(ROOT)


@pytest.fixture(scope="module")
def catalogue(nkr: Loaded) -> Catalogue:
    assert nkr.catalogue is not None
    return nkr.catalogue


def test_it_has_no_finding(nkr: Loaded) -> None:
    assert [str(finding) for finding in nkr.findings] == []


def outside_names(catalogue: Catalogue, form: Form) -> Iterator[tuple[str, str, str]]:
    """Every outside name of a form: where it belongs, the system, and the name at the form's first timepoint."""
    module = catalogue.modules.get(form.module)
    timepoint = module.timepoint(form.timepoints[0]) if module else None
    alias = timepoint.alias if timepoint and timepoint.alias else ""

    def named(place: str, aliases: tuple[Alias, ...]) -> Iterator[tuple[str, str, str]]:
        return ((place, known.system, known.name.replace("*", alias)) for known in aliases)

    for column, aliases in form.record:
        yield from named(f"{form.name}: record {column}", aliases)
    for variable in form.variables:
        yield from named(f"{form.name}: {variable.name}", variable.aliases)
        for missing in variable.missing:
            yield from named(f"{form.name}: {variable.name} {missing.reason}", missing.flags)


def test_every_field_of_the_registrys_form_has_its_place(catalogue: Catalogue) -> None:
    forms = (catalogue.form["rygg.pasient"], catalogue.form["person"])
    known = {(system, name): place for form in forms for place, system, name in outside_names(catalogue, form)}
    for row in FIELDS:
        for system in ("openqreg", "rapporteket"):
            if row[system]:
                assert known.get((system, row[system]), "left out") == row["place"], row


def test_the_table_of_fields_is_whole() -> None:
    assert len(FIELDS) == 81
    assert [row["openqreg"] for row in FIELDS if row["place"] == "left out"] == ["USERCOMMENT"]


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_text_is_translated(catalogue: Catalogue, language: str, tmp_path: Path) -> None:
    shutil.copytree(read_sources(ROOT).folder / "locale", tmp_path / "locale")
    done = {row.language: row for row in update(tmp_path, catalogue).languages}
    assert (done[language].fuzzy, done[language].missing, done[language].changed) == (0, 0, False)


def test_translations_keep_numbers_and_question_marks(catalogue: Catalogue) -> None:
    translations, _ = read_translations(read_sources(ROOT).folder, catalogue.languages)
    for language in ("nn", "en"):
        for entry in translations[language].entries.values():
            assert (entry.text[-1] == "?") == (entry.source[-1] == "?"), entry
            assert (entry.text[-1] == ".") == (entry.source[-1] == "."), entry
