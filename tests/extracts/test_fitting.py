"""What a statistics program has no room for: names and labels are cut the same way every time, and told; Stata's file
keeps all of it in notes and is as whole as before.
"""

import struct
from hashlib import sha256
from pathlib import Path

import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.extracts.fitting import SPSS, STATA, Fitting, Room, cut, lines_of
from engine.extracts.records import Column, Heading
from engine.extracts.stata_sections import SECTIONS
from tests.catalogues import catalogue_of, form_of
from tests.extracts.reading_back import cells_of, read_spss, read_stata, sheet_of_cells, written

ANY = catalogue_of(form_of("- {name: a, label: A, type: text}"))
LONG = "sykemeldt_varighet_felles_for_alle_versjoner"
NAMES = [
    (STATA, "hoyde", "hoyde"),
    (STATA, "SykdVaskulærClaudicatio", "SykdVaskulærClaudicatio"),
    (STATA, LONG, "sykemeldt_varighet_fell_?"),
    (STATA, "byte", "byte_?"),
    (STATA, "str20", "str20_?"),
    (STATA, "a-b", "a_b_?"),
    (STATA, "1a", "v1a_?"),
    (SPSS, LONG, LONG),
    (SPSS, "BY", "BY_?"),
    (SPSS, "æ" * 40, "æ" * 27 + "_?"),
]
"""A name, and what it becomes; `?` is eight characters made from the whole."""


@pytest.mark.parametrize(("room", "name", "fitted"), NAMES)
def test_names(room: Room, name: str, fitted: str) -> None:
    fitting = Fitting(room)
    digest = sha256(name.encode()).hexdigest()[:8]
    assert fitting.name(Column(name=name, kind="text", label="")) == fitted.replace("?", digest)
    assert [found.slug for found in fitting.findings] == ["name-changed"] * (name != fitted)


@given(st.text(min_size=1, max_size=80), st.sampled_from([STATA, SPSS]))
def test_any_name_becomes_one_that_the_program_takes(name: str, room: Room) -> None:
    found = Fitting(room).name(Column(name=name, kind="text", label=""))
    assert found.isidentifier()
    assert (len(found.encode()) if room.in_bytes else len(found)) <= room.name
    assert found.casefold() not in room.words
    assert found == Fitting(room).name(Column(name=name, kind="text", label="Another"))


def test_two_names_that_differ_in_case_only_are_two() -> None:
    fitting = Fitting(SPSS)
    found = [fitting.name(Column(name=name, kind="text", label="")) for name in ("Alder", "ALDER")]
    assert found[0] == "Alder"
    assert found[1].casefold() != "alder"


@given(st.text(max_size=100), st.integers(4, 90), st.booleans())
def test_a_text_is_cut_between_signs(text: str, room: int, in_bytes: bool) -> None:
    found = cut(text, room, in_bytes=in_bytes)
    assert (len(found.encode()) if in_bytes else len(found)) <= room
    assert text.startswith(found.removesuffix("…").rstrip())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_lines_hold_every_word(text: str) -> None:
    lines = list(lines_of(text, 80))
    assert all(0 < len(line.encode()) <= 80 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


# ---- a file whose names and labels are too long ----

QUESTION = "Hvor mange ganger har du vært hos fastlegen din på grunn av ryggen i løpet av de siste tolv månedene?"
HEADING = Heading(
    "lang",
    "Et langt skjema" * 10,
    (
        Column(
            name=LONG,
            kind="integer",
            label=QUESTION,
            help="Regn med telefoner.",
            unit="ganger",
            address=f"test.{LONG}",
            codes=((1, "Én"), (2, "x" * 200)),
            reason="mangler",
        ),
        Column(name="mangler", kind="text", label="Hvorfor", states_reason=True),
        Column(name="kode", kind="text", label="Kode", codes=(("a", "Ære"), ("b", "Bok")), address="test.kode"),
    ),
)
CELLS = {LONG: [1, None], "mangler": [None, "declined"], "kode": ["a", None]}


def test_stata_keeps_in_notes_what_its_labels_do_not_hold(tmp_path: Path) -> None:
    sheet = sheet_of_cells(HEADING, CELLS)
    findings = [found.slug for found in written("stata", tmp_path, sheet, ANY)]
    assert findings == ["name-changed", "label-cut", "labels-beside"]
    frame, about = pyreadstat.read_dta(tmp_path / "ut.dta", user_missing=True, output_format="dict")
    (name, _, _) = about.column_names
    assert name.startswith("sykemeldt_varighet_fell_")
    assert frame == {name: [1, "b"], "kode": ["a", ""], "kode_text": ["Ære", ""]}
    assert about.column_labels[0] == QUESTION[:79].rstrip() + "…"
    assert about.variable_to_label == {name: name}
    content = (tmp_path / "ut.dta").read_bytes()
    for said in (QUESTION, "Regn med telefoner.", "ganger", LONG, f"{QUESTION} Regn med telefoner. [ganger]"):
        assert b"\0" + said.encode() + b"\0</ch>" in content


def test_the_map_of_stata_s_file_is_right(tmp_path: Path) -> None:
    """Each section begins where the map says, as those who read by it expect."""
    written("stata", tmp_path, sheet_of_cells(HEADING, CELLS), ANY)
    content = (tmp_path / "ut.dta").read_bytes()
    start = content.index(b"<map>") + len(b"<map>")
    places = dict(
        zip(SECTIONS, struct.unpack(f"<{len(SECTIONS)}Q", content[start : start + 8 * len(SECTIONS)]), strict=True)
    )
    for section, place in places.items():
        if not section.startswith("end"):
            assert content[place:].startswith(f"<{section}>".encode()), section
    assert content[places["end"] :] == b"</stata_dta>"
    assert places["end_of_file"] == len(content)


def test_spss_keeps_in_its_documents_what_its_labels_do_not_hold(tmp_path: Path) -> None:
    sheet = sheet_of_cells(HEADING, CELLS)
    findings = [found.slug for found in written("spss", tmp_path, sheet, ANY)]
    assert findings == ["value-label-cut"]
    _, about = pyreadstat.read_sav(tmp_path / "ut.sav", output_format="polars")
    assert about.variable_value_labels[LONG][2] == "x" * 117 + "…"
    assert about.variable_value_labels["kode"] == {"a": "Ære", "b": "Bok"}
    assert "".join(about.notes) == f"{LONG}: Regn med telefoner. [ganger]"
    assert (about.variable_measure[LONG], about.original_variable_types[LONG]) == ("nominal", "F1.0")


def test_a_text_longer_than_spss_takes_is_cut_and_told(tmp_path: Path) -> None:
    heading = Heading("lang", "Lang", (Column(name="tekst", kind="text", label="Tekst"),))
    sheet = sheet_of_cells(heading, {"tekst": ["å" * 20_000, "kort"]})
    assert [found.slug for found in written("spss", tmp_path, sheet, ANY)] == ["text-cut"]
    assert read_spss(tmp_path, sheet)["tekst"] == ["å" * 16_383, "kort"]
    written("stata", tmp_path, sheet, ANY)
    assert read_stata(tmp_path, sheet) == cells_of(sheet)
