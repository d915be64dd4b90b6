"""Texts as numbers: all the prover must know of one is whether it is another, and how long it is."""

from collections.abc import Container
from dataclasses import dataclass, field
from string import ascii_lowercase

import z3

LENGTH = z3.Function("length", z3.IntSort(), z3.IntSort())
"""How long a text is; known of the constants of a problem, and bounded for answers."""


@dataclass
class Words:
    """The texts of a problem as numbers: each constant has its own, every other text a number beyond them."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """The number that stands for a constant."""
        return self.numbers.setdefault(text, len(self.numbers))

    def text(self, number: int, length: int = 1) -> str:
        """The constant behind a number; when none has it something is made up, of this length if it can be."""
        known = {number: text for text, number in self.numbers.items()}
        return known.get(number) or _made_up(number, self.numbers).ljust(length, "z")


def _made_up(number: int, taken: Container[str]) -> str:
    """A text of letters for a number, another for each, and no constant."""
    text = ""
    while number:
        number, place = divmod(number - 1, len(ascii_lowercase))
        text = ascii_lowercase[place] + text
    while not text or text in taken:
        text += "z"
    return text
