"""Text whose fixed parts are made once: marked slots, cut into pieces, filled with one join.

What is put in is escaped unless it is markup already, and is never searched for marks, so no answer can open a slot.
The marks are private-use characters; `wording.py` takes them out of every text of the catalogue before it comes here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
MARKS = dict.fromkeys(map(ord, (OPEN, MIDDLE, CLOSE)))
"""For `str.translate`: a text without marks."""
SLOT = re.compile(f"{OPEN}([^{MIDDLE}{CLOSE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")


def slot(key: str) -> Markup:
    """A mark where a text goes; empty until something is put in."""
    return Markup(f"{OPEN}{key.translate(MARKS)}{MIDDLE}{CLOSE}")


def switch(key: str, text: str) -> Markup:
    """A mark for a fixed text that is there only when the key is switched on."""
    return Markup(f"{OPEN}{key.translate(MARKS)}{MIDDLE}{text}{CLOSE}")


@dataclass(frozen=True, slots=True)
class SlottedText:
    """Pieces of which every second is a slot, and where each key's slots are, with what a switch turns on."""

    pieces: tuple[str, ...]
    places: Mapping[str, tuple[tuple[int, str], ...]]

    def filled(self, texts: Iterable[tuple[str, str]], on: Iterable[str]) -> str:
        """The whole text; keys without a place are passed over, since a form asks only what it shows."""
        pieces = list(self.pieces)
        places = self.places
        for key, text in texts:
            for place, _ in places.get(key, ()):
                pieces[place] = str(escape(text))
        for key in on:
            for place, text in places.get(key, ()):
                pieces[place] = text
        return "".join(pieces)


def cut(text: str) -> SlottedText:
    """The text cut at its marks."""
    parts = SLOT.split(text)
    places: dict[str, tuple[tuple[int, str], ...]] = {}
    pieces: list[str] = []
    for index in range(0, len(parts) - 1, 3):
        fixed, key, on = parts[index : index + 3]
        pieces += (fixed, "")
        places[key] = (*places.get(key, ()), (len(pieces) - 1, on))
    return SlottedText((*pieces, parts[-1]), places)
