"""What an XLSForm carries of each construct. What stands in a column of ours is seen by us alone."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.records import Fate, How

FATES: Mapping[str, Fate] = MappingProxyType(
    {
        "forms": Fate(How.CARRIED, "a workbook each, in an archive"),
        "sections": Fate(How.CARRIED, "groups"),
        "timepoints": Fate(How.REPORTED, "when a form is filled in is not in it"),
        "label": Fate(How.CARRIED, "`label`; HTML is taken away, and kept for the way back"),
        "help": Fate(How.CARRIED, "`hint`; a form's and a section's a `note`"),
        "aliases": Fate(How.CARRIED, "the name in xlsform is the question's name; others stand in a column of ours"),
        "purpose": Fate(How.CARRIED, "columns of ours"),
        "text": Fate(How.CARRIED, "`text`; the greatest length is a `constraint`"),
        "longtext": Fate(How.CARRIED, "`text` with the appearance `multiline`"),
        "integer": Fate(How.CARRIED, "`integer`"),
        "decimal": Fate(How.CARRIED, "`decimal`; how many decimals stands in a column of ours"),
        "boolean": Fate(How.CARRIED, "`select_one` of yes and no; `acknowledge` is read too"),
        "date": Fate(How.CARRIED, "`date`"),
        "time": Fate(How.CARRIED, "`time`"),
        "datetime": Fate(How.CARRIED, "`dateTime`"),
        "code": Fate(How.CARRIED, "`select_one`"),
        "coding": Fate(How.REPORTED, "written as a text; the system is not in it"),
        "missing-code": Fate(How.CARRIED, "a choice like the others; which reason it is, in a column of ours"),
        "missing-reason": Fate(How.CARRIED, "a column of ours; there a question has an answer or none"),
        "hard-limits": Fate(How.CARRIED, "`constraint`"),
        "soft-limits": Fate(How.CARRIED, "columns of ours; there nothing can be confirmed"),
        "computed-limits": Fate(How.CARRIED, "`constraint`, as far as it has the words"),
        "unit": Fate(How.CARRIED, "a column of ours"),
        "scale": Fate(How.CARRIED, "`range` with labels at its ends"),
        "required": Fate(How.CARRIED, "`required`"),
        "required-when": Fate(How.CARRIED, "`required` with an expression"),
        "enable-when": Fate(How.CARRIED, "`relevant`, as far as it has the words; what it has not is reported"),
        "otherwise": Fate(How.CARRIED, "a column of ours; what looks at the question counts with it"),
        "calculate": Fate(How.CARRIED, "`calculation`, as far as it has the words; what it has not is reported"),
        "prefill": Fate(How.CARRIED, "`default`"),
        "rule": Fate(How.CARRIED, "`constraint` of the last question that decides it; others stand in a sheet of ours"),
        "checklist": Fate(How.CARRIED, "`select_multiple`"),
        "matrix": Fate(How.CARRIED, "ticks: a `table-list` of `select_multiple`; others a question for each cell"),
        "instrument": Fate(How.CHANGED, "its items and scores as single questions"),
        "collected": Fate(How.CARRIED, "a column of ours"),
        "retired": Fate(How.CARRIED, "a column of ours"),
        "identifies": Fate(How.CARRIED, "a column of ours"),
        "languages": Fate(How.CARRIED, "`label::Norsk bokmål (nb)` and its like"),
        "publication": Fate(How.REPORTED, "it is for catalogues of data; `export dcat` has it"),
    }
)
"""What becomes of each construct."""
