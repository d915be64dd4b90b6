"""A catalogue as the documents an author would have written: the way back from the model to our own files.

What these documents are built to is the catalogue they came from. Texts stay texts with their addresses, so a format
can look up their translations. Pure.
"""

from catalogue.formats.declaring.documents import Declared, declared
from catalogue.formats.declaring.files import declared_files

__all__ = ["Declared", "declared", "declared_files"]
