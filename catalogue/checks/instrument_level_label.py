"""A level of a licensed instrument is not called "nivå 0", "nivå 1" …

The words of the levels belong to the instrument's owner too. Number the levels; the licensed words are a private
translation kept outside the repository.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from catalogue.checks.examined import Examined, Remark

LEVEL: Mapping[str, str] = MappingProxyType({"nb": "nivå", "nn": "nivå", "en": "level", "sv": "nivå", "da": "niveau"})
"""What a level is called in the language a catalogue is written in."""


def check(examined: Examined) -> Iterator[Remark]:
    """Every level with another label, in the codelists of instruments whose wording is private."""
    word = LEVEL.get(examined.catalogue.languages.source, "level")
    for instrument in examined.catalogue.instruments.values():
        for name in instrument.codelists if instrument.wording_is_private else ():
            codelist = examined.catalogue.codelists.get(name)
            for code in codelist.codes if codelist else ():
                if not code.missing and not re.fullmatch(rf"{word} \d+", code.label.source):
                    message = (
                        f"'{code.label}' is the wording of a level of '{instrument.name}', which belongs to"
                        f" {instrument.holder}. Call it '{word} {code.value}'."
                    )
                    yield Remark(code.at, message)
