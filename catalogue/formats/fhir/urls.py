"""The addresses of FHIR: extensions of the standard and of structured data capture, of our own, and of code systems."""

from collections.abc import Mapping
from types import MappingProxyType

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
OWN = "urn:skjemaverk:fhir:"
"""What FHIR has no word for stands under an address of our own; whoever does not know it may leave it aside."""

ITEM_CONTROL = f"{CORE}questionnaire-itemControl"
UNIT = f"{CORE}questionnaire-unit"
HIDDEN = f"{CORE}questionnaire-hidden"
EXCLUSIVE = f"{CORE}questionnaire-optionExclusive"
CONSTRAINT = f"{CORE}questionnaire-constraint"
SLIDER_STEP = f"{CORE}questionnaire-sliderStepValue"
MIN, MAX = f"{CORE}minValue", f"{CORE}maxValue"
DECIMALS = f"{CORE}maxDecimalPlaces"
ENTRY_FORMAT = f"{CORE}entryFormat"
ORDINAL = f"{CORE}ordinalValue"
TRANSLATION = f"{CORE}translation"
ABSENT = f"{CORE}data-absent-reason"
EXPRESSION = f"{CORE}cqf-expression"
VARIABLE = f"{CORE}variable"
ENABLED = f"{SDC}sdc-questionnaire-enableWhenExpression"
CALCULATED = f"{SDC}sdc-questionnaire-calculatedExpression"
INITIAL = f"{SDC}sdc-questionnaire-initialExpression"

CONTROLS = "http://hl7.org/fhir/questionnaire-item-control"
UCUM = "http://unitsofmeasure.org"
ABSENT_REASONS = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
NULL_FLAVORS = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
LIBRARY_TYPES = "http://terminology.hl7.org/CodeSystem/library-type"
FHIRPATH = "text/fhirpath"

SYSTEMS: Mapping[str, str] = MappingProxyType(
    {
        "icd10": "urn:oid:2.16.578.1.12.4.1.1.7110",
        "icpc2": "urn:oid:2.16.578.1.12.4.1.1.7170",
        "ncsp": "urn:oid:2.16.578.1.12.4.1.1.7210",
        "ncmp": "urn:oid:2.16.578.1.12.4.1.1.7220",
        "ncrp": "urn:oid:2.16.578.1.12.4.1.1.7270",
        "atc": "http://www.whocc.no/atc",
        "loinc": "http://loinc.org",
        "sct": "http://snomed.info/sct",
    }
)
"""Where a system of codes that a catalogue calls so is known in the world: in Norway, by its number among the
health service's own systems."""
