"""Texts that a spreadsheet takes for a formula when it opens a table. Pure.

A table for another system keeps its cells as they are, or that system would show something else: it is told that a
spreadsheet must open it as text.
"""

from collections.abc import Iterable, Iterator

from catalogue.findings import Finding, Location
from catalogue.formats.records import note
from catalogue.formats.values import number_of

MARKS = ("=", "+", "-", "@", "\t", "\r")
SHOWN = 20
"""Letters of the first such text that are told."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would work a text out; a number below zero stays what it is."""
    return text.startswith(MARKS) and not (text.startswith("-") and number_of(text) is not None)


def told_formulas(at: Location, cells: Iterable[str]) -> Iterator[Finding]:
    """One finding for all such cells of a table."""
    found = [cell for cell in cells if is_formula(cell)]
    if found:
        message = (
            f"{len(found)} cells begin as a formula does (the first with '{found[0][:SHOWN]}'). They are written as"
            " they are: do not open the file in a spreadsheet without importing every column as text."
        )
        yield note(at, "formula", message)
