"""What an XLSForm carries of each construct."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.records import Fate, How

FATES: Mapping[str, Fate] = MappingProxyType(
    {
        "forms": Fate(How.CARRIED, "a workbook each, in an archive"),
        "sections": Fate(How.CARRIED, "groups"),
        "timepoints": Fate(How.REPORTED, "when a form is filled in is not in it"),
        "label": Fate(How.CARRIED, "`label`; HTML is taken away, and kept for the way back"),
        "help": Fate(How.CARRIED, "`hint`"),
        "aliases": Fate(How.CHANGED, "the name in xlsform is the question's name"),
        "purpose": Fate(How.REPORTED, "what a question is for is not in it"),
        "text": Fate(How.CARRIED, "`text`; the greatest length is a constraint"),
        "longtext": Fate(How.CARRIED, "`text` with the appearance `multiline`"),
        "integer": Fate(How.CARRIED, "`integer`"),
        "decimal": Fate(How.CHANGED, "`decimal`"),
        "boolean": Fate(How.CARRIED, "`select_one` of yes and no"),
        "date": Fate(How.CARRIED, "`date`"),
        "time": Fate(How.CARRIED, "`time`"),
        "datetime": Fate(How.CARRIED, "`dateTime`"),
        "code": Fate(How.CARRIED, "`select_one`"),
        "coding": Fate(How.REPORTED, "written as a text; the system is not in it"),
        "missing-code": Fate(How.CARRIED, "a choice like the others, known by the column `skjemaverk_missing`"),
        "missing-reason": Fate(How.REPORTED, "a question has an answer or none"),
        "hard-limits": Fate(How.CARRIED, "`constraint`"),
        "soft-limits": Fate(How.REPORTED, "a constraint cannot be confirmed"),
        "computed-limits": Fate(How.CARRIED, "`constraint`"),
        "unit": Fate(How.REPORTED, "a question has no unit"),
        "scale": Fate(How.CHANGED, "`range` with labels at its ends"),
        "required": Fate(How.CARRIED, "`required`"),
        "required-when": Fate(How.CARRIED, "`required` with an expression"),
        "enable-when": Fate(How.CARRIED, "`relevant`, as far as it has the words; what it has not is reported"),
        "otherwise": Fate(How.REPORTED, "what is not asked has no value"),
        "calculate": Fate(How.CHANGED, "`calculation`, as far as it has the words; what it has not is reported"),
        "prefill": Fate(How.CARRIED, "`default`"),
        "rule": Fate(How.CHANGED, "`constraint` of the last question it is about"),
        "checklist": Fate(How.CARRIED, "`select_multiple`"),
        "matrix": Fate(How.CARRIED, "ticks: a `table-list` of `select_multiple`"),
        "instrument": Fate(How.CHANGED, "its items and scores as single questions"),
        "collected": Fate(How.REPORTED, "a form has no dates"),
        "retired": Fate(How.REPORTED, "a form has only what is asked"),
        "identifies": Fate(How.REPORTED, "a form does not say what identifies a person"),
        "languages": Fate(How.CARRIED, "`label::Norsk bokmål (nb)`"),
    }
)
