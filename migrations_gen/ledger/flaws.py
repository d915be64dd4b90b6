"""What is wrong with a ledger, and the refusal of who would add to it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong: of which kind, with which entry (0 for the whole), and what it is in a sentence."""

    slug: str
    number: int
    message: str


class LedgerRefused(Exception):
    """Nothing was added to the ledger; the message says why. `flaws` are what would be, or is, wrong with it."""

    def __init__(self, message: str, flaws: Sequence[Flaw] = ()) -> None:
        super().__init__(message)
        self.flaws = tuple(flaws)


class Overtaken(LedgerRefused):
    """Somebody else has added to the ledger since it was read. Read it again, and try again."""
