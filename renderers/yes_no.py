"""Yes and no in the language a catalogue is written in, for the views that show words instead of values."""

from catalogue.model import Catalogue
from engine.tables.analysis import YesNo
from renderers.i18n import WRITTEN_IN, languages


def yes_no(catalogue: Catalogue) -> YesNo:
    """The words; English where the interface does not speak the language."""
    spoken = languages().get(catalogue.languages.source) or languages()[WRITTEN_IN]
    return YesNo(spoken.show(True), spoken.show(False))
