"""What a data dictionary carries of each construct."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.records import Fate, How

FATES: Mapping[str, Fate] = MappingProxyType(
    {
        "forms": Fate(How.CARRIED, "instruments"),
        "sections": Fate(How.CARRIED, "section headers"),
        "timepoints": Fate(How.REPORTED, "events are not in the dictionary"),
        "label": Fate(How.CARRIED, "`Field Label`; HTML is taken away, and kept for the way back"),
        "help": Fate(How.CARRIED, "`Field Note`"),
        "aliases": Fate(How.CHANGED, "the name in redcap is the field's name; others are left out"),
        "purpose": Fate(How.REPORTED, "what a field is for is not in the dictionary"),
        "text": Fate(How.CHANGED, "`text`; the greatest length is left out"),
        "longtext": Fate(How.CARRIED, "`notes`"),
        "integer": Fate(How.CARRIED, "`text` with `integer`"),
        "decimal": Fate(How.CARRIED, "`text` with `number_2dp` and its like; `number` has 4 decimals here"),
        "boolean": Fate(How.CARRIED, "`yesno`; `truefalse` is read too"),
        "date": Fate(How.CARRIED, "`date_ymd`; other orders are read too"),
        "time": Fate(How.CARRIED, "`time`"),
        "datetime": Fate(How.CARRIED, "`datetime_ymd`; seconds are reported"),
        "code": Fate(How.CARRIED, "`radio`, or `dropdown` where it is a list"),
        "coding": Fate(How.REPORTED, "written as a text; the system is not in the dictionary"),
        "missing-code": Fate(How.CHANGED, "a choice like the others"),
        "missing-reason": Fate(How.REPORTED, "missing data codes belong to the project, not to the dictionary"),
        "hard-limits": Fate(
            How.CHANGED, "`Text Validation Min` and `Max`, which only ask there, so they come back as soft"
        ),
        "soft-limits": Fate(How.CARRIED, "`Text Validation Min` and `Max`"),
        "computed-limits": Fate(How.CHANGED, "`today`; other expressions are reported"),
        "unit": Fate(How.REPORTED, "the dictionary has no unit"),
        "scale": Fate(How.CARRIED, "`slider` with the words at its ends"),
        "required": Fate(How.CARRIED, "`Required Field?`"),
        "required-when": Fate(How.REPORTED, "the dictionary has no condition for it"),
        "enable-when": Fate(How.CARRIED, "`Branching Logic`, as far as it has the words; what it has not is reported"),
        "otherwise": Fate(How.REPORTED, "the dictionary has no value for what is not asked"),
        "calculate": Fate(How.CARRIED, "`calc`, as far as it has the words; what it has not is reported"),
        "prefill": Fate(How.REPORTED, "default values are annotations, which are not written"),
        "rule": Fate(How.REPORTED, "data quality rules are not in the dictionary"),
        "checklist": Fate(How.CARRIED, "`checkbox`"),
        "matrix": Fate(How.CHANGED, "a field for each cell, with all labels"),
        "instrument": Fate(How.CHANGED, "its items and scores as single fields"),
        "collected": Fate(How.REPORTED, "the dictionary has no dates"),
        "retired": Fate(How.REPORTED, "the dictionary has only what is asked"),
        "identifies": Fate(How.CARRIED, "`Identifier?`"),
        "languages": Fate(How.REPORTED, "the dictionary has one language"),
        "publication": Fate(How.REPORTED, "it is for catalogues of data; `export dcat` has it"),
    }
)
