"""REDCap's data dictionary: one CSV with 18 columns and a row for every field of every instrument."""

from catalogue.formats.records import Format
from catalogue.formats.redcap.fates import FATES
from catalogue.formats.redcap.reading import read
from catalogue.formats.redcap.writing import write

FORMAT = Format("redcap", "REDCap's data dictionary", ".csv", read, write, FATES)
