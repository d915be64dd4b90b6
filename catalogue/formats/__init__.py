"""The formats of other systems, both ways. A format is a row in `FORMATS` and a package or file beside this one.

They know the model and the language's own files, and no more: text or bytes in and out, no files, no network.
"""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats import klokebok, redcap, xlsform
from catalogue.formats.records import Format

FORMATS: Mapping[str, Format] = MappingProxyType(
    {found.name: found for found in (klokebok.FORMAT, redcap.FORMAT, xlsform.FORMAT)}
)
"""Every format by its name on the command line."""
