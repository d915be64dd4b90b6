"""REDCap's project XML: ODM 1.3.1 with words of REDCap's own, as *Download metadata only (XML)* gives it.

Rows of the dictionary and settings around them: the dictionary's own reader and writer know what a row means.
"""

from catalogue.formats.records import Format
from catalogue.formats.redcap.project.fates import FATES
from catalogue.formats.redcap.project.reading import read
from catalogue.formats.redcap.project.writing import write

FORMAT = Format("redcap-xml", "REDCap's project XML", ".xml", read, write, FATES)
