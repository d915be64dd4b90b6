"""FHIR R4: questionnaires in JSON, with the code systems and value sets that they need, and the answers to them."""

from catalogue.formats.fhir.fates import FATES
from catalogue.formats.fhir.reading import read
from catalogue.formats.fhir.writing import write
from catalogue.formats.records import Format

FORMAT = Format("fhir", "FHIR R4 questionnaires", ".json", read, write, FATES)
