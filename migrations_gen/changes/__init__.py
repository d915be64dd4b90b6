"""What can differ between two states of a catalogue: one frozen class per meaning, and no judgement."""

from migrations_gen.changes import codes, forms, registry, variables
from migrations_gen.changes.base import KINDS, Change, Subject

MEANINGS: tuple[type[Change], ...] = tuple(
    meaning
    for module in (registry, forms, variables, codes)
    for meaning in vars(module).values()
    if isinstance(meaning, type) and issubclass(meaning, Change) and meaning is not Change
)
"""Every meaning, in the order of the files."""

__all__ = ["KINDS", "MEANINGS", "Change", "Subject"]
