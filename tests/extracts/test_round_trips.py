"""What goes into a file for analysts comes out of it again: the same values, the same reasons, for everything that the
language can say and for values at every end of what they may be.
"""

from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.formats.constructs import CONSTRUCTS
from catalogue.model import MISSING_REASONS, Catalogue
from engine.extracts.describing import heading_of
from engine.extracts.records import Column, Heading
from engine.extracts.spool import LISTED, Spool
from engine.synth import synthesise
from tests.catalogues import catalogue_of, form_of
from tests.extracts.reading_back import (
    READERS,
    REASONS,
    TODAY,
    WORDS,
    cells_of,
    sheet_of_answers,
    sheet_of_cells,
    written,
)
from tests.formats.test_fates import sample
from tests.nkr import nkr_catalogue

ANY = catalogue_of(form_of("- {name: a, label: A, type: text}"))


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct(construct: str, tmp_path: Path) -> None:
    catalogue = sample(construct)
    for form in catalogue.forms:
        round_trip(catalogue, form.address, 12, tmp_path)


def round_trip(catalogue: Catalogue, address: str, number: int, folder: Path) -> None:
    form = catalogue.form[address]
    sheet = sheet_of_answers(folder, catalogue, form, synthesise(catalogue, form, number, seed=1, today=TODAY).rows)
    expected = cells_of(sheet)
    assert sheet.rows == number
    for kind, read in READERS.items():
        written(kind, folder, sheet, catalogue)
        assert read(folder, sheet) == expected, kind


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        f"{module}.{form}"
        for module in ("rygg", "nakke", "deformitet")
        for form in ("pasient", "operasjon", "oppfolging")
    ],
)
def test_the_registry_s_forms(address: str, tmp_path: Path) -> None:
    round_trip(nkr_catalogue(), address, 100, tmp_path)


# ---- cells of every kind, at every end ----

CODES = ((0, "Nei"), (1, "Ja"), (7, "Både æ, ø og «å»"))
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=40)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "boolean": st.booleans(),
    "integer": st.integers(-(10**12), 10**12),
    "decimal": st.integers(-(10**12), 10**12).map(lambda whole: whole / 1000),
    "date": st.dates(date(1800, 1, 1), date(2200, 12, 31)),
    "time": st.times().map(lambda found: time(found.hour, found.minute)),
    "datetime": st.datetimes(datetime(1800, 1, 1), datetime(2200, 12, 31)).map(
        lambda found: found.replace(second=0, microsecond=0)
    ),
    "text": TEXTS | st.sampled_from(["NA", "=1+1", "a,b", 'sagt "ja"', "to\nlinjer", "x" * 3_000, "'", ";", "0301"]),
}
HEADING = Heading(
    "alle",
    "Alle slag",
    (
        *(
            Column(name=kind, kind=kind, label=f"Et {kind}", reason=f"{kind}_missing", address=f"test.{kind}")
            for kind in KINDS
        ),
        *(
            Column(
                name=f"{kind}_missing", kind="text", label="Hvorfor", states_reason=True, codes=tuple(REASONS.items())
            )
            for kind in KINDS
        ),
        Column(name="kode", kind="integer", label="Kode", codes=CODES, address="test.kode"),
    ),
)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Some rows, each cell of which has a value, or a reason, or neither."""
    size = draw(st.integers(0, 6))
    cells: dict[str, list[Any]] = {"kode": [draw(st.sampled_from([0, 1, 7, None])) for _ in range(size)]}
    for kind, values in KINDS.items():
        drawn = [draw(values.map(lambda value: (value, None)) | st.sampled_from(WITHOUT)) for _ in range(size)]
        cells[kind] = [value for value, _ in drawn]
        cells[f"{kind}_missing"] = [reason for _, reason in drawn]
    return cells


WITHOUT = [(None, None), *((None, reason) for reason in MISSING_REASONS)]


@settings(max_examples=60)
@given(tables())
def test_cells_of_every_kind(cells: dict[str, list[Any]]) -> None:
    sheet = sheet_of_cells(HEADING, cells)
    with TemporaryDirectory() as name:
        for kind, read in READERS.items():
            written(kind, Path(name), sheet, ANY)
            assert read(Path(name), sheet) == cells_of(sheet), kind


# ---- what the columns are called and mean ----

SYSTEM = "system: prove\ntitle: Prøvesystem\nversion: '1'\ntable: prosedyre.csv\n"
WORDED = """
- checklist: sykdom
  label: Har du noe av dette?
  ticks: {hjerte: Hjertesykdom, annen: Annet}
- {matrix: niva, label: Hvor?, type: boolean, rows: {l4: L4/L5}, columns: {h: Høyre, v: Venstre}}
- {name: royk, label: Røyk, type: code, codes: {0: Nei, 1: Ja, 2: {label: Snus, retired: {version: 1.0.0, reason: x}}}}
- {name: smerte, label: Smerte, type: integer, min: 0, max: 10, display: scale, ends: [Ingen, Verst]}
- {name: kode, label: Kode, type: coding, system: prove}
"""


def test_columns_say_the_whole_question_and_every_code() -> None:
    catalogue = catalogue_of(form_of(WORDED), SYSTEM)
    heading = heading_of(catalogue, catalogue.form["test.skjema"], WORDS, ())
    found = {column.name: column for column in heading.columns}
    assert list(found)[:5] == ["sykdom_hjerte", "sykdom_annen", "sykdom_missing", "niva_l4_h", "niva_l4_v"]
    assert found["sykdom_hjerte"].label == "Har du noe av dette?: Hjertesykdom"
    assert found["sykdom_missing"].label == "why: Har du noe av dette?"
    assert found["niva_l4_v"].label == "Hvor?: L4/L5, Venstre"
    assert found["royk"].codes == ((0, "Nei"), (1, "Ja"), (2, "Snus"))
    assert (found["smerte"].is_ordered, found["smerte"].lowest, found["smerte"].highest) == (True, 0, 10)
    assert found["kode_edition"].kind == "text"


def test_of_a_large_system_only_the_codes_in_use_are_listed(tmp_path: Path) -> None:
    codes = tuple((f"A{number:04}", f"Kode {number}") for number in range(LISTED + 1))
    heading = Heading("stor", "Stor", (Column(name="kode", kind="text", label="Kode", codes=codes),))
    spool = Spool(heading, tmp_path)
    spool.add(pl.DataFrame({"kode": ["A0007", None, "A0003"]}))
    (column,) = spool.sheet(WORDS).heading.columns
    assert column.codes == (("A0003", "Kode 3"), ("A0007", "Kode 7"))
