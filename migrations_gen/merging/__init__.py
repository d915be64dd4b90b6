"""Three versions of a catalogue's files in one: per attribute of each thing, never losing a comment or a key.

Pure. A file that nobody touched, or only one side, is given back byte for byte; what both changed in different ways is
a conflict with its places, and never guessed.
"""

from migrations_gen.merging.files import chosen, merge
from migrations_gen.merging.records import Conflict, Edit, Files, Merged, Resolutions, Side

__all__ = ["Conflict", "Edit", "Files", "Merged", "Resolutions", "Side", "chosen", "merge"]
