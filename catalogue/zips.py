"""What Python's reader of zips raises at an archive that is damaged, cut off, locked or odd: anybody's may be."""

from zipfile import BadZipFile, LargeZipFile
from zlib import error

BROKEN = (BadZipFile, LargeZipFile, error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
