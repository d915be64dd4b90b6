"""The formats of other systems, both ways. A format is a row in `FORMATS` and a package or file beside this one.

They know the model and the language's own files, and no more: text or bytes in and out, no files, no network.
"""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats import fhir, klokebok, odm, redcap, xlsform
from catalogue.formats.records import Format
from catalogue.formats.redcap import project

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        found.name: found
        for found in (klokebok.FORMAT, redcap.FORMAT, *odm.FORMATS, project.FORMAT, fhir.FORMAT, xlsform.FORMAT)
    }
)
"""Every format by its name on the command line."""
