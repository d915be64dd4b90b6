"""The script for R as it is written, for those who read it here; `test_other_programs.py` runs one."""

import re
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from renderers.extracts.r_script import quoted
from tests.catalogues import catalogue_of, form_of
from tests.extracts.reading_back import sheet_of_answers, written
from tests.golden_files import assert_golden

QUESTIONS = """
- {name: hoyde, label: Hvor høy er du?, type: integer, unit: cm, min: 100, max: 230, missing: {unknown: {}}}
- {name: royk, label: "Røyker du \\"ofte\\"?", type: code, codes: {0: Nei, 1: Ja, 9: {label: Ukjent, missing: unknown}}}
- {name: bokstav, label: Bokstav, type: code, codes: {a: Ære, b: Bok}}
- {name: dato, label: Dato, type: date}
- {name: dobbel, label: Dobbel, type: integer, calculate: hoyde * 2}
"""


def test_the_script(tmp_path: Path) -> None:
    catalogue = catalogue_of(form_of(QUESTIONS))
    rows = [{"hoyde": 180, "dobbel": 360, "dato": date(2020, 1, 1)}]
    written("r", tmp_path, sheet_of_answers(tmp_path, catalogue, catalogue.form["test.skjema"], rows), catalogue)
    assert_golden("extracts/skjema.R", (tmp_path / "ut.R").read_text(encoding="utf-8"))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_no_text_ends_its_quotes(text: str) -> None:
    """Whatever an author writes is a string in the script, and nothing else; and it is what was written."""
    found = quoted(text)
    inside = re.fullmatch(r'"((?:[^"\\\x00-\x1f\x7f-\U0010ffff]|\\["\\nrt]|\\U\{[0-9a-f]+\})*)"', found)
    assert inside is not None
    assert re.sub(r"\\U\{([0-9a-f]+)\}|\\(.)", _read, inside[1]) == text


def _read(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return {"n": "\n", "r": "\r", "t": "\t"}.get(found[2], found[2])
