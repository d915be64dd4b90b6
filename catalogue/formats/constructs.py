"""What the language can say, as rows of the table that tells what each format carries.

`tests/formats/test_fates.py` has a small catalogue for each, writes it, reads it again and looks.
"""

from collections.abc import Mapping
from types import MappingProxyType

CONSTRUCTS: Mapping[str, str] = MappingProxyType(
    {
        "forms": "several forms in one catalogue",
        "sections": "titled sections of a form",
        "timepoints": "at which timepoints a form is filled in",
        "label": "a question's label",
        "help": "a question's help",
        "aliases": "names in other systems",
        "purpose": "category, purpose and source",
        "text": "one line of text, with its greatest length",
        "longtext": "several lines of text",
        "integer": "whole numbers",
        "decimal": "numbers with decimals",
        "boolean": "yes or no",
        "date": "dates",
        "time": "times of day",
        "datetime": "dates with time of day",
        "code": "one code of a list",
        "coding": "a code of a versioned system such as ICD-10",
        "missing-code": "codes that are reasons for no answer",
        "missing-reason": "missing reasons beside a value",
        "hard-limits": "min and max",
        "soft-limits": "soft_min and soft_max",
        "computed-limits": "limits that are expressions",
        "unit": "units",
        "scale": "a scale with named ends",
        "required": "required",
        "required-when": "required_when",
        "enable-when": "enable_when",
        "otherwise": "the value when not asked",
        "calculate": "calculated variables",
        "prefill": "values filled in beforehand",
        "rule": "rules across variables",
        "checklist": "checklists",
        "matrix": "matrices",
        "instrument": "instruments and their scores",
        "collected": "when something is collected",
        "retired": "variables and codes out of use",
        "identifies": "what identifies a person",
        "languages": "translations",
        "publication": "what outsiders are told of the registry",
    }
)
"""Each construct and what it is."""
