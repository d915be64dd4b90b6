"""CDISC's ODM-XML, versions 1.3.2 and 2.0: the metadata of a registry, and what its people answered (`clinical.py`)."""

from functools import partial

from catalogue.formats.odm.fates import FATES
from catalogue.formats.odm.reading import read
from catalogue.formats.odm.versions import ODM_1_3, ODM_2_0
from catalogue.formats.odm.writing import write
from catalogue.formats.records import Format

FORMATS = (
    Format("odm", "CDISC ODM 1.3.2", ".xml", read, partial(write, ODM_1_3), FATES),
    Format("odm2", "CDISC ODM 2.0", ".xml", read, partial(write, ODM_2_0), FATES),
)
"""A file of either version is read under either name; each writes its own."""
