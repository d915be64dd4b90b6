"""XLSForm: a workbook with the sheets survey, choices and settings, which ODK, KoBoToolbox and others ask from."""

from catalogue.formats.records import Format
from catalogue.formats.xlsform.fates import FATES
from catalogue.formats.xlsform.reading import read
from catalogue.formats.xlsform.writing import write

FORMAT = Format("xlsform", "XLSForm", ".xlsx", read, write, FATES)
