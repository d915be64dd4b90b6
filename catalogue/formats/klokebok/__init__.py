"""The codebook of OpenQreg, called *klokebok*: one CSV with 27 columns and a row for every value of every list."""

from catalogue.formats.klokebok.fates import FATES
from catalogue.formats.klokebok.reading import read
from catalogue.formats.klokebok.writing import write
from catalogue.formats.records import Format

FORMAT = Format("klokebok", "OpenQreg's codebook", ".csv", read, write, FATES)
