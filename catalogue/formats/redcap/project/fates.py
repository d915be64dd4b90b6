"""What a project's XML carries of each construct: what the dictionary does, and what it has no column for."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.records import Fate, How
from catalogue.formats.redcap.fates import FATES as OF_DICTIONARY

BESIDE = "in an attribute of our own beside REDCap's, which REDCap passes by"

FATES: Mapping[str, Fate] = MappingProxyType(
    {
        **OF_DICTIONARY,
        "timepoints": Fate(How.CARRIED, "events"),
        "aliases": Fate(How.CARRIED, f"the name in redcap is the field's; others {BESIDE}"),
        "text": Fate(How.CARRIED, f"`text`; the greatest length {BESIDE}"),
        "missing-code": Fate(How.CARRIED, f"a choice like the others; which reason it is, {BESIDE}"),
        "missing-reason": Fate(How.CARRIED, "the project's missing data codes; `@NOMISSING` where a field has none"),
        "hard-limits": Fate(How.CARRIED, f"`RangeCheck`, which only asks there; that they hold, {BESIDE}"),
        "computed-limits": Fate(How.CARRIED, "`today`; other expressions are reported"),
        "unit": Fate(How.CARRIED, BESIDE),
        "required-when": Fate(How.CARRIED, BESIDE),
        "otherwise": Fate(How.CARRIED, BESIDE),
        "prefill": Fate(How.CARRIED, BESIDE),
        "collected": Fate(How.CARRIED, BESIDE),
        "retired": Fate(How.CARRIED, BESIDE),
        "coding": Fate(How.REPORTED, "written as a text; the system is not in the project"),
        "purpose": Fate(How.REPORTED, "what a field is for is not in the project"),
        "rule": Fate(How.CARRIED, f"data quality rules, as far as they have the words; hard or soft {BESIDE}"),
        "languages": Fate(How.REPORTED, "translations are packed so that only REDCap can write them"),
    }
)
