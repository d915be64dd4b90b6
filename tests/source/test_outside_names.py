"""What a thing is called in other systems: one name, several, or another one at each timepoint."""

import pytest

from catalogue.outside_names import analysis_names, names_of
from catalogue.source.loader import load
from tests.catalogues import catalogue_of, form_of
from tests.checks.broken import BASE

NAMED = """
- name: vekt
  label: Vekt
  type: integer
  aliases: {system: ALIASES}
"""


@pytest.mark.parametrize(
    ("written", "at_m3", "at_m12"),
    [
        ("Vekt", ["Vekt"], ["Vekt"]),
        ("Vekt*", ["Vekt3mnd"], ["Vekt12mnd"]),
        ("[Vekt*, Kilo]", ["Vekt3mnd", "Kilo"], ["Vekt12mnd", "Kilo"]),
        ("{preop: Vekt3V, m3: [V12, 'W*']}", ["Vekt3V"], ["V12", "W12mnd"]),
        ("{preop: Vekt}", ["Vekt"], []),
    ],
)
def test_names_at_two_timepoints(written: str, at_m3: list[str], at_m12: list[str]) -> None:
    form = catalogue_of(form_of(NAMED.replace("ALIASES", written))).form["test.skjema"]
    known = form.variable["vekt"].aliases
    assert list(names_of(known, "system", "preop", "3mnd")) == at_m3
    assert list(names_of(known, "system", "m3", "12mnd")) == at_m12
    assert list(names_of(known, "another", "m3", "12mnd")) == []


def test_a_view_has_each_name_spelt_out() -> None:
    catalogue = load(BASE).catalogue
    assert catalogue is not None
    names = [name for name, _, _ in analysis_names(catalogue, catalogue.modules["rygg"])]
    assert {"Hoyde", "Vekt", "StatusPas"} <= set(names)
