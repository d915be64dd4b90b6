"""A definition that brings translations becomes a catalogue with gettext files that 'check' finds whole."""

from pathlib import Path

from catalogue.formats.pages import Pages, catalogue_files
from tests.formats.reading import OPTIONS, loaded

FORM = {
    "form": "for",
    "title": "Før operasjon",
    "sections": [
        {"section": "a", "title": "Del", "variables": [{"name": "royk", "label": "Røyker du?", "type": "boolean"}]}
    ],
}
NYNORSK = {"Røyker du?": "Røykjer du?", "Før operasjon": "Før operasjonen", "Uspesifisert": "Uspesifisert"}


def test_each_language_has_a_file_with_what_was_translated(tmp_path: Path) -> None:
    found = loaded(catalogue_files(Pages((FORM,), "Kilde", translations={"nn": NYNORSK}), OPTIONS), tmp_path)
    assert found.catalogue is not None
    assert found.catalogue.languages.all == ("nb", "nn")
    label = found.catalogue.forms[0].variables[0].label
    assert found.translations["nn"].wording(label) == "Røykjer du?"
    assert found.translations["nb"].wording(label) == "Røyker du?"


def test_a_definition_in_one_language_has_no_file_of_translations() -> None:
    assert not [path for path in catalogue_files(Pages((FORM,), "Kilde"), OPTIONS) if path.endswith(".po")]
